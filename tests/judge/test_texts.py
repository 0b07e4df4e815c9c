"""The sentences of findings: data with their articles, verbs for both directions."""

import pytest

from scanner.judge.texts import fill
from scanner.model import INFO, Category, Text

SENTENCE = Text("{recipient} {verb} {categories} {whose}", "{recipient} {verb} {categories} {whose}")


@pytest.mark.parametrize(("categories", "direction", "nl", "en"), [
    ((Category.PHONE,), "request", "X ontving het telefoonnummer van een leerling",
     "X received the phone number of a pupil"),
    ((Category.DOB, Category.NAME_FAMILY), "response",
     "X stuurde in een antwoord de achternaam en de geboortedatum van een leerling",
     "X returned the surname and the date of birth of a pupil"),
    ((Category.HEALTH,), "request", "X ontving gegevens over gezondheid van een leerling",
     "X received data on health of a pupil"),
    ((Category.TOKEN,), "request", "X ontving een sessie- of toegangstoken van een leerling",
     "X received a session or access token of a pupil"),
    ((Category.FREE_TEXT,), "request", "X ontving vrije tekst van een leerling", "X received free text of a pupil"),
])
def test_sentences(categories: tuple[Category, ...], direction: str, nl: str, en: str) -> None:
    told = fill(SENTENCE, categories, ["pupil"], direction, {"recipient": "X"})
    assert sorted(told.nl.split()) == sorted(nl.split())
    assert sorted(told.en.split()) == sorted(en.split())
    assert told.nl.startswith(nl[:12])


@pytest.mark.parametrize("category", list(Category))
def test_every_category_can_be_named(category: Category) -> None:
    told = fill(Text("{categories}", "{categories}"), [category], ["pupil"], "request", {})
    assert INFO[category].nl in told.nl and INFO[category].en in told.en


@pytest.mark.parametrize(("count", "nl", "en"), [
    ("1", "1 keer, 1 betrokkene", "once, 1 data subject"), ("2", "2 keer, 2 betrokkenen", "2 times, 2 data subjects"),
    ("21", "21 keer, 21 betrokkenen", "21 times, 21 data subjects"),
])
def test_one_is_no_plural(count: str, nl: str, en: str) -> None:
    template = Text("{count} keer, {subjects} betrokkenen", "{count} times, {subjects} data subjects")
    told = fill(template, [], [], "request", {"count": count, "subjects": count})
    assert (told.nl, told.en) == (nl, en)
