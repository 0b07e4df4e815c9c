"""The view of content with the findings of a flow, in the interface of the mitmproxy that is installed."""

from __future__ import annotations

import pytest
from mitmproxy_parts import contentviews, tflow

from scanner.live import views
from scanner.live.shown import FINDINGS

BSN = {"rule": "IDN-001", "title": "BSN hier", "severity": 4, "status": "open", "category": "id.bsn",
       "direction": "request", "part": "body", "pointer": "/bsn", "masked": "*********"}


def shown(name: str, *found: object) -> str:
    """What mitmproxy shows of an answer in a view."""
    flow = tflow.tflow(resp=True)
    assert flow.response is not None
    flow.metadata[FINDINGS] = list(found)
    if hasattr(contentviews, "Metadata"):
        metadata = contentviews.Metadata(flow=flow)
        return str(contentviews.registry.get_view(b"x", metadata, name).prettify(b"x", metadata))
    _, made, _ = contentviews.get_message_content_view(name, flow.response, flow)
    return "\n".join(str(text) for line in made for _, text in line)


@pytest.mark.parametrize(("lang", "nothing"), [("nl", "vond niets"), ("en", "found nothing")])
def test_findings_in_place_of_the_content(lang: str, nothing: str) -> None:
    views.add(lang)
    views.add(lang)  # a script that mitmproxy loads again
    text = shown("Leerlek", BSN)
    assert "IDN-001 BSN hier" in text and "*********" in text
    assert nothing in shown("Leerlek")


def test_nobody_gets_it_who_did_not_choose_it() -> None:
    views.add("nl")
    assert "IDN-001" not in shown("auto", BSN)


def test_without_a_flow_there_is_nothing_to_tell() -> None:
    assert "Leerlek" in views.text_of(None, "nl")
