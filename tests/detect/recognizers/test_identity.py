"""Religion, origin, orientation and nationality: of a person, in lessons, of schools and things."""

from __future__ import annotations

import pytest

from scanner.detect.recognizers.identity import IdentityRecognizer

POSITIVES = [
    ("Ibrahim is moslim", "moslim", "special.religion"),
    ("Leerling geeft aan op vrijdag naar de orthodoxe kerk te gaan.", "naar de orthodoxe kerk te gaan",
     "special.religion"),
    ("Amina gaat elke vrijdag naar de moskee.", "gaat elke vrijdag naar de moskee", "special.religion"),
    ("Hij eet halal", "halal", "special.religion"),
    ("Zij draagt een hoofddoek", "hoofddoek", "special.religion"),
    ("Het gezin van David is streng gereformeerd", "gereformeerd", "special.religion"),
    ("Yasmin viert het Suikerfeest en is maandag vrij", "Suikerfeest", "special.religion"),
    ("Ik ben katholiek opgevoed", "katholiek", "special.religion"),
    ("Priya is hindoe", "hindoe", "special.religion"),
    ("Levi doet zijn bar mitswa in juni", "bar mitswa", "special.religion"),
    ("Mijn moeder is christelijk", "christelijk", "special.religion"),
    ("Ahmad is statushouder", "statushouder", "special.origin"),
    ("Zij woont in het azc in Budel", "azc", "special.origin"),
    ("Olena is gevlucht uit Oekraïne", "gevlucht", "special.origin"),
    ("Hij spreekt thuis Turks", "Turks", "special.origin"),
    ("moedertaal Pools, spreekt nog weinig Nederlands", "Pools", "special.origin"),
    ("Samir heeft een Marokkaanse achtergrond", "Marokkaanse", "special.origin"),
    ("Ayaan komt uit Somalië", "Somalië", "special.origin"),
    ("Leerling is nieuwkomer, sinds maart in Nederland", "nieuwkomer", "special.origin"),
    ("Verblijfsvergunning van Hamid verloopt in mei", "Verblijfsvergunning", "special.origin"),
    ("Jesse is uit de kast gekomen", "uit de kast", "special.orientation"),
    ("Ik ben lesbisch", "lesbisch", "special.orientation"),
    ("Robin is non-binair", "non-binair", "special.orientation"),
    ("Sam is trans en wil hij/hem", "trans", "special.orientation"),
    ("Zij vertelde dat ze op meisjes valt", "op meisjes", "special.orientation"),
    ("Lieke is bi", "bi", "special.orientation"),
    ("Hij heeft de Poolse nationaliteit", "Poolse", "demo.nationality"),
    ("Nadia heeft een Turks paspoort", "Turks", "demo.nationality"),
    ("Esther is joods, vrij op Jom Kippoer", "joods", "special.religion"),
    ("Youssef doet mee met de ramadan", "ramadan", "special.religion"),
    ("ouders zijn Jehova's getuigen, geen verjaardagen met Ruth", "Jehova's getuigen", "special.religion"),
    ("Leerling woont in het azc van Ter Apel, spreekt Dari", "Dari", "special.origin"),
    ("thuistaal Tigrinya, in Nederland sinds 12-2021", "Tigrinya", "special.origin"),
    ("Hij vertelde de mentor dat hij homo is", "homo", "special.orientation"),
]
NEGATIVES = [
    ("De ramadan is de vastenmaand van moslims", "a lesson"),
    ("Morgen gaan wij naar de oude kerk op excursie.", "a trip"),
    ("Groep 5 gaat naar de moskee voor een rondleiding.", "a trip"),
    ("De islam kent vijf zuilen; de ramadan is er een van.", "a lesson"),
    ("Basisschool De Regenboog is een katholieke school", "a school"),
    ("Anna zit op een christelijke school", "a school"),
    ("Welke taal spreken ze in Iran? Farsi", "a lesson"),
    ("Vluchtelingen krijgen een verblijfsvergunning als ze gevaar lopen", "all"),
    ("Turks is een taal met klinkerharmonie", "a language"),
    ("Afwezig met Pasen: niemand", "a feast"),
    ("In de middeleeuwen was bijna iedereen in deze streken katholiek.", "history"),
    ("De meeste inwoners van Turkije zijn moslim.", "all"),
    ("Maarten Luther was katholiek", "history"),
    ("Anne Frank was joods en dook onder", "history"),
    ("Mohammed was de profeet van de islam", "a lesson"),
    ("Gandhi was hindoe", "history"),
    ("Freddie Mercury was homo", "all know him"),
    ("Homo sapiens leefde in Afrika", "a species"),
    ("Verklaar waarom Luther de katholieke kerk verliet", "a lesson"),
    ("Karel V was katholiek", "history"),
    ("Wat is een statushouder?", "a question"),
    ("statushouder", "a label"),
    ("Islamitisch", "a label"),
    ("Syrië", "a country"),
    ("Hij spreekt goed Engels", "a subject of school"),
    ("Ik leer Frans op school", "a subject of school"),
    ("Anna eet een Turks brood", "food"),
    ("Griekse goden in groep 6", "a lesson"),
    ("Tim draagt een trui", "clothes"),
    ("Wij vieren kerst op school", "a feast"),
    ("De kerk staat in het dorp", "a building"),
    ("transport naar Syrië", "goods"),
    ("Marokko ligt in Afrika", "geography"),
    ("het azc ligt buiten het dorp", "a building"),
    ("Als Ali moslim is, mag hij vrij", "a condition"),
    ("Gender: kies een optie", "a setting"),
    ("Transparant en bi-directioneel", "other words"),
    ("Nieuwkomers welkom", "all"),
    ("Leerlingen die thuis Turks spreken", "all"),
    ("nationaliteit", "a label"),
    ("Nederlandse nationaliteit is vereist", "a rule"),
    ("Sara verft een Chinese vaas", "a thing"),
]


def strong(text: str) -> list[tuple[str, str]]:
    """What counts without any other datum beside it, with its category."""
    found = IdentityRecognizer().find(text)
    return [(text[match.start:match.end], match.category.value) for match in found if match.score >= 0.6]


@pytest.mark.parametrize(("text", "word", "category"), POSITIVES)
def test_match(text: str, word: str, category: str) -> None:
    assert any(word in each and kind == category for each, kind in strong(text))


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert strong(text) == [], why
