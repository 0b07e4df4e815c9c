"""Whose an address is: of a firm, an office, a school, or of somebody."""

import pytest

from scanner.detect.recognizers.organisation import of_an_organisation

OF_ORGANISATIONS = [
    "Uitgeverij Het Leerhuis B.V., Industrieweg 24", "Correspondentieadres redactie: Industrieweg 24",
    "Basisschool De Regenboog, Industrieweg 24", "Bezoekadres: Industrieweg 24", "Industrieweg 24, KvK 12345678",
    "Industrieweg 24, www.school.example", "De leerling komt van Lyceum Oost, Industrieweg 24", "Postbus 12",
    "obs De Regenboog, Industrieweg 24", "© Leermiddelen NV, Industrieweg 24",
]
OF_PEOPLE = [
    "Industrieweg 24", "Woont op Industrieweg 24", "Anna zit op basisschool De Regenboog en woont op Industrieweg 24",
    "Uitgeverij Zwart belt naar huis: moeder woont Industrieweg 24", "thuisadres is Industrieweg 24",
    "school en verhuisd naar Industrieweg 24", "Kim Kanarie, Industrieweg 24", "bij oma, Industrieweg 24",
    "Zijn adres is Industrieweg 24.", "Ze woont aan de Industrieweg 24, zie www.school.example",
]


def place(text: str) -> tuple[int, int]:
    written = "Industrieweg 24" if "Industrieweg 24" in text else "Postbus 12"
    return text.index(written), text.index(written) + len(written)


@pytest.mark.parametrize("text", OF_ORGANISATIONS)
def test_of_an_organisation(text: str) -> None:
    assert of_an_organisation(text, *place(text))


@pytest.mark.parametrize("text", OF_PEOPLE)
def test_of_people(text: str) -> None:
    assert not of_an_organisation(text, *place(text))


def test_hostile() -> None:
    text = "uitgeverij, " * 9000
    assert of_an_organisation(text, 60_000, 60_010)
