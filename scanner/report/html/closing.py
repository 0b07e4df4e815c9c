"""What closes the report: rules tested, limitations, and how to reproduce the result."""

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
                t("niet waargenomen", "not observed"),
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
        t("Getoetste regels en niet-bevindingen", "Rules tested and what was not found"),
        tag(
            "p",
            t(
                "„Niet waargenomen” betekent: gezocht en niet gevonden binnen de dekking. Regels die tellen over "
                "sessies of "
                "personen zien alleen wat in deze opnamen staat.",
                "“Not observed” means: looked for and not found within the coverage. Rules that count over sessions "
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
            caption=t("Alle regels die zijn getoetst", "All rules that were tested"),
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
                    "Wat niet is waargenomen, kan toch bestaan: functies die niet zijn gebruikt, achtergrondverkeer, "
                    "verkeer tussen "
                    "servers.",
                    "What was not observed may exist all the same: features not used, background traffic, traffic "
                    "between "
                    "servers.",
                ),
                t(
                    "Doelen, grondslagen, bewaartermijnen, en wie bij een ontvanger meekijkt: dat is in verkeer niet "
                    "te zien.",
                    "Purposes, legal bases, retention and who has access at a recipient cannot be seen in traffic.",
                ),
                t(
                    "De herkenning kan waarden missen of ten onrechte melden; daarom staan aanwijzingen en zekerheid "
                    "bij elke bevinding. "
                    "Bevindingen onder 0,6 zijn „te beoordelen”. Hoe vaak zij mist of zich vergist, is gemeten op "
                    "eigen teksten en verkeer, en kan elders anders zijn (docs/evaluation.md van het programma).",
                    "Recognition can miss values or point at the wrong ones; so evidence and confidence stand with "
                    "every finding. "
                    "Findings below 0.6 are “to be assessed”. How often it misses or errs was measured on texts and "
                    "traffic of its own, and may differ elsewhere (docs/evaluation.md of the program).",
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
        t("Reproduceerbaarheid en integriteit", "Reproducibility and integrity"),
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
            "en controlesommen vast onder een handtekening; leerlek verify controleert hem.",
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
