"""Signs of secrets of a service that reached a client: private keys (RFC 7468), client secrets, keys of known form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.model import Exchange, Field, Sign

if TYPE_CHECKING:
    from ..plan import Plan

KEYS: dict[str, frozenset[str]] = dict.fromkeys(
    ("clientsecret", "consumersecret", "appsecret", "apisecret", "oauthsecret", "secretkey", "secretaccesskey",
     "awssecretaccesskey", "privatekey", "pem", "sslkey", "signingkey", "signingsecret", "jwtsecret", "servicekey",
     "servicerolekey", "dbpassword", "databaseurl", "connectionstring"), frozenset())
_PRIVATE = re.compile(r"-----BEGIN (?:[A-Z0-9]{1,10} ){0,3}PRIVATE KEY-----(?:\\[nr]|[A-Za-z0-9+/=\s:,\-]){40}")
_KNOWN = (
    ("GOCSPX-", re.compile(r"\bGOCSPX-[A-Za-z0-9_-]{24,}")),
    ("sk_live_", re.compile(r"\bsk_live_[0-9A-Za-z]{20,}")),
    ("rk_live_", re.compile(r"\brk_live_[0-9A-Za-z]{20,}")),
    ("ghp_", re.compile(r"\bghp_[0-9A-Za-z]{36}\b")),
    ("xoxb-", re.compile(r"\bxoxb-[0-9A-Za-z-]{20,}")),
    ("SG.", re.compile(r"\bSG\.[A-Za-z0-9_-]{20,24}\.[A-Za-z0-9_-]{40,45}\b")),
)
"""Secrets that their issuers gave a form of its own; keys that are public by design (maps, analytics) are not here."""
_PLACEHOLDER = re.compile(r"<.*>|\$?\{.*\}|changeme.*|your[-_ ].*|process\.env.*|(.)\1*", re.I | re.S)
_SECRET = re.compile(r"[!-~]{16,4000}")


def of_body(data: bytes) -> tuple[Sign, ...]:
    """The sign of a body that is a file of keys and certificates (PEM)."""
    start = max(0, data.find(b"PRIVATE KEY-----") - 60)
    return (Sign("secret.private-key", "response", "body"),) \
        if _PRIVATE.search(data[start:start + 4000].decode("latin-1")) else ()


def read(exchange: Exchange, marked: list[tuple[Field, Plan]]) -> Iterator[Sign]:
    """The signs of fields that hold, or texts that contain, a secret; in answers only: a client sends its own."""
    for leaf, plan in marked:
        value, origin = leaf.value, leaf.origin
        if origin.direction != "response":
            continue
        if "PRIVATE KEY-----" in value and _PRIVATE.search(value, max(0, value.find("PRIVATE KEY-----") - 60)):
            yield Sign("secret.private-key", "response", origin.part, plan.template)
        if not plan.template:
            if any(prefix in value and form.search(value) for prefix, form in _KNOWN):
                yield Sign("secret.client", "response", origin.part)
        elif _is_secret(value):
            yield Sign("secret.client", "response", origin.part, plan.template)


def _is_secret(value: str) -> bool:
    """Whether a value under the name of a secret can be one: long, printable, no placeholder, no key told already."""
    return bool(_SECRET.fullmatch(value)) and not _PLACEHOLDER.fullmatch(value) and "PRIVATE KEY" not in value
