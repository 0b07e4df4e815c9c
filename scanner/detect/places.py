"""Which rule judges a value that stands outside bodies: in a header, a cookie, a path, a URL inside a value."""

from __future__ import annotations

import re

from scanner.model import Field

from .headers import meaning_of_cookie, meaning_of_header
from .judging import ValueJudge
from .key_rule import KeyRule
from .meaning import SILENT
from .plan import Plan
from .segments import meaning_of_segment

_MOST_NAMES = 5_000
_VERSION = re.compile(r"v[0-9]{1,2}\Z")
"""A version within a path: ``/person/v1/71833``."""


class Places:
    """Finds rules by the place of a value; what follows from a name alone is kept."""

    def __init__(self, judge: ValueJudge) -> None:
        self._judge = judge
        self.text = judge.rule(SILENT)
        self._segment = judge.rule(SILENT, in_path=True)
        self._named: dict[str, KeyRule] = {}

    def rule(self, leaf: Field, plan: Plan, before: str) -> tuple[KeyRule, str]:
        """The rule for a value, and the path segment it is (empty for what is none); ``before`` is the last one."""
        value, path, _, origin = leaf
        steps = origin.steps
        in_url = not steps or steps[-1].name == "url"
        part = origin.part
        if in_url and path.is_index:
            meaning = meaning_of_segment(before, value)
            of_segment = self._segment if meaning is None else self._judge.rule(meaning, in_path=True)
            return of_segment, before if before and _VERSION.match(value) else value
        if steps:
            return plan.rule, ""
        if part == "header.authorization" or part == "header.proxy-authorization":
            return self._judge.rule(meaning_of_header(part[7:], value, plan.meaning)), ""
        rule = self._named.get(part)
        if rule is None:
            rule = self._by_name(part, plan)
            if len(self._named) >= _MOST_NAMES:
                self._named.clear()
            self._named[part] = rule
        return rule, ""

    def _by_name(self, part: str, plan: Plan) -> KeyRule:
        family, _, name = part.partition(".")
        if family == "cookie":
            return self._judge.rule(meaning_of_cookie(name, plan.meaning))
        if family == "header":
            return self._judge.rule(meaning_of_header(name, "", plan.meaning))
        return plan.rule
