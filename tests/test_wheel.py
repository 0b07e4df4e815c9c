"""The wheel holds what a scan needs: the model for names in prose, its word lists, the rules; and it is small."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parent.parent
MOST_BYTES = 17_500_000
MODEL_BYTES = 15_000_000


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    return zipfile.ZipFile(next(WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])))


@pytest.mark.parametrize("name", [
    "scanner/detect/dutch_ner/meta.json", "scanner/detect/dutch_ner/config.cfg", "scanner/detect/dutch_ner/tokenizer",
    "scanner/detect/dutch_told/ner/model", "scanner/detect/dutch_told/ner/moves", "scanner/detect/dutch_told/meta.json",
    "scanner/detect/dutch_ner/ner/model", "scanner/detect/dutch_ner/ner/moves", "scanner/detect/data/words_nl.crc32",
    "scanner/detect/data/words_en.txt.gz", "scanner/detect/data/given_names.txt.gz",
    "scanner/detect/data/licences/opentaal-wdutch.txt", "scanner/report/paper/report.typ",
    "scanner/live/dashboard/page.html", "scanner/live/dashboard/app.js", "scanner/live/dashboard/style.css",
])
def test_it_holds_the_model_and_its_lists(wheel: zipfile.ZipFile, name: str) -> None:
    assert wheel.getinfo(name).file_size == (ROOT / name).stat().st_size


def test_it_is_small(wheel: zipfile.ZipFile) -> None:
    assert wheel.filename is not None
    assert Path(wheel.filename).stat().st_size < MOST_BYTES
    model = [each.file_size for each in wheel.infolist() if each.filename.startswith("scanner/detect/dutch_")]
    assert 1_000_000 < sum(model) < MODEL_BYTES


def test_it_tells_spacy_of_the_layer_of_the_model(wheel: zipfile.ZipFile) -> None:
    name = next(each for each in wheel.namelist() if each.endswith("entry_points.txt"))
    assert "leerlek.NameFeatures.v1 = scanner.detect.prose.spacy_layers:name_features" in wheel.read(name).decode()


def test_training_data_and_tests_stay_outside(wheel: zipfile.ZipFile) -> None:
    assert not [each for each in wheel.namelist() if each.startswith(("training/", "tests/", "benchmarks/"))]
