"""The words of the dashboard, in Dutch and English."""

from __future__ import annotations

import json
from functools import cache

from scanner.live.sheet import DEVICES
from scanner.model import INFO, KEPT, UNJUDGED, Gap, Text
from scanner.report.gaps import details, gap_label, gap_text
from scanner.report.texts import ACTORS, DEEDS, ROLES, SEVERITIES, STATUSES

WORDS: dict[str, Text] = {
    "title": Text("Leerlek meekijken", "Leerlek watching"),
    "skip": Text("Naar de bevindingen", "To the findings"),
    "sections": Text("Onderdelen", "Sections"),
    "language": Text("English", "Nederlands"),
    "running": Text("Het verkeer wordt gelezen.", "The traffic is being read."),
    "paused": Text("Gepauzeerd: het verkeer gaat ongelezen door.", "Paused: the traffic passes unread."),
    "waiting": Text("De proxy draait; er is nog geen verkeer.", "The proxy is running; there is no traffic yet."),
    "behind": Text("{size} wacht nog op onderzoek.", "{size} is still to be examined."),
    "ending": Text("De proxy stopt; het rapport wordt gemaakt.", "The proxy is stopping; the report is being made."),
    "done": Text("De sessie is voorbij. Het rapport staat in {folder}.",
                 "The session has ended. The report is in {folder}."),
    "lost": Text("De verbinding met Leerlek is weg. Kijk in de terminal.",
                 "The connection to Leerlek is gone. Look in the terminal."),
    "exchanges": Text("berichten gelezen", "exchanges read"),
    "live": Text("Onderzoek met gegevens van echte personen; besluit: {decision}.",
                 "Examination with data of real people; decision: {decision}."),
    "test": Text("Testopname: alleen bedachte accounts.", "Test session: fictitious accounts only."),
    "real": Text("Er lijkt een echte persoon in beeld: gegevens van iemand die niet bij de testaccounts staat. Stop de "
                 "sessie als dat zo is; kijk anders bij COV-005 wat er is gezien.",
                 "There seems to be a real person: data of somebody who is not among the test accounts. Stop the "
                 "session if that is so; otherwise look at COV-005 for what was seen."),
    "disk-scarce": Text(
        "De schijf raakt vol: nog {free}. Maak ruimte; onder {floor} wordt verkeer alleen geteld, niet onderzocht.",
        "The disk is filling up: {free} left. Make room; below {floor} traffic is counted only, not examined."),
    "disk-full": Text(
        "De schijf is vol: nog {free}. Verkeer gaat door, maar wordt alleen geteld ({dropped} uitwisselingen tot nu "
        "toe) tot er weer ruimte is.",
        "The disk is full: {free} left. Traffic goes on but is only counted ({dropped} exchanges so far) until there "
        "is room again."),
    "pause-first": Text("Pauzeer en zoek het uit", "Pause and find out"),
    "pause": Text("Pauzeer", "Pause"), "resume": Text("Ga door", "Go on"),
    "stop": Text("Stop en maak het rapport", "Stop and make the report"),
    "sure": Text("De sessie stoppen en het rapport maken?", "Stop the session and make the report?"),
    "report": Text("Open het rapport", "Open the report"),
    "connect": Text("Apparaten verbinden", "Connect devices"),
    "connect-why": Text("Een blad per soort apparaat, om af te drukken: adres, certificaat, en hoe alles weer "
                        "teruggaat.",
                        "A sheet for each kind of device, to print: address, certificate, and how all goes back."),
    "tunnel": Text("Tablets verbinden", "Connect tablets"),
    "tunnel-why": Text("Scan de code met de WireGuard-app op de tablet; installeer daarna het certificaat van mitm.it.",
                       "Scan the code with the WireGuard app on the tablet; then install the certificate of mitm.it."),
    "tunnel-code": Text("QR-code met de WireGuard-instellingen; ze staan ook als tekst in de terminal.",
                        "QR code with the WireGuard settings; they are in the terminal as text too."),
    "now": Text("Wat gebeurt er nu?", "What is happening now?"),
    "now-why": Text("Een klik zet een merk in de tijdlijn, zodat het rapport bevindingen aan de stap toeschrijft.",
                    "A click puts a mark in the timeline, so that the report ties findings to the step."),
    "own-step": Text("Eigen stap", "A step of your own"), "mark": Text("Zet merk", "Set mark"),
    "who": Text("Wie is ingelogd", "Who is logged in"), "nobody": Text("niemand", "nobody"),
    "step-end": Text("Einde van de stap", "End of the step"),
    "timeline": Text("Tijdlijn", "Timeline"), "step": Text("Stap", "Step"),
    "from": Text("Vanaf", "From"), "until": Text("Tot", "Until"),
    "no-steps": Text("Nog geen stappen.", "No steps yet."),
    "findings": Text("Bevindingen", "Findings"),
    "least": Text("Ernst vanaf", "Severity from"), "recipient": Text("Ontvanger", "Recipient"),
    "device": Text("Apparaat", "Device"), "all": Text("alle", "all"), "search": Text("Zoek", "Search"),
    "order": Text("Volgorde", "Order"), "by-severity": Text("ernst", "severity"),
    "by-last": Text("laatst gezien", "last seen"), "by-count": Text("aantal", "count"),
    "severity": Text("Ernst", "Severity"), "what": Text("Wat", "What"),
    "where": Text("Waar", "Where"), "count": Text("Keer", "Times"), "last": Text("Laatst", "Last"),
    "none": Text("Geen bevindingen die hieraan voldoen.", "No findings that meet this."),
    "shown": Text("{from}–{until} van {total}", "{from}–{until} of {total}"),
    "previous": Text("Vorige", "Previous"), "next": Text("Volgende", "Next"), "pages": Text("Bladeren", "Pages"),
    "alarm": Text("{count} nieuwe bevindingen met ernst hoog of kritiek.",
                  "{count} new findings of severity high or critical."),
    "matrix": Text("Wie krijgt wat", "Who gets what"),
    "matrix-why": Text(
        "Hoe vaak een soort gegeven naar of van een ontvanger ging. ● staat niet in de privacybijsluiter.",
        "How often a kind of data went to or came from a recipient. ● is not in the privacybijsluiter."),
    "no-matrix": Text("Nog geen persoonsgegevens gezien.", "No personal data seen yet."),
    "declared": Text("genoemd", "declared"), "undeclared": Text("niet genoemd", "not declared"),
    "devices": Text("Apparaten", "Devices"), "address": Text("Adres", "Address"), "name": Text("Naam", "Name"),
    "saved": Text("Bewaard.", "Saved."),
    "name-why": Text("Geef het apparaat de naam van zijn sticker, niet die van een leerling.",
                     "Give the device the name on its sticker, not that of a pupil."),
    "no-devices": Text("Nog geen apparaat gezien.", "No device seen yet."),
    "show": Text("Toon bevindingen", "Show findings"),
    "protection": Text("Bescherming", "Protection"), "done-to-it": Text("Wat ermee gebeurde", "What was done"),
    "blocking": Text("Tegenhouden vanaf {severity}: {domains}.", "Blocking from {severity} on: {domains}."),
    "pseudonyms": Text("Pseudoniemen: {domains}.", "Pseudonyms: {domains}."),
    "all-requests": Text("verzoeken in totaal", "requests in all"),
    "nothing-done": Text("Nog niets.", "Nothing yet."),
    "coverage": Text("Wat is gezien en wat niet", "What was seen and what was not"),
    "refused": Text("Wat dicht blijft en wat u eraan doet", "What stays closed and what you do about it"),
    "on": Text("op", "on"),
    "host": Text("Host", "Host"),
    "read": Text("Gelezen", "Read"), "unread": Text("Niet gelezen", "Not read"), "closed": Text("Dicht", "Closed"),
    "gaps": Text("Wat verder niet is gelezen", "What else was not read"), "why": Text("Reden", "Reason"),
    "no-gaps": Text("Niets.", "Nothing."), "hosts": Text("Hosts", "Hosts"),
}
STEPS: tuple[tuple[str, Text], ...] = (
    ("pupil", Text("Inloggen als leerling", "Log in as a pupil")),
    ("pupil", Text("Oefenen", "Exercises")),
    ("pupil", Text("Toets", "Test")),
    ("pupil", Text("Chat of forum", "Chat or forum")),
    ("teacher", Text("Inloggen als leraar", "Log in as a teacher")),
    ("teacher", Text("Resultaten bekijken", "Look at results")),
    ("parent", Text("Ouderportaal", "Portal for parents")),
    ("", Text("Uitloggen", "Log out")),
)
"""The buttons of the timeline: who is logged in, and what the step is called."""

REFUSALS = (Gap.TLS_NO_CERTIFICATE, Gap.TLS_OWN_TRUST, Gap.TLS_PINNED, Gap.TLS_ECH, Gap.TLS_UNSUPPORTED,
            Gap.TLS_GAVE_UP)
"""What a device may do with the certificate, the most pressing first."""


@cache
def for_page() -> str:
    """All words as JSON: by language, and under it by kind and code."""
    return json.dumps({lang: {
        "words": {name: text.get(lang) for name, text in WORDS.items()},
        "steps": [{"actor": actor, "title": title.get(lang)} for actor, title in STEPS],
        "actors": {code: text.get(lang) for code, text in ACTORS.items() if code},
        "severities": [SEVERITIES[code].get(lang) for code in ("info", "laag", "midden", "hoog", "kritiek")],
        "statuses": {code: text.get(lang) for code, text in STATUSES.items()},
        "deeds": {code: text.get(lang) for code, text in DEEDS.items()},
        "reasons": {code: text.get(lang) for code, text in (*UNJUDGED.items(), *KEPT.items())},
        "roles": {code: text.get(lang) for code, text in ROLES.items()},
        "categories": {category.value: info.nl if lang == "nl" else info.en for category, info in INFO.items()},
        "gaps": {gap.value: gap_label(gap.value, lang) for gap in Gap},
        "sheets": {kind: device.name.get(lang) for kind, device in DEVICES.items()},
        "refusals": {gap.value: {"meaning": gap_text(gap.value).meaning.get(lang),
                                 "action": gap_text(gap.value).action.get(lang)} for gap in REFUSALS},
        "details": details(lang),
    } for lang in ("nl", "en")}, ensure_ascii=False)
