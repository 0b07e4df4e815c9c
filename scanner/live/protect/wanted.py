"""What the user wants to be protected: read, checked, and asked of a host."""

from __future__ import annotations

from collections.abc import Sequence

from scanner.errors import UsageError
from scanner.judge import registrable_domain
from scanner.live.scope import Scope, domains, under
from scanner.model import Protecting, Severity


def wanted(block: str, block_for: Sequence[str], pseudonymise: Sequence[str], scope: Scope) -> Protecting:
    """The protection that options ask for. Raises ``UsageError`` when they do not fit together or with the scope."""
    if block and not domains(block_for):
        raise UsageError("--block needs --block-for DOMAIN: only requests to domains that you name are ever blocked")
    if block_for and not block:
        raise UsageError("--block-for needs --block SEVERITY: info, laag, midden, hoog or kritiek")
    try:
        severity = Severity.parse(block) if block else None
    except ValueError as error:
        raise UsageError(f"--block: {error}") from None
    return Protecting(severity, _named("--block-for", block_for, scope), _named("--pseudonymise", pseudonymise, scope))


def is_any(protecting: Protecting) -> bool:
    """Whether any protection was asked for."""
    return bool(protecting.block_for or protecting.pseudonymise)


def _named(option: str, given: Sequence[str], scope: Scope) -> tuple[str, ...]:
    found = domains(given)
    if len(found) < len(given):
        raise UsageError(f"{option}: name a domain, such as rekenbaas.example")
    for name in found:
        if name != "localhost" and registrable_domain(f"x.{name}") == f"x.{name}":
            raise UsageError(f"{option} {name}: under this name anybody registers; name a domain, as rekenbaas.example")
        if not scope.reads(name):
            raise UsageError(f"{option} {name}: its traffic passes unread (--only, --ignore, or a bank, health, "
                             "government or private service), so it cannot be protected")
    return found


def blocks(protecting: Protecting, *hosts: str) -> bool:
    """Whether requests to a host, by any of its names, are to be judged."""
    return protecting.block is not None and any(under(host, protecting.block_for) for host in hosts)


def pseudonymises(protecting: Protecting, *hosts: str) -> bool:
    """Whether requests to a host, by any of its names, are to get pseudonyms."""
    return any(under(host, protecting.pseudonymise) for host in hosts)
