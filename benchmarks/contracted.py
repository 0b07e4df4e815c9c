"""Exchanges between systems of the Dutch chain, written from the element names of their standards, with judged truth.

Everybody in them is of the fixtures. A case says which rules may speak, and how loudly; whatever else a scan reports
above info is false, and what ``must`` names and is not reported is missed. MIN-001 is the flagship: silent where
nothing more than the pseudonym travels, at most midden where a standard itself puts a name beside it, and heard where
a message goes beyond its standard.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fixtures.people import Person, everybody, invent_pupil, person

SCHOOL = "99XX"
OIN = "0000000700099XX00000"
SANNE, MOHAMMED = "leerling-01", "leerling-02"


@dataclass(frozen=True, slots=True)
class Case:
    """One exchange, the party it goes to, and what may be said of it."""

    name: str
    to: str
    """Method and URL."""
    role: str
    """Role of the receiving host in the policy."""
    sent: str = ""
    answer: str = ""
    kind: str = "text/xml; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    declares: tuple[str, ...] = ("id.eckid", "id.account", "name.given", "edu.group", "edu.school", "edu.result")
    may: Mapping[str, str] = field(default_factory=dict)
    """Rule → the highest severity that is right here."""
    must: tuple[str, ...] = ()
    profile: str = ""
    """The exchange that the policy names, where it does."""


def soap(action: str, body: str, header: str = "") -> str:
    """A SOAP 1.1 envelope with the addressing of Edukoppeling."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope '
        'xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:wsa="http://www.w3.org/2005/08/addressing">'
        f"<soapenv:Header><wsa:Action>{action}</wsa:Action><wsa:From><wsa:Address>http://www.w3.org/2005/08/addressing/"
        f"anonymous?oin={OIN}</wsa:Address></wsa:From>{header}</soapenv:Header><soapenv:Body>{body}</soapenv:Body>"
        "</soapenv:Envelope>")


def uwlr(pupils: str, profile: str) -> str:
    """The answer to HaalLeerlinggegevens, UWLR 2.2."""
    return soap("HaalLeerlinggegevens", (
        '<leerlinggegevens xmlns="http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens">'
        f"<school><schooljaar>2026-2027</schooljaar><brincode>{SCHOOL}</brincode><dependancecode>00</dependancecode>"
        f"<gegevenssetid>{profile}</gegevenssetid></school><groepen><groep key=\"g6a\"><naam>Groep 6a</naam>"
        f"<jaargroep>6</jaargroep></groep></groepen><leerlingen>{pupils}</leerlingen></leerlinggegevens>"))


def leerling(who: Person, inner: str) -> str:
    """One pupil of a UWLR answer."""
    return f'<leerling key="{who.account}" eckid="{who.eckid}">{inner}<groep key="g6a"/></leerling>'


def narrow(who: Person) -> str:
    """The narrow set: key, ECK iD, roepnaam, group."""
    return leerling(who, f"<roepnaam>{who.given}</roepnaam><jaargroep>6</jaargroep>")


def lvs(who: Person) -> str:
    """The LVS set: surname, birth date, gender and year too."""
    between = f"<voorvoegsel>{who.tussenvoegsel}</voorvoegsel>" if who.tussenvoegsel else ""
    return leerling(who, f"<achternaam>{who.achternaam}</achternaam>{between}<roepnaam>{who.given}</roepnaam>"
                         f"<geboortedatum>{who.dob}</geboortedatum><geslacht>2</geslacht><jaargroep>6</jaargroep>")


def results(*pupils: Person, name: bool = False) -> str:
    """Results back to the administration: no name is modelled here."""
    rows = "".join(
        f"<toetsafname><leerlingid>{who.account}</leerlingid><eckid>{who.eckid}</eckid>"
        + (f"<naam>{who.full}</naam>" if name else "")
        + "<resultaten><resultaat key=\"r1\"><afnamedatum>2026-10-01</afnamedatum><toetscode>REK6</toetscode>"
          "<score>37</score></resultaat></resultaten></toetsafname>" for who in pupils)
    return soap("BrengLeerresultaten", (
        '<leerresultaten_verzoek xmlns="http://www.edustandaard.nl/leerresultaten/2/leerresultaten">'
        f"<school><brincode>{SCHOOL}</brincode></school><toetsafnames>{rows}</toetsafnames></leerresultaten_verzoek>"))


def deelnemer(who: Person, extra: Mapping[str, object] | None = None) -> dict[str, object]:
    """One participant of the Doorstroomtoets: the standard requires the full name beside the ECK iD."""
    return {
        "deelnemerref": [{"label": "ECK-iD", "onderwijsdeelnemerID": who.eckid},
                         {"label": "LAS-key", "onderwijsdeelnemerID": who.account}],
        "achternaam": who.achternaam, "voorvoegsel": who.tussenvoegsel, "roepnaam": who.given, "groep": "8a",
        "niveau": "regulier",
        "extensie": {"voorletters": who.given[0] + ".", "geboortedatum": who.dob, "geslacht": "2", **(extra or {})},
    }


def score(who: Person) -> dict[str, object]:
    """The result of one participant: no name."""
    return {"deelnemerref": [{"label": "ECK-iD", "onderwijsdeelnemerID": who.eckid}],
            "scores": [{"label": "Rekenen", "toetseenheid": "R8", "waarde": 41}],
            "resultaten": [{"label": "Toetsadvies", "waarde": "havo"}, {"label": "Percentielscore", "waarde": 71}]}


def dossier(who: Person) -> str:
    """The transfer dossier, gegevensset 2019.1, with the blocks of identity, address, support and results."""
    return (
        '<dossier xmlns="http://www.edustandaard.nl/oso_gegevensset/2019/dossier"><metadata><categorie_uitlevering>'
        "<cat_vve>OPTIONEEL</cat_vve></categorie_uitlevering></metadata><overdrachtsoort>PO-VO</overdrachtsoort>"
        f"<inzage>true</inzage><huidigeschool><brin>{SCHOOL}</brin><leerling><voornaam>{who.given}</voornaam>"
        f"<voorvoegsel>{who.tussenvoegsel}</voorvoegsel><achternaam>{who.achternaam}</achternaam>"
        f"<roepnaam>{who.given}</roepnaam><geboortedatum>{who.dob}</geboortedatum><geslacht>V</geslacht>"
        f"<bsn>{who.bsn}</bsn><adreslijst><adres><straat>{who.street.rpartition(' ')[0]}</straat>"
        f"<nummer>{who.street.rpartition(' ')[2]}</nummer><postcode>{who.postcode}</postcode></adres></adreslijst>"
        "<handelingsplanlijst><handelingsplan>Extra instructie rekenen</handelingsplan></handelingsplanlijst>"
        "<overstapadvies>havo</overstapadvies></leerling></huidigeschool></dossier>")


def rod(who: Person) -> str:
    """An enrolment for the register of participants: the number is required here."""
    return soap("inschrijving", (
        "<AanleverenInschrijving_Request><inschrijving><persoonsgebondenNummer><burgerservicenummer>"
        f"{who.bsn}</burgerservicenummer></persoonsgebondenNummer><inschrijvingsdatum>2026-08-01</inschrijvingsdatum>"
        f"<leerjaar>6</leerjaar><groep>6a</groep><kenmerk>{SCHOOL}-0001</kenmerk></inschrijving>"
        "</AanleverenInschrijving_Request>"))


def edu_profile(who: Person) -> str:
    """The answer to getEduProfile of Edu-iX: given name and surname are required, the ECK iD optional."""
    return soap("getEduProfile", (
        f"<getEduProfileResponse><uid>{who.account}</uid><givenName>{who.given}</givenName><sn>{who.achternaam}</sn>"
        f"<personTussenvoegsels>{who.tussenvoegsel}</personTussenvoegsels><affiliation>student</affiliation>"
        f"<homeOrganization>dekanarie</homeOrganization><homeOrganizationID>{SCHOOL}</homeOrganizationID>"
        f"<eckID>{who.eckid}</eckID></getEduProfileResponse>"))


def student(who: Person, **more: object) -> str:
    """A Student of the SEM Ecosystem: the surname is mandatory."""
    return json.dumps([{"eckId": who.eckid, "firstName": who.given, "surnamePrefix": who.tussenvoegsel,
                        "surname": who.achternaam, "schoolPeriod": "2026-2027", "school": SCHOOL, "class": "2b",
                        "schoolSubjects": ["wiskunde"], **more}])


def a_class() -> list[Person]:
    """Thirty more pupils, with all their data: more than the 25 from which numbers count."""
    names = [someone for someone in everybody() if someone.role == "pupil"]
    return [invent_pupil(f"klas-{n:02}", names[n % 8].given, names[n % len(names)].family, "v") for n in range(30)]


JSON = "application/json"
NARROW = ("id.eckid", "id.account", "name.given", "edu.group", "edu.school", "edu.result")
WIDE = (*NARROW, "name.full", "demo.dob", "demo.gender")
FILE = (*WIDE, "id.bsn", "addr.street", "addr.postcode", "special.support", "edu.progress")
NAMED = dict.fromkeys(("MIN-001", "MIN-002", "MIN-003", "MIN-004", "MIN-014", "POL-001"), "midden")
"""What may be asked where a standard puts name and birth date beside the pseudonym: whether less would do."""
HEARD = dict.fromkeys((
    "MIN-001", "MIN-002", "MIN-003", "MIN-004", "MIN-005", "MIN-007", "MIN-014", "SPC-004", "POL-001", "IDN-001",
    "IDN-011"), "kritiek")
"""Beyond a standard, or at whom it was never meant for, they may all speak."""
VENDOR = "https://api.leermiddel.example"
TESTS = "https://toets.leermiddel.example/doorstroomtoets"
OINS = f"?edu-from={OIN}&edu-to={OIN}"


def clean() -> Iterator[Case]:
    """No more than a standard's narrow set, or a party whose task it is: nothing, or a declared one at laag."""
    sanne, mohammed = person(SANNE), person(MOHAMMED)
    both = narrow(sanne) + narrow(mohammed)
    asks = soap("HaalLeerlinggegevens", f"<leerlinggegevens_verzoek><brincode>{SCHOOL}</brincode>"
                                        "</leerlinggegevens_verzoek>")
    las = "https://uwlr.administratie.example/uwlr/2.2"
    yield Case("UWLR, narrow set, to a vendor", f"POST {VENDOR}/uwlr/2.2", "vendor", uwlr(both, "uwlr_smalle_set"))
    yield Case("UWLR, narrow set, at the administration", f"POST {las}", "las", asks, uwlr(both, "uwlr_smalle_set"))
    yield Case("UWLR, LVS set, at the administration", f"POST {las}", "las", asks,
               uwlr(lvs(sanne) + lvs(mohammed), "uwlr_lvs_set"), declares=WIDE, may={"MIN-014": "laag"})
    yield Case("UWLR, results to the administration", f"POST {las}", "las", results(sanne, mohammed))
    yield Case("UWLR, results to a vendor", f"POST {VENDOR}/uwlr/2.2/leerresultaten", "vendor",
               results(sanne, mohammed))
    yield Case("Doorstroomtoets, results", f"POST {TESTS}/leerlingresultaat{OINS}", "vendor",
               json.dumps({"resultatenscores": [score(sanne), score(mohammed)]}), kind=JSON)
    yield Case("OSO, dossier at the service of the sector", "POST https://oso.sectordienst.example/oso/dossier",
               "authority", dossier(sanne), declares=FILE, may={"SPC-004": "laag"})
    yield Case("OSO, dossier at the next school", "POST https://oso.nieuweschool.example/oso/dossier", "school",
               dossier(sanne), declares=FILE, may={"SPC-004": "laag"}, profile="oso")
    yield Case("ROD, enrolment", "POST https://rod.overheid.example/rod/inschrijving", "authority", rod(sanne),
               declares=FILE)
    yield Case("Edu-iX, profile at the administration", "POST https://sso.administratie.example/edu-ix/profile", "las",
               answer=edu_profile(sanne), declares=WIDE)


def contracted() -> Iterator[Case]:
    """The standard itself puts a name beside the pseudonym: to be weighed, at most midden."""
    sanne, mohammed = person(SANNE), person(MOHAMMED)
    both = lvs(sanne) + lvs(mohammed)
    yield Case("UWLR, LVS set, declared", f"POST {VENDOR}/uwlr/2.2", "vendor", uwlr(both, "uwlr_lvs_set"),
               declares=WIDE, may=NAMED, must=("MIN-001",))
    yield Case("UWLR, LVS set, not declared", f"POST {VENDOR}/uwlr/2.2", "vendor", uwlr(both, "uwlr_lvs_set"),
               may=NAMED | {"POL-001": "hoog"}, must=("MIN-001",))
    yield Case("UWLR, LVS set of a whole class", f"POST {VENDOR}/uwlr/2.2", "vendor",
               uwlr("".join(map(lvs, a_class())), "uwlr_lvs_set"), declares=WIDE, may=NAMED, must=("MIN-001",))
    yield Case("Doorstroomtoets, registration", f"POST {TESTS}/registreren{OINS}", "vendor",
               json.dumps({"deelnemers": [deelnemer(sanne), deelnemer(mohammed)]}), kind=JSON, declares=WIDE, may=NAMED,
               must=("MIN-001",))
    yield Case("Edu-iX, profile at a distributor", "POST https://leermiddel.example/edu-ix/getEduProfile", "vendor",
               answer=edu_profile(sanne), declares=WIDE, may=NAMED, must=("MIN-001",))
    yield Case("SEM, student", f"GET {VENDOR}/sis-api/v1/students", "vendor", answer=student(sanne), kind=JSON,
               declares=WIDE, may=NAMED, must=("MIN-001",))


def beyond() -> Iterator[Case]:
    """Beyond the standard, or at whom it was never meant for: heard."""
    sanne = person(SANNE)
    wide = leerling(sanne, f"<achternaam>{sanne.achternaam}</achternaam><roepnaam>{sanne.given}</roepnaam>"
                           f"<bsn>{sanne.bsn}</bsn>")
    yield Case("UWLR, BSN in the full set", f"POST {VENDOR}/uwlr/2.2", "vendor", uwlr(wide, "uwlr_volledig"),
               declares=WIDE, may=HEARD, must=("IDN-001", "MIN-001"))
    yield Case("UWLR, name in a result", f"POST {VENDOR}/uwlr/2.2/leerresultaten", "vendor",
               results(sanne, name=True), may=HEARD, must=("MIN-001",))
    yield Case("Doorstroomtoets, BSN beside the ECK iD", f"POST {TESTS}/registreren{OINS}", "vendor",
               json.dumps({"deelnemers": [deelnemer(sanne, {"bsn": sanne.bsn})]}), kind=JSON, declares=WIDE, may=HEARD,
               must=("IDN-001", "MIN-001"))
    yield Case("OSO, dossier at a vendor of learning material", f"POST {VENDOR}/oso/dossier", "vendor", dossier(sanne),
               may=HEARD, must=("IDN-001", "SPC-004"))
    yield Case("The same name in the pupil's own session", f"POST {VENDOR}/v2/profiel", "vendor",
               json.dumps({"eckId": sanne.eckid, "achternaam": sanne.achternaam, "roepnaam": sanne.given}), kind=JSON,
               headers={"Cookie": "PHPSESSID=0f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c",
                        "Referer": "https://www.leermiddel.example/"}, may=HEARD, must=("MIN-001",))


def har(case: Case) -> str:
    """The case as a HAR of one entry, as a recorder between two servers writes it."""
    method, _, url = case.to.partition(" ")
    sent = [{"name": "Content-Type", "value": case.kind}] if case.sent else []
    headers = [*sent, *({"name": name, "value": value} for name, value in case.headers.items())]
    request = {"method": method, "url": url, "httpVersion": "HTTP/1.1", "cookies": [], "headers": headers,
               "queryString": [], "headersSize": -1, "bodySize": len(case.sent.encode())}
    if case.sent:
        request["postData"] = {"mimeType": case.kind, "text": case.sent}
    content = {"size": len(case.answer.encode()), "mimeType": case.kind, "text": case.answer}
    response = {"status": 200, "statusText": "OK", "httpVersion": "HTTP/1.1", "cookies": [],
                "headers": [{"name": "Content-Type", "value": case.kind},
                            {"name": "Cache-Control", "value": "no-store"},
                            {"name": "Strict-Transport-Security", "value": "max-age=31536000"}],
                "content": content, "redirectURL": "", "headersSize": -1, "bodySize": content["size"]}
    entry = {"startedDateTime": "2026-10-05T07:14:22.000Z", "time": 12, "request": request, "response": response,
             "cache": {}, "timings": {"send": 0, "wait": 12, "receive": 0}}
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "leerlek", "version": "1"}, "entries": [entry]}})


def policy(case: Case) -> str:
    """A privacybijsluiter that names the receiving host with its role and the declared categories."""
    host = case.to.split("/")[2].split("?")[0]
    codes = ", ".join(f"{{code: {code}}}" for code in case.declares)
    return f"""\
schema: privacybijsluiter/1
document: {{version: "1", date: 2026-08-01, valid_until: 2027-07-31}}
vendor: {{name: "Leermiddel B.V."}}
product: {{name: "Leermiddel", sector: [po]}}
role: verwerker
pseudonym: {{expected: eckid, channels: [device, server]}}
purposes:
  - {{id: keten, nl: "Uitwisseling in de keten", data_subjects: [leerling], categories: [{codes}]}}
recipients:
  - {{id: partij, organisation: "Partij B.V.", role: {case.role}, domains: ["{host}"], purposes: [keten], country: NL,
     transfer_tool: none}}
exceptions: []
""" + (f"profiles: [{case.profile}]\n" if case.profile else "")
