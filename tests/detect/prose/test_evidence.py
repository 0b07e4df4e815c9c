"""How what the model finds is weighed: refused, to be assessed, or believed."""

from __future__ import annotations

import pytest

from scanner.detect.prose.chances import Possible
from scanner.detect.prose.engines import Found
from scanner.detect.prose.evidence import FLOOR, Beside, is_list_of_people, weigh
from scanner.model import Category

BELIEVED = 0.6


def weighed(marked: str, first: float = 0.99, second: float | None = None) -> tuple[str, float, Category] | None:
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    match = weigh(text, Possible(start, end, first, second))
    return None if match is None else (text[match.start : match.end], match.score, match.category)


POSITIVES = [
    ("Goed dat [Yassin] er weer is", "Yassin", Category.NAME_GIVEN, "listed given name"),
    ("dat werk van [Sanne de Vries] was af", "Sanne de Vries", Category.NAME_FULL, "both listed"),
    ("gisteren was [mevrouw De Groot] ziek", "De Groot", Category.NAME_FAMILY, "the title is no part of the name"),
    ("gisteren was mevrouw [Jansen] ziek", "Jansen", Category.NAME_FAMILY, "a title announces a surname"),
    ("werk van [J. van der Berg]", "J. van der Berg", Category.NAME_FULL, "initial and surname"),
    ("Leerling: [Vries, Sanne de]", "Vries, Sanne de", Category.NAME_FULL, "surname first"),
    ("beste [Roos], je werk", "Roos", Category.NAME_GIVEN, "a word, announced"),
    ("vandaag vervalt de les van mevrouw [Ter Haar]", "Ter Haar", Category.NAME_FAMILY, "a surname that is a word"),
    ("[SANNE DE VRIES] IS VANDAAG ZIEK", "SANNE DE VRIES", Category.NAME_FULL, "a shouted sentence is no label"),
    ("Mvg, [H.J. Koster]", "H.J. Koster", Category.NAME_FULL, "a signature"),
    ("daar was [Qzwira Brandt] bij", "Qzwira Brandt", Category.NAME_FULL, "one of two listed"),
]
MATTERS = ["Nieuw cijfer voor [Yusuf]", "Oudergesprek [Noah]", "Betaling schoolreis [Pepijn]", "Ziekmelding [Fatima]",
           "Ouderbijdrage 26/27 [Finn Jacobs]", "Verlofaanvraag [Daan]", "Herinnering: medicijnen [Sem]",
           "Toestemming schoolfoto [Mees]"]
NO_MATTERS = ["Nieuw boek over [Yusuf]", "Verslag [Max]", "Dossier [Rembrandt]", "Hoofdstuk [Noah]", "Studie [Daan]",
              "Lunchpakket [Sem]", "Toernooi [Fatima]"]
REFUSED = [
    ("Lees over [Anne Frank]", "a person of lessons"), ("de [de Vries]-methode", "part of a compound"),
    ("de [Jan Bakker]straat", "a street"), ("het [Kim Bakker] College", "a school"), ("[leerling] is ziek", "a label"),
    ("met [haar] praten", "a pronoun"), ('defineMacro("\\\\[Eta]", "x");', "a command"),
    ("a \\\\@[ifstar] b", "a command"), ("mail sanne@[School] nu", "part of an address"),
    ('x = "[Mimic]"; y = f(); // TODO: z', "a program"),
    ("hoi [allemaal]", "nobody"), ("[lastName] is leeg", "an identifier"), ("[v5]", "a class"), ("bel [X]", "a letter"),
    ("Rekenbaas [B.V.]", "letters"), ("op [July] 21 landden zij", "a date"), ("het was 4 [Mei] en stil", "a date"),
    ("we gingen naar het [Gerrit Bakker College]", "a school"), ("bij [Hong Kong] in de buurt", "a place"),
    ("hoofdstuk [Meine Familie] is af", "German"),
    ("hoofdstuk [Meine] Familie is af", "German"),
    ("groeten uit [Bergen op Zoom] van ons", "a place"),
    ("Plein 1, 1234 [ZZ Kanariedorp], tel", "a postcode"), ("Plein 1, 1234 AB [Sint Joris], tel", "a town"),
    ("bij basisschool [Jan Bakker] is plek", "a school"),
    ("[Sanne]@school.example", "an address"), ("[user_1] kwam", "an identifier"), ("[Jan].txt staat klaar", "a file"),
    ("log in als [k.visser] of met een code", "an account"),
]


@pytest.mark.parametrize(("marked", "name", "category", "why"), POSITIVES)
def test_believed(marked: str, name: str, category: Category, why: str) -> None:
    found = weighed(marked)
    assert found is not None and found[0] == name and found[2] is category, why
    assert found[1] >= BELIEVED, why


@pytest.mark.parametrize(("marked", "why"), REFUSED)
def test_refused(marked: str, why: str) -> None:
    assert weighed(marked) is None, why


@pytest.mark.parametrize(("marked", "believed"), [
    ("zoek het op met [Google] of vraag het", False), ("ga naar [Yahoo] en zoek het", False),
    ("maak je toets in [Malmberg] voor vrijdag", False), ("de les staat in [Microsoft Teams] klaar", False),
    ("dat is werk van [Kim Malmberg] en Bo", True), ("vraag het aan mevrouw [Philips] als je klaar bent", True),
])  # fmt: skip
def test_a_brand_is_nobody_unless_a_given_name_or_title_says_so(marked: str, believed: bool) -> None:
    found = weighed(marked)
    assert (found is not None and found[1] >= BELIEVED) is believed


@pytest.mark.parametrize("second", [0.01, 0.3, 0.7, 0.99])
def test_refused_whatever_the_second_model_sees(second: float) -> None:
    assert weighed("de [de Vries]-methode", 0.99, second) is None


@pytest.mark.parametrize(("marked", "lesser", "greater", "why"), [
    ("gisteren was [{}] er niet", "Qzwira", "Yassin", "a word with a capital that no list holds may be anything"),
    ("gisteren was [{}] er niet", "fiets", "yassin", "an ordinary word in lower case"),
    ("gisteren was [{}] er niet", "Malmberg", "Jansen", "a brand"),
    ("wij waren in [{}] met de trein", "Utrecht", "Visser", "a place"),
])
def test_what_no_list_of_names_holds_needs_more(marked: str, lesser: str, greater: str, why: str) -> None:
    one, other = (weighed(marked.format(name), 0.75, 0.4) for name in (lesser, greater))
    assert other is not None
    assert one is None or one[1] < other[1], why


def test_a_model_in_doubt_is_not_believed() -> None:
    doubt = weighed("gisteren was [Qzwira] er niet", 0.4)
    assert doubt is None or doubt[1] < BELIEVED


@pytest.mark.parametrize(("first", "second", "believed"), [
    (0.95, 0.9, True), (0.95, 0.02, True), (0.7, 0.9, True), (0.4, 0.97, True),
    (0.7, 0.05, False), (0.02, 0.95, False), (0.4, 0.4, False), (0.2, 0.6, False),
])
def test_both_models_are_heard(first: float, second: float, believed: bool) -> None:
    found = weighed("gisteren was [Yassin] er niet", first, second)
    assert (found is not None and found[1] >= BELIEVED) is believed


@pytest.mark.parametrize(("marked", "starts", "ends", "wanted"), [
    ("Tafel 2: [Sanne]/Qzwira", {15}, (), True), ("Tafel 2: [Sanne] & Qzwira", {17}, (), True),
    ("Tafel 2: Qzwira/[Sanne]", (), {15}, True), ("keeper [Sanne] + Qzwira", {15}, (), True),
    ("Tafel 2: [Sanne]/Qzwira", (), (), False), ("van [Sanne] & Zonen", (), (), False),
    ("pad/[Sanne]", (), (), False), ("de [Sanne]-methode en Tim", {20}, (), False),
])  # fmt: skip
def test_a_sign_joins_two_names_or_makes_a_firm(
    marked: str, starts: set[int], ends: set[int], wanted: bool
) -> None:
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    beside = Beside(frozenset(starts), frozenset(ends))
    assert (weigh(text, Possible(start, end, 0.99, 0.99), beside=beside) is not None) is wanted


@pytest.mark.parametrize("marked", ["[Frederik Hendrik]", "[Sanne de Vries].", " [Yassin] "])
def test_a_text_that_is_nothing_but_a_name_is_to_be_assessed(marked: str) -> None:
    found = weighed(marked)
    assert found is not None and FLOOR <= found[1] < BELIEVED


def test_a_list_of_people_needs_no_sentence() -> None:
    text = "1. Yassin 9,1\n2. Qzwira 8,8\n3. Sanne 8,5"
    found = [Found(text.index(name), text.index(name) + len(name), 0.99) for name in ("Yassin", "Qzwira", "Sanne")]
    assert is_list_of_people(text, found)
    place = Possible(*found[0], None)
    alone, listed = weigh(text, place), weigh(text, place, listed=True)
    assert listed is not None and listed.score >= BELIEVED
    assert alone is None or alone.score < BELIEVED


@pytest.mark.parametrize(("names", "probability", "why"), [
    (["Yassin"], 0.99, "one name"), (["Yassin", "Sanne"], 0.8, "the model is in doubt"),
    (["Qzwira", "Yzwora"], 0.99, "names that no list holds"), (["Yassin", "Qzwira"], 0.99, "one of them listed"),
])
def test_other_texts_are_no_lists_of_people(names: list[str], probability: float, why: str) -> None:
    text = ", ".join(names)
    found = [Found(text.index(name), text.index(name) + len(name), probability) for name in names]
    assert not is_list_of_people(text, found), why


@pytest.mark.parametrize(("marked", "believed"), [
    ("Meester [Yassin] koopt 5 zakken knikkers van 3 euro. Hoeveel is dat?", False),
    ("Oma [Sanne] verdeelt 12 koekjes over 4 kinderen. Hoeveel krijgt ieder?", False),
    ("Meester [Yassin] zegt dat wij de toets morgen maken", True),
])
def test_a_title_in_a_sum_says_nothing(marked: str, believed: bool) -> None:
    found = weighed(marked)
    assert (found is not None and found[1] >= BELIEVED) is believed


@pytest.mark.parametrize("second", [None, 0.01, 0.4, 0.99])
@pytest.mark.parametrize("first", [0.9, 0.999])
@pytest.mark.parametrize("marked", [
    "Goed dat [Qzwira] er weer is", "Beste [Qzwira], fijn dat je er vandaag weer was", "ziek: [Qzwira] en Tim"])
def test_evidence_adds_up(marked: str, first: float, second: float | None) -> None:
    start, end = marked.index("["), marked.index("]") - 1
    match = weigh(marked.replace("[", "").replace("]", ""), Possible(start, end, first, second))
    assert match is not None
    assert match.score <= 0.9
    assert match.score == round(sum(each.weight for each in match.evidence), 2)
    assert "Qzwira" not in repr(match)


@pytest.mark.parametrize(("marked", "believed"), [
    ("Sent [Martin]", False), ("[Democratic Republic] of the Congo", False), ("Antigua eta [Barbuda]", False),
    ("Suid-Georgië en die [Suidelike Sandwicheilande]", False), ("Stoofpot [Kim Bakker] Met Ui", False),
    ("Werk van [Sanne de Vries]", True), ("[Sanne] komt ook naar de les", True), ("Rapport: [Sanne] is ziek", True),
])
def test_a_few_words_with_capitals_are_a_label(marked: str, believed: bool) -> None:
    found = weighed(marked)
    assert (found is not None and found[1] >= BELIEVED) is believed


@pytest.mark.parametrize("marked", MATTERS)
def test_what_is_to_be_settled_about_a_child_makes_more_of_a_title(marked: str) -> None:
    found = weighed(marked)
    assert found is not None
    assert found[1] >= BELIEVED


@pytest.mark.parametrize("marked", NO_MATTERS)
def test_other_titles_do_not(marked: str) -> None:
    found = weighed(marked)
    assert found is None or found[1] < BELIEVED
