"""What ``leerlek prove-hash`` prints for people."""

from __future__ import annotations

from typing import Any

from scanner.model import INFO, Category
from scanner.report.inert import inert

_SOURCES = {
    "numbers": ("", ""), "subjects": ("waarde van een testaccount", "value of a test account"),
    "capture": ("staat elders leesbaar in de opname", "in clear elsewhere in the capture"),
    "names": ("naam uit een lijst", "name of a list"), "dates": ("datum", "date"),
}
"""Where a value came from, in Dutch and English; of numbers the form is told."""
_FORMS = {"9 digits": "9 cijfers", "without the leading zero": "zonder voorloopnul", "4 to 7 digits": "4 tot 7 cijfers",
          "with a line end": "met een regeleinde", "salt before": "zout ervoor", "salt after": "zout erachter"}
_SHOWN = 5
"""Places that are shown of one digest."""


def line(proof: dict[str, Any], lang: str) -> str:
    """One reversed digest with its places."""
    info = INFO[Category(proof["category"])]
    dutch = lang == "nl"
    took = _seconds(proof["seconds"], dutch)
    form = _SOURCES[proof["source"]][0 if dutch else 1] or (
        _FORMS.get(proof["form"], proof["form"]) if dutch else proof["form"]
    )
    head = (f"{proof['rule']}  {info.nl if dutch else info.en}: {proof['algorithm']} ({proof['encoding']}; {form}), "
            f"{'teruggerekend in' if dutch else 'reversed in'} {took}  {proof['masked']}  {proof['fingerprint']}")
    rows = [f"{head}  {inert(proof['subject'], 80)}" if proof["subject"] else head]
    if proof["chance"] > 1e-6:
        odds = "kans op toeval" if dutch else "odds of chance"
        rows.append(f"    {odds}: {proof['chance']:.1g} ({proof['bits']} bits)")
    rows += [f"    {each['direction']} {each['method']} {inert(each['host'], 100)}{inert(each['path'], 200)}  "
             f"{inert(each['part'], 60)} {inert(each['pointer'], 200)}" for each in proof["occurrences"][:_SHOWN]]
    more = proof["count"] - min(len(proof["occurrences"]), _SHOWN)
    if more and proof["occurrences"]:
        rows.append(f"    {'en nog' if dutch else 'and'} {more} {'plaatsen' if dutch else 'more places'}")
    return "\n".join(rows)


def summary(document: dict[str, Any], lang: str) -> str:
    """The last lines: what was searched, how far, and what that does and does not say."""
    dutch = lang == "nl"
    search, counts = document["search"], document["identifiers"]
    made = f"{search['digests_made']:,}".replace(",", "." if dutch else ",")
    rate = f"{search['per_second'] / 1e6:.1f}"
    took = _seconds(search["seconds"], dutch)
    if dutch:
        text = (f"{counts['reversed']} van {counts['searched']} ondoorzichtige identificatoren teruggerekend; "
                f"{made} hashes in {took} ({rate.replace('.', ',')} miljoen per seconde).")
        if not search["complete"]:
            text += " Afgebroken voor het einde."
        if counts["reversed"] < counts["searched"]:
            text += ("\nWat niet is teruggerekend is willekeurig, met een sleutel of zout gemaakt, of van een andere "
                     "waarde of vorm: het bewijst niets.")
    else:
        text = (f"{counts['reversed']} of {counts['searched']} opaque identifiers reversed; {made} digests in {took} "
                f"({rate} million a second).")
        if not search["complete"]:
            text += " Stopped before the end."
        if counts["reversed"] < counts["searched"]:
            text += ("\nWhat was not reversed is random, made with a key or salt, or of another value or form: it "
                     "proves nothing.")
    if counts["no_digest"]:
        what = "regels zijn geen hash van minstens 40 bits" if dutch else "lines are no digest of at least 40 bits"
        text += f"\n{counts['no_digest']} {what}."
    few = [proof for proof in document["proofs"] if proof["same_place"]["identifiers"] >= 11
           and proof["same_place"]["reversed"] * 4 < proof["same_place"]["identifiers"]]
    if few:
        text += "\n" + (
            "Let op: op een plaats is maar een deel teruggerekend. Van gewone nummers van negen cijfers voldoet een op "
            "elf aan de elfproef; dan zijn het geen BSN's." if dutch else
            "Note: at one place only some were reversed. Of ordinary numbers of nine digits one in eleven passes the "
            "elfproef; then they are no BSNs.")
    return text


def _seconds(value: float, dutch: bool) -> str:
    text = f"{value:.1f} s"
    return text.replace(".", ",") if dutch else text
