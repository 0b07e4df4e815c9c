"""Keys that say the type of a value, or which one of several it is: what they wrap stands under the key above them.

Document stores send each value in an object that names its type: Firestore (``{"voornaam": {"stringValue": "Aron"}}``,
https://cloud.google.com/firestore/docs/reference/rest/v1/Value), which OpenTelemetry shares for its attributes,
DynamoDB (``{"voornaam": {"S": "Aron"}}``) and MongoDB's extended JSON (``{"lft": {"$numberInt": "9"}}``). So do
programs that make JSON of XML with the text of an element (``{"voornaam": {"#text": "Aron"}}``). Such a level is no
object of its own. Others keep a value with what is said of it, or the old one beside the new one
(``{"achternaam": {"oud": …, "nieuw": …}}``).
"""

from __future__ import annotations

from .names import words

TYPES = frozenset((
    "stringValue", "integerValue", "intValue", "doubleValue", "booleanValue", "boolValue", "timestampValue",
    "referenceValue", "bytesValue", "string_value", "int_value", "double_value", "bool_value",
    "S", "N", "BOOL", "SS", "NS",
    "$numberInt", "$numberLong", "$numberDouble", "$numberDecimal", "$date", "$oid", "$uuid",
    "#text", "_text", "__text", "$t", "_", "@value", "$value",
))
"""Keys right above a value."""
WRAPPERS = frozenset(("mapValue", "arrayValue", "kvlistValue"))
"""Keys above an object or a list."""
_HELD_IN = frozenset(("fields", "values"))
"""What such an object or list is called below them, and below a document."""

HOLDERS = frozenset(words("""
value waarde val oud nieuw oude nieuwe old new before after previous current vorige vorig huidige huidig
oldvalue newvalue oudewaarde nieuwewaarde originalvalue currentvalue previousvalue vorigewaarde huidigewaarde oldval
newval
"""))
"""What an object calls the value that it was made for, and an account of changes the value before and after."""


def is_type(key: str, above: str) -> bool:
    """Whether a key says a type, under another key."""
    return key in TYPES or key in WRAPPERS or (key in _HELD_IN and above in WRAPPERS)


def untyped(names: tuple[str, ...]) -> tuple[str, ...]:
    """Key names without those that say types; the same ones where there are none."""
    if TYPES.isdisjoint(names) and WRAPPERS.isdisjoint(names):
        return names
    return tuple(name for name in names if name not in TYPES and name not in WRAPPERS and name not in _HELD_IN) or names
