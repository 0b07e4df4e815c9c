"""Parquet: pandas with pyarrow reads back what the result holds, with types, whatever it holds."""

import io
import json
from typing import Any

import builders
import pandas
import pyarrow.parquet
import pytest

from scanner.report import render

TEXTS = ("id", "category", "about", "masked", "fingerprint", "capture", "exchange", "host", "path", "part", "pointer")


def read(document: dict[str, Any]) -> pandas.DataFrame:
    return pandas.read_parquet(io.BytesIO(render(document, "parquet", "nl")), engine="pyarrow")


@pytest.mark.parametrize("name", ["sample", "quiet", "empty", "hostile"])
def test_every_detection_comes_back(name: str) -> None:
    document = getattr(builders, f"{name}_document")()
    frame = read(document)
    assert len(frame) == len(document["detections"])
    for key in TEXTS:
        assert list(frame[key]) == [d[key] for d in document["detections"]], key
    assert frame["confidence"].dtype == "float64"
    assert frame["line"].dtype == "int64"
    assert str(frame["time"].dtype) == "datetime64[ms, UTC]"


def test_times_are_exact() -> None:
    document = builders.sample_document()
    times = [moment.isoformat(timespec="milliseconds").replace("+00:00", "Z") for moment in read(document)["time"]]
    assert times == [d["time"] for d in document["detections"]]


def test_a_row_says_which_findings_list_it_and_who_received_it() -> None:
    row = read(builders.sample_document()).set_index("id").loc["d000005"]
    assert (row["findings"], row["rules"], row["severities"]) == ("F-77aa00", "IDN-001", "kritiek")
    assert (row["recipient_organisation"], row["recipient_country"]) == ("Crash Inc.", "US")
    assert bool(row["recipient_declared"]) is True
    assert bool(row["recipient_tracker"]) is False


def test_an_unknown_recipient_or_time_is_missing_and_not_made_up() -> None:
    document = builders.sample_document()
    document["detections"][0] |= {"recipient": "", "time": None}
    row = read(document).iloc[0]
    assert pandas.isna(row["time"])
    assert pandas.isna(row["recipient_declared"])


def test_the_file_says_what_it_rests_on() -> None:
    file = pyarrow.parquet.ParquetFile(io.BytesIO(render(builders.sample_document(), "parquet", "nl")))
    basis = json.loads(file.metadata.metadata[b"leerlek"])
    assert basis["report"].startswith("LL-")
    assert basis["product"]["name"] == "Rekenbaas"


def test_language_makes_no_difference() -> None:
    document = builders.sample_document()
    assert render(document, "parquet", "nl") == render(document, "parquet", "en")
