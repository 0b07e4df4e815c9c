"""What the model reads in sentences that no recognizer has the words of."""

import pytest

from scanner.detect.recognizers import text_recognizers
from scanner.detect.recognizers.told import ToldFinder, ToldRecognizer

RECOGNIZER = ToldRecognizer(ToldFinder())

POSITIVES = [
    ("ik zit in de brugklas en mijn zus in 4 vwo", "edu.group"),
    ("hij was gisteren ziek en heeft de toets gemist", "edu.attendance"),
    ("haar inlognaam is noor.b en ze weet hem niet meer", "id.login"),
    ("Ik ben dertien jaar en woon bij mijn oma", "demo.age"),
    ("Bij Ilias is vorig jaar dyslexie vastgesteld", "special.diagnosis"),
    ("Milou haalde een onvoldoende voor haar toets breuken", "edu.result"),
]
NEGATIVES = [
    ("Dyslexie komt in elke klas voor en is geen teken van domheid", "in general"),
    ("De toets telt tweemaal mee en wordt niet herkanst", "a rule"),
    ("Klik op Opslaan om verder te gaan naar de volgende pagina", "an interface"),
    ("In groep 7 leren kinderen rekenen met breuken en procenten", "curriculum"),
    ("Anne Frank werd geboren in Frankfurt en was vijftien jaar", "history"),
    ("De trein van 12 uur vertrekt van spoor 7 naar Zwolle", "numbers"),
    ("const groep = 7; return leerlingen.filter(x => x.groep === groep);", "a program"),
    ("Bestelling 104411 is verzonden en komt morgen aan", "an order"),
    ("", "nothing"),
]


@pytest.mark.parametrize(("text", "category"), POSITIVES)
def test_match(text: str, category: str) -> None:
    assert category in {match.category.value for match in RECOGNIZER.find(text) if match.score >= 0.6}


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert [text[match.start : match.end] for match in RECOGNIZER.find(text) if match.score >= 0.6] == [], why


def test_without_models_it_reads_nothing() -> None:
    told = next(each for each in text_recognizers("off") if isinstance(each, ToldRecognizer))
    assert all(told.find(text) == [] for text, _ in POSITIVES)


def test_its_trigger_holds_where_it_finds() -> None:
    for text, _ in POSITIVES:
        assert RECOGNIZER.trigger.search(text) is not None
