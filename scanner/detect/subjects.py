"""The subjects file: the test accounts of a scan, by category code, checked when read."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast, get_args

from scanner.errors import UsageError
from scanner.model import Category
from scanner.nesting import refuse_deep

SubjectRole = Literal["pupil", "guardian", "teacher", "admin"]
_ROLES: tuple[SubjectRole, ...] = get_args(SubjectRole)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_MAX_BYTES = 8 << 20
_LONGEST = 1000
_NAMING = ("id.", "name.", "contact.")


@dataclass(frozen=True, slots=True)
class Subject:
    """One test account: what it is called in reports, its role, its values (which no repr shows)."""

    id: str
    role: SubjectRole
    values: tuple[tuple[Category, str], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Subjects:
    """All subjects of a scan."""

    all: tuple[Subject, ...] = ()

    def __len__(self) -> int:
        return len(self.all)

    @property
    def roles(self) -> dict[str, SubjectRole]:
        """Subject id → role."""
        return {subject.id: subject.role for subject in self.all}


def load_subjects(path: Path) -> Subjects:
    """Read and check a subjects file; ``UsageError`` names the file, the subject and the field."""
    import yaml

    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"subjects file {path}: cannot be read ({error.strerror})") from None
    if len(data) > _MAX_BYTES:
        raise UsageError(f"subjects file {path}: larger than {_MAX_BYTES >> 20} MB")
    try:
        # every scalar stays the text that was written: no number loses its leading zero, no date its spelling
        text = data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
        refuse_deep(text)
        document: object = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 1})" if mark is not None else ""
        raise UsageError(f"subjects file {path}: is not valid YAML{where}") from None
    try:
        return parse_subjects(document)
    except UsageError as error:
        raise UsageError(f"subjects file {path}: {error}") from None


def parse_subjects(document: object) -> Subjects:
    """Check a document of plain mappings, lists and texts; raises ``UsageError`` without the file's name."""
    if not isinstance(document, dict) or not isinstance(document.get("subjects"), list):
        raise UsageError("needs a list under the key 'subjects'")
    for extra in document.keys() - {"subjects", "version"}:
        raise UsageError(f"unknown key {str(extra)[:40]!r} (known: subjects)")
    subjects: list[Subject] = []
    seen: set[str] = set()
    for number, item in enumerate(document["subjects"], 1):
        subject = _subject(item, number)
        if subject.id in seen:
            raise UsageError(f"subject {subject.id!r}: the id is used twice")
        seen.add(subject.id)
        subjects.append(subject)
    return Subjects(tuple(subjects))


def _subject(item: object, number: int) -> Subject:
    if not isinstance(item, dict):
        raise UsageError(f"subject {number}: needs id, role and values")
    name = item.get("id")
    if not isinstance(name, str) or not _ID.fullmatch(name):
        raise UsageError(f"subject {number}: field 'id' needs letters, digits, '.', '_' or '-' (at most 64)")
    for extra in item.keys() - {"id", "role", "values"}:
        raise UsageError(f"subject {name!r}: unknown field {str(extra)[:40]!r} (known: id, role, values)")
    role = item.get("role", "pupil")
    if role not in _ROLES:
        raise UsageError(f"subject {name!r}: field 'role' needs one of {', '.join(_ROLES)}")
    values = item.get("values")
    if not isinstance(values, dict) or not values:
        raise UsageError(f"subject {name!r}: field 'values' needs category codes with values")
    pairs: list[tuple[Category, str]] = []
    for code, given in values.items():
        category = _category(name, str(code))
        for value in given if isinstance(given, list) else [given]:
            if not isinstance(value, str):
                raise UsageError(f"subject {name!r}: field {category.value!r} needs a text or a list of texts")
            text = value.strip()
            if not text or len(text) > _LONGEST:
                raise UsageError(f"subject {name!r}: field {category.value!r} has a value that is empty or too long")
            if category.value.startswith(_NAMING) and len(text) >= 4 and text.lower() == name.lower():
                raise UsageError(f"subject {name!r}: the id is shown in reports and must not be a value itself")
            pairs.append((category, text))
    return Subject(name, cast(SubjectRole, role), tuple(pairs))


def _category(subject: str, code: str) -> Category:
    try:
        return Category(code)
    except ValueError:
        near = difflib.get_close_matches(code, [category.value for category in Category], n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise UsageError(f"subject {subject!r}: unknown category {code[:40]!r}{hint}") from None
