"""A letter to the vendor, drafted from findings: what was observed, with references, and what is asked.

Theory. The first step after an examination is to ask. The draft is polite and factual: a page that says in short what
was observed and what is asked, and an annex that names observations by their id, place and time, says how sure they are
and asks one question each. It leaves the judgement to those whose it is. What only the sender knows stands between
square brackets. Values are masked; they come from the result and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from scanner.errors import UsageError

from .document import Document, counts
from .json_ import digest, report_id
from .texts import DIRECTIONS, SEVERITIES, STATUSES, band_label, category_label, day, label, number

Item = dict[str, Any]

MOST_PLACES = 8
"""Places listed under one rule; the rest is counted."""
MOST_QUESTIONS = 3


_OTHERS = frozenset({"school", "las", "federation", "authority"})
"""Roles of parties that the vendor of a product does not answer for."""


def choose(document: Document, wanted: Sequence[str] = (), recipient: str = "") -> tuple[str, list[Item]]:
    """To whom the letter goes, and the findings that it is about.

    ``wanted`` are ids, fingerprints or rules. Without them: all open findings above info, at ``recipient`` (its id,
    organisation or domain) when given, else at the product's vendor and whoever its product calls, for which the vendor
    answers. The letter goes to that recipient, else to the vendor of the policy, else to the only party there is.
    ``UsageError`` says what is missing.
    """
    for name in wanted:
        if not any(_is(f, name) for f in document["findings"]):
            raise UsageError(f"the result holds no finding {name}")
    found = [f for f in document["findings"] if any(_is(f, name) for name in wanted)] if wanted else \
        [f for f in document["findings"] if f["recipient"] and f["severity"] != "info"
         and f["status"] != "gedekt" and counts(f)]
    parties = {r["id"]: r for r in document["recipients"]}
    present = {f["recipient"]: _name(parties, f["recipient"]) for f in found if f["recipient"]}
    vendor = document["scan"]["product"]["vendor"]
    if recipient:
        key = next((key for key in present if recipient.lower() in
                    {key.lower(), present[key].lower(), parties.get(key, {}).get("domain", "").lower()}), None)
        if key is None:
            raise UsageError(f"no such finding is about the recipient {recipient}; there are: {_listed(present)}")
        return present[key], [f for f in found if f["recipient"] == key]
    if not wanted:
        found = [f for f in found if f["role"] not in _OTHERS]
    if not found:
        raise UsageError("the result holds no open finding to write about")
    if not vendor and len(present) > 1:
        raise UsageError(f"no policy says who the vendor is; choose with --recipient: {_listed(present)}")
    return vendor or next(iter(present.values()), ""), found


def _is(finding: Item, name: str) -> bool:
    return name in {finding["id"], finding["fingerprint"]} or name.upper() == finding["rule"]


def _name(parties: dict[str, Item], key: str) -> str:
    party = parties.get(key)
    return str(party["organisation"] or party["domain"] or key) if party else key


def _listed(present: dict[str, str]) -> str:
    return ", ".join(present) or "none"


def write(document: Document, wanted: Sequence[str], lang: str, *, recipient: str = "", reply_by: str = "",
          plain: bool = False) -> str:
    """The letter as Markdown, or as plain text. Raises ``UsageError`` when there is nothing to write about."""
    name, chosen = choose(document, wanted, recipient)
    lines = list(_letter(document, name, chosen, "en" if lang == "en" else "nl", reply_by))
    text = "\n".join(lines).strip() + "\n"
    return _plain(text) if plain else text


def _letter(document: Document, name: str, chosen: list[Item], lang: str, reply_by: str) -> Iterable[str]:
    t = _Words(lang == "nl")
    about = document["scan"]["product"]
    product = " ".join(part for part in (about["name"], about["version"]) if part)
    yield t("[Naam en adres van de school]", "[Name and address of the school]")
    yield ""
    whom = _text(name) or t("[leverancier]", "[vendor]")
    yield t(f"Aan: {whom}, [contactpersoon privacy]", f"To: {whom}, [privacy contact]")
    yield t("Datum: [datum]", "Date: [date]")
    subject = _text(product) or t("uw dienst", "your service")
    yield t(f"Betreft: vragen over persoonsgegevens in het verkeer van {subject}",
            f"Subject: questions about personal data in the traffic of {subject}")
    yield ""
    yield t("Geachte heer, mevrouw,", "Dear Sir or Madam,")
    yield ""
    yield _opening(document, subject, lang, t)
    yield ""
    yield t("Een waarneming is geen oordeel. Mogelijk is er een verklaring die wij niet kennen; die horen wij graag. "
            "Waarden zijn in deze brief gemaskeerd. Met de kenmerken kunt u iedere waarneming terugvinden en herhalen.",
            "An observation is no judgement. There may be an explanation that we do not know; we would be glad to hear "
            "it. Values are masked in this letter. The ids let you find and repeat every observation.")
    yield ""
    groups = _by_rule(chosen)
    own = _Own(name, t("uw organisatie", "your organisation"))
    yield t("## In het kort", "## In short")
    yield ""
    for position, group in enumerate(groups, 1):
        yield _summary(document, position, group, lang, own, t)
    yield ""
    yield t("De bijlage zegt per punt wat is waargenomen, waar en wanneer, hoe zeker dat is, en wat wij u vragen.",
            "The annex says for each point what was observed, where and when, how sure that is, and what we ask you.")
    yield ""
    yield t("## Verzoek", "## Request")
    yield ""
    when = _text(day(reply_by, lang)) or t("[datum, bijvoorbeeld vier weken na dagtekening]",
                                            "[date, for example in four weeks]")
    yield t(f"Wilt u ons uiterlijk {when} per punt laten weten:", f"Would you let us know by {when}, for each point:")
    yield ""
    yield from (
        t("1. of u de waarneming herkent, en sinds wanneer dit gebeurt;",
          "1. whether you recognise the observation, and since when this has happened;"),
        t("2. voor welk doel van de privacybijsluiter de gegevens nodig zijn, of dat zij niet nodig zijn;",
          "2. for which purpose of the privacybijsluiter the data are needed, or that they are not;"),
        t("3. welke maatregel u neemt en per wanneer;", "3. which measure you will take, and from when;"),
        t("4. wat er gebeurt met gegevens die al zijn ontvangen, ook bij derden en in logbestanden.",
          "4. what happens with data already received, also at third parties and in logs."),
    )
    yield ""
    yield t("Daarna herhalen wij het onderzoek met hetzelfde scenario. Ziet u in een punt een mogelijk datalek of een "
            "kwetsbaarheid, neem dan meteen contact met ons op.",
            "We will then repeat the examination with the same scenario. If you see a possible data breach or a "
            "vulnerability in any point, please contact us at once.")
    yield ""
    yield t("Met vriendelijke groet,", "Kind regards,")
    yield ""
    yield t("[naam, functie, telefoon, e-mail]", "[name, position, phone, e-mail]")
    yield ""
    yield "---"
    yield ""
    yield t("## Bijlage: waarnemingen en vragen", "## Annex: observations and questions")
    for position, group in enumerate(groups, 1):
        yield ""
        yield from _group(document, position, group, lang, own, t)
    yield ""
    yield "---"
    yield ""
    yield t(f"Rapport {report_id(document)}, {document['tool']['name']} {document['tool']['version']}; SHA-256 van het "
            f"resultaat: `{digest(document)}`.",
            f"Report {report_id(document)}, {document['tool']['name']} {document['tool']['version']}; SHA-256 of the "
            f"result: `{digest(document)}`.")


class _Words:
    def __init__(self, dutch: bool) -> None:
        self._dutch = dutch

    def __call__(self, nl: str, en: str) -> str:
        return nl if self._dutch else en


class _Own:
    """Speaks of the party that the letter is written to as such, and of others by their names."""

    def __init__(self, name: str, words: str) -> None:
        self._words = words
        self._name = name
        self._pattern = re.compile(rf"(?<!\w){re.escape(name)}(?: \([^()]*\))?(?!\w)") if name else None

    def text(self, text: str) -> str:
        """A sentence of the result, from its first word on."""
        if self._pattern is not None:
            text = self._pattern.sub(lambda _: self._words, text)
        first = text.partition(" ")[0]
        return text if "." in first.rstrip(".,:;") else text[:1].upper() + text[1:]  # a domain keeps its spelling

    def party(self, name: str) -> str:
        """A party's name."""
        return self._words if name == self._name else name


def _opening(document: Document, subject: str, lang: str, t: _Words) -> str:
    scan = document["scan"]
    first, last = (day(str(moment)[:10], lang) if moment else "" for moment in scan["period"].values())
    when = t(f" op {first}", f" on {first}") if first == last else t(
        f" van {first} tot en met {last}", f" from {first} through {last}")
    when = when if first else ""
    accounts = t(" Er is met fictieve testaccounts gewerkt.", " Fictitious test accounts were used.") \
        if scan["settings"]["mode"] == "test" else ""
    policy = scan["settings"]["policy"]
    yardstick = t(
        f"Vergeleken is met de privacybijsluiter, versie {_text(policy['version'])}.",
        f"The traffic was compared with the privacybijsluiter, version {_text(policy['version'])}.",
    )
    if policy["builtin"]:
        yardstick = t(
            "Een privacybijsluiter was niet voorhanden; vergeleken is met wat een leermiddel doorgaans nodig heeft: "
            "het pseudoniem, de roepnaam, de groep en het resultaat.",
            "No privacybijsluiter was at hand; the traffic was compared with what a learning tool commonly needs: the "
            "pseudonym, the first name, the group and the result.")
    return t(f"Onze school heeft{when} het netwerkverkeer van {subject} onderzocht.{accounts} {yardstick} Daarbij is "
             "waargenomen wat hieronder staat. Graag zoeken wij dit samen met u uit.",
             f"Our school examined the network traffic of {subject}{when}.{accounts} {yardstick} What is listed below "
             "was observed. We would like to sort it out together with you.")


def _by_rule(chosen: list[Item]) -> list[list[Item]]:
    order = list(SEVERITIES)
    groups: dict[str, list[Item]] = {}
    for f in sorted(chosen, key=lambda f: (order.index(f["severity"]), f["rule"])):
        groups.setdefault(f["rule"], []).append(f)
    return list(groups.values())


def _summary(document: Document, position: int, group: list[Item], lang: str, own: _Own, t: _Words) -> str:
    """A point in one line: what, how serious, at how many places, with whom."""
    parties = {r["id"]: r for r in document["recipients"]}
    names = list(dict.fromkeys(own.party(_name(parties, f["recipient"])) for f in group if f["recipient"]))
    if len(names) > 3:
        names[3:] = [t("anderen", "others")]
    shown = ", ".join(names[:-1]) + t(" en ", " and ") * (len(names) > 1) + names[-1] if names else ""
    places = t(f"{len(group)} plaats" + ("en" if len(group) > 1 else ""),
               f"{len(group)} place" + ("s" if len(group) > 1 else ""))
    title = group[0]["texts"][lang]["title"]
    where = t(f", bij {_text(shown)}", f", at {_text(shown)}") if shown else ""
    return f"{position}. {title} ({label(SEVERITIES, group[0]['severity'], lang)}): {places}{where}"


def _questions(group: list[Item], lang: str, own: _Own, t: _Words) -> str:
    """What is asked; other parties under the same rule are named, not asked about in the same words again."""
    asks = list(dict.fromkeys(own.text(f["texts"][lang].get("ask", "")) for f in group))
    if len(asks) < 2:
        return asks[0] if asks else ""
    return " ".join((asks[0], *(t(f"En: {ask}", f"And: {ask}") for ask in asks[1:MOST_QUESTIONS])))


def _group(document: Document, position: int, group: list[Item], lang: str, own: _Own, t: _Words) -> Iterable[str]:
    first = group[0]
    text = first["texts"][lang]
    yield f"### {position}. {text['title']} ({first['rule']}, {label(SEVERITIES, first['severity'], lang)})"
    yield ""
    detections = {d["id"]: d for d in document["detections"]}
    for f in group[:MOST_PLACES]:
        yield from _place(f, detections, lang, own, t)
    left = len(group) - MOST_PLACES
    if left > 0:
        yield t(f"- en op nog {left} {'plaats' if left == 1 else 'plaatsen'}; zie het rapport",
                f"- and at {left} more {'place' if left == 1 else 'places'}; see the report")
    yield ""
    for name, value in (
        (t("Waarom wij dit vragen", "Why we ask"), text["why"]),
        (t("Mogelijk in strijd met", "Possibly at odds with"), "; ".join(text["basis"])),
        (t("Wat genoeg zou zijn", "What would be enough"), text.get("enough", "")),
        (t("Mogelijke maatregel", "Possible measure"), text["remediation"]),
        (t("Onze vraag", "Our question"), _questions(group, lang, own, t)),
    ):
        if value:
            yield f"**{name}.** {_text(value)}"
            yield ""


def _place(f: Item, detections: dict[str, Item], lang: str, own: _Own, t: _Words) -> Iterable[str]:
    seen = [detections[name] for name in f["occurrences"] if name in detections]
    told = re.sub(r"^(Waargenomen|Observed): ", "", f["texts"][lang]["message"])  # the heading says so
    yield f"- {_text(own.text(told))}"
    facts = [f"`{f['id']}`"]
    if f["host"]:
        facts.append(f"{label(DIRECTIONS, f['direction'], lang)} {_code(' '.join((f['host'], f['endpoint'])).strip())}")
    if f["part"]:
        facts.append(t("veld ", "field ") + _code(":".join(x for x in (f["part"], f["pointer"]) if x)))
    values = list(dict.fromkeys((d["category"], d["masked"]) for d in seen if d["masked"]))[:3]
    if values:
        facts.append(t("gemaskeerd: ", "masked: ")
                     + ", ".join(f"{category_label(code, lang)} {_code(masked)}" for code, masked in values))
    facts.append(f"{number(f['count'], lang)}×")
    if f["first_seen"]:
        facts.append(f["first_seen"][:19].replace("T", " ") + " UTC")
    if f["confidence"]:
        facts.append(t("zekerheid ", "confidence ") + f"{number(f['confidence'], lang, 2)}, "
                     f"{band_label(f['confidence'], lang)}")
    if f["status"] != "open":
        facts.append(label(STATUSES, f["status"], lang))
    if f.get("scenario_steps"):
        facts.append(t("stap ", "step ") + ", ".join(f["scenario_steps"]))
    if seen:
        facts.append(t("bewijs ", "evidence ") + ", ".join(d["id"] for d in seen[:3]) + (" …" if len(seen) > 3 else ""))
    yield f"  {'; '.join(facts)}."


_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")


def _text(text: str) -> str:
    """A text in Markdown: nothing in it is markup."""
    return _MARKDOWN.sub(r"\\\1", text)


def _code(text: str) -> str:
    """A technical name: between backticks that it cannot close."""
    return "`" + text.replace("`", "'") + "`"


def _plain(text: str) -> str:
    """Markdown of this module without its signs."""
    lines = []
    for line in text.splitlines():
        line = re.sub(r"^#+ ", "", line)
        line = re.sub(r"^\*\*(.+?)\*\* ", r"\1 ", line)
        lines.append(re.sub(r"\\([\\`*_\[\]<>#|~])", r"\1", line).replace("`", ""))
    return "\n".join(lines) + "\n"
