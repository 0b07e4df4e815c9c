"""What the dashboard asks of the store, as JSON values. Everything shown is bounded, however long the session."""

from __future__ import annotations

import sqlite3
from typing import Any

from scanner.live.store import facts_of

PAGE = 50
"""Findings on a page."""
_MOST = 1000
"""Rows of the matrix, of devices, hosts and gaps."""
_BY = {"severity": "severity DESC, last DESC, number", "last": "last DESC, number", "count": "count DESC, number"}


def state(database: sqlite3.Connection) -> dict[str, Any]:
    """Facts of the session, findings by severity, devices and steps."""
    severities = dict.fromkeys(range(5), 0)
    severities.update(database.execute("SELECT severity, count(*) FROM finding GROUP BY severity").fetchall())
    return {
        **{name: value for name, value in facts_of(database).items() if name != "refused"},
        "severities": [severities[rank] for rank in range(5)],
        "real_person": bool(database.execute("SELECT 1 FROM finding WHERE rule = 'COV-005' LIMIT 1").fetchone()),
        "devices": _rows(database, """
            SELECT device.number, device.address, coalesce(device_name.name, '') AS name, device.exchanges, device.last,
              coalesce(findings_of.findings, 0) AS findings
            FROM device LEFT JOIN device_name USING (address) LEFT JOIN findings_of USING (client)
            ORDER BY device.number LIMIT ?""", _MOST),
        "steps": _rows(database, "SELECT name, title, actor, exchanges, first, last FROM step "
                                 "ORDER BY first DESC, name DESC LIMIT ?", _MOST),
        "recipients": _rows(database, "SELECT DISTINCT recipient, organisation FROM cell ORDER BY organisation LIMIT ?",
                            _MOST),
    }


def findings(
    database: sqlite3.Connection, *, least: int = 0, recipient: str = "", device: int = 0, words: str = "",
    order: str = "severity", page: int = 0,
) -> dict[str, Any]:
    """One page of findings and how many there are: of at least a severity, one recipient, one device, with words."""
    where, values = ["severity >= ?"], [least]  # type: list[str], list[object]
    if recipient:
        where.append("recipient = ?")
        values.append(recipient)
    if device:
        where.append("number IN (SELECT finding FROM on_device JOIN device USING (client) WHERE device.number = ?)")
        values.append(device)
    for word in words.split()[:8]:
        where.append("instr(words, ?)")
        values.append(word.lower())
    chosen, by = " AND ".join(where), _BY.get(order, _BY["severity"])
    if words or device:  # few of many, which no index gives in their order: look once, and count what was found
        every = database.execute(f"SELECT number FROM finding WHERE {chosen} ORDER BY +{by}", values)
        found = [row[0] for row in every]
        total, shown = len(found), found[page * PAGE:(page + 1) * PAGE]
    else:
        total = database.execute(f"SELECT count(*) FROM finding WHERE {chosen}", values).fetchone()[0]
        shown = [row[0] for row in database.execute(
            f"SELECT number FROM finding WHERE {chosen} ORDER BY {by} LIMIT ? OFFSET ?", [*values, PAGE, page * PAGE])]
    rows = database.execute(
        f"SELECT number, rule, title_nl, title_en, severity, status, organisation, role, host, endpoint, part, pointer,"
        f" direction, categories, count, subjects, first, last FROM finding"
        f" WHERE number IN ({','.join('?' * len(shown))}) ORDER BY {by}", shown)
    return {"total": total, "page": page, "pages": -(-total // PAGE), "findings": [dict(row) for row in rows]}


def matrix(database: sqlite3.Connection) -> list[dict[str, Any]]:
    """The cells recipient × category, those not declared first."""
    return _rows(database, "SELECT recipient, organisation, role, category, about, declared, count, subjects FROM cell "
                           "ORDER BY organisation, category, about LIMIT ?", _MOST)


def coverage(database: sqlite3.Connection) -> dict[str, Any]:
    """What was read by host, what devices do with the certificate, and what else was not read."""
    return {
        "hosts": _rows(database, "SELECT host, exchanges, body_bytes, unread_bytes, closed_connections FROM host "
                                 "ORDER BY closed_connections DESC, exchanges DESC, host LIMIT ?", _MOST),
        "refused": facts_of(database).get("refused", []),
        "protected": _rows(database, "SELECT * FROM protected ORDER BY deed, rule <> '' OR category <> '', count DESC, "
                                     "host, rule LIMIT ?", _MOST),
        "gaps": _rows(database, "SELECT gap, host, detail, bytes, count FROM gap ORDER BY gap, count DESC, host "
                                "LIMIT ?", _MOST),
    }


def _rows(database: sqlite3.Connection, question: str, *values: object) -> list[dict[str, Any]]:
    return [dict(row) for row in database.execute(question, values)]
