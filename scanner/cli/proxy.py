"""``leerlek proxy``: a room of devices behind mitmproxy, findings while the lesson lasts, a report when it ends."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from .ask_mode import asked_mode
from .outputs import LANG


def _stoppable(run: Callable[..., None]) -> Callable[..., None]:
    """Ctrl-C before the proxy has begun ends in a line; from then on it ends in a report (``scanner.live.signals``)."""

    @wraps(run)
    def command(*arguments: Any, **options: Any) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            run(*arguments, **options)
        except (KeyboardInterrupt, click.Abort):
            click.echo("Gestopt voordat er iets was opgenomen; er is geen rapport." if options["lang"] == "nl" else
                       "Stopped before anything was recorded; there is no report.", err=True)

    return command


@click.command()
@click.argument("mitmproxy_options", nargs=-1, type=click.UNPROCESSED)
@click.option("--policy", type=click.Path(),
              help="Policy: the product's machine-readable privacybijsluiter, or a folder with one for each product.")
@click.option("--subjects", type=click.Path(), help="The test accounts; every value of theirs is found in any form.")
@click.option("--scenario", type=click.Path(), help="The steps of the testers, with their times or marks.")
@click.option("--recipients", multiple=True, type=click.Path(),
              help="File that says who runs which domain; goes before the built-in list; may be repeated.")
@click.option("--tracker-list", multiple=True, type=click.Path(),
              help="List of trackers: EasyPrivacy, Disconnect or hosts format; may be repeated.")
@click.option("-o", "--output", type=click.Path(), metavar="FOLDER",
              help="Folder of the results (default: leerlek-<time> here); one that a stopped run left is gone on with.")
@LANG
@click.option("--mode", type=click.Choice(["test", "live"]), default="test", show_default=True,
              help="test: only fictitious accounts are used; live: real people, which needs --decision. Asked for at a "
                   "terminal.")
@click.option("--decision", metavar="TEXT", help="With --mode live: where the school decided on this, for the report.")
@click.option("--only", multiple=True, metavar="DOMAIN",
              help="Read these domains alone, or these devices (device:192.168.1.31, device:192.168.1.0/24); may be "
                   "repeated.")
@click.option("--ignore", multiple=True, metavar="DOMAIN",
              help="Let a domain, or a device (device:ADDRESS), pass unread; may be repeated.")
@click.option("--block", default="", metavar="SEVERITY",
              help="Answer requests that break a rule of this severity or worse, instead of sending them; needs "
                   "--block-for.")
@click.option("--block-for", multiple=True, metavar="DOMAIN",
              help="The domains that --block is for; no other is ever blocked; may be repeated.")
@click.option("--pseudonymise", multiple=True, metavar="DOMAIN",
              help="Replace names, numbers and addresses of people by stable pseudonyms in requests to a domain; "
                   "may be repeated.")
@click.option("--quic", type=click.Choice(["remove", "pass", "capture"]), default="remove", show_default=True,
              help="HTTP/3: take its offers away, so that devices use HTTP/2; let it pass unread; or read it where "
                   "devices allow.")
@click.option("--keep-capture", is_flag=True,
              help="Keep the raw exchanges too, sealed under your key; see leerlek kept.")
@click.option("--retain", metavar="TIME", show_default="14d",
              help="How long: hours, days or weeks (12h, 14d, 4w); then they are deleted.")
@click.option("--passphrase", is_flag=True, help="Seal them under a passphrase that is asked for, not under the key.")
@click.option("--listen-host", default="", metavar="ADDRESS", help="Where devices connect (default: all addresses).")
@click.option("-p", "--port", type=click.IntRange(1, 65535), default=8080, show_default=True)
@click.option("--dashboard-port", type=click.IntRange(0, 65535), default=8081, show_default=True,
              help="Where to watch, on this computer alone; 0 for any port that is free.")
@click.option("--no-dashboard", is_flag=True, help="Findings in the terminal only.")
@click.option("--proxy-mode", multiple=True, metavar="MODE",
              help="How devices come in: regular, transparent, reverse:URL, upstream:URL, socks5, wireguard, local; "
                   "may be repeated.")
@click.option("--key-file", type=click.Path(), help="Key of the fingerprints (default: one in your settings folder).")
@click.pass_context
@_stoppable
def command(context: click.Context, mitmproxy_options: tuple[str, ...], policy: str | None,
            subjects: str | None, scenario: str | None,
            recipients: tuple[str, ...], tracker_list: tuple[str, ...], output: str | None, lang: str, mode: str,
            decision: str | None, only: tuple[str, ...], ignore: tuple[str, ...], block: str,
            block_for: tuple[str, ...], pseudonymise: tuple[str, ...], quic: str, listen_host: str, port: int,
            keep_capture: bool, retain: str | None, passphrase: bool, dashboard_port: int, no_dashboard: bool,
            proxy_mode: tuple[str, ...], key_file: str | None) -> None:
    """Scan the traffic of devices while they use this computer as their proxy. Stop with Ctrl-C: then comes the report.

    Options of mitmdump can follow after --.
    """
    from scanner.errors import UsageError
    from scanner.live.process import Settings, run
    from scanner.live.protect.wanted import wanted
    from scanner.live.scope import Scope, domains
    from scanner.model import Text

    mode, decision = asked_mode(context, mode, (decision or "").strip(), lang)
    if mode == "live" and not decision:
        raise UsageError(Text(
            "--mode live leest gegevens van echte personen; zeg met --decision waar het besluit van de school staat, "
            "of gebruik testaccounts en --mode test",
            "--mode live reads the data of real people; say with --decision where the school decided on it, or use "
            "test accounts and --mode test").get(lang))
    for name in () if keep_capture else ("retain", "passphrase"):
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise UsageError(Text(f"--{name} hoort bij --keep-capture; zonder wordt geen verkeer bewaard",
                                  f"--{name} goes with --keep-capture; without it no traffic is kept").get(lang))
    for file in (policy, subjects, scenario, *recipients, *tracker_list):
        if file and not Path(file).exists():
            raise UsageError(Text(f"{file}: dit bestand is er niet", f"{file}: no such file").get(lang))
    protecting = wanted(block, block_for, pseudonymise, Scope(domains(only), domains(ignore)), lang)
    settings = Settings(
        block=protecting.block.code if protecting.block is not None else "", block_for=protecting.block_for,
        pseudonymise=protecting.pseudonymise,
        folder=Path(output or time.strftime("leerlek-%Y%m%d-%H%M%S")), policy=_path(policy), subjects=_path(subjects),
        scenario=_path(scenario), recipients=tuple(map(Path, recipients)),
        tracker_lists=tuple(map(Path, tracker_list)), key_file=_path(key_file), lang=lang, mode=mode,
        decision=decision, only=only, ignore=ignore, quic=quic, listen_host=listen_host, port=port,
        modes=proxy_mode or ("regular",), more=mitmproxy_options, dashboard=None if no_dashboard else dashboard_port,
        keep=_span(retain or "14d", lang) if keep_capture else "",
        passphrase=_passphrase(lang) if keep_capture and passphrase else "",
    )
    ended = run(settings, lambda line: click.echo(line, err=True))
    if ended == "failed":
        raise UsageError(Text("de proxy start niet; zie de regels hierboven",
                              "the proxy does not start; see the lines above").get(lang))
    if ended == "left":
        later = f"leerlek proxy -o {settings.folder}"
        raise UsageError(Text(f"het rapport is misschien nog niet af; dit maakt het: {later}",
                              f"the report may not be done; this makes it: {later}").get(lang))


def _span(text: str, lang: str) -> str:
    from scanner.errors import UsageError
    from scanner.live.retention import span
    from scanner.model import Text

    try:
        span(text)
    except ValueError as error:
        raise UsageError(Text(f"--retain {text}: geef een aantal uren, dagen of weken, zoals 12h, 14d of 4w",
                              f"--retain {error}").get(lang)) from None
    return text


def _passphrase(lang: str) -> str:
    from scanner.model import Text

    again = Text("Nog eens, ter controle", "Repeat for confirmation").get(lang)
    return str(click.prompt(Text("Wachtzin", "Passphrase").get(lang), hide_input=True, confirmation_prompt=again,
                            err=True))


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None
