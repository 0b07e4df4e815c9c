"""Where the report stands in a DPIA: the points of the Rijksmodel, what fills them here, and what cannot."""

from __future__ import annotations

from .builder import Child, Markup, tag
from .view import View, head, section, table


def rijksmodel(v: View) -> Markup:
    """The points of the Model DPIA Rijksdienst beside the sections of this report."""
    t = v.t
    flows, parties = t("Gegevensstromen", "Data flows"), t("Ontvangers", "Recipients")
    findings, special = t("Bevindingen", "Findings"), t("Bijzondere gegevens", "Special data")
    measures, team = t("Risico en maatregelen", "Risk and measures"), t("In te vullen", "To be filled in")
    evidence = t("alleen aanwijzingen uit verkeer", "indications from traffic only")
    points: tuple[tuple[str, str, str, str], ...] = (
        ("1", t("Voorstel", "Proposal"), f"{t('titelblok', 'title block')}, {team}",
         t("doel en aanleiding", "purpose and occasion")),
        ("2", t("Persoonsgegevens", "Personal data"), f"{flows}, {special}", t("wat niet is opgenomen; zie Dekking",
                                                                             "what was not recorded; see Coverage")),
        ("3", t("Gegevensverwerkingen", "Processing operations"), flows, t("verwerking bij de ontvanger zelf",
                                                                         "processing at the recipient itself")),
        ("4", t("Verwerkingsdoeleinden", "Purposes"), flows, t("alleen zoals de privacybijsluiter ze noemt",
                                                             "only as the privacybijsluiter names them")),
        ("5", t("Betrokken partijen", "Parties involved"), parties, t("rollen zijn opgave, geen vaststelling",
                                                                    "roles are as declared, not established")),
        ("6", t("Belangen", "Interests"), "–", t("niet uit verkeer", "not from traffic")),
        ("7", t("Verwerkingslocaties", "Locations"), parties, t("land is opgave, geen meting",
                                                              "country is as declared, not measured")),
        ("8", t("Techniek en methode", "Technique and method"),
         t("Reikwijdte en methode, Dekking", "Scope and method, Coverage"), "–"),
        ("9", t("Juridisch en beleidsmatig kader", "Legal and policy framework"), "–",
         t("niet uit verkeer", "not from traffic")),
        ("10", t("Bewaartermijnen", "Retention"), t("Cookies en bewaren", "Cookies and retention"), evidence),
        ("11", t("Rechtsgrond", "Legal ground"), "–", t("niet uit verkeer", "not from traffic")),
        ("12", t("Bijzondere persoonsgegevens", "Special categories"), special, "–"),
        ("13", t("Doelbinding", "Purpose limitation"), f"{flows}, {findings}", evidence),
        ("14", t("Noodzaak en evenredigheid", "Necessity and proportionality"),
         f"{findings}, {t('Identificatoren', 'Identifiers')}", evidence),
        ("15", t("Rechten van betrokkenen", "Rights of data subjects"), f"{findings}, {team}", evidence),
        ("16", t("Risico's", "Risks"), measures, t("voorstel kans × impact; het DPIA-team beslist",
                                                 "proposal likelihood × impact; the DPIA team decides")),
        ("17", t("Maatregelen", "Measures"), measures, t("advies per regel; keuze en planning door het DPIA-team",
                                                       "advice per rule; choice and planning by the DPIA team")),
    )
    rows: list[list[Child]] = [[head(number), name, where, open_] for number, name, where, open_ in points]
    return section(
        "rijksmodel",
        t("Plaats in de DPIA", "Place in the DPIA"),
        tag("p", t(
            "De punten van het Rijksmodel (Model DPIA Rijksdienst) en het onderdeel van dit rapport dat eraan "
            "bijdraagt.",
            "The points of the Rijksmodel (the DPIA model of the Dutch central government) and the section of this "
            "report that adds to it.")),
        table(
            [t("Punt", "Point"), t("Rijksmodel", "Rijksmodel"), t("In dit rapport", "In this report"),
             t("Blijft open", "Remains open")],
            rows, class_="dense", caption=t("Punten van het Rijksmodel", "Points of the Rijksmodel")),
    )
