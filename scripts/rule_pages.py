"""Writes docs/rules/nl and docs/rules/en from the rule files: an index, and one page for each pack (``make docs``).

The pages say what the files say and nothing else, so that there is one place to change; a test compares them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scanner.judge import load_rules
from scanner.judge.loading import PACKS
from scanner.judge.rule import Rule
from scanner.judge.yamlfile import YamlFile
from scanner.model import Severity, Text
from scanner.report.texts import SEVERITIES, label

FOLDER = Path(__file__).parent.parent / "docs" / "rules"
LANGS = ("nl", "en")

PACK_TITLES = {
    "min": Text("Dataminimalisatie naast het pseudoniem", "Data minimisation beside the pseudonym"),
    "idn": Text("Identificatoren en pseudoniem", "Identifiers and pseudonym"),
    "spc": Text("Bijzondere en gevoelige gegevens", "Special-category and sensitive data"),
    "lnk": Text("Koppelbaarheid", "Linkability"),
    "tpt": Text("Derden, subverwerkers, doorgifte", "Third parties, sub-processors, transfers"),
    "sec": Text("Beveiliging van transport en toegang", "Security of transport and access"),
    "ses": Text("Geheimen, sessies en URL's", "Secrets, sessions and URLs"),
    "kid": Text("Kinderen, profilering, leeranalytics", "Children, profiling, learning analytics"),
    "ret": Text("Bewaring en caching", "Retention and caching"),
    "tra": Text("Transparantie, keuze, verantwoording", "Transparency, choice, accountability"),
    "pol": Text("Toets aan de privacybijsluiter", "Check against the privacybijsluiter"),
    "cov": Text("Dekking en bewijs", "Coverage and evidence"),
}

WORDS = {
    "recipient": Text("ontvanger", "recipient"), "endpoint": Text("eindpunt", "endpoint"), "host": Text("host", "host"),
    "pointer": Text("plaats", "place"), "part": Text("deel van het bericht", "part of the message"),
    "categories": Text("gegevens", "data"), "count": Text("aantal", "number"), "messages": Text("aantal", "number"),
    "subjects": Text("aantal", "number"), "verb": Text("ontving of gaf terug", "received or returned"),
    "whose": Text("van wie", "of whom"), "yardstick": Text("de privacybijsluiter of de ingebouwde maatstaf",
                                                           "the privacybijsluiter or the built-in yardstick"),
    "others": Text("waarom het gaat", "what it is about"), "exception": Text("uitzondering", "exception"),
    "rule": Text("regel", "rule"), "expires": Text("datum", "date"), "amount": Text("hoeveelheid", "amount"),
    "algorithms": Text("algoritme", "algorithm"), "actor": Text("rol", "role"), "sign": Text("kenmerk", "sign"),
    "days": Text("aantal", "number"),
}
"""What stands on a page for a placeholder of a message."""

RAISED = {
    "recipient": Text("een tracker, of een ontvanger met eigen doeleinden of buiten de privacybijsluiter",
                      "a tracker, or a recipient with purposes of its own or outside the privacybijsluiter"),
    "category": Text("een ontvanger of gegeven buiten de privacybijsluiter",
                     "a recipient or datum outside the privacybijsluiter"),
    "plaintext": Text("verkeer zonder versleuteling", "traffic without encryption"),
    "exposed": Text("een plaats in een URL, log of foutmelding", "a place in a URL, log or crash report"),
    "special": Text("een bijzonder gegeven", "special-category data"),
    "scale": Text("meer dan 25 betrokkenen", "more than 25 data subjects"),
}
"""The circumstances of ``raise`` in words."""

_SCOPES = {
    "message": Text("één bericht", "one message"), "session": Text("één sessie", "one session"),
    "subject": Text("één betrokkene in een bericht", "one data subject in a message"),
    "recipient": Text("meer ontvangers samen", "several recipients together"),
    "scan": Text("het hele onderzoek", "the whole scan"),
}
_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")


def pages() -> dict[Path, str]:
    """Every page, by its path under ``docs/rules``."""
    rules = load_rules(undecided=True)
    packs = {pack: found for pack in PACKS if (found := [rule for rule in rules if rule.pack == pack])}
    made: dict[Path, str] = {}
    for lang in LANGS:
        made[Path(lang, "README.md")] = "".join(_index(packs, lang))
        for pack, found in packs.items():
            made[Path(lang, f"{pack}.md")] = "".join(_pack(pack, found, lang))
    return made


def _index(packs: dict[str, list[Rule]], lang: str) -> Iterator[str]:
    yield _say(lang, "# De regels van Leerlek\n\n", "# The rules of Leerlek\n\n")
    yield _say(lang, "Deze bladzijden komen uit de regels zelf (`make docs`). [De taal van de regels](../language.md) "
                     "zegt hoe een regel is geschreven. [English](../en/README.md).\n",
               "These pages are made from the rules themselves (`make docs`). [The language of rules](../language.md) "
               "tells how a rule is written. [Nederlands](../nl/README.md).\n")
    for pack, rules in packs.items():
        yield f"\n## [{pack.upper()}]({pack}.md): {PACK_TITLES[pack].get(lang)}\n\n"
        yield _say(lang, "| Regel | Ernst | Titel |", "| Rule | Severity | Title |") + "\n| --- | --- | --- |\n"
        for rule in rules:
            title = rule.title.get(lang)
            if rule.needs is not None:
                title += _say(lang, " (nog niet te beslissen)", " (not decided yet)")
            yield f"| [{rule.id}]({pack}.md#{rule.id.lower()}) | {_ernst(rule.severity, lang)} | {title} |\n"


def _pack(pack: str, rules: list[Rule], lang: str) -> Iterator[str]:
    other = "en" if lang == "nl" else "nl"
    yield f"# {pack.upper()}: {PACK_TITLES[pack].get(lang)}\n\n"
    yield _say(lang, "[Alle regels](README.md)", "[All rules](README.md)")
    yield f" · [{_say(lang, 'English', 'Nederlands')}](../{other}/{pack}.md)\n"
    for rule in rules:
        yield "".join(_rule(rule, lang))


def _rule(rule: Rule, lang: str) -> Iterator[str]:
    yield f'\n<a id="{rule.id.lower()}"></a>\n## {rule.id}: {rule.title.get(lang)}\n\n'
    yield f"{_shown(rule.message, lang)}\n\n"
    if rule.needs is not None:
        yield _line(lang, "Nog niet te beslissen; nodig is", "Not decided yet; it needs", rule.needs.get(lang))
    yield _line(lang, "Ernst", "Severity", f"{_ernst(rule.severity, lang)}: {_severity(rule, lang)}")
    yield _line(lang, "Gekeken naar", "Looked at", _SCOPES[rule.scope].get(lang))
    yield _line(lang, "Waarom", "Why", rule.why.get(lang))
    basis = "; ".join(text.get(lang) for text in rule.basis)
    yield _line(lang, "Mogelijk in strijd met", "Possibly contrary to", basis)
    yield _line(lang, "Wat genoeg is", "What is enough", rule.enough.get(lang))
    yield _line(lang, "Herstel", "Remediation", rule.remediation.get(lang))
    yield _line(lang, "Vraag aan de ontvanger", "Ask the recipient", _shown(rule.ask, lang))
    yield _line(lang, "Lijkt erop en is het niet", "What looks like it and is not", rule.false_positives.get(lang))
    if rule.needs is None:
        fire, silent = _examples(rule)
        yield _line(lang, "Voorbeelden", "Examples", _say(
            lang, f"{fire} waarbij de regel spreekt, {silent} waarbij hij zwijgt",
            f"{fire} where the rule speaks, {silent} where it stays silent"))
    yield _line(lang, "Versie", "Version", str(rule.version))


def _severity(rule: Rule, lang: str) -> str:
    """The base with its reason, the special cases, and what raises or lowers it."""
    said = [rule.severity_reason.get(lang)]
    cases: dict[str, None] = {}
    for pattern in rule.match:
        if pattern.severity is not None and pattern.reason is not None:
            cases[f"{_ernst(pattern.severity, lang)}: {pattern.reason.get(lang)}"] = None
    said += [_say(lang, f"in een bijzonder geval {case}", f"in a special case {case}") for case in cases]
    if rule.raises:
        raised = "; ".join(RAISED[name].get(lang) for name in rule.raises)
        said.append(_say(lang, f"een stap hoger bij elk van: {raised}", f"one step higher for each of: {raised}"))
    if rule.softened is False:
        said.append(_say(lang, "een aanwijzing verlaagt het niet", "a declaration does not lower it"))
    return ". ".join(part[0].upper() + part[1:] if number else part for number, part in enumerate(said))


def _ernst(severity: Severity, lang: str) -> str:
    return label(SEVERITIES, severity.code, lang)


def _examples(rule: Rule) -> tuple[int, int]:
    assert rule.examples is not None
    data: Any = YamlFile(rule.examples).data
    return len(data.get("fire", ())), len(data.get("silent", ()))


def _shown(message: Text, lang: str) -> str:
    return _PLACEHOLDER.sub(lambda match: f"*{WORDS[match[1]].get(lang)}*", message.get(lang))


def _line(lang: str, nl: str, en: str, text: str) -> str:
    return f"- **{_say(lang, nl, en)}**: {text.removesuffix('.')}.\n" if text else ""


def _say(lang: str, nl: str, en: str) -> str:
    return nl if lang == "nl" else en


def main() -> None:
    """Write the pages, and remove those of packs that are gone."""
    made = pages()
    for lang in LANGS:
        for old in (FOLDER / lang).glob("*.md"):
            if Path(lang, old.name) not in made:
                old.unlink()
    for path, text in made.items():
        (FOLDER / path).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
