"""Normalises names of fields: any spelling, prefix or namespace to lower snake case, and to its squashed form."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_MAX_NAME = 200
_MOST_NAMES = 8192
"""Names of which it is remembered how they are compared: each is asked for again under every other key above it."""

_OIDS = {
    "0.9.2342.19200300.100.1.1": "uid",
    "0.9.2342.19200300.100.1.3": "mail",
    "0.9.2342.19200300.100.1.41": "mobile",
    "1.3.6.1.4.1.5923.1.1.1.1": "eduPersonAffiliation",
    "1.3.6.1.4.1.5923.1.1.1.6": "eduPersonPrincipalName",
    "1.3.6.1.4.1.5923.1.1.1.9": "eduPersonScopedAffiliation",
    "1.3.6.1.4.1.5923.1.1.1.10": "eduPersonTargetedID",
    "1.3.6.1.4.1.5923.1.1.1.16": "eduPersonOrcid",
    "1.3.6.1.4.1.25178.1.2.3": "schacDateOfBirth",
    "1.3.6.1.4.1.25178.1.2.9": "schacHomeOrganization",
    "1.3.6.1.4.1.25178.1.2.14": "schacPersonalUniqueCode",
    "2.5.4.3": "cn",
    "2.5.4.4": "sn",
    "2.5.4.20": "telephoneNumber",
    "2.5.4.42": "givenName",
    "2.5.4.43": "initials",
    "2.16.840.1.113730.3.1.3": "employeeNumber",
    "2.16.840.1.113730.3.1.241": "displayName",
    "2.16.840.1.113883.2.4.6.3": "bsn",
}
"""SAML attributes named by object identifier (RFC 4519, eduPerson, SCHAC), and the BSN in care messages (HL7, FHIR)."""

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SEPARATORS = re.compile(r"[^0-9A-Za-z]+")
_ASIDE = re.compile(r"\s*\([^()]{0,60}\)\s*")
"""What a heading says about its column: ``Geboortedatum (dd-mm-jjjj)``."""
_CUSTOM = re.compile(r"__[cr]\Z")
"""What a customer-relations system puts behind the names of fields of one's own."""
_BRACKETS = re.compile(r"^([^\[\]]*)\[([^\[\]]{0,80})\](?:\[\])?$")


@lru_cache(maxsize=_MOST_NAMES)
def local_name(name: str) -> str:
    """The name without namespace: ``{ns}a``, ``p:a``, ``urn:…:a``, ``https://…/a`` and OIDs; bounded in length."""
    name = name[:_MAX_NAME].strip()
    if name.startswith("urn:oid:"):
        return _OIDS.get(name[8:], "")
    if name.startswith("{"):
        name = name.rpartition("}")[2]
    if "://" in name:
        name = name.rstrip("/").rpartition("/")[2].rpartition("#")[2]
    if ":" in name:
        name = name.rstrip(":").rpartition(":")[2]
    return name


def _plain(name: str) -> str:
    """A name without accents: ``prénom``, ``Schüler``, ``Straße``."""
    return unicodedata.normalize("NFKD", name.replace("ß", "ss")).encode("ascii", "ignore").decode("ascii")


@lru_cache(maxsize=_MOST_NAMES)
def snake(name: str) -> str:
    """Lower snake case of a local name: ``nlEduPersonRealId`` → ``nl_edu_person_real_id``."""
    name = name if name.isascii() else _plain(name)
    return _SEPARATORS.sub("_", _CAMEL.sub("_", name)).strip("_").lower()


@lru_cache(maxsize=_MOST_NAMES)
def squash(name: str) -> str:
    """The form in which names are compared: lower case without accents, letters and digits only."""
    name = name if name.isascii() else _plain(name)
    return _SEPARATORS.sub("", name).lower()


@lru_cache(maxsize=_MOST_NAMES)
def parts(name: str) -> tuple[str, ...]:
    """A key as the levels it spells: ``user[email]``, ``user.email``, ``user__email`` → ``("user", "email")``.

    The whole name comes back as one level when it has no inner structure. Namespaces and what stands in parentheses
    are gone. In what holds spaces a point belongs to an abbreviation: ``Tel. moeder``.
    """
    name = local_name(name)
    if "(" in name:
        name = _ASIDE.sub(" ", name).strip() or name
    if "$" in name[1:]:
        levels = tuple(level for level in name.split("$") if level)  # controls of ASP.NET pages: ctl00$main$txtNaam
        return levels if len(levels) > 1 else (name,)
    if "__" in name and not name.startswith("__"):
        name = _CUSTOM.sub("", name)
        if "__" in name:
            return tuple(level for level in name.split("__") if level) or (name,)
    bracket = _BRACKETS.match(name)
    if bracket:
        outer, inner = bracket.groups()
        if outer and inner and not inner.isdigit():
            return (outer, inner)
        return (outer or inner,)
    if "." in name.strip(".") and " " not in name:
        return tuple(level for level in name.split(".") if level) or (name,)
    return (name,)


_CONTROL = re.compile(
    r"(?:txt|tb|mtb|ddl|lbl|chk|cb|cbo|cmb|rb|rbl|rdb|hdn|hid|hf|lst|lb|dtp|dp|inp|fld|sel|edt|frm|str)"
    r"(?=_?[A-Z])_?|P\d{1,4}_(?=[A-Z])")
_CONTROL_END = re.compile(
    r"(?:TextBox|DropDownList|DropDown|ComboBox|CheckBox|DatePicker|TextField|InputText|"
    r"_(?:input|hinput|hidden|focus|field|veld|txt))\Z")


def of_control(name: str) -> str:
    """The name of a control of a form without what says which kind it is; empty when nothing does.

    ``txtRoepnaam``, ``ddlGeslacht`` (the habit of Visual Basic and ASP.NET), ``P12_BSN`` (Oracle APEX),
    ``achternaam_input`` (JSF), ``NaamTextBox``.
    """
    start = _CONTROL.match(name)
    end = _CONTROL_END.search(name, 1)
    rest = name[start.end() if start else 0 : end.start() if end else len(name)]
    return rest if len(rest) > 1 and len(rest) < len(name) else ""


def words(text: str) -> tuple[str, ...]:
    """A table of words written as one text."""
    return tuple(text.split())
