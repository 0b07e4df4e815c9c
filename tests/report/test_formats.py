"""All formats at once: registered, inert, and free of what was never given to them."""

from typing import Any

import builders
import pytest
from report_readers import text_of

from scanner.errors import UsageError
from scanner.report import FORMATS, render

CANARIES = ("Sanne", "de Vries", "999990019", "sanne@school.example", "2012-03-04")


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", ["sample", "quiet", "empty", "hostile"])
def test_every_format_renders(fmt: str, lang: str, name: str) -> None:
    document: dict[str, Any] = getattr(builders, f"{name}_document")()
    before = render(document, "json", lang)
    content = render(document, fmt, lang)
    assert content
    if lang == "nl":
        assert content == render(document, fmt, lang), "the same bytes each time"
    assert render(document, "json", lang) == before, "a report does not change the result"
    assert FORMATS[fmt].suffix.startswith(".")
    if not FORMATS[fmt].binary:
        text = content.decode("utf-8-sig")
        assert not [char for char in text if not char.isprintable() and char not in "\r\n"]


@pytest.mark.parametrize("fmt", FORMATS)
def test_no_planted_value_appears(fmt: str) -> None:
    """The reports get masked values only; nothing in their own texts may look like a person either."""
    text = text_of(fmt, render(builders.sample_document(), fmt, "nl"))
    assert fmt == "png" or "rash" in text, "the reader reads; a picture of dots holds no text"
    assert not [canary for canary in CANARIES if canary in text]


@pytest.mark.parametrize("fmt", ["pdfx", "", "JSON"])
def test_an_unknown_format_is_refused_with_the_known_ones(fmt: str) -> None:
    with pytest.raises(UsageError, match="sarif"):
        render(builders.empty_document(), fmt, "nl")


def test_the_help_of_output_names_every_format() -> None:
    from click.testing import CliRunner

    from scanner.cli.report import command

    shown = " ".join(CliRunner().invoke(command, ["--help"], terminal_width=10_000).output.split())
    assert not [fmt for fmt in FORMATS if f" {fmt}" not in shown]


@pytest.mark.parametrize("key", ["baseline", "scenario", "linkage", "steps"])
def test_members_of_a_later_version_do_no_harm(key: str) -> None:
    """Other parts add members to a result; a format that does not know them leaves them alone."""
    document = builders.sample_document()
    document[f"{key}_later"] = {"x": [1]}
    for row in (*document["findings"], *document["detections"], *document["flows"], *document["recipients"]):
        row[f"{key}_later"] = "y"
    for fmt in FORMATS:
        assert render(document, fmt, "nl")
