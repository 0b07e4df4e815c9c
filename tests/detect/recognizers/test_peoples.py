"""Words of religions, languages, peoples and orientations; anything else is none."""

from collections.abc import Callable

import pytest

from scanner.detect.recognizers.peoples import is_language, is_orientation, is_people, is_religion


@pytest.mark.parametrize(("known", "value"), [
    (is_religion, "islam"), (is_religion, "Gereformeerd vrijgemaakt"), (is_religion, "Jehova’s getuigen"),
    (is_religion, "katholiek en hindoe"), (is_language, "Tigrinya"), (is_language, "Pools en Nederlands"),
    (is_language, "Turks/Koerdisch"), (is_people, "Syrische"), (is_people, "Kaapverdische, Portugese"),
    (is_people, "Surinaams"), (is_orientation, "Lesbisch"),
])
def test_known(known: Callable[[str], bool], value: str) -> None:
    assert known(value)


@pytest.mark.parametrize(("known", "value"), [
    (is_religion, ""), (is_religion, "toets"), (is_religion, "hoofdstuk islam"), (is_language, "JavaScript"),
    (is_language, "nl-NL"), (is_language, ""), (is_people, ""), (is_people, "verplicht"), (is_people, "Nederland"),
    (is_people, "de"), (is_orientation, "landscape"), (is_orientation, "portrait"), (is_religion, "x" * 5000),
])
def test_unknown(known: Callable[[str], bool], value: str) -> None:
    assert not known(value)
