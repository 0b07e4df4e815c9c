"""What the examining team says about its examination: filled in from the dossier, or left open by name."""

from __future__ import annotations

from ..dossier import GROUPS, STATUSES
from .builder import Child, Markup, tag
from .view import View, band, head, section, table


def team(v: View) -> Markup:
    """The section with every field of a DPIA file that traffic does not hold."""
    t = v.t
    rows: list[list[Child]] = []
    filled = 0
    for group in GROUPS:
        rows.append([band(2, group.name.get(v.lang))])
        for each in group.fields:
            entry = v.dossier.get(group.key, each.key)
            filled += bool(entry)
            rows.append([head(each.asked.get(v.lang)), _entry(v, group.key, each.key, entry)])
    asked = sum(len(group.fields) for group in GROUPS)
    return section(
        "dossier",
        t("Door het onderzoeksteam in te vullen", "To be filled in by the examining team"),
        tag("p", t(
            f"Een DPIA-dossier vraagt deze gegevens; een opname van verkeer bevat ze niet. Ingevuld zijn {filled} van "
            f"{asked} velden. Wat leeg is, blijft open: vul het dossierbestand in (leerlek dossier init) en maak het "
            "rapport opnieuw met --dossier, of schrijf het in het Word-document.",
            f"A DPIA file asks for these; a recording of traffic does not hold them. {filled} of {asked} fields are "
            "filled "
            "in. What is empty remains open: fill in the dossier file (leerlek dossier init) and make the report again "
            "with --dossier, or write it in the Word document.")),
        table([t("Onderdeel", "Part"), t("Invulling door het team", "Entry of the team")], rows,
              caption=t("Gegevens van het onderzoeksteam", "Information of the examining team"), class_="fill banded"),
    )


def _entry(v: View, group: str, key: str, entry: tuple[str, ...]) -> Markup:
    if not entry:
        return tag("td", "", class_="blank")
    if (group, key) == ("parties", "self_test"):
        entry = (v.t("ja", "yes") if v.dossier.self_test else v.t("nee", "no"),)
    elif (group, key) == ("report", "status"):
        entry = tuple(STATUSES[word].get(v.lang) if word in STATUSES else word for word in entry)
    elif (group, key) == ("report", "date"):
        entry = tuple(v.day(word) for word in entry)
    if len(entry) == 1:
        return tag("td", entry[0])
    return tag("td", tag("ul", *(tag("li", line) for line in entry)))
