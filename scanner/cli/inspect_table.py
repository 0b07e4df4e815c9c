"""What ``leerlek inspect`` shows to people: the exchanges, the hosts, and what was not read and what to do about it.

Paths come without query and with ids left out, and every text from the capture with control characters made visible.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import click

from scanner.model import shown_method

Row = dict[str, Any]

_LOOKED_UP = "dns.lookup"
_ENCRYPTED = frozenset({"tls.no-key", "tls.unsupported", "tls.damaged", "tls.refused", "quic.unread"})
_WIDEST = 60


class Table:
    """Prints exchanges as they come and a summary at the end."""

    def __init__(self) -> None:
        self._hosts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        self._capture = self._host = ""
        self._messages = [0, 0, 0]

    def row(self, row: Row) -> None:
        """Take an exchange, or a WebSocket message of the exchange before."""
        from scanner.detect import general_path
        from scanner.report import inert

        if row["kind"] == "ws":
            received = row["dir"] == "s2c"
            self._messages[received] += 1
            self._messages[2] += row["len"]
            self._hosts[self._host][1 + received] += row["len"]
            self._hosts[self._host][3] += 1
            return
        self._end_messages()
        if row["capture"] != self._capture:
            self._capture = row["capture"]
            click.secho(inert(self._capture, 200), bold=True)
        host = row["host"].rpartition("@")[2]  # before it stands an account
        self._host = _without_port(host)
        sums = self._hosts[self._host]
        sums[0] += 1
        sums[1] += row["req_len"]
        sums[2] += row["resp_len"] or 0
        status = "---" if row["status"] is None else str(row["status"])
        path = general_path(str(row["path"]).partition("?")[0].partition("#")[0])
        where = host + path
        if row["method"] == "CONNECT" and row["path"].strip():
            where = row["path"].split()[0].rpartition("@")[2]
        click.echo(f"{row['kind']:7}{status:>4} {shown_method(row['method']):7} {inert(where, 160)}  "
                   f"({row['req_len']:,} → {row['resp_len'] or 0:,} bytes)")

    def end(self, coverage: Row) -> None:
        """Print the sums, the hosts, and what was not read."""
        self._end_messages()
        messages = sum(sums[3] for sums in self._hosts.values())
        if coverage["exchanges"]:
            also = f" and {_count(messages, 'WebSocket message')}" if messages else ""
            click.echo(f"\n{_count(coverage['exchanges'], 'exchange')}{also} with {_count(len(self._hosts), 'host')}")
            self._show_hosts()
        else:
            click.echo("No exchanges were read.")
        notes = coverage["notes"]
        self._show_contacted([note for note in notes if note["gap"] == _LOOKED_UP or note["gap"] in _ENCRYPTED])
        unread = [note for note in notes if note["gap"] != _LOOKED_UP]
        if unread:
            _show_unread(unread)
        else:
            click.echo("\nEverything in the capture was read." if coverage["exchanges"] else
                       "There is no web traffic in the capture, and nothing that could not be read.")

    def _end_messages(self) -> None:
        sent, received, size = self._messages
        if sent or received:
            click.echo(f"{'':12} {_count(sent + received, 'WebSocket message')}: {sent} sent, {received} received "
                       f"({size:,} bytes)")
            self._messages = [0, 0, 0]

    def _show_hosts(self) -> None:
        from scanner.report import inert

        names = {host: inert(host, _WIDEST) for host in self._hosts}
        width = max(len("host"), *map(len, names.values()))
        click.echo(f"\n{'host':{width}}  exchanges  bytes sent  received")
        for host, (count, sent, received, _) in sorted(self._hosts.items(), key=lambda item: (-item[1][0], item[0])):
            click.echo(f"{names[host]:{width}}  {count:9,}  {sent:10,}  {received:8,}")

    def _show_contacted(self, notes: list[Row]) -> None:
        """Hosts that were contacted without one exchange to show for it."""
        from scanner.report import gap_label, inert

        reasons: dict[str, list[str]] = {}
        for note in sorted(notes, key=lambda note: note["gap"] == _LOOKED_UP):
            host = note["host"]
            if host and host not in self._hosts and not (note["gap"] == _LOOKED_UP and host in reasons):
                found = reasons.setdefault(host, [])
                if (label := gap_label(note["gap"], "en")) not in found:
                    found.append(label)
        if reasons:
            click.echo("\nContacted, and nothing of it was read")
            for host, labels in sorted(reasons.items()):
                click.echo(f"  {inert(host, _WIDEST)}: {', '.join(labels)}")


def _show_unread(notes: list[Row]) -> None:
    """What was not read, by cause: where, how much, and what would help."""
    from scanner.report import gap_text, inert

    click.echo("\nNot read, or not in full")
    captures = len({note["capture"] for note in notes})
    for gap in dict.fromkeys(note["gap"] for note in notes):
        text = gap_text(gap)
        click.echo(f"  {text.label.en}")
        for note in notes:
            if note["gap"] == gap:
                where = " ".join(filter(None, (inert(note["capture"], 80) if captures > 1 else "",
                                               inert(note["host"], _WIDEST))))
                when = (note["first"] or "")[:19].replace("T", " ")
                amount = ", ".join(filter(None, (f"{note['count']:,} ×" if note["count"] != 1 else "",
                                                 f"{note['bytes']:,} bytes" if note["bytes"] else "",
                                                 f"{'from ' if note['count'] != 1 else ''}{when} UTC" if when else "")))
                said = ": ".join(filter(None, (where, inert(note["detail"], 120))))
                click.echo(f"    {said}{f' ({amount})' if amount else ''}" if said else f"    {amount or 'once'}")
        if text.action.en:
            click.echo(f"    → {text.action.en}")


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _without_port(authority: str) -> str:
    from scanner.capture.address import split_authority

    return split_authority(authority.rpartition("@")[2])[0]
