"""What a device gets instead of an answer of the recipient: a page for people, JSON for programs, a line for the rest.

Theory. The status is 403 (RFC 9110 §15.5.4: understood, and refused), which every client takes for a final no;
``Proxy-Status`` says that a proxy said it (RFC 9209 §2.3.12). JSON is a problem document (RFC 9457). A page of another
origin that asked by script may read the answer, else it would see a failed network and try again. Nothing is loaded,
nothing runs, and no value is told: rules, kinds of data, and the part of the request they stood in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from scanner.model import INFO, Category, Cause, Text

STATUS = 403
_STYLE = ("body{font:1.1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color:#1b1b1b;"
          "background:#fff}h1{font-size:1.5rem}li{margin:.4rem 0}code{font-size:.9em}"
          "@media(prefers-color-scheme:dark){body{color:#eee;background:#1b1b1b}}")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *; base-uri 'none'; form-action 'none'"
_COMMON = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
           "Proxy-Status": "leerlek; error=http_request_denied", "Vary": "Accept, Accept-Language, Origin"}
_DOCUMENTS = frozenset({"document", "iframe", "frame", "embed", "object"})
_MOST = 12

_TITLE = Text("Dit verzoek is tegengehouden", "This request was blocked")
_WHAT = Text("Leerlek heeft dit verzoek aan {} niet verstuurd, omdat er gegevens in staan die daar volgens de "
             "ingestelde regels niet heen mogen.",
             "Leerlek did not send this request to {}, because it holds data that may not go there by the rules that "
             "were set.")
_WHY = Text("Waarom", "Why")
_DO = Text("Er is niets mis met dit apparaat. Vraag het aan wie de les of het netwerk beheert; in het overzicht van "
           "Leerlek staat dit verzoek onder Bescherming.",
           "Nothing is wrong with this device. Ask whoever runs the lesson or the network; Leerlek's overview lists "
           "this request under Protection.")
_MORE = Text("en nog {}", "and {} more")
_PARTS = {"url": Text("in het adres", "in the address"), "header": Text("in een header", "in a header"),
          "cookie": Text("in een cookie", "in a cookie"), "body": Text("in de inhoud", "in the content")}


def answer(headers: Mapping[str, str], method: str, organisation: str, causes: Sequence[Cause],
           lang: str) -> tuple[int, bytes, list[tuple[str, str]]]:
    """Status, body and headers. ``headers`` are those of the request; their names must be found in any case.

    ``lang`` is that of the session; a device that prefers the other one gets that.
    """
    origin = headers.get("origin", "")
    common = {**_COMMON, **_shared_with(origin)}
    if method == "OPTIONS" and headers.get("access-control-request-method"):
        # The question before the request: the request itself is refused, in a way that the page can read.
        allowed = {"Access-Control-Allow-Methods": headers["access-control-request-method"],
                   "Access-Control-Allow-Headers": headers.get("access-control-request-headers", ""),
                   "Access-Control-Max-Age": "0"}
        return 204, b"", [*common.items(), *((name, value) for name, value in allowed.items() if value)]
    lang = _preferred(headers.get("accept-language", ""), lang)
    kind, text = _written(headers, organisation, causes, lang)
    found = {**common, "Content-Type": f"{kind}; charset=utf-8", "Content-Language": lang,
             "Content-Security-Policy": _POLICY}
    return STATUS, text.encode(), list(found.items())


def _written(headers: Mapping[str, str], organisation: str, causes: Sequence[Cause], lang: str) -> tuple[str, str]:
    accepted = headers.get("accept", "").lower()
    dest = headers.get("sec-fetch-dest", "")
    if dest in _DOCUMENTS or (not dest and "text/html" in accepted):
        return "text/html", _page(organisation, causes, lang)
    if "json" in accepted or "json" in headers.get("content-type", "").lower() or dest == "empty" or (
            headers.get("x-requested-with")):
        return "application/problem+json", _problem(organisation, causes, lang)
    return "text/plain", f"{_TITLE.get(lang)}: {', '.join(_reasons(causes, lang))}\n"


def _page(organisation: str, causes: Sequence[Cause], lang: str) -> str:
    title = escape(_TITLE.get(lang))
    reasons = "".join(f"<li>{escape(reason)}</li>" for reason in _reasons(causes, lang))
    return (f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
            f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body><main>'
            f"<h1>{title}</h1><p>{escape(_WHAT.get(lang)).format(f'<strong>{escape(organisation)}</strong>')}</p>"
            f"<h2>{escape(_WHY.get(lang))}</h2><ul>{reasons}</ul><p>{escape(_DO.get(lang))}</p></main></body></html>\n")


def _problem(organisation: str, causes: Sequence[Cause], lang: str) -> str:
    return json.dumps({
        "type": "urn:leerlek:blocked", "title": _TITLE.get(lang), "status": STATUS,
        "detail": _WHAT.get(lang).format(organisation),
        "reasons": [{"rule": cause.rule, "title": cause.title.get(lang) if cause.title else "",
                     "category": cause.category.value if cause.category else "", "part": cause.part.partition(".")[0]}
                    for cause in causes[:_MOST]],
    }, ensure_ascii=False)


def _reasons(causes: Iterable[Cause], lang: str) -> list[str]:
    """A line for each rule: its title, the kinds of data, and where they stood."""
    by_rule: dict[str, tuple[str, dict[str, None], dict[str, None]]] = {}
    for cause in causes:
        _, kinds, parts = by_rule.setdefault(cause.rule, (cause.title.get(lang) if cause.title else "", {}, {}))
        if cause.category is not None:
            kinds[_label(cause.category, lang)] = None
        if (part := _PARTS.get(cause.part.partition(".")[0])) is not None:
            parts[part.get(lang)] = None
    lines = [f"{title} ({rule})" + (f": {', '.join(kinds)}" if kinds else "")
             + (f", {' / '.join(parts)}" if parts else "")
             for rule, (title, kinds, parts) in by_rule.items()]
    left = len(lines) - _MOST
    return lines[:_MOST] + ([_MORE.get(lang).format(left)] if left > 0 else [])


def _label(category: Category, lang: str) -> str:
    return INFO[category].nl if lang == "nl" else INFO[category].en


def _shared_with(origin: str) -> dict[str, str]:
    """What lets a script of another page read the answer; the origin goes back as it came, when it is one."""
    if not origin or not origin.isascii() or not origin.isprintable() or len(origin) > 300:
        return {}
    return {"Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true"}


def _preferred(accepted: str, lang: str) -> str:
    """Dutch or English, whichever a device names first (browsers list the best first); else that of the session."""
    for each in accepted.lower().split(",")[:10]:
        if (first := each.strip()[:2]) in ("nl", "en"):
            return first
    return lang
