"""Values of a policy file, each read at its place: the wrong ones are errors that name file, line and field."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from scanner.errors import UsageError
from scanner.model import About, Category

from .policy import SUBJECT_WORDS
from .yamlfile import Where, YamlFile, nearest

ROLES = ("school", "las", "vendor", "subprocessor", "federation", "authority", "own_controller")
ABOUT_PREFIXES: dict[str, About] = {"parent": "guardian", "staff": "teacher"}

KEYS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    # place: (mandatory keys, other keys)
    "": (("schema", "document", "vendor", "product", "role", "pseudonym", "purposes", "recipients", "exceptions"),
         ("sso", "profiles", "authorised_roles", "retention", "rights")),
    "document": (("version", "date"), ("valid_until", "source", "annex_sha256", "signed_by_school")),
    "vendor": (("name",), ("kvk", "contact", "convenant")),
    "product": (("name",), ("version", "sector", "platforms")),
    "pseudonym": (("expected",), ("since", "forbidden_beside", "channels")),
    "sso": (("attributes",), ("provider",)),
    "purpose": (("id", "nl", "data_subjects", "categories"), ("legal_basis_declared_by_school", "match")),
    "category": (("code",), ("required", "channels", "retention")),
    "recipient": (("id", "organisation", "role", "domains", "purposes"),
                  ("categories", "country", "transfer_tool", "data_class")),
    "profile": (("id",), ("recipients", "match")),
    "retention": ((), ("cookies_max", "account_after_end", "logs")),
    "rights": ((), ("inzage_contact", "export_format")),
    "exception": (("id", "rule", "recipient", "justification", "approved_by", "approved_on", "expires"),
                  ("category", "part")),
}
ENUMS: dict[str, tuple[str, ...]] = {
    "role": ("verwerker", "subverwerker", "verwerkingsverantwoordelijke", "gezamenlijk"),
    "pseudonym.expected": ("eckid", "pairwise", "none"),
    "vendor.convenant": ("deelnemer", "medestander", "geen"),
    "product.sector": ("po", "vo", "mbo", "ho"),
    "channels": ("device", "server"),
    "recipients.role": ROLES,
    "recipients.transfer_tool": ("none", "adequacy", "scc", "dpf", "bcr"),
    "recipients.data_class": ("content", "functional", "diagnostic", "account", "support"),
    "data_subjects": tuple(SUBJECT_WORDS),
}
_DURATION = re.compile(r"P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DOMAIN = re.compile(r"(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*|[0-9a-f:]+")
MANDATORY = object()
"""What stands for the default of a value that may not be absent."""


class PolicyValues:
    """The data of one file; each method takes the path to a value, so that an error can point at it.

    All raise ``UsageError``.
    """

    def __init__(self, file: YamlFile) -> None:
        self._file = file

    def _value(self, where: Where) -> Any:
        value: Any = self._file.data
        for step in where:
            if isinstance(step, str) and isinstance(value, dict):
                value = value.get(step)
            elif isinstance(step, int) and isinstance(value, list):
                value = value[step]
            else:
                return None
        return value

    def _error(self, where: Where, problem: str) -> UsageError:
        return self._file.error(where, problem)

    def _object(self, where: Where) -> dict[str, Any]:
        value = self._value(where)
        if not isinstance(value, dict):
            what = "this file" if not where else "this"
            raise self._error(where, f"{what} must be a mapping of keys to values")
        for key in value:
            if not isinstance(key, str):
                raise self._error(where, f"the key {key!r} must be text; put it in quotes")
        return value

    def _mapping(self, where: Where, kind: str) -> dict[str, Any]:
        value = self._object(where)
        mandatory, others = KEYS[kind]
        for key in value:
            if key not in mandatory and key not in others:
                raise self._error((*where, key), f"unknown key; {nearest(key, (*mandatory, *others))}")
        for key in mandatory:
            if key not in value:
                lists = key in {"purposes", "recipients", "exceptions", "data_subjects", "categories", "domains",
                                "attributes"}
                hint = "; a list may be empty ([]) but not absent" if lists else ""
                raise self._error(where, f"the key {key!r} is missing{hint}")
        return value

    def _positions(self, where: Where) -> range:
        value = self._value(where)
        if not isinstance(value, list):
            raise self._error(where, "must be a list; write [] for an empty one")
        return range(len(value))

    def _text(self, where: Where) -> str:
        value = self._value(where)
        if not isinstance(value, str) or not value.strip():
            hint = "; put it in quotes" if isinstance(value, (int, float)) else ""
            raise self._error(where, f"must be text{hint}")
        return value

    def _texts(self, where: Where) -> tuple[str, ...]:
        return tuple(self._text((*where, n)) for n in self._positions(where))

    def _boolean(self, where: Where) -> None:
        if self._value(where) not in (None, True, False):
            raise self._error(where, "must be true or false")

    def _enum(self, where: Where, kind: str, default: Any) -> str:
        value = self._value(where)
        if value is None and default is not MANDATORY:
            return str(default)
        choices = ENUMS[kind]
        if value not in choices:
            raise self._error(where, f"{value!r} is not possible; {nearest(str(value), choices)}")
        return str(value)

    def _enums(self, where: Where, kind: str) -> tuple[str, ...]:
        if self._value(where) is None:
            return ()
        return tuple(self._enum((*where, n), kind, MANDATORY) for n in self._positions(where))

    def _date(self, where: Where) -> date | None:
        value = self._value(where)
        if value is None:
            if where[-1] in {"date", "approved_on", "expires"}:
                raise self._error(where, "a date is mandatory here; write 2026-08-31")
            return None
        try:
            if isinstance(value, str) and _DAY.fullmatch(value):
                return date.fromisoformat(value)
            raise ValueError
        except ValueError:
            raise self._error(where, f"{str(value)!r} is no date; write year-month-day, as 2026-08-31") from None

    def _duration(self, where: Where) -> str:
        value = self._value(where)
        if value is None:
            return ""
        if not isinstance(value, str) or not _DURATION.fullmatch(value):
            raise self._error(where, f"{str(value)!r} is no ISO 8601 duration; write P14D, P3M or P1Y")
        return value

    def _country(self, where: Where) -> str:
        value = self._value(where)
        if value is None:
            return ""
        if value is False:
            raise self._error(where, 'YAML reads NO without quotes as false; write "NO" for Norway')
        if not isinstance(value, str) or not re.fullmatch("[A-Z]{2}", value):
            raise self._error(where, f"{str(value)!r} is no country code; write two capitals, as NL")
        return value

    def _domain(self, where: Where) -> str:
        value = self._text(where).lower().rstrip(".")
        if not _DOMAIN.fullmatch(value):
            raise self._error(where, f"{value!r} is no domain; write api.school.nl or *.school.nl, without https:// "
                                     "or a path")
        return value

    def _glob(self, where: Where) -> str:
        value = self._text(where)
        if "://" in value:
            raise self._error(where, "write host and path without https://, as api.school.nl/v1/*")
        return value

    def _codes(self, where: Where) -> tuple[tuple[Category, About | None], ...]:
        return tuple(self._code((*where, n)) for n in self._positions(where))

    def _code(self, where: Where) -> tuple[Category, About | None]:
        return self._parse_code(self._text(where), where)

    def _parse_code(self, text: str, where: Where) -> tuple[Category, About | None]:
        prefix, _, rest = text.partition(".")
        about = ABOUT_PREFIXES.get(prefix)
        code = rest if about else text
        try:
            return Category(code), about
        except ValueError:
            choices = [f"{prefix}.{c.value}" if about else c.value for c in Category]
            raise self._error(where, f"{text!r} is no category code; {nearest(text, choices)}") from None

    def _unique(self, place: str, ids: list[str]) -> None:
        for position, name in enumerate(ids):
            if name in ids[:position]:
                raise self._error((place, position, "id"), f"the id {name!r} is used twice")
