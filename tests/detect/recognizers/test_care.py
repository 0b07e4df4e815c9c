"""Words of health, diagnosis, support and youth care: about a pupil, in a lesson, or something else."""

import pytest

from scanner.detect.recognizers.care import (
    DIAGNOSIS,
    HEALTH,
    SUPPORT,
    TEST_NAME,
    TEST_SCORE,
    YOUTHCARE,
    CareRecognizer,
)

POSITIVES = [
    (DIAGNOSIS, "Kim heeft ADHD", ["adhd"]), (DIAGNOSIS, "Kim heeft ADD.", ["add"]), (DIAGNOSIS,
    "vermoeden van ASS bij Kim", ["ass"]),
    (DIAGNOSIS, "diagnose dyslexie gesteld", ["diagnose", "dyslexie"]), (DIAGNOSIS, "dyslectisch, autistisch",
    ["dyslectisch", "autistisch"]),
    (DIAGNOSIS, "PDD-NOS", ["pdd-nos"]), (DIAGNOSIS, "suïcidale gedachten", ["suïcidale"]), (DIAGNOSIS,
    "is hoogbegaafd", ["hoogbegaafd"]),
    (DIAGNOSIS, "TIQ 87, VIQ: 92", ["tiq 87", "viq: 92"]), (DIAGNOSIS, "IQ van 104", ["iq van 104"]), (DIAGNOSIS,
    "getest met WISC-V", ["wisc-v"]),
    (DIAGNOSIS, "NIO-score 98", ["nio-score 98"]),
    (HEALTH, "Kim is ziek gemeld", ["ziek"]), (HEALTH, "pinda-allergie en medicatie", ["pinda-allergie", "medicatie"]),
    (HEALTH, "heeft epilepsie", ["epilepsie"]), (HEALTH, "notenallergie", ["notenallergie"]), (HEALTH,
    "slikt ritalin", ["ritalin"]),
    (SUPPORT, "OPP opgesteld", ["opp"]), (SUPPORT, "TLV aangevraagd", ["tlv"]), (SUPPORT, "handelingsplan voor Kim",
    ["handelingsplan"]),
    (SUPPORT, "naar cluster 4", ["cluster 4"]), (SUPPORT, "LWOO-indicatie", ["lwoo-indicatie"]),
    (YOUTHCARE, "melding Veilig Thuis", ["veilig thuis"]), (YOUTHCARE, "OTS uitgesproken", ["ots"]), (YOUTHCARE,
    "contact met jeugdzorg", ["jeugdzorg"]),
    (YOUTHCARE, "is naar Halt geweest", ["naar halt"]), (YOUTHCARE, "Kim is geschorst", ["geschorst"]),
]
LESSONS = [
    (DIAGNOSIS, "Hoofdstuk 3: leg uit wat ADHD is"), (DIAGNOSIS, "Opdracht: wat is dyslexie?"), (DIAGNOSIS,
    "tips voor leerlingen met dyslexie"),
    (DIAGNOSIS, "de economische depressie van 1929"), (HEALTH, "Biologie: diabetes en insuline"), (HEALTH,
    "les over allergie"),
    (YOUTHCARE, "spreekbeurt over de politie"), (YOUTHCARE, "protocol meldcode"), (SUPPORT,
    "informatie over het samenwerkingsverband"),
    (YOUTHCARE, "het thema mishandeling in de literatuur"), (DIAGNOSIS, "noem drie kenmerken van autisme"),
]
NEGATIVES = [
    (DIAGNOSIS, "const a = require('./diagnose-sdk.js');", "a file of a program"),
    (DIAGNOSIS, "//# sourceMappingURL=diagnose-sdk.js.map", "a file of a program"),
    (HEALTH, "import x from 'medicatie.module.ts'", "a file of a program"),
    (DIAGNOSIS, "add to cart", "lower case"), (DIAGNOSIS, "ADD TO CART", "shouted"), (DIAGNOSIS,
    "ALTER TABLE ADD COLUMN", "code"),
    (DIAGNOSIS, "address", "part of a word"), (DIAGNOSIS, "ass", "lower case"), (DIAGNOSIS, "tos", "lower case"),
    (DIAGNOSIS, "ACCEPT TOS", "shouted"),
    (DIAGNOSIS, "IQ-puzzel", "no score"), (DIAGNOSIS, "NIO is een afkorting", "no score"), (DIAGNOSIS, "IQ 7",
    "no score"),
    (DIAGNOSIS, "IQ 104%", "a share"), (DIAGNOSIS, "klas 5b", "class"), (DIAGNOSIS, "iq 104", "lower case"),
    (DIAGNOSIS, "TRF", "other meanings"),
    (DIAGNOSIS, "PIQUE 100", "part of a word"), (DIAGNOSIS, "depressiegebied-x", "part of a word"), (DIAGNOSIS,
    "assistent", "part of a word"),
    (HEALTH, "muziek", "part of a word"), (HEALTH, "ziektekostenverzekering", "part of a word"), (HEALTH, "fysiek",
    "part of a word"),
    (HEALTH, "medisch", "not in the list"), (HEALTH, "goed gedaan", "prose"), (HEALTH, "allegorie", "another word"),
    (SUPPORT, "opp. van een cirkel", "lower case"), (SUPPORT, "cluster 1", "computer"), (SUPPORT, "cluster 42",
    "computer"),
    (SUPPORT, "muziekarrangement", "music"), (SUPPORT, "arrangement boeken", "hotel"), (SUPPORT, "OPPERVLAKTE",
    "part of a word"),
    (SUPPORT, "TLV BEACH HOTEL", "shouted"), (SUPPORT, "steun", "another word"), (SUPPORT, "plan", "another word"),
    (YOUTHCARE, "Halt!", "stop"), (YOUTHCARE, "halte", "bus"), (YOUTHCARE, "ots", "lower case"), (YOUTHCARE,
    "ROBOTS", "part of a word"),
    (YOUTHCARE, "veilig internetten thuis", "other words"), (YOUTHCARE, "politiek", "another word"), (YOUTHCARE,
    "beleidsmelding", "another word"),
    (YOUTHCARE, "huis", "another word"), (YOUTHCARE, "HTML RMC FAQ", "shouted"), (HEALTH, "kanarie", "bird"),
    (HEALTH, "arts", "another word"),
    (DIAGNOSIS, "3D-CP-model", "code"), (SUPPORT, "support@school.example", "address"), (YOUTHCARE,
    "melding: opgeslagen", "program"),
    (DIAGNOSIS, "onderzoek doen naar vogels", "other words"), (HEALTH, "handig", "another word"), (SUPPORT,
    "doublet", "another word"),
    (HEALTH, "ziekjes", "not in the list"), (DIAGNOSIS, "taal", "another word"), (SUPPORT, "logo", "another word"),
    (DIAGNOSIS, "traum", "another word"), (YOUTHCARE, "schor", "another word"),
]


@pytest.mark.parametrize(("recognizer", "text", "words"), POSITIVES)
def test_match(recognizer: CareRecognizer, text: str, words: list[str]) -> None:
    found = recognizer.find(text)
    assert [match.canonical for match in found] == words
    assert all(match.score == 0.6 and match.evidence[0].code == "context:word" for match in found)


@pytest.mark.parametrize(("recognizer", "text"), LESSONS)
def test_teaching_content_counts_against(recognizer: CareRecognizer, text: str) -> None:
    found = recognizer.find(text)
    assert found
    assert all(match.score == 0.3 for match in found)
    assert "context:teaching-content" in [each.code for each in found[0].evidence]


@pytest.mark.parametrize(("recognizer", "text", "why"), NEGATIVES)
def test_no_match(recognizer: CareRecognizer, text: str, why: str) -> None:
    assert recognizer.find(text) == [], why


def test_negation_is_named() -> None:
    (match,) = DIAGNOSIS.find("Kim heeft geen dyslexie")
    assert "context:negated" in [each.code for each in match.evidence]


@pytest.mark.parametrize(("text", "mark"), [
    ("TIQ 87", TEST_SCORE), ("IQ van 104", TEST_SCORE), ("NIO-score 98", TEST_SCORE), ("WISC-V: 102", TEST_SCORE),
    ("getest met WISC-V", TEST_NAME), ("RAKIT afgenomen", TEST_NAME),
    ("Kim heeft dyslexie", ""), ("vermoeden van ASS bij Kim", ""),
])
def test_tests_are_told_from_other_words(text: str, mark: str) -> None:
    (match,) = DIAGNOSIS.find(text)
    assert [each.code for each in match.evidence[1:]] == ([mark] if mark else [])
    assert match.score == 0.6  # the mark adds nothing


@pytest.mark.parametrize(("text", "counts"), [
    ("Sanne gaat naar de logopedist", True), ("Yusuf wordt begeleid door de orthopedagoog", True),
    ("Kim heeft een ambulant begeleider", True),
    ("aanwezig: ouders van Kim, orthopedagoog Margo Wijs", False), ("Ineke Scholte | intern begeleider", False),
    ("Vraag het aan de zorgmentor van Sanne", False),
])
def test_a_profession_counts_where_somebody_goes_there(text: str, counts: bool) -> None:
    assert any(match.score >= 0.6 for match in SUPPORT.find(text)) == counts
