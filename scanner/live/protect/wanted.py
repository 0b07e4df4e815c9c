"""What the user wants to be protected: read, checked, and asked of a host."""

from __future__ import annotations

from collections.abc import Sequence

from scanner.errors import UsageError
from scanner.judge import registrable_domain
from scanner.live.scope import DEVICE, Scope, domains, under
from scanner.model import Protecting, Severity, Text


def wanted(block: str, block_for: Sequence[str], pseudonymise: Sequence[str], scope: Scope, lang: str = "nl"
           ) -> Protecting:
    """The protection that options ask for. Raises ``UsageError`` when they do not fit together or with the scope."""
    if block and not domains(block_for):
        raise _wrong(lang, "--block vraagt --block-for DOMEIN: alleen verzoeken aan domeinen die u noemt, worden ooit "
                     "tegengehouden", "--block needs --block-for DOMAIN: only requests to domains that you name are "
                     "ever blocked")
    if block_for and not block:
        raise _wrong(lang, "--block-for vraagt --block ERNST: info, laag, midden, hoog of kritiek",
                     "--block-for needs --block SEVERITY: info, laag, midden, hoog or kritiek")
    try:
        severity = Severity.parse(block) if block else None
    except ValueError as error:
        raise _wrong(lang, f"--block: {block!r} is geen ernst; kies uit info, laag, midden, hoog en kritiek",
                     f"--block: {error}") from None
    return Protecting(severity, _named("--block-for", block_for, scope, lang),
                      _named("--pseudonymise", pseudonymise, scope, lang))


def is_any(protecting: Protecting) -> bool:
    """Whether any protection was asked for."""
    return bool(protecting.block_for or protecting.pseudonymise)


def _named(option: str, given: Sequence[str], scope: Scope, lang: str) -> tuple[str, ...]:
    found = domains(given)
    if len(found) < len(given) or any(name.startswith(DEVICE) for name in found):
        raise _wrong(lang, f"{option}: noem een domein, zoals rekenbaas.example",
                     f"{option}: name a domain, such as rekenbaas.example")
    for name in found:
        if name != "localhost" and registrable_domain(f"x.{name}") == f"x.{name}":
            raise _wrong(lang, f"{option} {name}: onder deze naam registreert iedereen; noem een domein, zoals "
                         "rekenbaas.example", f"{option} {name}: under this name anybody registers; name a domain, as "
                         "rekenbaas.example")
        if not scope.reads(name):
            raise _wrong(lang, f"{option} {name}: dit verkeer gaat ongelezen door (--only, --ignore, of een dienst van "
                         "bank, zorg, overheid of privéleven) en is dus niet te beschermen",
                         f"{option} {name}: its traffic passes unread (--only, --ignore, or a bank, health, government "
                         "or private service), so it cannot be protected")
    return found


def _wrong(lang: str, nl: str, en: str) -> UsageError:
    return UsageError(Text(nl, en).get(lang))


def blocks(protecting: Protecting, *hosts: str) -> bool:
    """Whether requests to a host, by any of its names, are to be judged."""
    return protecting.block is not None and any(under(host, protecting.block_for) for host in hosts)


def pseudonymises(protecting: Protecting, *hosts: str) -> bool:
    """Whether requests to a host, by any of its names, are to get pseudonyms."""
    return any(under(host, protecting.pseudonymise) for host in hosts)
