"""The lists are there, casefolded, with ordinary words marked, and say where they come from."""

from importlib import resources

from scanner.detect.recognizers.gazetteer import given_names, places, public_figures, surnames


def test_given_names_and_marks() -> None:
    names = given_names()
    assert len(names) > 10_000
    assert names["sanne"] is False and names["fatima"] is False and names["yusuf"] is False
    assert names["roos"] is True and names["mark"] is True and names["joy"] is True and names["floor"] is True
    assert not {"is", "de", "van", "door", "beste", "april"} & names.keys()


def test_surnames_and_places() -> None:
    assert len(surnames()) > 100_000
    assert {"vries", "bakker", "amrani"} <= surnames()
    assert "de vries" not in surnames()
    assert {"utrecht", "'s-gravenhage"} <= places()
    assert "anne frank" in public_figures()


def test_all_lists_are_casefolded() -> None:
    for words in (given_names(), surnames(), places(), public_figures()):
        assert all(word == word.casefold() and word == word.strip() for word in words)


def test_sources_and_licences_are_recorded() -> None:
    data = resources.files("scanner.detect").joinpath("data")
    sources = data.joinpath("SOURCES.md").read_text("utf-8")
    for name in ("given_names.txt.gz", "surnames.txt.gz", "places.txt.gz", "public_figures.txt",
                 "words_nl.crc32", "words_en.txt.gz"):
        assert name in sources
    assert sum(1 for _ in data.joinpath("licences").iterdir()) == 4
