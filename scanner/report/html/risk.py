"""The proposal of likelihood and impact that goes with a severity; the DPIA team decides."""

from __future__ import annotations

from .view import View

RISKS = {
    "kritiek": ("groot", "hoog", "hoog"),
    "hoog": ("midden", "hoog", "hoog"),
    "midden": ("midden", "midden", "midden"),
    "laag": ("klein", "midden", "laag"),
}
"""Severity → proposed likelihood, impact, outcome; the DPIA team decides."""
_RISK_WORDS = {"groot": "high", "hoog": "high", "midden": "medium", "klein": "low", "laag": "low"}


def proposal(v: View, severity: str, rule: str) -> str:
    """Likelihood × impact in words; empty for what is about the examination and not about pupils."""
    if severity not in RISKS or rule.startswith("COV-"):
        return ""
    likelihood, impact, outcome = (word if v.lang == "nl" else _RISK_WORDS[word] for word in RISKS[severity])
    return v.t(f"kans {likelihood} × impact {impact} = {outcome}",
               f"likelihood {likelihood} × impact {impact} = {outcome}")
