"""Reports: every format is made from the native JSON document alone, by one function in one file.

A format is registered in ``FORMATS``; what it needs is imported when it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from scanner.errors import UsageError

from .additions import NOTHING, Additions
from .document import SCHEMA, Document, build_document, is_accepted, open_findings
from .gaps import gap_label, gap_text
from .inert import inert
from .json_ import load_document, load_result, report_id
from .texts import evidence_label

if TYPE_CHECKING:
    from rich.console import Console

Renderer = Callable[..., bytes]


class Format(NamedTuple):
    """How a format is made: ``(document, lang) -> bytes``, its file suffix, whether it is no text, and whether it says
    what fails a build (then the renderer also takes the severity from which it does), and whether it is for people and
    has the dossier and the difference with an earlier scan in it (then the renderer also takes ``Additions``)."""

    render: Renderer
    suffix: str
    binary: bool = False
    fails: bool = False
    adds: bool = False


def _in(module: str, function: str) -> Renderer:
    """The renderer of a module that is imported at first use (pandas, rich and the HTML page are slow to load)."""

    def render_with(document: Document, lang: str, *more: object) -> bytes:
        renderer: Renderer = getattr(import_module(f"{__name__}.{module}"), function)
        return renderer(document, lang, *more)

    return render_with


FORMATS: dict[str, Format] = {
    "json": Format(_in("json_", "render_json"), ".json"),
    "html": Format(_in("html", "render_html"), ".html", adds=True),
    "sarif": Format(_in("sarif", "render_sarif"), ".sarif"),
    "csv": Format(_in("csv_", "render_findings"), ".csv"),
    "csv-detections": Format(_in("csv_", "render_detections"), ".csv"),
    "pdf": Format(_in("paper.pdf", "render_pdf"), ".pdf", binary=True, adds=True),
    "docx": Format(_in("paper.docx_", "render_docx"), ".docx", binary=True, adds=True),
    "xlsx": Format(_in("xlsx", "render_xlsx"), ".xlsx", binary=True),
    "parquet": Format(_in("parquet", "render_parquet"), ".parquet", binary=True),
    "junit": Format(_in("junit", "render_junit"), ".xml", fails=True),
    "markdown": Format(_in("markdown", "render_markdown"), ".md"),
    "dpv": Format(_in("dpv", "render_dpv"), ".jsonld"),
    "svg": Format(_in("html.picture", "render_svg"), ".svg"),
    "png": Format(_in("paper.drawing", "render_png"), ".png", binary=True),
    "gitlab": Format(_in("gitlab", "render_gitlab"), ".json"),
    "gitlab-sast": Format(_in("gitlab_sast", "render_gitlab_sast"), ".json"),
    "text": Format(_in("terminal", "render_text"), ".txt"),
}


def render(document: Document, fmt: str, lang: str, fail_on: str = "", additions: Additions = NOTHING) -> bytes:
    """One report of a result in a format of ``FORMATS``, in ``nl`` or ``en``.

    ``fail_on`` is the severity from which a finding fails a build, for formats that say so; empty: their default.
    ``additions`` are for the formats that people read (html, pdf, docx).
    """
    try:
        chosen = FORMATS[fmt]
    except KeyError:
        raise UsageError(f"unknown format '{fmt}'; known are: {', '.join(FORMATS)}") from None
    if chosen.adds:
        return chosen.render(document, lang, additions)
    return chosen.render(document, lang, fail_on) if chosen.fails and fail_on else chosen.render(document, lang)


def write_letter(document: Document, wanted: Sequence[str], lang: str, *, recipient: str = "", reply_by: str = "",
                 plain: bool = False) -> str:
    """The draft of a letter to the vendor about findings (ids, fingerprints, rules), as Markdown or plain text."""
    from .letter import write

    return write(document, wanted, lang, recipient=recipient, reply_by=reply_by, plain=plain)


def explain(document: Document, finding: dict[str, Any], lang: str) -> list[str]:
    """Everything about one finding of a result, in lines."""
    from .explanation import explain as lines

    return list(lines(document, finding, lang))


def render_terminal(document: Document, console: Console, lang: str) -> None:
    """Print findings and coverage on a rich console."""
    from .terminal import render_terminal as show

    show(document, console, lang)


__all__ = [
    "FORMATS", "NOTHING", "SCHEMA", "Additions", "Document", "Format", "build_document", "evidence_label", "explain",
    "gap_label", "gap_text", "inert", "is_accepted", "load_document", "load_result", "open_findings", "render",
    "render_terminal", "report_id", "write_letter",
]
