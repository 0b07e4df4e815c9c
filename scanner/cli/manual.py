"""The end of every command's help, as of a manual page: examples, exit codes, environment, files.

Examples are parsed by a test, so that none names an option that is not there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import NamedTuple

import click

_WIDTH, _NAME = 76, 26
"""Characters of a line, and of a name that has its text beside it."""

_USE = "wrong use, or a file that cannot be used"
_ALL_WELL = ("0  done", f"2  {_USE}")
_KEY = ("LEERLEK_KEY_FILE      key of the fingerprints, as --key-file",)
_KEY_FILE = ("~/.config/leerlek/key   key of the fingerprints, made at first use",)
_SETTINGS = ("leerlek.toml, pyproject.toml [tool.leerlek]   settings, read from here",)
_RESULT = ("RESULT is what leerlek scan --output json=FILE wrote.",)


class Page(NamedTuple):
    """What stands below the options of one command. Two spaces part a name from what it is; lines without
    them are sentences."""

    examples: Sequence[tuple[str, str]]
    """(what for, command line)."""
    exits: Sequence[str] = _ALL_WELL
    environment: Sequence[str] = ()
    files: Sequence[str] = ()


PAGES: Mapping[str, Page] = {
    "": Page(
        (("a first look", "leerlek scan lesson.har"),
         ("the same against the product's declaration, as a report",
          "leerlek scan lesson.har --policy product.yaml --output html=report.html"),
         ("what a finding means", "leerlek explain --result scan.json MIN-001"),
         ("more about one command", "leerlek scan --help")),
        ("0  done; below --fail-on where there is one", "1  something was found, or is not as it should be",
         f"2  {_USE}, or a failure of the program"),
        ("LEERLEK_COMMAND_OPTION   any option, such as LEERLEK_SCAN_POLICY=product.yaml", *_KEY,
         "LEERLEK_SIGN_PASSWORD    password of --sign-key where nobody can be asked",
         "SSLKEYLOGFILE            not read; name its file with --keylog"),
        (*_SETTINGS, *_KEY_FILE, "A flag goes before the environment, the environment before the settings."),
    ),
    "scan": Page(
        (("every capture of a folder, findings on screen", "leerlek scan captures/"),
         ("with test accounts and declaration, as report and for machines",
          "leerlek scan lesson.har --policy product.yaml --subjects accounts.yaml -o html=report.html "
          "-o json=scan.json"),
         ("packets with their TLS secrets", "leerlek scan room.pcapng --keylog keys.txt"),
         ("in a pipeline", "leerlek scan test.har --baseline baseline.yaml --fail-on midden -o sarif=leerlek.sarif"),
         ("as signed evidence",
          "leerlek scan lesson.har --policy product.yaml --bundle evidence.zip --sign-key ~/.ssh/id_ed25519")),
        ("0  scanned; nothing at or above --fail-on, or no --fail-on",
         "1  a finding at or above --fail-on that no exception or baseline covers",
         f"2  {_USE}; no capture was readable"),
        (*_KEY, "LEERLEK_SIGN_PASSWORD  password of --sign-key", "LEERLEK_SCAN_…         any option of scan"),
        (*_SETTINGS, *_KEY_FILE),
    ),
    "ci": Page(
        (("what a pipeline needs", "leerlek ci"), ("some captures, from hoog", "leerlek ci test.har --fail-on hoog"),
         ("reports elsewhere", "leerlek ci captures/ --output-dir build/leerlek")),
        ("0  nothing at or above --fail-on", "1  something is", "2  no capture, nothing to read in it, or wrong use"),
        (*_KEY, "GITHUB_ACTIONS, GITLAB_CI   whose annotations, unless --platform says"),
        ("privacybijsluiter.yaml, testaccounts.yaml, leerlek-baseline.yaml   taken when here",
         "leerlek-report/   the reports", *_SETTINGS),
    ),
    "proxy": Page(
        (("a room of devices, with test accounts", "leerlek proxy --subjects accounts.yaml --policy product.yaml"),
         ("one product only", "leerlek proxy --only rekenbaas.example --subjects accounts.yaml"),
         ("real people, on a decision of the school", "leerlek proxy --mode live --decision 'MR 2026-09-14'"),
         ("nothing of severity hoog or worse to a tracker",
          "leerlek proxy --block hoog --block-for meten.example --subjects accounts.yaml"),
         ("pseudonyms for a service behind the product", "leerlek proxy --pseudonymise profiel.example"),
         ("tablets, by WireGuard", "leerlek proxy --proxy-mode wireguard --subjects accounts.yaml"),
         ("keep the traffic itself for a week", "leerlek proxy --keep-capture --retain 7d"),
         ("with options of mitmdump", "leerlek proxy -p 8081 -- --showhost")),
        ("0  stopped by Ctrl-C or in the dashboard, the reports are made", f"2  {_USE}; the proxy did not start"), _KEY,
        ("leerlek-<time>/   the results, unless --output names a folder",
         "~/.mitmproxy/   certificates of mitmproxy, made at first use", *_KEY_FILE),
    ),
    "sheet": Page((("a page for each kind of device", "leerlek sheet -o sheets/"),
                   ("for iPads, with the address of the laptop in the room",
                    "leerlek sheet ipados --address 192.168.1.20 --port 8080")),
                  ("0  written", f"2  {_USE}")),
    "kept": Page(
        (("where, and until when", "leerlek kept list"),
         ("as a dump, to scan it again", "leerlek kept open leerlek-20261005-091400 -o lesson.flows"),
         ("delete it now", "leerlek kept forget leerlek-20261005-091400")),
        files=("~/.config/leerlek/kept   the folders in which traffic is kept", *_KEY_FILE),
    ),
    "kept list": Page((("where, and until when", "leerlek kept list"),)),
    "kept open": Page((("sealed with a passphrase",
     "leerlek kept open leerlek-20261005-091400 -o lesson.flows --passphrase"),)),
    "kept forget": Page((("before its time is over", "leerlek kept forget leerlek-20261005-091400"),)),
    "inspect": Page(
        (("what was recorded, and what stayed closed", "leerlek inspect room.pcapng"),
         ("with TLS secrets, for another program", "leerlek inspect room.pcapng --keylog keys.txt --json")),
    ),
    "text": Page(
        (("a file", "leerlek text server.log"), ("standard input, for another program", "leerlek text --json"),
         ("with test accounts", "leerlek text server.log --subjects accounts.yaml")),
        ("0  read to the end, whatever was found", f"2  {_USE}"), _KEY, _KEY_FILE,
    ),
    "prove-hash": Page(
        (("the identifiers of a capture", "leerlek prove-hash lesson.har --subjects accounts.yaml"),
         ("every form, with a salt that is known", "leerlek prove-hash lesson.har --effort all --salt 00AA00"),
         ("digests by themselves", "leerlek prove-hash --digests digests.txt --yes-test-data --json")),
        ("0  nothing was reversed", "1  something was", f"2  {_USE}; stopped before the end"), _KEY, _KEY_FILE,
    ),
    "report": Page(
        (("the findings on screen", "leerlek report scan.json"),
         ("for a DPIA file, in Dutch", "leerlek report scan.json -o pdf=report.pdf -o docx=report.docx"),
         ("for developers, in English",
          "leerlek report scan.json --lang en -o sarif=leerlek.sarif -o junit=leerlek.xml"),
         ("as signed evidence, with a PDF in it",
          "leerlek report scan.json --bundle evidence.zip --include pdf --policy product.yaml --sign-key key")),
        _ALL_WELL, ("LEERLEK_SIGN_PASSWORD  password of --sign-key",), (*_RESULT, *_SETTINGS),
    ),
    "verify": Page(
        (("is it whole, and signed by whom", "leerlek verify evidence.zip"),
         ("signed by this key", "leerlek verify evidence.zip --key fg.pub"),
         ("signed by one of these",
          "leerlek verify evidence.zip --allowed-signers signers --identity fg@school.example"),
         ("do the captures give the same findings",
          "leerlek verify evidence.zip --key fg.pub --rescan lesson.har --subjects accounts.yaml")),
        ("0  sound; scanned again: the same findings. Without --key or --allowed-signers the signer stays unknown, and "
         "an unsigned bundle is only known to be whole", "1  changed, not signed by that key, or other findings",
         f"2  {_USE}; no bundle"), _KEY,
        ("The captures, test accounts and TLS secrets are not in a bundle: give them with --rescan.",
         "Without the key of the scan, values are compared by their order of appearance.", *_KEY_FILE),
    ),
    "explain": Page(
        (("one finding", "leerlek explain --result scan.json MIN-001-0ae8e308"),
         ("all of a rule, in English", "leerlek explain --result scan.json MIN-001 --lang en")),
        ("0  explained", f"2  {_USE}; no such finding"), (), _RESULT,
    ),
    "rules": Page((("all rules", "leerlek rules list"), ("one of them", "leerlek rules show MIN-001"))),
    "rules list": Page((("in English", "leerlek rules list --lang en"),
                        ("with rules of your own", "leerlek rules list --rules my-rules/"))),
    "rules show": Page((("why, what is enough, what to do", "leerlek rules show MIN-001"),)),
    "rules test": Page((("all", "leerlek rules test"), ("one of your own",
     "leerlek rules test OWN-001 --rules my-rules/")),
                       ("0  every example did what it must", "1  one did not", f"2  {_USE}")),
    "policy": Page((("a first policy from a scan", "leerlek policy init scan.json -o product.yaml"),
                    ("is it in order", "leerlek policy check product.yaml"))),
    "policy check": Page((("one product", "leerlek policy check product.yaml"),
                          ("a folder with one for each", "leerlek policy check policies/")),
                         ("0  in order", "2  not in order: file, line and what to write instead")),
    "policy init": Page((("from what was observed", "leerlek policy init scan.json -o product.yaml"),
                         ("from the questions of Bijlage 1", "leerlek policy init --ask -o product.yaml"))),
    "baseline": Page(
        (("accept what is known",
         "leerlek baseline scan.json -o baseline.yaml --reason 'in release 6' --owner 'J. Beheer'"),
         ("one rule, until a day",
          "leerlek baseline scan.json -o b.yaml --only MIN-003 --expires 2026-12-31 --reason x --owner y")),
        _ALL_WELL, (), _RESULT,
    ),
    "diff": Page(
        (("on screen", "leerlek diff old.json new.json"),
         ("for a merge request, red when something is new",
          "leerlek diff old.json new.json --fail-on hoog -o markdown=c.md"),
         ("for a DPIA file", "leerlek diff old.json new.json -o pdf=difference.pdf -o xlsx=difference.xlsx"),
         ("what the new scan did not look at", "leerlek diff old.json new.json --quiet -o csv-coverage=coverage.csv")),
        ("0  compared", "1  --fail-on: something from there is new or got worse", f"2  {_USE}"), (),
        ("OLD and NEW are what leerlek scan --output json=FILE wrote.", *_SETTINGS),
    ),
    "sanitize": Page(
        (("a capture for the vendor", "leerlek sanitize lesson.har -o share.har --subjects accounts.yaml"),
         ("and the fakes of the accounts, to scan it with",
          "leerlek sanitize lesson.har -o share.har --subjects accounts.yaml --subjects-out fakes.yaml"),
         ("packets as a HAR", "leerlek sanitize room.pcapng -o share.har --keylog keys.txt"),
         ("several captures as one", "leerlek sanitize first.mitm second.mitm -o share.mitm")),
        ("0  written, and the check holds", "1  written, but findings differ or a value was left: see the warnings",
         f"2  {_USE}; nothing is written"),
        _KEY, (*_SETTINGS, *_KEY_FILE),
    ),
    "dossier": Page((("begin one", "leerlek dossier init -o dossier.yaml"),)),
    "dossier init": Page((("an empty file, with what is asked beside each field",
     "leerlek dossier init -o dossier.yaml"),)),
    "dossier check": Page((("mistakes, and what is still empty", "leerlek dossier check dossier.yaml"),)),
    "scenario": Page((("is the file in order", "leerlek scenario check steps.yaml"),)),
    "scenario check": Page((("with the accounts that it names",
     "leerlek scenario check steps.yaml --subjects accounts.yaml"),),
                           ("0  in order", "2  not in order: file, line and what to write instead")),
    "letter": Page(
        (("all that the vendor answers for", "leerlek letter scan.json -o letter.md"),
         ("some findings, in English", "leerlek letter scan.json MIN-001 TPT-002 --lang en"),
         ("to one recipient, with a day", "leerlek letter scan.json --recipient crash --reply-by 2026-12-01")),
        _ALL_WELL, (), _RESULT,
    ),
    "addon-path": Page((("mitmdump with Leerlek", 'mitmdump -s "$(leerlek addon-path)"'),), ("0  printed",)),
    "check-captures": Page((("before a commit",
     "leerlek check-captures tests/lesson.har --subjects testaccounts.yaml"),),
                           ("0  nobody but test accounts", "1  somebody else", f"2  {_USE}")),
    "schema": Page((("for an editor", "leerlek schema policy"), ("of the result", "leerlek schema result")),
     ("0  printed",)),
    "completion": Page((("this shell, now", 'eval "$(leerlek completion bash)"'),
                        ("fish, for good", "leerlek completion fish")), ("0  printed",)),
}
"""Name of a command, with its group, → its page; of ``sanitize`` the exit codes stand in its own text."""


def epilog(name: str) -> str:
    """The page of a command in click's markup; empty where there is none."""
    page = PAGES.get(name)
    if page is None:
        return ""
    examples = [line for what, command in page.examples for line in (f"# {what}", *_folded(command))]
    sections = (("Examples", examples), ("Exit codes", _aligned(page.exits)),
                ("Environment", _aligned(page.environment)), ("Files", _aligned(page.files)))
    return "\n\n".join("\n".join(["\b", f"{title}:", *(f"  {line}" for line in lines)])
                       for title, lines in sections if lines)


def attach(command: click.Command, name: str) -> None:
    """Give a command, and those below it, their pages."""
    command.epilog = epilog(name) or command.epilog
    if isinstance(command, click.Group):
        for below, each in command.commands.items():
            attach(each, f"{name} {below}")


def _aligned(lines: Sequence[str]) -> list[str]:
    """Names with their texts in a column beside them, or below where a name is long; sentences by themselves."""
    pairs = [line.partition("  ") for line in lines]
    indent = 2 + max((len(name) for name, parted, _ in pairs if parted and len(name) <= _NAME), default=0)
    made: list[str] = []
    for name, parted, text in pairs:
        if not parted:
            made += wrap(name, _WIDTH)
            continue
        below = wrap(text.strip(), _WIDTH - indent)
        head = [name] if len(name) > _NAME else [f"{name:{indent}}{below.pop(0)}"]
        made += [*head, *(" " * indent + line for line in below)]
    return made


def _folded(command: str, width: int = _WIDTH - 3) -> list[str]:
    """A command line in lines that a shell joins again."""
    lines = [""]
    for word in _words(command):
        if lines[-1] and len(lines[-1]) + len(word) + 1 > width:
            lines[-1] += " \\"
            lines.append(f"    {word}")
        else:
            lines[-1] = f"{lines[-1]} {word}".lstrip() if len(lines) == 1 else f"{lines[-1]} {word}"
    return lines


def _words(command: str) -> list[str]:
    """The words of a command line, an option with its value as one."""
    words: list[str] = []
    for word in command.split(" "):
        if words and words[-1].startswith("-") and " " not in words[-1] and not word.startswith("-"):
            words[-1] += f" {word}"
        else:
            words.append(word)
    return words
