"""Elements of a page that say in an attribute what their text is: ``<td data-label="Klas">``, ``<b id="lblNaam">``.

Theory. Pages that scripts fill mark the place of each datum for them: by microdata, by the label that a narrow screen
shows, by the id of a server control, by a class called after the datum. Classes mostly speak of looks, so that one
counts only where it is called after persons or one of their data.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_ATTRIBUTES = ("data-label", "data-title", "data-th", "data-field", "data-column", "data-col", "data-name", "itemprop")
_CONTROL = re.compile(r"(?:[\w$]{1,80}_)?(?:lbl|lit|span|txt)_?([A-Z][A-Za-z]{2,30})[0-9]{0,3}\Z")
"""The id of a control of a server: ``ctl00_Main_lblNaam``."""
_CLASS = re.compile(
    r"(?:[a-z]{1,20}__)?((?:leerling|student|pupil|kind|child|user|ouder|parent|learner|deelnemer)[-_]{0,2}"
    r"(?:name|naam|nummer|number|nr|email|mail|phone|telefoon|birthdate|geboortedatum|class|klas|groep|group|grade|"
    r"score|cijfer|adres|address|age|leeftijd|login|username)|"
    r"roepnaam|voornaam|achternaam|tussenvoegsel|geboortedatum|leerlingnummer|stamnummer|studentnummer|"
    r"geslacht|postcode|woonplaats|cijfer|schooladvies|first-?name|last-?name|birth-?date|date-of-birth)\Z")
_LONGEST_LABEL, _LONGEST_TEXT = 40, 200


def label_of(attributes: dict[str, str | None]) -> str:
    """What the attributes of an element call its text; empty where they say nothing of it."""
    for name in _ATTRIBUTES:
        label = attributes.get(name)
        if label and len(label) <= _LONGEST_LABEL and label[0].isalpha():
            return label
    control = _CONTROL.match(attributes.get("id") or "")
    if control is not None:
        return control[1]
    for each in (attributes.get("class") or "").split()[:8]:
        found = _CLASS.match(each.lower())
        if found is not None:
            return found[1]
    return ""


def own_text(node: LexborNode) -> str:
    """The text of an element that holds nothing else; empty for any other."""
    only = node.child
    if only is None or only.tag != "-text" or only.next is not None:
        return ""
    text = " ".join((only.text_content or "").split())
    return text if len(text) <= _LONGEST_TEXT else ""


def chosen_from(option: LexborNode) -> str:
    """The name of the list that an option is one of; empty where it has none."""
    above = option.parent
    if above is not None and above.tag == "optgroup":
        above = above.parent
    if above is None or above.tag != "select":
        return ""
    return above.attributes.get("name") or above.attributes.get("id") or ""
