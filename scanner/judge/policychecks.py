"""What must hold in a policy as a whole: things that each value by itself cannot show."""

from __future__ import annotations

from collections.abc import Collection

from .policy import Policy
from .yamlfile import YamlFile, nearest

PARTS = ("body", "cookie", "header", "host", "sse", "trailer", "url", "ws")
"""What the part of an exception begins with."""


def check_whole(file: YamlFile, policy: Policy, rules: Collection[str] | None = None) -> None:
    """Raise ``UsageError`` at a domain of two recipients, a part that no message has, or, where ``rules`` names all
    that there are, an exception to a rule that is none of them: each would do nothing and say nothing."""
    owners: dict[str, str] = {}
    for number, recipient in enumerate(policy.recipients):
        for position, domain in enumerate(recipient.domains):
            owner = owners.setdefault(domain, recipient.id)
            if owner != recipient.id:
                raise file.error(("recipients", number, "domains", position),
                                 f"{domain!r} is the domain of {owner!r} already; a host has one recipient")
    for number, exception in enumerate(policy.exceptions):
        head = exception.part.partition(":")[0].partition(".")[0]
        if head and not set(head) & set("*?[") and head not in PARTS:
            raise file.error(("exceptions", number, "part"),
                             f"{exception.part!r} is no part of a message; {nearest(head, PARTS)}, with what follows "
                             "a dot or colon as body.json, url.query, header.referer, body.json:/leerlingen/*/nummer")
        if rules is not None and exception.rule not in rules:
            raise file.error(("exceptions", number, "rule"),
                             f"there is no rule {exception.rule}; {nearest(exception.rule, sorted(rules))}")
