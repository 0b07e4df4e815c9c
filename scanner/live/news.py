"""What the addon tells in the terminal while a session lasts, in the user's language."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from mitmproxy.log import ALERT

from scanner.model import Text

log = logging.getLogger("leerlek")

_NEWS: Mapping[str, Text] = {
    "begin": Text("resultaten komen in {folder}", "results go to {folder}"),
    "again": Text("resultaten komen in {folder}; wat daar nog lag, wordt afgemaakt",
                  "results go to {folder}; going on with what was left there"),
    "aside": Text("het rapport van een eerdere sessie staat nu in {folder}",
                  "the report of an earlier session is now in {folder}"),
    "paused": Text("gepauzeerd; het verkeer gaat ongelezen door", "paused; traffic passes unread"),
    "resumed": Text("het verkeer wordt weer gelezen", "reading again"),
    "scarce": Text(
        "de schijf heeft nog {free} MB. Maak ruimte: onder {floor} MB wordt verkeer alleen geteld, niet onderzocht.",
        "the disk has {free} MB left. Make room: below {floor} MB what passes is counted, not scanned."),
    "full": Text(
        "de schijf is vol (nog {free} MB): vanaf nu wordt verkeer alleen geteld, niet onderzocht. Maak ruimte.",
        "the disk is full ({free} MB left): what passes from now on is counted, not scanned. Make room."),
    "room": Text("de schijf heeft weer {free} MB; het verkeer wordt weer onderzocht.",
                 "the disk has {free} MB again; what passes is scanned again."),
    "counted": Text("{count} uitwisselingen zijn alleen geteld.", "{count} exchanges were only counted."),
    "waits": Text("de schijf is vol (nog {free} MB); het onderzoek wacht. Maak ruimte, dan gaat het verder.",
                  "the disk is full ({free} MB left); the scanner waits. Make room, and it goes on."),
    "restarted": Text("het onderzoek stopte (status {status}) en is opnieuw gestart; er is niets verloren",
                      "the scanner stopped (status {status}) and was started again; nothing is lost"),
    "unkept": Text("{exchanges} uitwisselingen zijn onderzocht maar niet bewaard: er was geen ruimte",
                   "{exchanges} exchanges were scanned but not kept, for want of room"),
    "forgotten": Text("bewaard verkeer verwijderd, de termijn is voorbij; bestanden: {files}",
                      "kept traffic deleted, its time is over; files: {files}"),
    "left": Text("er was geen ruimte om af te maken. Maak ruimte, en ga verder met: leerlek proxy -o {folder}",
                 "there was no room to finish. Make room, and go on with: leerlek proxy -o {folder}"),
    "failed": Text("het onderzoek stopt telkens; wat niet is onderzocht, blijft in {folder}",
                   "the scanner keeps stopping; what it did not scan stays in {folder}"),
    "done": Text("{findings} bevindingen in {exchanges} uitwisselingen; rapport: {report}",
                 "{findings} findings in {exchanges} exchanges; report: {report}"),
    "status": Text("Leerlek: {state}; {exchanges} uitwisselingen, {findings} bevindingen, {waiting} bytes wachten nog; "
                   "resultaten in {folder}",
                   "Leerlek: {state}; {exchanges} exchanges, {findings} findings, {waiting} bytes still to be read; "
                   "results in {folder}"),
    "is running": Text("leest mee", "running"), "is paused": Text("gepauzeerd", "paused"),
    "is ending": Text("maakt het rapport", "writing its report"), "is ended": Text("afgerond", "ended"),
    "report": Text("het rapport komt in {report}", "the report comes in {report}"),
    "none": Text("er loopt geen onderzoek; leerlek.start begint er een",
                 "no scan is running; leerlek.start begins one"),
    "another": Text("er loopt al een onderzoek; leerlek.report sluit het af",
                    "a scan is running; leerlek.report ends it"),
    "writing": Text("het vorige rapport wordt nog gemaakt", "the last report is still being written"),
    "taken": Text("een andere proxy schrijft in {folder}; noem een andere map met --output",
                  "another proxy writes to {folder}; name another folder with --output"),
    "unwritable": Text("{folder}: hier kan niets worden geschreven ({why}); noem een andere map met --output",
                       "{folder}: nothing can be written there ({why}); name another folder with --output"),
}


class News:
    """Tells it."""

    def __init__(self, lang: str = "nl") -> None:
        self.lang = lang

    def tell(self, name: str, level: int = ALERT, **values: object) -> None:
        """Tell one piece of ``_NEWS``."""
        log.log(level, "leerlek: %s", self.text(name, **values))

    def text(self, name: str, **values: object) -> str:
        """One piece in the user's words."""
        return _NEWS[name].get(self.lang).format(**values)
