"""What closes the report: rules tested, limitations, glossary, and how to reproduce the result."""

from __future__ import annotations

from collections import Counter

from ..texts import SEVERITIES, exception_label, label
from .builder import Child, Markup, tag
from .view import View, head, items, pairs, right, section, table


def rules_tested(v: View) -> Markup:
    """All rules, also those that touched nothing: what was looked for is part of the result."""
    t = v.t
    counts = Counter(f["rule"] for f in v.findings)
    unknown = v.scan.get("scenario", {}).get("unknown_actor", 0)
    rules = v.settings["rules"]["evaluated"]
    rows: list[list[Child]] = [
        [
            head(tag("code", rule["id"])),
            rule["title"][v.lang],
            label(SEVERITIES, rule["severity"], v.lang),
            right(v.n(counts[rule["id"]]))
            if counts[rule["id"]]
            else tag(
                "td",
                t("niet geraakt", "not touched"),
                t("; deels niet getoetst: gebruiker onbekend", "; partly not tested: user unknown")
                if unknown and rule.get("needs_actor")
                else None,
                class_="num none",
            ),
        ]
        for rule in rules
    ]
    exceptions = [f for f in v.findings if f["exception"]]
    return section(
        "regels",
        t("Getoetste regels", "Rules tested"),
        tag(
            "p",
            t(
                "„Niet geraakt” betekent: gezocht en niet waargenomen binnen de dekking. Regels die tellen over "
                "sessies of "
                "personen zien alleen wat in deze opnamen staat.",
                "“Not touched” means: looked for and not observed within the coverage. Rules that count over sessions "
                "or "
                "persons see only what is in these captures.",
            ),
        ),
        table(
            [
                t("Regel", "Rule"),
                t("Titel", "Title"),
                t("Uitgangspunt ernst", "Default severity"),
                t("Bevindingen", "Findings"),
            ],
            rows,
            class_="dense",
            caption=t("Alle regels die zijn geëvalueerd", "All rules that were evaluated"),
            empty=t("De lijst van regels ontbreekt in het resultaat.", "The result holds no list of rules."),
        ),
        tag(
            "p",
            t(
                "Bevindingen onder een uitzondering van de privacybijsluiter: ",
                "Findings under an exception of the privacybijsluiter: ",
            ),
            ", ".join(f"{f['id']} ({exception_label(f, v.lang)})" for f in exceptions) if exceptions
            else t("geen", "none"),
            ".",
        ),
    )


def limitations(v: View) -> Markup:
    """What traffic can never show."""
    t = v.t
    return section(
        "beperkingen",
        t("Beperkingen", "Limitations"),
        items(
            [
                t(
                    "Een momentopname: versie, instellingen en inhoud kunnen sindsdien zijn veranderd.",
                    "A snapshot: version, settings and content may have changed since.",
                ),
                t(
                    "Wat niet is waargenomen kan toch bestaan: functies die niet zijn gebruikt, achtergrondverkeer, "
                    "verkeer tussen "
                    "servers.",
                    "What was not observed may exist all the same: features not used, background traffic, traffic "
                    "between "
                    "servers.",
                ),
                t(
                    "Doelen, grondslagen, bewaartermijnen en wie bij een ontvanger meekijkt zijn in verkeer niet te "
                    "zien.",
                    "Purposes, legal bases, retention and who has access at a recipient cannot be seen in traffic.",
                ),
                t(
                    "Herkenning kan waarden missen of ten onrechte aanwijzen; daarom staan aanwijzingen en zekerheid "
                    "bij elke bevinding. "
                    "Bevindingen onder 0,6 zijn „te beoordelen”.",
                    "Recognition can miss values or point at the wrong ones; so evidence and confidence stand with "
                    "every finding. "
                    "Findings below 0.6 are “to be assessed”.",
                ),
                t(
                    "Verkeer naar derden kan door de tester zelf zijn veroorzaakt (een zoekopdracht, een "
                    "browserextensie); leg het naast "
                    "de stappen van het scenario.",
                    "Traffic to third parties may have been caused by the tester (a search, a browser extension); lay "
                    "it beside the steps "
                    "of the scenario.",
                ),
                t(
                    "Een bevinding kan wijzen op een mogelijk datalek. De beoordeling is aan de "
                    "verwerkingsverantwoordelijke (AVG art. 33); "
                    "de termijn loopt vanaf het moment dat die ervan weet.",
                    "A finding may point at a possible data breach. The assessment is for the controller (GDPR art. "
                    "33); the period runs "
                    "from when the controller knows of it.",
                ),
            ]
        ),
    )


def glossary(v: View) -> Markup:
    """The words a reader outside the trade needs."""
    t = v.t
    return section(
        "begrippen",
        t("Begrippen", "Glossary"),
        pairs(
            [
                (
                    t("Bericht", "Exchange"),
                    t(
                        "één verzoek van de app of browser met het antwoord",
                        "one request of the app or browser with its response",
                    ),
                ),
                (
                    t("Ontvanger", "Recipient"),
                    t(
                        "de partij achter een host die een bericht krijgt",
                        "the party behind a host that gets a message",
                    ),
                ),
                (
                    "ECK iD (ketenID)",
                    t(
                        "pseudoniem van een leerling in de keten van leermiddelen",
                        "pseudonym of a pupil in the Dutch chain of learning materials",
                    ),
                ),
                (
                    "PGN, BSN",
                    t(
                        "wettelijk nummer van een persoon; gebruik alleen waar de wet dat bepaalt",
                        "national number of a person; use only where the law says so",
                    ),
                ),
                (
                    "Privacybijsluiter",
                    t(
                        "Bijlage 1 van de verwerkersovereenkomst: welke gegevens waarvoor naar wie gaan",
                        "annex 1 of the processing agreement: which data go to whom and why",
                    ),
                ),
                (
                    t("Gemaskeerd", "Masked"),
                    t(
                        "ingekort tot enkele tekens, zodat de waarde niet te lezen is",
                        "cut to a few characters, so that the value cannot be read",
                    ),
                ),
                (
                    t("Vingerafdruk", "Fingerprint"),
                    t(
                        "HMAC van een waarde met een geheime sleutel: gelijke waarden, gelijke vingerafdruk",
                        "HMAC of a value under a secret key: equal values, equal fingerprint",
                    ),
                ),
                (
                    t("Hash", "Digest"),
                    t("uitkomst van een rekenregel over een waarde (zoals SHA-256); gelijke waarden geven gelijke "
                      "hashes",
                      "outcome of a calculation on a value (such as SHA-256); equal values give equal digests"),
                ),
                (
                    t("Ernst en zekerheid", "Severity and confidence"),
                    t("hoe zwaar een bevinding weegt, en hoe zeker is dat zij klopt; twee verschillende maten",
                      "how much a finding weighs, and how sure it is that it is right; two different measures"),
                ),
                (
                    t("Blinde vlek", "Blind spot"),
                    t("verkeer of inhoud waarover dit onderzoek niets kan zeggen",
                      "traffic or content of which this examination can say nothing"),
                ),
                (
                    t("Kanarie", "Canary"),
                    t("verzonnen waarde van een testpersoon, die elders niet voorkomt en daarom zeker te herkennen is",
                      "invented value of a test person that is nowhere else, and so is recognised for certain"),
                ),
                (
                    t("hPGN, stampseudoniem", "hPGN, stampseudoniem"),
                    t("tussenstappen bij het maken van een ECK iD; zij horen niet bij leermiddelen",
                      "steps on the way to an ECK iD; they do not belong in learning materials"),
                ),
                (
                    t("Sessietoken, wachtwoord", "Session token, password"),
                    t("waarde waarmee iemand zich als de gebruiker kan voordoen",
                      "value with which somebody can act as the user"),
                ),
                (
                    t("Subverwerker", "Subprocessor"),
                    t("partij die in opdracht van de leverancier gegevens verwerkt",
                      "party that processes data on behalf of the vendor"),
                ),
                (
                    t("Tracker", "Tracker"),
                    t(
                        "dienst voor meten, reclame, sessie-opname, sociale media of tagbeheer",
                        "service for analytics, advertising, session replay, social media or tag management",
                    ),
                ),
                (
                    t("Gedekt", "Declared"),
                    t(
                        "genoemd in de privacybijsluiter; noodzaak te toetsen",
                        "named in the privacybijsluiter; necessity to be tested",
                    ),
                ),
                (
                    t("Eindpunt", "Endpoint"),
                    t("methode en pad, met wisselende delen als {id}", "method and path, with varying parts as {id}"),
                ),
                (
                    t("Veld (pointer)", "Field (pointer)"),
                    t(
                        "plaats van een waarde in een bericht, zoals /leerling/naam",
                        "place of a value in a message, such as /leerling/naam",
                    ),
                ),
            ]
        ),
    )


def reproduce(v: View) -> Markup:
    """Commands and digests with which another can make this report again."""
    t = v.t
    captures = [item["label"] for item in v.scan["inputs"]]
    shown = " ".join(_shell(name) for name in captures[:6]) + (" …" if len(captures) > 6 else "")
    policy = "" if v.settings["policy"]["builtin"] else " --policy POLICY.yaml"
    subjects = " --subjects SUBJECTS.yaml" if v.settings["subjects"] else ""
    scenario = " --scenario SCENARIO.yaml" if v.scan.get("scenario", {}).get("planned") else ""
    more = (" --dossier DOSSIER.yaml" if v.dossier.sha256 else "") + (" --previous VORIGE.json" if v.previous else "")
    return section(
        "reproduceren",
        t("Reproduceren en integriteit", "Reproducing and integrity"),
        tag(
            "p",
            t(
                "Dezelfde opnamen, privacybijsluiter, testpersonen, sleutel en versie geven hetzelfde resultaat, byte "
                "voor byte. "
                "Controleer eerst de SHA-256 van de bestanden.",
                "The same captures, privacybijsluiter, test persons, key and version give the same result, byte for "
                "byte. Check "
                "the SHA-256 of the files first.",
            ),
        ),
        tag(
            "pre",
            f"leerlek scan {shown}{policy}{subjects}{scenario} --key-file KEY --output json=resultaat.json\n"
            f"leerlek report resultaat.json{more} --output html=rapport.html --lang {v.lang}",
        ),
        tag("p", t(
            "KEY is de sleutel van de vingerafdrukken; zonder dezelfde sleutel zijn alle vingerafdrukken anders en de "
            "bevindingen gelijk. Een bundel (leerlek report --bundle) legt resultaat, rapport, privacybijsluiter, "
            "regels "
            "en controlegetallen vast onder een handtekening; leerlek verify controleert hem.",
            "KEY is the key of the fingerprints; without the same key all fingerprints differ and the findings are the "
            "same. A bundle (leerlek report --bundle) keeps result, report, privacybijsluiter, rules and digests "
            "under a "
            "signature; leerlek verify checks it.")),
        pairs(
            [
                (
                    t("SHA-256 van het JSON-resultaat", "SHA-256 of the JSON result"),
                    tag("code", v.digest, class_="hash"),
                ),
                (t("Formaat van het resultaat", "Format of the result"), v.document["schema"]),
                *([(t("SHA-256 van het dossierbestand", "SHA-256 of the dossier file"),
                    tag("code", v.dossier.sha256, class_="hash"))] if v.dossier.sha256 else []),
            ]
        ),
    )


def _shell(name: str) -> str:
    """A file name as it can be shown in a command; a name with more in it is quoted."""
    plain = all(char.isalnum() or char in "._-/" for char in name) and not name.startswith("-")
    return name if plain else "'" + name.replace("'", "'\\''") + "'"
