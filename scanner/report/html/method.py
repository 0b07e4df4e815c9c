"""Scope and method: the captures, the settings, how values are recognized, what the team adds."""

from __future__ import annotations

from typing import Any

from ..texts import ACTORS, KINDS, LIMITS, MODES, label
from .builder import Child, Markup, join, tag
from .scenario import scenario
from .view import View, code, head, pairs, right, section, table


def method(v: View) -> Markup:
    """What was examined, with which settings, and how values are recognized."""
    t = v.t
    settings = v.settings
    policy = settings["policy"]
    rows: list[list[Child]] = [
        [
            head(code(item["label"])),
            label(KINDS, item["kind"], v.lang),
            right(v.size(item["bytes"])),
            right(v.n(item["exchanges"])),
            v.span(item["first"], item["last"], seconds=True),
            join(
                tag("code", item["sha256"] or "–", class_="hash"),
                tag("p", item["note"], class_="problem") if item["note"] else None,
            ),
        ]
        for item in v.scan["inputs"]
    ]
    limits = "; ".join(
        f"{label(LIMITS, key, v.lang)}: "
        f"{(t('ja', 'yes') if value else t('nee', 'no')) if isinstance(value, bool) else v.n(value)}"
        for key, value in settings["limits"].items()
        if value or not key.endswith(("_not_matched", "_not_compared"))  # nothing was left out
    )
    return section(
        "methode",
        t("Reikwijdte en methode", "Scope and method"),
        tag("h3", t("Bewijsbestanden", "Evidence files")),
        table(
            [
                t("Opname", "Capture"),
                t("Soort", "Kind"),
                t("Omvang", "Size"),
                t("Berichten", "Exchanges"),
                t("Periode (UTC)", "Period (UTC)"),
                "SHA-256",
            ],
            rows,
            class_="dense",
            caption=t("Opnamen waarop dit rapport rust", "Captures on which this report rests"),
            empty=t("Geen opnamen.", "No captures."),
        ),
        *scenario(v),
        tag("h3", t("Meetmethode en instellingen", "Method of measurement and settings")),
        pairs(
            [
                (t("Programma", "Program"), f"{v.document['tool']['name']} {v.document['tool']['version']}"),
                (
                    t("Maatstaf", "Yardstick"),
                    t(
                        "ingebouwd: pseudoniem en voornaam (geen privacybijsluiter meegegeven)",
                        "built in: pseudonym and first name (no privacybijsluiter was given)",
                    )
                    if policy["builtin"]
                    else join(
                        t("privacybijsluiter ", "privacybijsluiter "),
                        policy["name"],
                        " ",
                        policy["version"],
                        tag("br"),
                        tag("code", policy["sha256"], class_="hash"),
                    ),
                ),
                (
                    t("Regels", "Rules"),
                    join(
                        v.count(len(settings["rules"]["evaluated"]), ("regel", "regels"), ("rule", "rules")),
                        " · ",
                        settings["rules"]["version"],
                        tag("br"),
                        tag("code", settings["rules"]["sha256"], class_="hash"),
                    ),
                ),
                *(
                    (t("Product", "Product") if product["name"] else t("Geen product", "No product"),
                     _product(v, product))
                    for product in v.scan.get("products", ())
                ),
                (t("Accounts", "Accounts"), label(MODES, settings["mode"], v.lang)),
                (t("Bekende testpersonen", "Known test persons"), v.n(settings["subjects"])),
                (
                    t("Rol van de gebruiker", "Role of the user"),
                    label(ACTORS, settings["actor"], v.lang) if settings["actor"]
                    else t("uit het verkeer afgeleid", "read from the traffic"),
                ),
                (t("Grenzen", "Limits"), limits or "–"),
            ]
        ),
        tag("h3", t("Hoe gegevens worden herkend", "How data are recognised")),
        *_recognition(v),
    )


def _product(v: View, product: dict[str, Any]) -> Child:
    """One of several products: its policy, and how much was judged under it."""
    exchanges = v.count(product["exchanges"], ("bericht", "berichten"), ("exchange", "exchanges"))
    if not product["name"]:
        return join(v.t("wat bij geen van de privacybijsluiters hoort: ",
                        "what belongs to none of the privacybijsluiters: "),
                    exchanges)
    name = " ".join(part for part in (product["name"], product["version"]) if part)
    policy = " ".join(part for part in (product["policy"], product["policy_version"]) if part)
    return join(f"{name} ({product['vendor']}) · {policy} · {exchanges}", tag("br"),
                tag("code", product["sha256"], class_="hash"))


def _recognition(v: View) -> list[Child]:
    t = v.t
    bands: list[list[Child]] = [
        [
            head(v.n(1, 1)),
            t(
                "bekende waarde van een testpersoon, in elke schrijfwijze, codering of hash",
                "known value of a test person, in any spelling, encoding or digest",
            ),
        ],
        [
            head("≥ " + v.n(0.9, 1)),
            t("gecontroleerde waarde en passende veldnaam", "validated value and matching field name"),
        ],
        [
            head("≥ " + v.n(0.6, 1)),
            t("gecontroleerde waarde of passende veldnaam", "validated value or matching field name"),
        ],
        [
            head("< " + v.n(0.6, 1)),
            t(
                "zwakke aanwijzing: „te beoordelen”, hoogstens ernst midden",
                "weak indication: “to be assessed”, medium severity at most",
            ),
        ],
    ]
    return [
        tag(
            "p",
            t(
                "Ieder bericht wordt uitgepakt tot losse velden (compressie, JSON, XML, formulieren, tokens, base64). "
                "Per veld "
                "tellen aanwijzingen voor en tegen op: veldnaam, vorm, controlegetal, velden ernaast, naamlijsten en "
                "de "
                "opgegeven testpersonen. Elke bevinding vermeldt ze. Waarden worden direct gemaskeerd; ruwe waarden "
                "staan "
                "niet in dit rapport.",
                "Every message is unpacked into single fields (compression, JSON, XML, forms, tokens, base64). For "
                "each field "
                "indications for and against add up: field name, shape, checksum, neighbouring fields, lists of names "
                "and the "
                "test persons given. Every finding lists them. Values are masked at once; no raw value is in this "
                "report.",
            ),
        ),
        table(
            [t("Zekerheid", "Confidence"), t("Betekenis", "Meaning")],
            bands,
            caption=t("Zekerheid in klassen", "Confidence bands"),
        ),
        tag(
            "p",
            t(
                "Ernst is een eigenschap van een bevinding: de regel geeft een uitgangspunt, omstandigheden "
                "(ontvanger niet "
                "genoemd, tracker, in een adres, bijzondere gegevens) verhogen haar, vermelding in de "
                "privacybijsluiter "
                "verlaagt haar maar laat de bevinding staan. Er is geen totaalcijfer.",
                "Severity is a property of a finding: the rule gives a starting point, circumstances (undeclared "
                "recipient, "
                "tracker, in an address, special data) raise it, being named in the privacybijsluiter lowers it but "
                "leaves "
                "the finding. There is no overall mark.",
            ),
        ),
    ]
