"""SAML: the POST and Redirect bindings, and attribute statements with the attribute names as keys."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import unquote

from scanner.model import Gap, KeyPath, Origin

from . import xml_, xml_values
from .content_encoding import unpack_raw_deflate
from .message import KEEP_OUTER, Indices, Message, derive

if TYPE_CHECKING:
    from lxml.etree import _Element

PARAMETERS = frozenset({"SAMLResponse", "SAMLRequest", "LogoutRequest", "LogoutResponse"})
"""Form and query names whose value is base64 of XML (POST binding) or of deflated XML (Redirect binding)."""
_NAMESPACE = re.compile(r"urn:oasis:names:tc:SAML:[12]")
_ASSERTION = "urn:oasis:names:tc:SAML:"
_OIDS = {
    "2.5.4.3": "cn", "2.5.4.4": "sn", "2.5.4.5": "serialNumber", "2.5.4.7": "l", "2.5.4.9": "street",
    "2.5.4.10": "o", "2.5.4.11": "ou", "2.5.4.12": "title", "2.5.4.16": "postalAddress", "2.5.4.17": "postalCode",
    "2.5.4.20": "telephoneNumber", "2.5.4.42": "givenName", "2.5.4.43": "initials",
    "0.9.2342.19200300.100.1.1": "uid", "0.9.2342.19200300.100.1.3": "mail",
    "0.9.2342.19200300.100.1.20": "homePhone", "0.9.2342.19200300.100.1.39": "homePostalAddress",
    "0.9.2342.19200300.100.1.41": "mobile", "0.9.2342.19200300.100.1.60": "jpegPhoto",
    "2.16.840.1.113730.3.1.3": "employeeNumber", "2.16.840.1.113730.3.1.4": "employeeType",
    "2.16.840.1.113730.3.1.39": "preferredLanguage", "2.16.840.1.113730.3.1.241": "displayName",
    "1.3.6.1.4.1.5923.1.1.1.1": "eduPersonAffiliation", "1.3.6.1.4.1.5923.1.1.1.2": "eduPersonNickname",
    "1.3.6.1.4.1.5923.1.1.1.3": "eduPersonOrgDN", "1.3.6.1.4.1.5923.1.1.1.5": "eduPersonPrimaryAffiliation",
    "1.3.6.1.4.1.5923.1.1.1.6": "eduPersonPrincipalName", "1.3.6.1.4.1.5923.1.1.1.7": "eduPersonEntitlement",
    "1.3.6.1.4.1.5923.1.1.1.9": "eduPersonScopedAffiliation", "1.3.6.1.4.1.5923.1.1.1.10": "eduPersonTargetedID",
    "1.3.6.1.4.1.5923.1.1.1.11": "eduPersonAssurance", "1.3.6.1.4.1.5923.1.1.1.13": "eduPersonUniqueId",
    "1.3.6.1.4.1.5923.1.1.1.16": "eduPersonOrcid", "1.3.6.1.4.1.5923.1.5.1.1": "isMemberOf",
    "1.3.6.1.4.1.25178.1.2.2": "schacGender", "1.3.6.1.4.1.25178.1.2.3": "schacDateOfBirth",
    "1.3.6.1.4.1.25178.1.2.4": "schacPlaceOfBirth", "1.3.6.1.4.1.25178.1.2.5": "schacCountryOfCitizenship",
    "1.3.6.1.4.1.25178.1.2.9": "schacHomeOrganization", "1.3.6.1.4.1.25178.1.2.10": "schacHomeOrganizationType",
    "1.3.6.1.4.1.25178.1.2.14": "schacPersonalUniqueCode", "1.3.6.1.4.1.25178.1.2.15": "schacPersonalUniqueID",
    "1.3.6.1.4.1.1076.20.40.40.1": "collabPersonId",
}
"""Object identifiers of attributes (X.520, RFC 4524, inetOrgPerson, eduPerson, SCHAC) → their names."""


def is_saml(text: str) -> bool:
    """Whether an XML text names a SAML namespace in its first part (a SOAP envelope may stand around it)."""
    return _NAMESPACE.search(text, 0, 16384) is not None


def decode_document(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the leaves of any XML text, attribute statements read as such; false when it does not parse."""
    if is_saml(text):
        if "EncryptedAssertion" in text or "EncryptedAttribute" in text:
            message.gap(Gap.CONTENT_ENCRYPTED, 0, "saml", read=True)
        return xml_.decode(message, text, path, indices, derive(origin, "saml", 0, len(text)), _STATEMENT)
    return xml_values.decode(message, text, path, indices, origin) or xml_.decode(
        message, text, path, indices, derive(origin, "xml", 0, len(text)))


def decode_parameter(message: Message, value: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the XML in a binding's parameter; false when it holds none."""
    packed = "".join((unquote(value) if "%" in value else value).split())
    try:
        data = binascii.a2b_base64(packed.replace("-", "+").replace("_", "/") + "=" * (-len(packed) % 4))
    except ValueError:  # binascii.Error, or characters beyond ASCII
        return False
    here = derive(origin, "base64", 0, len(value))
    if data.lstrip()[:1] != b"<":
        unpacked = unpack_raw_deflate(data, message.budget)
        if unpacked is None:
            return False
        data, here = unpacked, derive(here, "deflate")
    text = data.decode("utf-8", "replace")
    if not decode_document(message, text, path, indices, here):
        return False
    if len(value) < KEEP_OUTER:
        message.add(value, path, indices, origin)
    return True


class Statement(xml_.Dialect):
    """Attribute statements read as an object: the attribute's name is the key, its values are the leaves."""

    def key(self, element: _Element, name: str) -> str | None:
        if name == "Attribute" and _is_saml_element(element):
            return attribute_name(element.get("Name") or element.get("AttributeName") or "",
                                  element.get("FriendlyName") or "") or name
        if name == "AttributeValue" and _is_saml_element(element):
            return None
        return name

    def attributes(self, element: _Element, name: str) -> Iterable[tuple[str, str]]:
        if name in ("Attribute", "AttributeValue") and _is_saml_element(element):
            return ()
        return super().attributes(element, name)


_STATEMENT = Statement()


def attribute_name(name: str, friendly: str) -> str:
    """The short name of an attribute: ``urn:oid`` mapped, else the last part of the URN or URL."""
    name = name.strip()
    if name.startswith("urn:oid:"):
        return _OIDS.get(name[8:]) or friendly.strip() or name
    if name.startswith("urn:"):
        return name.rpartition(":")[2] or friendly.strip() or name
    if name.startswith(("http://", "https://")):
        return name.rstrip("/").rpartition("/")[2] or friendly.strip() or name
    return name or friendly.strip()


def _is_saml_element(element: _Element) -> bool:
    tag = element.tag
    return isinstance(tag, str) and tag.startswith("{" + _ASSERTION)
