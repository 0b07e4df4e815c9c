"""Signs: technical facts at a place of an exchange that are no personal datum, and the one table of their codes.

Theory. Rules about security, storage and choice ask how data travel: a cookie without a flag, an answer that a cache
may keep, a refusal. Such a fact has a code from the table below, a place, and where it has one a size (days) or a word.
It never holds a value of the capture: pointers are masked like those of detections, words come from fixed lists.
"""

from __future__ import annotations

from dataclasses import dataclass

from .field import Direction
from .finding import Text
from .transfer import sent_by_fields

SIGNS: dict[str, Text] = {
    "address.secret": Text("een adres dat geheim is", "an address that is secret"),
    "ai.request": Text("verzoek aan een AI-dienst", "request to an AI service"),
    "auth.none": Text("antwoord zonder authenticatie in het verzoek", "answer without authentication in the request"),
    "auth.present": Text("authenticatie in het verzoek", "authentication in the request"),
    "cache.hit": Text("uit een gedeelde cache", "from a shared cache"),
    "cache.other-pupil": Text("uit een gedeelde cache, met gegevens die een ander al kreeg",
                              "from a shared cache, with data that somebody else was given before"),
    "cache.public": Text("een gedeelde cache mag het bewaren", "a shared cache may keep it"),
    "cache.storable": Text("een cache mag het bewaren", "a cache may keep it"),
    "consent.given": Text("toestemming gegeven", "consent given"),
    "consent.gpc": Text("Sec-GPC: de gebruiker wil geen verkoop of deling", "Sec-GPC: the user objects to sharing"),
    "consent.refused": Text("toestemming geweigerd", "consent refused"),
    "consent.string": Text("toestemmingstekst (TCF)", "consent string (TCF)"),
    "cookie.lifetime": Text("levensduur van een cookie in dagen", "lifetime of a cookie in days"),
    "cookie.no-httponly": Text("cookie zonder HttpOnly", "cookie without HttpOnly"),
    "cookie.no-secure": Text("cookie zonder Secure", "cookie without Secure"),
    "cookie.samesite-none": Text("cookie met SameSite=None", "cookie with SameSite=None"),
    "cookie.set": Text("cookie geplaatst", "cookie set"),
    "cookie.tracking": Text("volgcookie in een verzoek", "tracking cookie in a request"),
    "cors.any": Text("Access-Control-Allow-Origin: *", "Access-Control-Allow-Origin: *"),
    "cors.credentials": Text("Access-Control-Allow-Credentials", "Access-Control-Allow-Credentials"),
    "cors.reflected": Text("een andere herkomst teruggekaatst in Access-Control-Allow-Origin",
                           "another origin reflected in Access-Control-Allow-Origin"),
    "exchange.forbidden-block": Text("gevuld blok dat het dossier zelf uitsluit",
                                     "filled block that the dossier itself excludes"),
    "exchange.no-inzage": Text("dossier zonder inzage door de ouders", "dossier that the parents could not look into"),
    "exchange.wide-scope": Text("scope voor meer dan de basisgegevens", "scope for more than the basic data"),
    "exchange.wide-set": Text("andere gegevensset dan de smalle", "another data set than the narrow one"),
    "fingerprint.device": Text("kenmerken die samen het apparaat herkennen",
                               "traits that together recognise the device"),
    "host.identifier": Text("gegeven van een persoon in een hostnaam", "data of a person in a host name"),
    "hsts.missing": Text("geen Strict-Transport-Security", "no Strict-Transport-Security"),
    "hsts.set": Text("Strict-Transport-Security, in dagen", "Strict-Transport-Security, in days"),
    "password.predictable": Text("wachtwoord dat te raden is", "password that can be guessed"),
    "password.shared": Text("wachtwoord onder drie of meer namen", "password under three or more names"),
    "record.departed": Text("uitgeschreven leerling, aantal dagen geleden", "pupil who left, number of days ago"),
    "record.old": Text("gegeven uit een vorig schooljaar, aantal dagen geleden",
                       "record of a past school year, number of days ago"),
    "redirect.https": Text("onversleuteld verzoek dat naar HTTPS wordt omgeleid",
                           "request without encryption that is redirected to HTTPS"),
    "replay.dom": Text("opname van een scherm of pagina", "recording of a screen or page"),
    "secret.client": Text("geheim van een dienst", "secret of a service"),
    "secret.private-key": Text("privésleutel", "private key"),
    "sensing.inference": Text("afleiding over emotie of aandacht, of toezicht met een camera",
                              "inference about emotion or attention, or supervision by camera"),
    "set-cookie.nonessential": Text("volgcookie geplaatst", "tracking cookie set"),
    "telemetry.keys": Text("elke toetsaanslag met zijn tijd", "each keystroke with its time"),
    "telemetry.pointer": Text("elke beweging van muis of vinger met haar tijd",
                              "each movement of mouse or finger with its time"),
    "tls.old": Text("TLS ouder dan 1.2", "TLS before 1.2"),
    "tls.weak-cipher": Text("zwakke versleuteling", "weak encryption"),
    "token.long-lived": Text("geldigheid van een token in dagen", "validity of a token in days"),
    "url.signed": Text("ondertekend adres", "signed address"),
}
"""Every code of a sign with its label. A code never changes meaning."""

FOREVER = 1_000_000
"""The days of what has no end."""


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Sign:
    """One technical fact. ``part`` and ``pointer`` are as those of a detection, array indices as ``*``.

    ``amount`` is the size of what has one, in whole days (``FOREVER``: no end), else 0. ``detail`` is a word of the
    family (``session``, ``tracking``), never from the capture. Raises ``ValueError`` for a code that is not in the
    table.
    """

    code: str
    direction: Direction
    part: str
    pointer: str = ""
    detail: str = ""
    amount: int = 0

    def __hash__(self) -> int:
        # Signs are looked up for every exchange, and these three tell most apart; equal hashes are compared in full.
        return hash((self.code, self.part, self.amount))

    def __post_init__(self) -> None:
        if self.code not in SIGNS:
            raise ValueError(f"{self.code!r} is no sign")
