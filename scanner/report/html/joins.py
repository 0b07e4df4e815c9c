"""Who can join what: pairs of recipients, by which identifiers, of how many persons, and what they then hold."""

from __future__ import annotations

from typing import Any

from ..texts import category_label
from .builder import Child, tag
from .view import View, head, items, right, table

MOST_JOINS = 60


def joins(v: View) -> list[Child]:
    """The table and what it means; nothing where the result does not tell."""
    found = v.document.get("linkage")
    if found is None:
        return []
    t = v.t
    ranked = sorted(found["joins"], key=lambda join: (-join["subjects"], join["recipients"]))
    rows: list[list[Child]] = [
        [
            head(" + ".join(_name(v, key) for key in join["recipients"])),
            right(v.n(join["subjects"])),
            items([_link(v, by) for by in join["by"]]),
            *(_held(v, held) for held in join["categories"]),
        ]
        for join in ranked[:MOST_JOINS]
    ]
    left = len(ranked) - MOST_JOINS
    return [
        tag("h3", t("Wie kan wat samenvoegen", "Who can join what")),
        tag(
            "p",
            t(
                "Twee ontvangers die een identificator gemeen hebben, kunnen samenvoegen wat zij over dezelfde "
                "personen hebben. Dat zij dat doen, is niet waargenomen. Wat hier niet staat, kan langs wegen gaan die "
                "in verkeer niet te zien zijn.",
                "Two recipients that have an identifier in common can join what they hold about the same persons. That "
                "they do so was not observed. What is not here may go by ways that traffic does not show.",
            ),
        ),
        table(
            [
                t("Ontvangers", "Recipients"),
                t("Personen", "Persons"),
                t("Samen te voegen langs", "To be joined by"),
                t("De eerste heeft van hen", "The first holds of them"),
                t("De tweede heeft van hen", "The second holds of them"),
            ],
            rows,
            caption=t("Ontvangers die kunnen samenvoegen, de meeste personen eerst",
                      "Recipients that can join, most persons first"),
            empty=t("Geen twee ontvangers met een identificator gemeen waargenomen.",
                    "No two recipients with an identifier in common observed."),
        ),
        tag("p", t(f"En nog {left}; zie het JSON-bestand.", f"And {left} more; see the JSON file."), class_="note")
        if left > 0
        else None,
        tag("p", v.count(found["left_out"], ("waarneming is", "waarnemingen zijn"),
                         ("detection was", "detections were"))
            + t(" niet vergeleken.", " not compared."), class_="note")
        if found["left_out"]
        else None,
    ]  # fmt: skip


def _name(v: View, key: str) -> str:
    return v.recipient_name(key) or key


def _link(v: View, by: dict[str, Any]) -> str:
    form = v.t("hash", "hash") if by["form"] == "digest" else v.t("gelijk", "equal")
    declared = v.t(", genoemd", ", declared") if by["declared"] else ""
    return f"{category_label(by['category'], v.lang)} ({form}{declared}): {v.n(by['subjects'])}"


def _held(v: View, held: list[str]) -> str:
    return ", ".join(category_label(category, v.lang) for category in held) or "–"
