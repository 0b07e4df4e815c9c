"""The draft of a policy from a finished scan: what was observed per recipient, as a beginning to be corrected by hand.

Theory. An observation is no agreement. Declared without comment is only what a pseudonym and a first name come down to,
at parties whose place is known: the product itself (the party with most of the traffic, unless the scan's policy names
it), what that policy names already, and parties with a public task in the chain. All else is a comment with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from scanner.model import Category, Text

from ..document import Document
from ..json_ import report_id
from .draft import RECONSIDER, WITHIN, Draft, DraftCategory, DraftPurpose, DraftRecipient, reason

SURE = 0.6
_PREFIX = {"guardian": "parent.", "teacher": "staff."}
_SUBJECTS = {"pupil": "leerling", "guardian": "ouder", "teacher": "leraar"}
_WITH_EVERY_SESSION = frozenset({Category.IP, Category.TOKEN, Category.CREDENTIAL})
"""Need not be declared at a declared recipient."""
_OUTSIDE = ("subprocessor", "own_controller")
_TASK_ROLES = ("school", "las", "federation", "authority")
_DATA_CLASSES = {"crash": "diagnostic", "analytics": "diagnostic", "replay": "diagnostic", "identity": "account",
                 "cdn": "functional", "fonts": "functional", "support": "support"}
_STANDARDS = (
    ("uwlr", re.compile(r"(^|/)uwlr|leerlinggegevens|leerresultaten", re.IGNORECASE), "UWLR"),
    ("doorstroomtoets", re.compile(r"(^|/)(doorstroomtoets|eindtoets)", re.IGNORECASE), "Doorstroomtoets"),
    ("sem", re.compile(r"(^|/)(sem|sis-?api)(/|$)", re.IGNORECASE), "SEM"),
    ("edu-ix", re.compile(r"(^|/)edu-?ix", re.IGNORECASE), "Edu-iX"),
)
"""Profile, how its endpoints look, and its name."""

_Row = dict[str, Any]


def draft_of_scan(document: Document, today: str) -> Draft:
    """The draft; ``today`` (ISO) dates it when the captures have no dates."""
    scan = document["scan"]
    last = scan["period"]["last"]
    flows: dict[str, list[_Row]] = {}
    for flow in document["flows"]:
        flows.setdefault(flow["recipient"], []).append(flow)
    rules = _rules(document["findings"])
    product = _product(document["recipients"], flows)
    parties = sorted((r for r in document["recipients"] if r["class"] != "background" or r["id"] in flows),
                     key=lambda r: (r["id"] != product, not r["declared"], r["id"]))
    ids = _ids(parties)
    pairs = [_party(party, ids[party["id"]], flows.get(party["id"], []), rules, party["id"] == product)
             for party in parties]
    expected, remark = _pseudonym(document["flows"], product)
    captures = len(scan["inputs"])
    return Draft(
        source=f"concept uit scan {report_id(document)}",
        date=last[:10] if last else today,
        head=(
            Text(f"Concept van een privacybijsluiter, uit wat de scan {report_id(document)} waarnam ({captures} "
                 f"{'opname' if captures == 1 else 'opnamen'}).",
                 f"Draft of a privacybijsluiter, from what the scan {report_id(document)} observed ({captures} "
                 f"{'capture' if captures == 1 else 'captures'})."),
            Text("Een waarneming is geen afspraak. Genoemd is alleen wat bij pseudoniem en roepnaam hoort;",
                 "An observation is no agreement. Declared is only what belongs to pseudonym and first name;"),
            Text("wat verder gaat staat als commentaar met de reden. Zoek op INVULLEN en OVERWEEG, en draai dan "
                 "leerlek policy check.",
                 "what goes further is a comment with the reason. Look for FILL IN (INVULLEN) and RECONSIDER, then run "
                 "leerlek policy check."),
        ),
        vendor=scan["product"]["vendor"] if not scan["settings"]["policy"]["builtin"] else "",
        product=scan["product"]["name"] if not scan["settings"]["policy"]["builtin"] else "",
        product_version=scan["product"]["version"],
        role="verwerker",
        pseudonym=expected,
        pseudonym_remark=remark,
        purposes=tuple(purpose for purpose, _ in pairs),
        recipients=tuple(recipient for _, recipient in pairs),
        profile_hints=tuple(_profile_hints(document)),
    )


def _product(recipients: Iterable[_Row], flows: dict[str, list[_Row]]) -> str:
    """The party that is most likely the product itself: named as a vendor, else with most of the traffic."""
    candidates = [r for r in recipients if r["role"] in {"vendor", "undeclared"} and not r["tracker"]
                  and r["class"] in {"", "education", "hosting"}]
    return str(max(candidates, default={"id": ""}, key=lambda r: (
        r["role"] == "vendor", bool(flows.get(r["id"])), r["exchanges"], r["id"]))["id"])


def _party(party: _Row, name: str, flows: list[_Row], rules: dict[tuple[str, str], list[str]],
           product: bool) -> tuple[DraftPurpose, DraftRecipient]:
    active, role, remark = _place(party, product)
    purpose = DraftPurpose(
        id=name, nl="", data_subjects=_subjects(flows), active=active, match=tuple(f"{h}/*" for h in party["hosts"]),
        hint=Text(f"waarvoor krijgt {party['organisation'] or party['id']} deze gegevens?",
                  f"what does {party['organisation'] or party['id']} get these data for?"),
        categories=tuple(sorted(
            (_category(flow, rules.get((party["id"], flow["category"]), []), role) for flow in _merged(flows)),
            key=lambda c: (not c.active, c.code))),
    )
    country, source = party["country"], Text("", "")
    if country and party["source"] != "policy":
        source = Text("vestigingsland volgens de lijst van partijen; niet waar de gegevens staan: controleer",
                      "country of the seat by the directory; not where data are kept: check")
    elif party["source"] == "policy":
        source = Text("volgens de privacybijsluiter van de scan", "by the privacybijsluiter of the scan")
    return purpose, DraftRecipient(
        id=name, organisation=party["organisation"], role=role, domains=_domains(party), purposes=(name,),
        remark=remark, country=country, country_remark=source,
        data_class=party["data_class"] or _DATA_CLASSES.get(party["class"], "content" if product else ""),
        active=active,
    )


def _place(party: _Row, product: bool) -> tuple[bool, str, Text]:
    """Whether a party is declared in the draft, in which role, and why (not)."""
    count = party["exchanges"]
    seen = Text("1 bericht", "1 exchange") if count == 1 else Text(f"{count} berichten", f"{count} exchanges")
    if party["declared"]:
        return True, party["role"], Text(f"al genoemd; {seen.nl}", f"declared already; {seen.en}")
    if party["tracker"]:
        return False, "own_controller", Text(
            f"bekend als tracker ({party['class']}); {seen.nl}. Weglaten in een omgeving voor leerlingen (TPT-003)",
            f"known as a tracker ({party['class']}); {seen.en}. Leave it out of an environment for pupils (TPT-003)")
    if product:
        return True, "vendor", Text(
            f"{RECONSIDER.nl}: aangezien voor het product zelf, want het meeste verkeer gaat hierheen ({seen.nl})",
            f"{RECONSIDER.en}: taken for the product itself, for most traffic goes here ({seen.en})")
    if party["role"] in _TASK_ROLES:
        return True, party["role"], Text(
            f"partij met een taak in de onderwijsketen volgens de lijst van partijen; {seen.nl}",
            f"party with a task in the chain of education by the directory; {seen.en}")
    what = Text(f" ({party['class']})", f" ({party['class']})") if party["class"] else Text("", "")
    return False, "subprocessor", Text(
        f"niet-genoemde partij{what.nl}; {seen.nl}. Subverwerker, zelfstandig, of hoort zij hier niet?",
        f"undeclared party{what.en}; {seen.en}. Sub-processor, controller in its own right, or out of place here?")


def _merged(flows: Iterable[_Row]) -> list[_Row]:
    """One row a code: whom a datum is about is not always told, and a plain code is about the pupil."""
    found: dict[tuple[str, str], _Row] = {}
    for flow in flows:
        if Category(flow["category"]) in _WITH_EVERY_SESSION:
            continue
        row = found.setdefault((_PREFIX.get(flow["about"], ""), flow["category"]), flow | {
            "count": 0, "directions": [], "confidence_max": 0.0, "declared": True})
        row["count"] += flow["count"]
        row["directions"] = [d for d in ("request", "response") if d in {*row["directions"], *flow["directions"]}]
        row["confidence_max"] = max(row["confidence_max"], flow["confidence_max"])
        row["declared"] = row["declared"] and flow["declared"]
    return list(found.values())


def _category(flow: _Row, broken: list[str], role: str) -> DraftCategory:
    category = Category(flow["category"])
    why = reason(category, flow["about"])
    if not why.nl and role in _OUTSIDE:
        why = Text("gaat hier naar een partij achter het product: heeft die het nodig? (TPT-001, IDN-007)",
                   "goes to a party behind the product here: does it need it? (TPT-001, IDN-007)")
    code = _PREFIX.get(flow["about"], "") + category.value
    unsure = flow["confidence_max"] < SURE
    directions = {"request": Text("verstuurd", "sent"), "response": Text("teruggegeven", "returned")}
    how = [directions[d] for d in flow["directions"]]
    facts = Text(f"{flow['count']} keer " + " en ".join(d.nl for d in how),
                 f"{flow['count']} times " + " and ".join(d.en for d in how))
    declared = flow["declared"] and not unsure
    if declared and why.nl:
        return DraftCategory(code, False, Text(f"was al genoemd; {why.nl}; {facts.nl}",
                                               f"was declared already; {why.en}; {facts.en}"))
    if not why.nl and not unsure:
        return DraftCategory(code, True, facts)
    if unsure:
        why = Text("onzeker herkend, te beoordelen", "recognised with little certainty, to be assessed")
    seen = f"; {', '.join(broken)}" if broken else ""
    return DraftCategory(code, False, Text(f"{why.nl}; {facts.nl}{seen}", f"{why.en}; {facts.en}{seen}"))


def _subjects(flows: Iterable[_Row]) -> tuple[str, ...]:
    """Whom the plain codes are about: guardians and staff have codes of their own here."""
    about = {flow["about"] for flow in flows if Category(flow["category"]) in WITHIN}
    return ("leerling",) if about & {"pupil", "unknown"} or not about else tuple(sorted(_SUBJECTS[a] for a in about))


def _domains(party: _Row) -> tuple[str, ...]:
    """The domain with everything under it where several hosts were seen, else the one host."""
    hosts = party["hosts"]
    domain = party["domain"]
    if domain and len(hosts) > 1 and all(h == domain or h.endswith(f".{domain}") for h in hosts):
        return (f"*.{domain}",)
    return tuple(hosts) or ((domain,) if domain else (party["id"],))


def _ids(parties: Iterable[_Row]) -> dict[str, str]:
    """Short names for use in the file, unique."""
    found: dict[str, str] = {}
    for party in parties:
        base = re.sub(r"[^a-z0-9]+", "-", party["id"].lower()).strip("-") or "partij"
        name, number = base, 2
        while name in found.values():
            name, number = f"{base}-{number}", number + 1
        found[party["id"]] = name
    return found


def _rules(findings: Iterable[_Row]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for finding in findings:
        for category in finding["categories"]:
            rules = found.setdefault((finding["recipient"], category), [])
            if finding["rule"] not in rules:
                rules.append(finding["rule"])
    return {key: sorted(rules) for key, rules in found.items()}


def _pseudonym(flows: Iterable[_Row], product: str) -> tuple[str, Text]:
    seen = {flow["category"] for flow in flows if flow["recipient"] == product}
    if "id.eckid" in seen:
        return "eckid", Text("Het ECK iD is waargenomen.", "The ECK iD was observed.")
    if "id.account" in seen:
        return "eckid", Text(
            "OVERWEEG: er is geen ECK iD waargenomen, wel een account-id. Schrijf pairwise als elk product een eigen "
            "id krijgt.",
            "RECONSIDER: no ECK iD was observed, but an account id. Write pairwise when each product gets an id of its "
            "own.")
    return "eckid", Text(
        "OVERWEEG: er is geen pseudoniem waargenomen. Schrijf eckid, pairwise (een eigen id per product) of none.",
        "RECONSIDER: no pseudonym was observed. Write eckid, pairwise (an id of its own per product) or none.")


def _profile_hints(document: Document) -> Iterable[tuple[str, Text]]:
    endpoints = [(row["host"], endpoint) for row in document["coverage"].get("endpoints", ())
                 for endpoint in row["endpoints"]]
    for profile, look, name in _STANDARDS:
        found = next((f"{h} {e}" for h, e in endpoints if look.search(e.partition(" ")[2])), "")
        if found:
            yield profile, Text(f"verkeer dat op {name} lijkt ({found})", f"traffic that looks like {name} ({found})")
