"""Finds religion, origin, orientation and nationality of a person in text: ``is joods``, ``woont in het azc``.

Theory. These words fill history, geography and religious education, so a word alone is nothing. It is a datum where it
is said *of* somebody: the sentence names a person or speaks of one, and the word is a predicate, a practice or a status
(``doet mee met de ramadan``, ``statushouder``, ``spreekt Dari``); the adjective of a school, a feast or a country is
not. What only a file on a pupil says (``thuistaal Tigrinya``) counts in a note as well. Cost class: context.
"""

from __future__ import annotations

import re

from scanner.model import Category

from .base import Cost, Match
from .link import Reader, tied
from .outcome import fold

_PEOPLE = (
    r"(?:jongen|meisje|leerling\w*|kind|familie|gezin|ouders?|vader|moeder|achtergrond|afkomst|opvoeding|man|vrouw|"
    r"gelovige?|herkomst|roots|komaf|origine)"
)
_FAITHS = (
    r"joods|moslim(?:a|s)?|islamitisch|christelijk|christen|katholiek|rooms-katholiek|protestants?|gereformeerd"
    r"(?: vrijgemaakt)?|vrijgemaakt|hervormd|oud-gereformeerd|hersteld hervormd|luthers|evangelisch|baptist|mennoniet|"
    r"hindoe(?:s|ïstisch)?|hindoestaans|boeddhist(?:isch)?|sikh|alevi(?:et|tisch)?|soenniet(?:isch)?|sjiiet(?:isch)?|"
    r"atheïst(?:isch)?|mormoon|orthodox(?:-joods| joods)?|koptisch|syrisch-orthodox|bahá'í|jewish|muslim|christian|"
    r"catholic|hindu|buddhist"
)
_FAITH = rf"{_FAITHS}|rk"
_FAITH_ADJECTIVE = (r"joodse|islamitische|christelijke|katholieke|protestantse|gereformeerde|hervormde|hindoeïstische|"
                    r"hindoestaanse|boeddhistische|orthodoxe|evangelische|alevitische|koptische|streng ?gelovige|"
                    r"gelovige")
_FEASTS = (r"ramadan|suikerfeest|offerfeest|eid(?: al-fitr)?|jom kippoer|yom kippur|rosj hasjana|pesach|sabbat|sjabbat|"
           r"chanoeka|diwali|holi|pasen|kerst")
_PRACTICE = (
    rf"(?:doet|deed|doen) (?:ook )?mee (?:met|aan) (?:de )?ramadan|vast (?:tijdens|voor|met|in|vanwege) de ramadan|"
    rf"(?:viert|vieren|vierde|vrij (?:op|voor|vanwege|i\.v\.m\.|ivm)|afwezig (?:op|voor|i\.v\.m\.)|verlof (?:voor|"
    rf"i\.v\.m\.)) (?:het |de )?(?:{_FEASTS.replace('|pasen|kerst', '')})|ramadan|"
    r"jehova['’]?s? getuigen?|getuigen? van jehova|"
    r"(?:eet|eten) (?:alleen )?(?:halal|kosjer|koosjer)|halal(?: eten)?|kosjer(?: eten)?|bidt? (?:vijf keer|tussen de "
    r"middag|op school)|draagt (?:een )?(?:hoofddoek|keppel(?:tje)?|tulband|kruisje)|hoofddoek|keppel(?:tje)?|"
    r"bar mitswa|bat mitswa|eerste (?:heilige )?communie|vormsel|belijdenis|catechisatie|koranles(?:sen)?|koranschool|"
    r"(?:gaat|ging|gaan) (?:elke \w+ |op \w+ )?naar de (?:[a-zë]{4,16}e )?(?:moskee|kerk|synagoge|tempel)|"
    r"naar de (?:[a-zë]{4,16}e )?(?:moskee|kerk|synagoge) te gaan|geloofsovertuiging|om religieuze redenen|"
    r"vanwege (?:haar|zijn|het|hun) geloof"
)
_LANGUAGES = (
    r"dari|farsi|perzisch|pasjtoe|pashto|tigrinya|amhaars|oromo|arabisch|marokkaans(?:-arabisch)?|darija|turks|"
    r"koerdisch|"
    r"berbers|tamazight|tarifit|riffijns|somalisch|pools|oekraïens|russisch|bulgaars|roemeens|hongaars|albanees|"
    r"servisch|"
    r"bosnisch|kroatisch|papiaments|papiamentu|sranan(?:tongo)?|sarnami|hindi|urdu|punjabi|bengaals|tamil|mandarijn|"
    r"kantonees|chinees|vietnamees|thais?|tagalog|indonesisch|swahili|lingala|frans|engels|duits|spaans|portugees|"
    r"italiaans|grieks|armeens|azeri|georgisch|oeigoers|romanes|hebreeuws|jiddisch|litouws|lets|tsjechisch|slowaaks|"
    r"nepalees"
)
_SCHOOL_LANGUAGES = frozenset(("frans", "engels", "duits", "spaans", "italiaans", "chinees", "russisch", "grieks"))
_PEOPLES = (
    r"syrisch|afghaans|eritrees|somalisch|iraaks|iraans|turks|marokkaans|surinaams|antilliaans|arubaans|curaçaos|pools|"
    r"oekraïens|bulgaars|roemeens|hongaars|chinees|indonesisch|moluks|ghanees|kaapverdisch|ethiopisch|koerdisch|"
    r"russisch|"
    r"indiaas|pakistaans|vietnamees|portugees|spaans|italiaans|grieks|duits|belgisch|frans|brits|amerikaans|albanees|"
    r"servisch|bosnisch|armeens|egyptisch|tunesisch|algerijns|nigeriaans|soedanees|jemenitisch|palestijns|libanees|"
    r"braziliaans|colombiaans|venezolaans|filipijns|thais|nederlands"
)
_COUNTRIES = (
    r"syrië|afghanistan|eritrea|somalië|irak|iran|turkije|marokko|suriname|curaçao|aruba|polen|oekraïne|bulgarije|"
    r"roemenië|"
    r"hongarije|china|indonesië|ghana|kaapverdië|ethiopië|rusland|india|pakistan|vietnam|jemen|soedan|libanon|"
    r"palestina|"
    r"gaza|nigeria|congo|burundi|venezuela|colombia|egypte|armenië|albanië|servië|bosnië|kosovo|sint maarten|bonaire|"
    r"algerije|tunesië|gambia|guinee|sierra leone|azerbeidzjan|georgië|moldavië|sri lanka|bangladesh|nepal|syria|"
    r"ukraine"
)
_ORIENTATIONS = (
    r"homo(?:seksueel)?|gay|lesbisch|lesbienne|biseksueel|panseksueel|aseksueel|queer|trans(?:gender|jongen|meisje|"
    r"man|"
    r"vrouw|persoon)?|non-?binair|genderfluïde?|genderqueer|intersekse|transgender|nonbinary|lesbian|bisexual"
)
_ORIENTED = rf"{_ORIENTATIONS}|bi"
_GAP = r"(?:(?:ook|wel|niet|zelf|nu|heel|streng|strikt|erg|eigenlijk|misschien|waarschijnlijk|denk ik|een|van huis uit|"
_GAP += r"zelf ook|vrij|mogelijk|also|a|an|strictly|very)[ ]){0,3}"
_IS = r"(?:is|ben|was|zijn|waren|blijkt|noemt (?:zich|zichzelf)|identificeert (?:zich|zichzelf) als|bent|am)"

_PATTERN = re.compile(
    r"(?<![^\W_])(?=[^\W_])(?:"
    # religion
    rf"{_IS}[ ]{_GAP}(?P<faith>{_FAITH})(?![^\W_]|[ -][^\W\d_]*(?:school|feest|traditie|lyceum|college|land|leer|"
    rf"partij))"
    rf"|(?P<faith_first>{_FAITH})(?=[ ](?:is|ben|was|bent)(?![^\W_]))"
    rf"|(?P<of_faith>(?:{_FAITH_ADJECTIVE})(?=[ ]{_PEOPLE}))|(?P<practice>{_PRACTICE})"
    # origin
    r"|(?P<status>azc|asielzoekers?(?:centrum)?|statushouders?|vluchtelingen(?:gezin|kind(?:eren)?|status)?|"
    r"vluchteling|"
    r"nieuwkomers?|nieuwkomersklas|asielstatus|asielprocedure|asielaanvraag|asiel aangevraagd|asiel bepaalde tijd|"
    r"verblijfsvergunning(?: asiel| regulier| bepaalde tijd)*|verblijfsstatus|noodopvang|opvanglocatie|coa-opvang|"
    r"ongedocumenteerd|"
    r"illegaal in nederland|uitgeprocedeerd|amv|alleenstaande minderjarige vreemdeling|inburgering|gezinshereniging|"
    r"gevlucht (?:uit|naar|voor)|anderstalig|meertalig opgevoed|nt2(?:-leerling|-onderwijs|-les(?:sen)?)?|"
    r"isk(?=[ ,.)]|\Z)|schakelklas|"
    r"migratieachtergrond|roma|sinti|woonwagenkamp|refugee|asylum seeker)"
    rf"|(?P<tongue_head>(?:thuistaal|moedertaal|spreekt thuis|thuis spreekt (?:hij|zij|ze)|thuis wordt)"
    rf"(?:[ ](?:is|vooral|alleen|ook)){{0,2}}[ :]{{1,2}}(?P<home>{_LANGUAGES}))"
    rf"|(?:spreekt|spreken|sprak|verstaat|speaks|praat)[ ](?:[^\W\d_]{{2,16}}[ ]){{0,3}}?(?P<tongue>{_LANGUAGES})"
    rf"|(?P<thuis>{_LANGUAGES})(?=[ ](?:gesproken|als (?:thuistaal|moedertaal)|thuis|sprekend))"
    rf"|(?P<descent>(?:{_PEOPLES})e?(?=[ ](?:achtergrond|afkomst|komaf|roots|herkomst|origine|ouders|vader|moeder|"
    rf"gezin|"
    r"familie|jongen|meisje|leerling)))"
    rf"|(?:komt|kom|kwam|gevlucht|is afkomstig|afkomstig|geïmmigreerd|verhuisd|from)[ ](?:oorspronkelijk )?(?:uit|"
    rf"from )?[ ]?"
    rf"(?P<land>{_COUNTRIES})"
    r"|(?:sinds (?:kort |\d+ maanden |een jaar )?in nederland|"
    r"in nederland sinds)[ ]?(?P<since>(?:\d{1,2}-)?(?:\d{1,2}-)?"
    r"(?:[a-z]{3,9} )?20\d\d|[^\W\d_]{3,9})?"
    # nationality
    rf"|(?P<national>(?:{_PEOPLES})e?)(?=[ ](?:nationaliteit|paspoort|staatsburger))"
    rf"|nationaliteit[ ]?(?:is|:)?[ ](?P<nation>(?:{_PEOPLES})e?|staatloos)"
    # orientation
    rf"|{_IS}[ ]{_GAP}(?P<oriented>{_ORIENTED})(?![^\W_]|[ -](?:sapiens|erectus))"
    rf"|(?P<oriented_first>{_ORIENTED})(?=[ ](?:is|ben|was|bent)(?![^\W_])|[ ](?:te zijn|zijn)(?![^\W_]))"
    r"|(?P<coming_out>uit de kast(?: gekomen)?|coming[ -]out|(?:valt|val|viel) op (?:jongens|meisjes|mannen|vrouwen)|"
    r"op (?:jongens|meisjes) (?:valt|val|viel)|"
    r"genderdysforie|gendertransitie|in transitie|geaardheid|seksuele voorkeur|genderidentiteit|lhbti\w*|"
    r"verliefd op een (?:jongen|meisje)|wil (?:liever )?(?:hij|zij|hen|die)[/ -](?:hem|haar|hun|diens)(?: genoemd)?|"
    r"deadname|came out as \w{2,12})"
    r")(?![^\W_])", re.IGNORECASE)

_CATEGORY = {
    "faith": Category.RELIGION, "faith_first": Category.RELIGION, "of_faith": Category.RELIGION,
    "practice": Category.RELIGION, "status": Category.ORIGIN, "home": Category.ORIGIN, "tongue": Category.ORIGIN,
    "thuis": Category.ORIGIN, "descent": Category.ORIGIN, "land": Category.ORIGIN, "since": Category.ORIGIN,
    "national": Category.NATIONALITY, "nation": Category.NATIONALITY, "oriented": Category.ORIENTATION,
    "oriented_first": Category.ORIENTATION, "coming_out": Category.ORIENTATION,
}
_FILED = frozenset(("home", "thuis", "nation", "since"))
"""What only a file on somebody says."""
_STATUS = re.compile(r"statushouder|asiel bepaalde tijd|verblijfsvergunning asiel|ongedocumenteerd|uitgeprocedeerd|amv",
                     re.IGNORECASE)
_SURE = frozenset(("faith", "oriented", "oriented_first", "tongue"))
_TRIGGER = re.compile(
    rf"(?<![^\W_])(?:(?:{_FAITHS}|rk(?![^\W_])|{_FAITH_ADJECTIVE})|ramadan|suikerfeest|offerfeest|eid|"
    rf"jom|yom|rosj|"
    r"pesach|sabbat|sjabbat|chanoeka|diwali|holi|jehova|getuigen? van|halal|kosjer|koosjer|bidt?[ ]|hoofddoek|keppel|"
    r"tulband|kruisje|bar mitswa|bat mitswa|communie|vormsel|belijdenis|catechisatie|koran|moskee|kerk|synagoge|tempel|"
    r"geloof|religieuze|azc|asiel|statushouder|vluchteling|nieuwkomer|verblijf|noodopvang|opvanglocatie|coa-|"
    r"ongedocument|illegaal|uitgeproced|amv|alleenstaande|inburger|gezinshereniging|gevlucht|anderstalig|meertalig|"
    r"nt2|isk|schakelklas|migratie|roma|sinti|woonwagen|refugee|asylum|thuistaal|moedertaal|spreekt|spreken|sprak|"
    rf"verstaat|speaks|praat|gesproken|(?:{_LANGUAGES})[ ](?:gesproken|als|thuis|sprekend)|(?:{_PEOPLES})|"
    rf"(?:{_COUNTRIES})|"
    rf"nederland|(?:{_ORIENTATIONS}|bi(?![^\W_]))|uit de kast|coming|valt|val op|viel|"
    r"gender|in transitie|geaardheid|seksuele|lhbti|verliefd|liever|deadname|came out)",
    re.IGNORECASE)
"""The words without which the pattern finds nothing, so that verbs of every sentence need not be looked at."""


class IdentityRecognizer:
    """Finds religion, origin, orientation and nationality that are said of a person."""

    name = "nl_identity"
    entity = "NL_IDENTITY"
    categories: tuple[Category, ...] = (
        Category.RELIGION, Category.ORIGIN, Category.ORIENTATION, Category.NATIONALITY)
    cost: Cost = "context"
    trigger = _TRIGGER
    context: tuple[str, ...] = ("geloof", "afkomst", "thuistaal", "nationaliteit")

    def find(self, text: str) -> list[Match]:
        reader = Reader(text)
        found: list[Match] = []
        for each in _PATTERN.finditer(text):
            kind = next((name for name in _CATEGORY if each[name]), "")
            if not kind or (kind == "tongue" and each[kind].casefold() in _SCHOOL_LANGUAGES):
                continue
            start, end = each.span(kind)
            link = reader.link(start, end)
            if link == "before" and kind not in _FILED:
                link = "note"
            weight = 0.45 if kind in _FILED or _STATUS.match(text, start) else 0.35 if kind in _SURE else 0.3
            found += tied(reader, (start, end), _CATEGORY[kind], ("context:word", weight), fold(each[kind]), link)
        return found
