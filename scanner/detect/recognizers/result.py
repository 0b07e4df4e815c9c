"""Finds marks, test results and decisions about a pupil's year in sentences and notes.

``een 5,6 voor wiskunde``, ``CITO 541``, ``AVI-E5``, ``lezen 2F``, ``Cijfers Luuk: ne 6,5 en 8-``, ``de onvoldoende van
Ismail``, ``blijft zitten``, ``schooladvies vmbo-t``.

Theory. A number is a mark by what stands around it: a word for marks or for getting one before it, a school subject or
a kind of test after it. Levels and scores are results by the test they stand behind; *1F* and *AVI-M4* are levels of
books as well. All need a link to a person. Results of tests of intelligence are psychodiagnostic data and are found as
diagnosis. Cost class: context.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.model import Category

from .base import Cost, Match
from .context import Taken
from .link import Reader, tied
from .outcome import fold

_MARK = r"(?:10(?:[,.]0)?|[1-9](?:[,.][0-9]{1,2})?)(?:[+½¼¾]|-(?!\w)|[ ]?(?:plus|min)(?![^\W_]))?"
_MARK_ONLY = re.compile(rf"(?<![\w,.:/€$%+-]){_MARK}(?![\w%°€:/]|[.,]\d|[ ]?(?:x|keer|%|euro|uur|jaar|cm|km|kg|gram|"
                        r"punten van|minuten|dagen|weken|stuks|van de)(?![^\W_]))")
_SUBJECT = (
    r"nederlands\w*|engels\w*|frans\w*|duits\w*|wiskunde|rekenen|natuurkunde|scheikunde|biologie|aardrijkskunde|"
    r"geschiedenis|economie|maatschappijleer|latijn|grieks|informatica|muziek|tekenen|handvaardigheid|gym|lo|"
    r"lichamelijke opvoeding|godsdienst|levensbeschouwing|filosofie|techniek|nask|mens en (?:natuur|maatschappij)|"
    r"begrijpend lezen|technisch lezen|spelling|taal\w*|schrijven|verkeer|topografie|dictee|topo|spaans|turks|arabisch|"
    r"kunst|ckv|bedrijfseconomie|management|o&o|maths?|english|dutch|french|german|history|geography|physics|chemistry|"
    r"biology|science|wis|ned|bio|gs|ak|ec|na|sk|en|ne|wi|fa|du|wa|wb|wiskunde [abcd]"
)
_TEST = (
    r"(?:\w{1,24})?(?:toets(?:je)?|proefwerk|overhoring|repetitie|tentamen|examen|werkstuk|spreekbeurt|presentatie|"
    r"boekverslag|verslag|opdracht|essay|mondeling|schoolexamen|herkansing|rapport|se|pw|so|po|test|exam|quiz|"
    r"betoog|practicum|stage|profielwerkstuk|pws)"
)
_FOR = (rf"[ ](?:voor|op|bij|in|for|on|in)[ ](?:(?:de|het|haar|zijn|mijn|je|z'n|m'n|een|the|her|his|my|your)[ ])?"
        rf"(?:(?:eerste|tweede|derde|laatste|vorige)[ ])?(?:vak[ ])?(?:{_SUBJECT}|{_TEST})(?![^\W_])")
_GOT = re.compile(
    r"(?<![^\W_])(?:haal(?:t|de)?|gehaald|behaal(?:t|de)|kreeg|krijgt|krijg|heeft|heb|had|scoor(?:t|de)|staat|sta|"
    r"stond|"
    r"cijfer(?:s)?|punt(?:en)?|gemiddeld(?:e)?|eindcijfer|rapportcijfer|becijferd met|got|scored|grade|mark)"
    r"[ ](?:[^\W\d_]{1,20}[ ]){0,3}?(?:een|'n|'n|a|an|op|is|van|was|nu|:)[ ]\Z", re.IGNORECASE)
_NAMED_MARK = re.compile(
    r"(?<![^\W_])(?:cijfer|eindcijfer|rapportcijfer|gemiddelde|gemiddeld|toetscijfer|examencijfer)(?:[ ](?:is|was|van|"
    r"voor|op|een|nu|[^\W\d_]{2,20})){0,4}[ :]{1,2}\Z", re.IGNORECASE)
_AVERAGE = re.compile(r"[ ](?:gemiddeld|als gemiddelde|als eindcijfer|op (?:haar|zijn|mijn) rapport|gehaald|gescoord|"
                      r"gekregen|behaald|on average)(?![^\W_])", re.IGNORECASE)
_ARTICLE = re.compile(r"(?<![^\W_])(?:een|'n|’n|a|an|die|zijn|haar|mijn)[ ]\Z", re.IGNORECASE)
_FOR_SUBJECT = re.compile(_FOR, re.IGNORECASE)

_LEVEL_WORD = (
    r"technisch lezen|begrijpend lezen|begrijpend luisteren|lezen|leesniveau|spelling|rekenen(?:[ -]?wiskunde)?|"
    r"woordenschat|studievaardigheden|taalverzorging|taal|schrijven|luisteren|spreken|wiskunde|engels|nederlands|dmt|"
    r"tvk|(?:functionerings|vaardigheids|instructie|beheersings|leer|uitstroom)niveau|"
    r"cito(?:-?toets)?|lvs|iep|rw|bl|sp|wst|dle|avi|referentieniveau|niveau|score|niveauwaarde|m[3-8]|e[3-8]"
)
_LEVELS = re.compile(
    rf"(?<![^\W_])(?i:(?:{_LEVEL_WORD})(?:[ ](?:is|op|nu|niveau|score|behaald|gehaald|[me][3-8])){{0,3}})[ ]?[:=]?[ ]"
    r"(?P<level>[1-4][FS]|AVI[ -]?(?:start|plus|[ME][3-8]|[1-9])|[ME][3-8]|(?:IV|I{1,3}|V)[+-]?|[A-E][+-]?)"
    r"(?![\w&]|[.][\w]|[ ]?(?:of|t/m|tot|en|-|/)[ ](?:\d?[A-Z]{1,2}|IV|I{1,3}|V)(?![^\W_]))")
_OF_A_PUPIL = re.compile(r"(?:functionerings|vaardigheids|uitstroom)niveau|niveauwaarde|dle|dmt", re.IGNORECASE)
"""What only a pupil has a level of."""
_LEVEL_SHORT = re.compile(r"(?<![\w-])(?:AVI[ -]?(?:start|plus|[MEme][3-8])|AVI[ -][1-9]|[1-3][FS]-niveau)(?![\w-])")
_SCORES = re.compile(
    r"(?<![^\W_])(?:"
    r"(?:cito|eindtoets|doorstroomtoets|centrale eindtoets|entreetoets)(?:[ -]?(?:score|toets|eindtoets|uitslag|van|is|"
    r"was|:|=)){0,3}(?:[ ][^\W\d_]{2,20}:?)?[ :=]{0,2}5[0-5]\d"
    r"|iep(?:[ -]?(?:score|toets|eindtoets|uitslag|van|is|was|:)){0,3}[ :]{0,2}(?:5\d|[6-9]\d|100)(?!\d)"
    r"|(?:route ?8|dia|ams|bureau ice)(?:[ -]?(?:score|toets|:)){1,3}[ :]{0,2}\d{2,3}"
    r"|(?:vaardigheidsscore|standaardscore|toetsscore|ruwe score|percentielscore|percentiel|dle|didactische leeftijd|"
    r"leerrendement)(?:[ ](?:is|was|van|op|[^\W\d_]{2,20})){0,2}[ :=]{1,2}\d{1,3}"
    r"|\d{1,3}[ ]?dle)(?![\w%]|[.,]\d)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"[0-9]{2,3}(?![0-9])|[0-9]")
"""The number in what ``_SCORES`` matches; in *Route 8: 214* not the first one."""
_RANGE = re.compile(r"[ ]?(?:tot|t/m|-|–|en|of|to)[ ](?:en met )?\d{2,3}|[ ](?:of hoger|en hoger|of lager|punten is)",
                    re.IGNORECASE)
_JUDGED = re.compile(
    r"(?<![^\W_])(?:gedrag|inzet|werkhouding|concentratie|zelfstandigheid|huiswerk|motivatie|samenwerken|"
    r"samenwerking|netheid|werktempo|taakgerichtheid)[ ]?:[ ]?(?P<level>(?:zeer |ruim )?(?:goed|voldoende|matig|"
    r"onvoldoende|zwak|slecht|uitstekend)|[gvmo])(?![^\W_])", re.IGNORECASE)
_WORDS = re.compile(
    r"(?<![^\W_])(?:(?P<mark>(?:on)?voldoendes?(?=[ ](?:van|voor|op|bij|gehaald|gescoord|behaald|in)[ ])|"
    r"(?<=een )(?:on)?voldoende|(?<=staat )(?:on)?voldoende)"
    r"|(?P<stays>zittenblijver|kleuterverlenging)|(?P<year>blijft zitten|bleef zitten|is blijven zitten|"
    r"blijven zitten|gedoubleerd|doubleert|"
    r"doubleerde|bevorderd|geslaagd voor (?:haar|zijn|het|mijn) \w{2,20}|gezakt voor (?:haar|zijn|het|"
    r"mijn) "
    r"\w{2,20}|is (?:geslaagd|gezakt)|een (?:klas|groep|jaar) overgeslagen|"
    r"afgestroomd|stroomt af|opgestroomd|teruggeplaatst|held back|repeats? a year)"
    r"|(?P<passed>(?<=: )(?:geslaagd|gezakt|bevorderd)(?=[ ,.!]|\Z)|(?:geslaagd|gezakt)(?= met (?:gemiddeld|een|\d)))"
    r"|(?P<advice>(?P<formal>school|toets|eind|basisschool|plaatsings|vo-)?advies(?:[ ](?:is|wordt|was|voor|luidt|"
    r"blijft|van|naar|herzien|bijgesteld|definitief|[^\W\d_]{2,20})){0,3}[ :]{1,2}"
    r"(?P<level>(?:vmbo(?:-?(?:tl|gl|kb|bb|gt|t|k|b|g))?|mavo|havo|vwo|gymnasium|praktijkonderwijs|pro)(?:[/-](?:havo|"
    r"vwo|tl|kb|gl|t))?)"
    r"|(?:vmbo(?:-?(?:tl|gl|kb|bb|gt|t|k|b|g)(?:/(?:tl|gl|kb|havo))?)?|mavo|havo|vwo|gymnasium|praktijkonderwijs|"
    r"havo/vwo)"
    r"-?[ ]?advies)"
    r"|(?P<share>\d{1,3}[ ]?%(?=[ ](?:goed|correct|juist|fout|van de (?:vragen|opgaven|sommen|woorden|antwoorden)|"
    r"gescoord|gehaald|behaald|op de toets))|(?<=scoort )\d{1,3}[ ]?%|(?<=scoorde )\d{1,3}[ ]?%|"
    r"(?<=haalde )\d{1,3}[ ]?%|"
    r"\d{1,3}[ ](?:van de|van|uit de)[ ]\d{1,3}(?=[ ](?:goed|punten|correct|fout|"
    r"vragen goed))))(?![^\W_])", re.IGNORECASE)
_LETTERED = rf"(?P<level>(?:IV|I{{1,3}}|V|[A-E]|RV|ZG|[GVMOU])[+-]?){_FOR}"
_LETTERS = re.compile(
    r"(?<![^\W_])(?i:behaal(?:t|de)|haal(?:t|de)|scoor(?:t|de)|kreeg|krijgt?|heeft|had|heb|geeft|gaf|scored|got)[ ]"
    rf"(?:[^\W\d_]{{1,20}}[ ]){{0,4}}?(?:een |'n |a |an )?{_LETTERED}")
"""A level or mark in letters for a subject: *behaalde een I+ op begrijpend lezen*, *een G voor gym*."""
_LETTER_NEXT = re.compile(rf"(?:,| en| and)[ ](?:een )?{_LETTERED}")
_STANDS = re.compile(
    rf"(?<![^\W_])(?:sta|stond|haal(?:de)?|kreeg|scoor(?:de)?|had|heb|staat)[ ](?:ik|hij|zij|ze|"
    rf"(?-i:[^\W\d_a-z])[^\W\d_]{{1,20}})[ ]"
    rf"(?:(?:nu|een|gemiddeld|maar|gewoon|nog|al|weer|op|maar een)[ ]){{0,3}}(?P<mark>{_MARK})(?![\w%°€:/]|[.,]\d|"
    r"[ ]?(?:x|keer|%|euro|uur|jaar|cm|km|punten|minuten|dagen|weken|van de)(?![^\W_]))", re.IGNORECASE)
"""The verb before its subject: *voor Engels sta ik 3,9*."""
_LIST = re.compile(
    r"(?<![^\W_])(?:cijfers?|cijferlijst|rapport|rapportcijfers|punten|resultaten|eindcijfers|tussenstand|grades|marks)"
    r"(?:[ ][^\W\d_]{1,24}){0,4}[ ]?[:(][ ]?(?=[^:\n]{0,60}\d)", re.IGNORECASE)
_IN_LIST = re.compile(rf"(?:[^\W\d_][^\W\d_./&]{{0,20}}\.?[ ]?:?[ ])(?P<mark>{_MARK})(?![\w%]|[.,]\d)|"
                      rf"(?<=[ ])(?:en|,|/)[ ]?(?P<next>{_MARK})(?![\w%]|[.,]\d)|"
                      rf",[ ](?P<after>{_MARK})(?![\w%]|[.,]\d)", re.IGNORECASE)
_LIST_ENDS = re.compile(r"[.;!?](?=\s|\Z)|\n")
_LONGEST_LIST = 240


class ResultRecognizer:
    """Finds results of a pupil in text."""

    name = "nl_result"
    entity = "NL_SCHOOL_RESULT"
    categories: tuple[Category, ...] = (Category.RESULT,)
    cost: Cost = "context"
    trigger = re.compile(
        r"(?<![^\W_])(?:cijfer|eindcijfer|rapport|punten|resultaten|tussenstand|grades|marks|gemiddeld|toets|proefwerk|"
        r"overhoring|repetitie|tentamen|examen|werkstuk|spreekbeurt|presentatie|boekverslag|betoog|profielwerkstuk|"
        r"kreeg|krijg[t]?[ ]|avi[ -]|cito|eindtoets|doorstroomtoets|centrale|entreetoets|iep|route ?8|dia|bureau ice|"
        r"vaardigheidsscore|standaardscore|ruwe score|percentiel|dle|didactische|leerrendement|[0-9]{1,3} ?dle|"
        r"(?:technisch |begrijpend )?(?:lezen|luisteren)|leesniveau|spelling|rekenen|woordenschat|studievaardigheden|"
        r"taal|"
        r"schrijven|spreken|wiskunde|engels|nederlands|frans|duits|spaans|latijn|grieks|natuurkunde|scheikunde|"
        r"biologie|"
        r"aardrijkskunde|geschiedenis|economie|maatschappijleer|informatica|godsdienst|levensbeschouwing|filosofie|"
        r"techniek|"
        r"topo|dictee|gym[ ]|maths?[ ]|english|dmt|tvk|lvs|[1-3][fs]-niveau|referentieniveau|niveau|gedrag|inzet|"
        r"werkhouding|concentratie|zelfstandigheid|motivatie|samenwerk|netheid|werktempo|taakgerichtheid|voldoende|"
        r"onvoldoende|zittenblijver|blijft zitten|bleef zitten|blijven zitten|gedoubleerd|doubleer|bevorderd|"
        r"geslaagd|gezakt|overgeslagen|afgestroomd|stroomt af|opgestroomd|teruggeplaatst|kleuterverlenging|held back|"
        r"repeats? a|advies|schooladvies|vmbo|mavo|havo|vwo|gymnasium|praktijkonderwijs|scoor|gescoord|haal|gehaald|"
        r"behaal|"
        r"[0-9]{1,3} ?%? goed|scored|got[ ]|sta|stond|heb|had|heeft|geeft|gaf|toetsadvies|eindadvies|(?:functionerings|"
        r"vaardigheids|instructie|beheersings|leer|uitstroom)niveau)", re.IGNORECASE)
    context: tuple[str, ...] = ("cijfer", "toets", "niveau", "advies")

    def find(self, text: str) -> list[Match]:
        reader, taken = Reader(text), Taken()
        found: list[Match] = []
        counted = _DIGIT.search(text) is not None
        each = (*_listed(text), *_fixed(text, counted=True), *_marks(text)) if counted else _fixed(text, counted=False)
        for start, end, own in each:
            if not taken.take(start, end):
                continue
            found += tied(reader, (start, end), Category.RESULT, own, fold(text[start:end]).replace(",", "."))
        return sorted(found, key=lambda match: match.start)


Candidate = tuple[int, int, tuple[str, float]]
"""Where it stands, and its own evidence."""


def _listed(text: str) -> Iterator[Candidate]:
    """The marks of a row that a word announces."""
    done = 0
    for head in _LIST.finditer(text):
        if head.start() < done:
            continue
        ends = _LIST_ENDS.search(text, head.end(), head.end() + _LONGEST_LIST)
        done = ends.start() if ends is not None else min(len(text), head.end() + _LONGEST_LIST)
        for each in _IN_LIST.finditer(text, head.end(), done):
            group = each.lastgroup
            assert group is not None
            yield each.start(group), each.end(group), ("shape:mark", 0.3)


def _fixed(text: str, *, counted: bool) -> Iterator[Candidate]:
    """What says itself that it is a result; ``counted``: whether there is a digit in it."""
    for each in _SCORES.finditer(text) if counted else ():
        if not _RANGE.match(text, each.end()):
            number = _DIGITS.search(text, each.start(), each.end())
            yield *(number.span() if number is not None else each.span()), ("context:school-test", 0.45)
    for pattern in (_LEVELS, _JUDGED) if ":" in text else (_LEVELS,):
        for each in pattern.finditer(text):
            yield *each.span("level"), ("context:school-test", 0.45 if _OF_A_PUPIL.match(text, each.start()) else 0.3)
    for each in _LEVEL_SHORT.finditer(text) if counted or "AVI" in text else ():
        yield *each.span(), ("context:school-test", 0.3)
    for each in _WORDS.finditer(text):
        kind = "level" if each["level"] else each.lastgroup or 0
        sure = kind == "stays" or (kind == "level" and each["formal"] is not None)
        yield *each.span(kind), ("context:result", 0.45 if sure else 0.3)
    for each in _LETTERS.finditer(text):
        yield *each.span("level"), ("context:school-test", 0.3)
        more = _LETTER_NEXT.match(text, each.end())
        while more is not None:
            yield *more.span("level"), ("context:school-test", 0.3)
            more = _LETTER_NEXT.match(text, more.end())
    for each in _STANDS.finditer(text) if counted else ():
        yield *each.span("mark"), ("shape:mark", 0.35)


def _marks(text: str) -> Iterator[Candidate]:
    """Numbers that words make marks."""
    for each in _MARK_ONLY.finditer(text):
        start, end = each.span()
        low = max(0, start - 60)
        article = _ARTICLE.search(text, low, start) is not None
        subject = _FOR_SUBJECT.match(text, end) is not None
        if (article and (subject or _AVERAGE.match(text, end))) or _NAMED_MARK.search(text, low, start) or (
            subject and _GOT.search(text, low, start)
        ):
            yield start, end, ("shape:mark", 0.35)
        elif article and _GOT.search(text, low, start) and not _COUNTED.match(text, end):
            yield start, end, ("shape:mark", 0.2)


_COUNTED = re.compile(r"[ ][^\W\d_]{2,}|-", re.IGNORECASE)
"""What a number without a subject counts: *heeft een 3 kamer*."""
