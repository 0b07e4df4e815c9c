"""What the assertions find in a result, and how they say it: what, to whom, where, masked, why, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Any

from scanner.model import Category, Text
from scanner.report import Document, evidence_label, inert, open_findings
from scanner.report.listing import masked_values, organisations, place, reaches, whose
from scanner.report.texts import CLASSES, ROLES, SEVERITIES, STATUSES, category_label, label

Row = dict[str, Any]

MOST_GROUPS, MOST_PLACES = 12, 3
"""Categories or rules, and places of each, that a failure spells out; the rest is counted."""
_PARTS = {"name.given": "name.full", "name.family": "name.full"}
"""A part that is expected with its whole."""


def detections(document: Document, to: str | None, confidence: float) -> list[Row]:
    """The detections that count, of all traffic or of one recipient."""
    hosts = None if to is None else _hosts(document, to)
    return [d for d in document["detections"]
            if d["confidence"] >= confidence and (hosts is None or d["host"] in hosts)]


def nothing_seen(document: Document, to: str | None, lang: str) -> str:
    """Why an assertion would have nothing to look at; empty when there was traffic."""
    if not document["coverage"]["totals"]["exchanges"]:
        return Text("er is geen verkeer opgenomen in deze test, dus valt er niets te beweren",
                    "no traffic was recorded in this test, so nothing can be asserted").get(lang)
    if to is None or _hosts(document, to):
        return ""
    seen = ", ".join(sorted({_shown(account["host"]) for account in document["coverage"]["hosts"]}))
    return Text(f"geen verkeer met {to!r}; wel met: {seen}\n(missing_ok=True als dat mag, of "
                f"assert_no_contact({to!r}))",
                f"no traffic with {to!r}; there was with: {seen}\n(missing_ok=True if that is fine, or "
                f"assert_no_contact({to!r}))").get(lang)


def only(document: Document, expected: Iterable[str], to: str | None, ignored: frozenset[str], confidence: float,
         lang: str) -> str:
    """What was seen beyond the expected categories; empty when nothing."""
    expected = list(expected)
    wrong = [code for code in expected if not any(fnmatchcase(each.value, code) for each in Category)]
    if wrong:
        return _unknown(wrong, lang)
    beyond: dict[tuple[str, str], list[Row]] = {}
    for d in detections(document, to, confidence):
        if d["category"] not in ignored and not _among(d["category"], expected):
            beyond.setdefault((d["category"], d["recipient"]), []).append(d)
    if not beyond:
        return ""
    codes = sorted({code for code, _ in beyond})
    head = Text(
        f"Verwacht: alleen {', '.join(expected) or 'niets'}{f' bij {to}' if to else ''}. "
        f"Ook gezien: {', '.join(codes)}.",
        f"Expected: only {', '.join(expected) or 'nothing'}{f' with {to}' if to else ''}. "
        f"Also seen: {', '.join(codes)}.").get(lang)
    by_detection: dict[str, list[Row]] = {}
    for f in document["findings"]:
        for occurrence in f["occurrences"]:
            by_detection.setdefault(occurrence, []).append(f)
    parties = {r["id"]: r for r in document["recipients"]}
    lines = [head]
    order = list(SEVERITIES)

    def worst(seen: list[Row]) -> int:
        ranks = (order.index(f["severity"]) for d in seen for f in by_detection.get(d["id"], ()))
        return min(ranks, default=len(order))

    for (code, recipient), seen in sorted(beyond.items(), key=lambda each: worst(each[1]))[:MOST_GROUPS]:
        lines += ["", f"  {code} ({category_label(code, lang)}) {_arrow(seen)} {_party(parties.get(recipient), lang)}",
                  *_where(seen, lang), *_rules(seen, by_detection, lang)]
    lines += _left(len(beyond) - MOST_GROUPS, lang)
    named = ", ".join(map(repr, codes[:3]))
    lines += ["", Text(f"Hoort het erbij, noem het dan in de test ({named}) en in de privacybijsluiter.",
                       f"If it belongs there, name it in the test ({named}) and in the privacybijsluiter.").get(lang),
              *_basis(document, lang)]
    return "\n".join(lines)


def findings(document: Document, threshold: str, to: str | None, ignore: frozenset[str], lang: str) -> str:
    """The findings that count at or above the severity of a code; empty when there are none."""
    hosts = None if to is None else _hosts(document, to)
    parties = {r["id"] for r in document["recipients"] if hosts and hosts & set(r["hosts"])}
    found = [f for f in open_findings(document) if reaches(f["severity"], threshold) and f["rule"] not in ignore
             and (hosts is None or f["host"] in hosts or f["recipient"] in parties)]
    if not found:
        return ""
    rows = {d["id"]: d for d in document["detections"]}
    groups: dict[tuple[str, str], list[Row]] = {}
    for f in found:
        groups.setdefault((f["rule"], f["recipient"]), []).append(f)
    names = organisations(document)
    word = label(SEVERITIES, threshold, lang)
    lines = [Text(f"{len(found)} bevindingen vanaf {word}.", f"{len(found)} findings from {word}.").get(lang)]
    for (rule, _), group in list(groups.items())[:MOST_GROUPS]:
        f, texts = group[0], group[0]["texts"][lang]
        values = ", ".join(_shown(value) for value in masked_values(f, rows, 3))
        lines += ["", f"  {rule} {texts['title']} ({label(SEVERITIES, f['severity'], lang)}, "
                      f"{label(STATUSES, f['status'], lang)}): {_shown(whose(f, names, lang))}",
                  *(f"    {_shown(place(one))}" for one in group[:MOST_PLACES]),
                  *_left(len(group) - MOST_PLACES, lang, indent=4),
                  *([f"    {values}"] if values else []),
                  f"    {Text('Advies', 'Advice').get(lang)}: {texts['remediation']}"]
    lines += [*_left(len(groups) - MOST_GROUPS, lang), "", *_basis(document, lang)]
    return "\n".join(lines)


def contact(document: Document, hosts: Iterable[str], lang: str) -> str:
    """The hosts that were contacted and should not have been; empty when none."""
    found = sorted({each for host in hosts for each in _hosts(document, host)})
    if not found:
        return ""
    counts = {account["host"]: account["exchanges"] for account in document["coverage"]["hosts"]}
    named = ", ".join(f"{_shown(host)} ({counts.get(host, 0)}×)" for host in found)
    return Text(f"Er was verkeer met {named}.", f"There was traffic with {named}.").get(lang)


def _hosts(document: Document, to: str) -> set[str]:
    """The hosts of a recipient: by its id in the policy, its host, or its domain."""
    wanted = to.lower().rstrip(".")
    seen = {account["host"] for account in document["coverage"]["hosts"]}
    by_id = {host for r in document["recipients"] if r["id"].lower() == wanted for host in r["hosts"]}
    return by_id | {host for host in seen if host == wanted or host.endswith("." + wanted)}


def _among(code: str, expected: list[str]) -> bool:
    return any(fnmatchcase(code, each) or _PARTS.get(code) == each for each in expected)


def _arrow(seen: list[Row]) -> str:
    directions = {d["direction"] for d in seen}
    return "↔" if len(directions) > 1 else "←" if "response" in directions else "→"


def _party(party: Row | None, lang: str) -> str:
    if party is None:
        return "?"
    about = [label(ROLES, party["role"], lang), label(CLASSES, party["class"], lang) if party["class"] else ""]
    name = party["organisation"] or party["domain"] or party["id"]
    return f"{_shown(name)} ({', '.join(part for part in about if part)})"


def _where(seen: list[Row], lang: str) -> list[str]:
    places: dict[tuple[str, ...], list[Row]] = {}
    for d in seen:
        places.setdefault((d["direction"], d["host"], d["endpoint"], d["part"], d["template"]), []).append(d)
    lines = []
    for (direction, host, endpoint, part, pointer), rows in list(places.items())[:MOST_PLACES]:
        best = max(rows, key=lambda d: d["confidence"])
        steps = " → ".join(best["steps"])
        lines.append(f"    {'←' if direction == 'response' else '→'} {_shown(f'{host} {endpoint}')} · "
                     f"{_shown(f'{part} {pointer}'.rstrip())}{f' ({_shown(steps)})' if steps else ''} · {len(rows)}×")
        why = ", ".join(dict.fromkeys(evidence_label(e["code"], lang) for e in best["evidence"] if e["weight"] > 0))
        lines.append(f"      {_shown(best['masked'])} · {Text('zekerheid', 'confidence').get(lang)} "
                     f"{best['confidence']:.2f}: {_shown(why)}")
    return lines + _left(len(places) - MOST_PLACES, lang, indent=4)


def _rules(seen: list[Row], by_detection: dict[str, list[Row]], lang: str) -> list[str]:
    rules: dict[str, Row] = {}
    for d in seen:
        for f in by_detection.get(d["id"], ()):
            rules.setdefault(f["rule"], f)
    order = list(SEVERITIES)
    worst = sorted(rules.values(), key=lambda f: (order.index(f["severity"]), f["rule"]))[:2]
    lines = []
    for f in worst:
        texts = f["texts"][lang]
        lines.append(f"    {f['rule']} {texts['title']} ({label(SEVERITIES, f['severity'], lang)})")
        lines.append(f"      {Text('Advies', 'Advice').get(lang)}: {texts['remediation']}")
    return lines or [Text("    Geen regel wordt gebroken; de test verwacht het alleen niet.",
                          "    No rule is broken; the test just does not expect it.").get(lang)]


def _left(more: int, lang: str, indent: int = 2) -> list[str]:
    return [" " * indent + Text(f"… en nog {more}", f"… and {more} more").get(lang)] if more > 0 else []


def _basis(document: Document, lang: str) -> list[str]:
    """By what it was judged, and what could not be read."""
    settings, totals = document["scan"]["settings"], document["coverage"]["totals"]
    policy = settings["policy"]["name"] + (Text(" (ingebouwd)", " (built in)").get(lang)
                                           if settings["policy"]["builtin"] else "")
    accounts, exchanges = settings["subjects"], totals["exchanges"]
    lines = [Text(f"Beoordeeld naar {policy}; testaccounts: {accounts}; berichten: {exchanges}.",
                  f"Judged by {policy}; test accounts: {accounts}; exchanges: {exchanges}.").get(lang)]
    if totals["unread_bytes"]:
        lines.append(Text(f"Niet gelezen: {totals['unread_bytes']} bytes.",
                          f"Not read: {totals['unread_bytes']} bytes.").get(lang))
    return lines


def _unknown(codes: list[str], lang: str) -> str:
    import difflib

    told = []
    for code in codes:
        near = difflib.get_close_matches(code, [each.value for each in Category], n=1)
        meant = Text(f" (bedoeld {near[0]!r}?)", f" (meant {near[0]!r}?)").get(lang) if near else ""
        told.append(f"{code!r}{meant}")
    return Text(f"geen gegevenssoort: {', '.join(told)}", f"no category: {', '.join(told)}").get(lang)


def _shown(text: str) -> str:
    return inert(str(text), 200)
