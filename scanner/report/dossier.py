"""What a DPIA file asks of an examination and traffic does not hold: the fields that the examining team fills in.

The dossier file (``dossier/1``, ``scanner/schemas/dossier.schema.json``) has a mapping for each group; a field is a
text or a list of texts. Its content is the user's own and stands in the reports for people, not in the JSON result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from scanner.model import Text

SCHEMA = "dossier/1"
Entry = tuple[str, ...]


class Field(NamedTuple):
    """One field: its key in the file, what is asked, and the values that are possible where not any text is."""

    key: str
    asked: Text
    values: str = ""


class Group(NamedTuple):
    """Fields that belong together; ``key`` is their mapping in the file."""

    key: str
    name: Text
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """A filled dossier: entries by (group, field), and the SHA-256 of the file."""

    entries: Mapping[tuple[str, str], Entry] = field(default_factory=dict)
    sha256: str = ""

    def get(self, group: str, key: str) -> Entry:
        """The entry of a field, empty when it was not filled in."""
        return self.entries.get((group, key), ())

    def line(self, group: str, key: str) -> str:
        """The entry on one line."""
        return "; ".join(self.get(group, key))

    @property
    def self_test(self) -> bool:
        """Whether the vendor examined its own product."""
        return self.get("parties", "self_test") == ("true",)


STATUSES: Mapping[str, Text] = {
    "concept": Text("concept, te beoordelen door het DPIA-team", "draft, to be assessed by the DPIA team"),
    "definitief": Text("definitief", "final"),
}

GROUPS: tuple[Group, ...] = (
    Group("report", Text("Rapport", "Report"), (
        Field("version", Text("Versie van het rapport", "Version of the report")),
        Field("status", Text("Status", "Status"), "concept, definitief"),
        Field("date", Text("Datum van het rapport", "Date of the report")),
        Field("supersedes", Text("Vervangt rapport (kenmerk)", "Supersedes report (id)")),
    )),
    Group("parties", Text("Opdrachtgever en uitvoerder", "Commissioned and carried out by"), (
        Field("client", Text("Opdrachtgever", "Commissioned by")),
        Field("examiner", Text("Uitvoerder", "Carried out by")),
        Field("independence", Text("Rol en onafhankelijkheid van de uitvoerder",
                                   "Role and independence of the examiner")),
        Field("self_test", Text("Zelftest van de leverancier", "A vendor's self-test"), "true, false"),
    )),
    Group("object", Text("Object van onderzoek", "Object of examination"), (
        Field("build", Text("Onderzochte versie of build", "Version or build examined")),
        Field("address", Text("Webadres of vermelding in de appwinkel", "Web address or entry in the app store")),
        Field("licence", Text("Soort licentie", "Kind of licence")),
        Field("connections", Text("Koppeling met leerlingadministratie en andere systemen",
                                  "Connection with the pupil administration and other systems")),
    )),
    Group("scope", Text("Reikwijdte", "Scope"), (
        Field("included", Text("Onderzochte functies, rollen en platforms", "Features, roles and platforms examined")),
        Field("excluded", Text("Buiten het onderzoek", "Out of scope")),
    )),
    Group("safeguards", Text("Grondslag en waarborgen van het onderzoek", "Basis and safeguards of the examination"), (
        Field("decision", Text("Besluit tot het onderzoek (datum, door wie)", "Decision to examine (date, by whom)")),
        Field("informed", Text("Wie is ingelicht (leverancier, personeel, ouders)",
                               "Who was informed (vendor, staff, parents)")),
        Field("dpo_advice", Text("Advies van de functionaris gegevensbescherming",
                                 "Advice of the data protection officer")),
    )),
    Group("accounts", Text("Testaccounts", "Test accounts"), (
        Field("identities", Text("Fictieve personen en accounts (geen wachtwoorden)",
                                 "Fictitious persons and accounts (no passwords)")),
        Field("numbers", Text("Hoe test-BSN's en andere nummers zijn gekozen",
                              "How test BSNs and other numbers were chosen")),
    )),
    Group("environment", Text("Apparatuur en omgeving", "Devices and environment"), (
        Field("devices", Text("Apparaten, besturingssysteem, browser of app",
                              "Devices, operating system, browser or app")),
        Field("management", Text("Beheer van de apparaten (MDM, profielen)",
                                 "Management of the devices (MDM, profiles)")),
        Field("network", Text("Netwerk: DNS, VPN, reclameblokkering, land van het IP-adres",
                              "Network: DNS, VPN, ad blocking, country of the IP address")),
    )),
    Group("configuration", Text("Instellingen", "Settings"), (
        Field("settings", Text("Beheerinstellingen tijdens het onderzoek; standaard of gewijzigd",
                               "Administration settings at the time; default or changed")),
        Field("choices", Text("Gemaakte keuzes over toestemming en cookies", "Choices made on consent and cookies")),
    )),
    Group("method", Text("Opname", "Recording"), (
        Field("recording", Text("Wijze van opnemen: proxy of meelezen, certificaat, HTTP/3",
                                "How traffic was recorded: proxy or passive, certificate, HTTP/3")),
        Field("scenarios", Text("Testscenario's, waar geen scenariobestand is gebruikt",
                                "Test scenarios, where no scenario file was used")),
        Field("excluded_traffic", Text("Verkeer dat de tester zelf veroorzaakte", "Traffic that the tester caused")),
    )),
    Group("evidence", Text("Omgang met bewijs", "Handling of evidence"), (
        Field("custodian", Text("Bewaarder van de opnamen en de sleutel", "Custodian of captures and key")),
        Field("storage", Text("Plaats, versleuteling en toegang", "Place, encryption and access")),
        Field("retention", Text("Bewaard tot", "Kept until")),
        Field("destruction", Text("Vernietigd op, door", "Destroyed on, by")),
    )),
    Group("hearing", Text("Wederhoor", "Reply of the vendor"), (
        Field("sent", Text("Voorgelegd aan, op", "Sent to, on")),
        Field("reply", Text("Reactie", "Reply")),
        Field("changes", Text("Wat naar aanleiding daarvan is gewijzigd", "What changed because of it")),
    )),
    Group("rights", Text("Rechten van betrokkenen", "Rights of data subjects"), (
        Field("access_request", Text("Inzageverzoek: gedaan op, verschil met het verkeer",
                                     "Request for access: made on, difference with the traffic")),
        Field("contact", Text("Contactpunt en vindbaarheid van de privacyverklaring",
                              "Contact and how to find the privacy statement")),
    )),
    Group("decision", Text("Besluit", "Decision"), (
        Field("outcome", Text("Besluit naar aanleiding van dit onderzoek (datum, door wie)",
                              "Decision on this examination (date, by whom)")),
        Field("local", Text("Wat alleen voor deze school geldt", "What holds for this school only")),
        Field("public_summary", Text("Samenvatting voor ouders en leerlingen, in gewone taal (B1)",
                                     "Summary for parents and pupils, in plain language (B1)")),
    )),
)
"""Every field that only people can fill in, in the order of the report."""


def template(lang: str) -> str:
    """An empty dossier file with what is asked beside each field."""
    introduction = Text(
        "Wat het verkeer niet vertelt. Vul in wat bekend is en laat de rest leeg; een veld is een tekst of een lijst.",
        "What traffic does not tell. Fill in what is known and leave the rest empty; a field is a text or a list.")
    lines = [f"# {introduction.get(lang)}", f"schema: {SCHEMA}"]
    for group in GROUPS:
        lines += ["", f"# {group.name.get(lang)}", f"{group.key}:"]
        wide = max(len(each.key) for each in group.fields)
        lines += [f"  {each.key + ':':{wide + 2}}# {each.asked.get(lang)}{f' ({each.values})' if each.values else ''}"
                  for each in group.fields]
    return "\n".join(lines) + "\n"
