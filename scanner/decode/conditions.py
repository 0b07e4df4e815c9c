"""Conditions in the text of a query: what is looked for or written stands under the name of its column.

Theory. ``klas eq 'H3C' and startswith(achternaam,'Verm')`` (OData, SCIM), ``naam==Verm*;klas==H3C`` (RSQL),
``naam:vermeer AND klas:H3C`` (Lucene), ``(&(uid=kvermeer)(sn=Vermeer))`` (LDAP), ``WHERE naam = 'Vermeer'`` and
``INSERT INTO t (naam, klas) VALUES ('Vermeer', 'H3C')`` (SQL) are all pairs of a name and a value. Nothing else of the
languages is understood, and a text counts only when a value in quotes, or an operator that is no word, shows that it
is one of them.
"""

from __future__ import annotations

import re

from scanner.model import KeyPath, Origin

from .message import Indices, Message, derive

_PARAMETERS = """
$filter filter filters filterexpression filterquery where fq rsql fiql cql jql soql sql search_query $search query q
criteria condition conditions expression querystring query_string statement
"""
NAMES = frozenset(_PARAMETERS.split())
"""What parameters are called that hold conditions."""
_LONGEST = 20_000
_MOST = 1_000
_NAME = r"[\[\"`{]?([A-Za-z_@$][\w./@-]{0,60})[\]\"`}]?"
_QUOTED = r"'((?:[^'\\]|''|\\.){0,2000})'|\"((?:[^\"\\]|\\.){0,2000})\""
_BARE = r"([^\s'\"();,&|{}\[\]]{1,200})"
_TERM = re.compile(
    rf"{_NAME}(?:\s{{1,4}}(?:(?:n?eq|ne|co|sw|ew|[gl][te]|n?like|ilike|is|in|contains|startswith)\s{{1,4}}"
    rf"|(?:NOT\s{{1,4}})?(?:I?LIKE|IN|IS|REGEXP)\b\s{{0,4}})|\s{{0,4}}(?:={{1,2}}|!=|<>|[<>]=?|=[a-z]{{2,10}}=|:)\s{{0,4}})"
    rf"(\()?\s{{0,4}}(?:{_QUOTED}|{_BARE})")
_CALL = re.compile(rf"(?:contains|startswith|endswith|indexof|like)\(\s{{0,4}}{_NAME}\s{{0,4}},\s{{0,4}}(?:{_QUOTED})"
                   rf"|substringof\(\s{{0,4}}'([^']{{1,200}})'\s{{0,4}},\s{{0,4}}{_NAME}")
_LISTED = re.compile(rf"\s{{0,4}},\s{{0,4}}(?:{_QUOTED}|{_BARE})")
_SQL = re.compile(r"\s{0,20}(?:SELECT\s[^;]{1,2000}?\sFROM\s|(?:INSERT|REPLACE|MERGE)\s[\w\s]{0,20}?INTO\s|"
                  r"DELETE\s{1,9}FROM\s|UPDATE\s{1,9}\S{1,80}\s{1,9}SET\s)", re.IGNORECASE)
_INSERT = re.compile(
    r"(?:INSERT|REPLACE)\s{1,9}(?:IGNORE\s{1,9})?INTO\s{1,9}[\w.`\"\[\]]{1,120}\s{0,9}\(([^()]{1,2000})\)\s{0,9}"
    r"VALUES\s{0,9}", re.IGNORECASE)
_ROW = re.compile(r"\s{0,9}\(((?:[^()'\"]|'(?:[^'\\]|''|\\.)*'|\"(?:[^\"\\]|\\.)*\")*)\)\s{0,9},?")
_VALUE = re.compile(rf"\s{{0,9}}(?:N?{_QUOTED}|([^,'\"]{{0,200}}?))\s{{0,9}}(?:,|\Z)")
_LDAP = re.compile(r"\((?:[&|!]\(|[A-Za-z][\w.;-]{0,60}[~<>]?=)")
_LDAP_TERM = re.compile(r"\(([A-Za-z][\w.;-]{0,60})[~<>]?=([^()]{1,200})\)")
_WORDS = frozenset(("and", "or", "not", "select", "from", "where", "set", "values", "null", "http", "https"))
_NO_VALUES = frozenset(("", "*", "?", "null", "true", "false"))


def may_be(text: str) -> bool:
    """Whether a text may be a statement of SQL or a filter of LDAP by how it begins."""
    return _SQL.match(text) is not None or _LDAP.match(text) is not None


def decode(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the values of the conditions of a text under the names of their columns; false where it holds none."""
    if len(text) > _LONGEST:
        return False
    here = derive(origin, "conditions", 0, len(text))
    before = len(message.fields)
    if _LDAP.match(text):
        for found in _LDAP_TERM.finditer(text):
            _add(message, found[1], found[2].strip("*"), path, indices, here)
        return len(message.fields) > before
    rows = 0
    for insert in _INSERT.finditer(text):
        rows = _insert(message, insert, rows, path, indices, here)
    if not _is_one(text):
        return len(message.fields) > before
    for found in _CALL.finditer(text):
        _add(message, found[1] or found[5], found[2] or found[3] or found[4], path, indices, here)
    for found in _TERM.finditer(text):
        if not found[2]:
            _add(message, found[1], found[3] or found[4] or found[5], path, indices, here)
            continue
        one: re.Match[str] | None = found
        values: list[str | None] = []
        while one is not None and len(values) < _MOST:
            values.append(next(filter(None, one.groups()[-3:]), None))
            one = _LISTED.match(text, one.end())
        for number, value in enumerate(values):
            _add(message, found[1], value, path, indices, here, number)
    return len(message.fields) > before


def _is_one(text: str) -> bool:
    """Whether a text shows that it is a query: it begins like SQL, or a term of it is no words."""
    if _SQL.match(text) or _CALL.search(text):
        return True
    found = _TERM.match(text.lstrip("( "))
    return found is not None and (found[5] is None or found.end() >= len(text.strip(" ()")) or bool(
        re.match(r"\s+(?:AND|OR|and|or)\s|[;,)]", text.lstrip("( ")[found.end():])))


def _insert(message: Message, insert: re.Match[str], first: int, path: KeyPath, indices: Indices,
            origin: Origin) -> int:
    """Add the rows of an INSERT, each cell under the name of its column; the number of the row after the last one."""
    columns = [name.strip(" `\"[]\n\t") for name in insert[1].split(",")]
    rows = message.child(path, "values").item()
    position = insert.end()
    for number in range(first, _MOST):
        row = _ROW.match(insert.string, position)
        if row is None:
            return number
        position = row.end()
        cells = [found[1] or found[2] or found[3] or "" for found in _VALUE.finditer(row[1])]
        for name, cell in zip(columns, cells, strict=False):
            if cell.lower() not in _NO_VALUES and name:
                message.add(cell.replace("''", "'"), message.child(rows, name), (*indices, number), origin)
    return _MOST


def _add(message: Message, name: str, value: str | None, path: KeyPath, indices: Indices, origin: Origin,
         number: int | None = None) -> None:
    """Add a value under the name of its column, at its place in a list where it is of one."""
    value = (value or "").strip("%* ").replace("''", "'")
    if value.lower() not in _NO_VALUES and name.lower() not in _WORDS:
        node = message.child(path, name.rpartition(".")[2])
        message.add(value, node.item() if number is not None else node,
                    indices if number is None else (*indices, number), origin)
