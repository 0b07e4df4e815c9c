"""Builds the native result, ``leerlek-result/1``, from the model objects of a scan.

Theory. The document is the only thing a reporter reads, so everything a reader may ask for stands in it, once,
in a fixed order: no clock, no host name of the machine, no path of a home directory. Times come from the
capture. Same input, policy, key and version give the same bytes (``json_.py``). Texts are in the language of
the scan; ``texts`` holds both languages, so that the report can be made in the other one later. Whatever came
from a capture passes ``inert`` here, so a hostile name cannot act in any format.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scanner.model import Finding
from scanner.model.moment import iso

from ..inert import inert_tree
from .coverage import coverage_section
from .findings import counts, finding_order, finding_row, is_accepted, is_excepted
from .plain import plain
from .rows import DetectionRows, SeenDetection, cookie_row, flow_row, recipient_row
from .scan import protection_section, scan_section

__all__ = ["SCHEMA", "Document", "SeenDetection", "build_document", "counts", "is_accepted", "is_excepted", "iso",
           "open_findings"]

SCHEMA = "leerlek-result/1"

Document = dict[str, Any]
"""A native result; its shape is ``scanner/schemas/result.schema.json``."""


def build_document(
    *,
    tool: object,
    scan: object,
    coverage: object,
    recipients: Iterable[object],
    detections: Iterable[SeenDetection],
    findings: Iterable[Finding],
    flows: Iterable[object],
    linkage: object = None,
    cookies: Iterable[object] | None = None,
    cookies_left: int = 0,
    protection: object = None,
) -> Document:
    """The native result as a plain dict. Mappings and dataclasses are both accepted where ``object`` stands.

    ``tool``: name, version. ``scan``: settings (mode, lang, actor, subjects, policy, rules, limits), product,
    inputs (times as seconds since the epoch). ``coverage``: hosts (``HostCoverage``), notes (``Note``), gate
    (verdict, reasons as ``Text``), suppressed_occurrences. ``recipients`` and ``flows``: the judge's tables. The
    recipient of a detection is the one whose ``hosts`` hold its host. ``linkage``: the judge's graph of who can join
    what; ``cookies`` and ``cookies_left`` its register of cookies; ``protection``: what the proxy did to
    requests. Each is left out of the result when None.
    """
    findings = sorted(findings, key=finding_order)
    about_scan = scan_section(plain(scan), findings)
    lang = str(about_scan["settings"]["lang"])
    parties = sorted((recipient_row(plain(r)) for r in recipients), key=lambda r: str(r["id"]))
    recipient_of = {str(host): str(r["id"]) for r in parties for host in r["hosts"]}
    seen = sorted(detections, key=lambda s: (s.facts.order, s.id))
    rows = DetectionRows(recipient_of, lang)
    facts = {s.id: s.facts for s in seen}
    return {
        "schema": SCHEMA,
        "tool": inert_tree({"name": "Leerlek", "version": "", **plain(tool)}),
        "scan": about_scan,
        "coverage": coverage_section(coverage),
        "recipients": parties,
        "detections": [rows.row(s) for s in seen],
        "findings": [finding_row(f, facts, lang) for f in findings],
        "flows": sorted((flow_row(plain(f)) for f in flows),
                        key=lambda f: (f["recipient"], f["category"], f["about"], f["directions"])),
        **({} if linkage is None else {"linkage": inert_tree(plain(linkage))}),
        **({} if cookies is None else {
            "cookies": [cookie_row(plain(c)) for c in cookies], "cookies_left": cookies_left,
        }),
        **({} if protection is None else {"protection": protection_section(plain(protection))}),
    }


def open_findings(document: Document) -> list[dict[str, Any]]:
    """The findings that count for an exit code."""
    return [finding for finding in document["findings"] if counts(finding)]
