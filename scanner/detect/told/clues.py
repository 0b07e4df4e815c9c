"""Families of words: whom a text speaks of, and what it can tell of somebody; a letter each.

Small letters ``a`` to ``e`` say of whom a text speaks, all others what a word belongs to.
"""

from __future__ import annotations

from functools import lru_cache

from ..names import words
from ..recognizers.care import family_of
from ..recognizers.peoples import (
    LANGUAGES,
    ORIENTATIONS,
    RELIGIONS,
    is_language,
    is_orientation,
    is_people,
    is_religion,
)
from ..recognizers.personal import COUNTRIES

_FAMILIES: dict[str, frozenset[str]] = {
    letter: frozenset(words(held)) for letter, held in {
        "a": "ik mijn mij me mn m'n ben heb mezelf i my me mine im ons onze",
        "b": "hij zij ze haar zijn hem zn z'n d'r dr hun he she his her him hen diens",
        "c": "je jij jouw u uw you your jullie",
        "d": """leerlingen kinderen ouders mensen docenten leraren leerkrachten scholen iedereen iemand men studenten
             pupils students children people jongeren pubers volwassenen patiënten gemiddeld meestal vaak vaker""",
        "e": "als wanneer indien mocht if stel zodra tenzij volgens",
        "f": """zoon dochter kind moeder vader ouder broer zus broertje zusje oma opa oom tante neef nicht mama papa
             mam pap son daughter mother father brother sister mum mom dad parent zoontje dochtertje tweeling gezin
             pleegmoeder pleegvader stiefvader stiefmoeder voogd verzorger partner vriend vriendin nichtje neefje""",
        "g": """leerling lln ll llng student pupil jongen meisje learner kandidaat cursist deelnemer child boy girl
             meneer mevrouw mw mevr dhr juf meester mentor""",
        "h": "geen niet nooit zonder no not never noch",
        "i": """nederlands engels frans duits wiskunde rekenen natuurkunde scheikunde biologie aardrijkskunde
             geschiedenis economie maatschappijleer latijn grieks informatica muziek tekenen handvaardigheid gym lo
             godsdienst levensbeschouwing filosofie techniek nask spelling taal schrijven verkeer topografie dictee
             topo spaans kunst ckv maths math english dutch french german history geography physics chemistry biology
             science wis ned bio ak sk wi wb lezen woordenschat studievaardigheden""",
        "j": """havo vwo vmbo mavo atheneum gymnasium brugklas mbo tl gl kb bb kader basis pro isk tto h v hv gt bol
             bbl praktijkonderwijs sbo vso so""",
        "k": """groep klas klasse leerjaar gr kl jaar unit stamgroep mentorklas lesgroep year grade class groepje
             bovenbouw onderbouw middenbouw kleuters jaargroep form""",
        "l": """cito iep dia avi dmt dle toets toetsje proefwerk so se repetitie overhoring tentamen examen werkstuk
             spreekbeurt presentatie boekverslag cijfer cijfers rapport punt punten score niveau vaardigheidsscore
             percentiel lvs niveauwaarde advies schooladvies eindtoets doorstroomtoets entreetoets pw so's herkansing
             gemiddelde voldoende onvoldoende goed matig zwak test exam quiz mark marks grades result resultaat""",
        "m": """januari februari maart april mei juni juli augustus september oktober november december jan feb mrt apr
             jun jul aug sep sept okt nov dec january february march may june july august october""",
        "n": """maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma di wo do vr vandaag morgen gisteren gister
             monday tuesday wednesday thursday friday today tomorrow yesterday ochtend middag avond""",
        "o": """een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien
             achttien negentien twintig nul one two three four five six seven eight nine ten eleven twelve thirteen
             fourteen fifteen sixteen seventeen eighteen dubbel""",
        "p": """uur uren minuten min minuut dagen dag weken week keer x maanden maand jaar jr jaren years old procent
             lesuur lesuren uurtje hours minutes times seconden""",
        "q": """ziek afwezig absent laat verzuim spijbelen gespijbeld spijbelt spijbelde verlof afgemeld ziekgemeld
             geoorloofd ongeoorloofd gemist mist aanwezig thuis absentie verzuimd uitgestuurd late""",
        "r": """wachtwoord ww inlog inloggen gebruikersnaam account code pin pincode login user username password
             inlognaam wifi sleutel token key gebruiker activatiecode ingelogd aangemeld""",
        "s": """straat laan weg adres woont woon wonen woonde verhuisd verhuizen postcode huisnummer plein gracht kade
             address street lives woonachtig""",
        "t": """geboren geb jarig verjaardag geboortedatum leeftijd oud jarige geworden wordt born birthday verjaart
             trakteren trakteert geboorteplaats""",
        "u": """af klaar gemaakt voltooid voortgang gedaan opdrachten procent sommen module modules hoofdstuk paragraaf
             bezig geoefend oefenen minuten les lessen taak taken done completed finished progress""",
        "v": """rooster afspraak lokaal gesprek bijles tussenuur inhaalles lesuur vrij oudergesprek mentorgesprek
             training les schema surveillance stage""",
        "w": """nummer nr leerlingnummer llnr stamnummer studentnummer id deelnemernummer klantnummer relatienummer
             serienummer debiteurnummer personeelsnummer number lnr leerlingnr""",
        "x": """telefoon tel mobiel bel bellen gsm app appen whatsapp phone call bereikbaar mail mailen email
             insta snap snapchat tiktok discord roblox instagram""",
        "y": """nationaliteit paspoort afkomst komt uit thuistaal moedertaal spreekt praat gevlucht azc land
             geloof gelooft religie kerk moskee ramadan vast bidt roots herkomst""",
    }.items()
}  # fmt: skip


def members(letter: str) -> frozenset[str]:
    """The words of a family that is a list."""
    return {**_FAMILIES, "L": LANGUAGES, "C": COUNTRIES, "G": RELIGIONS, "O": ORIENTATIONS}.get(letter, frozenset())


@lru_cache(maxsize=60_000)
def family(word: str) -> str:
    """The families that hold a casefolded word, a letter each; empty for a word of none."""
    found = "".join(letter for letter, held in _FAMILIES.items() if word in held)
    if len(word) < 3 or not word[0].isalpha():
        return found
    found += family_of(word)
    if is_language(word):
        found += "L"
    if is_people(word):
        found += "N"
    if word in COUNTRIES:
        found += "C"
    if is_religion(word):
        found += "G"
    if is_orientation(word):
        found += "O"
    return found
