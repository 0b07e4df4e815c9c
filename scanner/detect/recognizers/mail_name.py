"""Finds whose an e-mail address is, as heads of mails write it: ``Anouk Vermeer <anouk@…>``, ``"Bos, J." <j.bos@…>``.

Theory. What stands before an address between angle brackets is a display name (RFC 5322 §3.4): of a person, a desk or
a list. It is a person's where lists of names know it, or where the address repeats a word of it. Cost class: regex.
"""

from __future__ import annotations

import re

from scanner.model import Category

from .base import Cost, Match
from .mail import ROLES
from .names import check_full_name
from .outcome import fold, reasons

_WORD = r"[^\W\d_][\w'’.-]{0,30}"
_NAMED = re.compile(
    rf"(?<![\w'’.-])(?P<name>{_WORD}(?:,?[ ](?:{_WORD}|\({_WORD}\))){{0,5}})[\"']?[ ]?(?:<|&lt;)(?:mailto:)?"
    r"(?P<local>[A-Za-z0-9._+'-]{1,64})@[A-Za-z0-9-]{1,63}\.")
_PARTS = re.compile(r"[^\W\d_]{3,}")
_LABEL = re.compile(r"(?:(?:reply-to|from|to|cc|bcc|van|aan|afzender|sender|author|auteur|by|door|"
                    r"namens)[ ])+", re.IGNORECASE)


class MailNameRecognizer:
    """Finds the person that an address is said to be of."""

    name = "mail_name"
    entity = "MAIL_NAME"
    categories: tuple[Category, ...] = (Category.NAME_FULL,)
    cost: Cost = "regex"
    trigger = re.compile(r"(?:<|&lt;)(?:mailto:)?[A-Za-z0-9._+'-]{1,64}@")
    context: tuple[str, ...] = ("van", "aan", "from", "to")

    def find(self, text: str) -> list[Match]:
        if self.trigger.search(text) is None:
            return []
        found: list[Match] = []
        for each in _NAMED.finditer(text):
            start, end = each.span("name")
            label = _LABEL.match(text, start, end)
            start = start if label is None else label.end()
            name, local = text[start:end], each["local"].casefold()
            if " " not in name or local in ROLES or not name[0].isupper():
                continue
            repeated = not {part.casefold() for part in _PARTS.findall(name)}.isdisjoint(_PARTS.findall(local))
            verdict = check_full_name(name)
            if verdict.outcome == "impossible" or not (repeated or verdict.outcome == "valid"):
                continue
            pairs = [("context:display-name", 0.65)]
            if repeated:
                pairs.append(("context:same-as-address", 0.15))
            score = round(sum(weight for _, weight in pairs), 2)
            found.append(Match(start, end, Category.NAME_FULL, score, fold(name), reasons(*pairs)))
        return found
