"""The scenario: steps, who was logged in, what was seen in each, and what stayed unknown."""

from __future__ import annotations

from typing import Any

from ..texts import ACTORS, category_label, label
from .builder import Child, Markup, tag
from .view import View, head, right, table


def scenario(v: View) -> list[Child]:
    """The table of steps and the sentence about who was logged in; nothing for a result without them."""
    t, found = v.t, v.scan.get("scenario")
    if not found:
        return []
    parts: list[Child] = [tag("h3", t("Testscenario's", "Test scenarios"))]
    if found["title"]:
        parts.append(tag("p", tag("strong", found["title"])))
    if found["steps"]:
        parts.append(_steps(v, found))
    else:
        parts.append(tag("p", t(
            "Er is geen scenario meegegeven en het verkeer bevat geen markeringen; zie „In te vullen”.",
            "No scenario was given and the traffic holds no marks; see “To be filled in”.")))
    parts += [tag("p", sentence) for sentence in _who(v, found)]
    if found["sha256"]:
        parts.append(tag("p", "SHA-256: ", tag("code", found["sha256"], class_="hash")))
    return parts


def _steps(v: View, found: dict[str, Any]) -> Markup:
    t = v.t
    rows: list[list[Child]] = []
    for step in found["steps"]:
        first, last = step["first"] or step["start"], step["last"] or step["end"]
        name: Child = [tag("code", step["id"]), tag("br"), step["title"]] if step["title"] else tag("code", step["id"])
        who = label(ACTORS, step["actor"], v.lang)
        rows.append([
            right(v.n(step["number"])),
            head(name),
            f"{who} ({step['subject']})" if step["subject"] else who,
            step["feature"] or "–",
            v.span(first, last, seconds=True),
            right(v.n(step["exchanges"])),
            right(v.n(step["findings"])),
            v.severity(step["worst"]) if step["worst"] else "–",
            tag("td", _done(v, step), class_=None if step["executed"] else "none"),
        ])
    return table(
        [t("Nr", "No"), t("Stap", "Step"), t("Wie", "Who"), t("Onderdeel", "Feature"),
         t("Periode (UTC)", "Period (UTC)"), t("Berichten", "Exchanges"), t("Bevindingen", "Findings"),
         t("Zwaarste", "Worst"), t("Uitgevoerd", "Executed")],
        rows, class_="dense",
        caption=t("Stappen van het scenario en wat erin is waargenomen", "Steps of the scenario and what was observed"),
    )


def _done(v: View, step: dict[str, Any]) -> str:
    if not step["executed"]:
        return v.t("nee: geen verkeer", "no: no traffic")
    missing = ", ".join(category_label(code, v.lang) for code in step["missing"])
    if missing:
        return v.t(f"ja; verwacht en niet gezien: {missing}", f"yes; expected and not seen: {missing}")
    return v.t("ja", "yes")


def _who(v: View, found: dict[str, Any]) -> list[str]:
    t = v.t
    actors = found["actors"]
    shown = ", ".join(f"{label(ACTORS, code, v.lang)} {v.n(actors[code])}" for code in ACTORS if actors.get(code))
    sentences = []
    if shown:
        sentences.append(t(f"Berichten, verdeeld naar wie was ingelogd: {shown}.",
                           f"Exchanges by who was logged in: {shown}."))
    if found["steps"] and found["outside"]:
        amount = v.count(found["outside"], ("bericht hoort", "berichten horen"),
                         ("exchange belongs", "exchanges belong"))
        sentences.append(t(f"{amount} bij geen stap.", f"{amount} to no step."))
    rules = [rule["id"] for rule in v.settings["rules"]["evaluated"] if rule.get("needs_actor")]
    if found["unknown_actor"] and rules:
        amount = v.count(found["unknown_actor"], ("bericht", "berichten"), ("exchange", "exchanges"))
        sentences.append(t(
            f"Van {amount} in sessies bij het product is niet bekend wie was ingelogd; daar konden deze regels niet "
            f"worden getoetst: {', '.join(rules)}.",
            f"Of {amount} in sessions at the product it is not known who was logged in; there these rules could not be "
            f"tested: {', '.join(rules)}."))
    if found["marks"]:
        amount = v.count(found["marks"], ("markering", "markeringen"), ("mark", "marks"))
        sentences.append(t(f"{amount} van de tester in het verkeer; die zijn niet onderzocht.",
                           f"{amount} of the tester in the traffic, which were not examined."))
    return sentences
