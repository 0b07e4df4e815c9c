"""Words of health, diagnosis, support and youth care in text, and whole values under keys of special categories.

Theory. A word list alone proves little: a biology lesson is full of diabetes. A word counts 0.6 where its sentence
speaks of a person or is a note (whether it is about a pupil is seen by the engine, from the subject it stands
beside), 0.4 in a sentence about nobody, 0.3 where the text speaks like teaching material. Words that are said of
offices and of anybody (*zorgteam*, *tandarts*) count with a person in the sentence alone. Acronyms (ADD, ASS, TOS,
OTS, IQ) are other words in lower case and in texts all in capitals, so they count only as
capitals among lower-case words; test names that are also other things (NIO, TRF) only with a score beside them.
Cost class: context.
"""

from __future__ import annotations

import re

from scanner.model import Category

from .base import Cost, Match
from .context import Cues
from .link import CODES, Link, Reader
from .outcome import fold, reasons

_STEMS: dict[Category, str] = {
    Category.HEALTH: (
        r"medicijn(?:en|gebruik)?|medicatie|ritalin|methylfenidaat|concerta|insuline|epipen|allergi(?:e|sch|eën)|"
        r"[a-zë]{2,14}-?allergie|epilep(?:sie|tisch\w*)|diabet(?:es|icus|isch\w*)|suikerziekte|astma(?:tisch\w*)?|"
        r"huisarts\w*|"
        r"kinderarts|ziekmelding\w*|ziek(?:te)?|ziekenhuis\w*|ziekgemeld|gehandicapt\w*|handicap|"
        r"slechthorend\w*|slechtziend\w*|rolstoel\w*|migraine|zwanger\w*|hersenschudding|long\s?covid|"
        r"insuline(?:pomp|spuit|pen)\w*|(?:ge)?hoorapparat\w*|(?:ge)?hoorapparaat|hoortoestel\w*|cochleair implantaat|"
        r"(?:astma)?puffer|glucosesensor|sondevoeding|adrenalinepen|dexamfetamine|antidepressiva|melatonine|hooikoorts|"
        r"coeliakie|ventolin|salbutamol|flixotide|cetirizine|prednison|depakine|keppra|valproïnezuur|lamotrigine|"
        r"medikinet|equasym|strattera|atomoxetine|elvanse|lisdexamfetamine|tentin|risperidon|aripiprazol|abilify|"
        r"sertraline|fluoxetine|citalopram|clonidine|levetiracetam|diazepam|stesolid|midazolam|glutenintoleran\w*|"
        r"lactose-?intoleran\w*|taaislijmziekte|cystic fibrosis|jeugdreuma|"
        r"chemotherapie|hartafwijking|hartritmestoornis|nierziekte|ziekte van crohn|colitis ulcerosa|narcolepsie|"
        r"duchenne|spierziekte|stofwisselingsziekte|sikkelcel\w*|pfeiffer|bloedarmoede|incontinent\w*|bedplas\w*|"
        r"katheter|stoma(?:zakje)?|cerebrale parese|spina bifida|spastisch|leukemie|hemofilie|scoliose|kleurenblind"
    ),
    Category.DIAGNOSIS: (
        r"adhd|autis(?:me|tisch\w*)|pdd-?nos|asperger|dyslex(?:ie|iever\w*|t(?:isch\w*)?)|dyslectisch\w*|dyslect|"
        r"dyscalcul(?:ie|isch\w*)|"
        r"angststoornis\w*|depressie(?:f|ve)?|eetstoornis\w*|anorexia|boulimia|zelfbeschadig\w*|automutilatie|"
        r"zelfmoord\w*|"
        r"su[iï]cid\w*|gedragsstoornis\w*|hechtingsstoornis\w*|taalontwikkelingsstoornis\w*|faalangst\w*|"
        r"hoogbegaafd\w*|"
        r"tourette|trauma(?:tisch\w*)?|ptss|psychiat\w*|psychologisch onderzoek|intelligentieonderzoek|diagnose\w*|"
        r"gediagnosticeerd|syndroom van down|downsyndroom|selectief mutisme|verstandelijk(?:e)? beperk\w*|"
        r"(?:zeer )?moeilijk lerend\w*|ontwikkelingsachterstand|paniekstoornis|paniekaanval\w*|sociale fobie|"
        r"borderline|"
        r"psychose|psychotisch|dwangstoornis|hoogsensitief|meerbegaafd\w*|rekenstoornis|leerstoornis|leesstoornis"
    ),
    Category.SUPPORT: (
        r"ontwikkelingsperspectief\w*|handelingsplan\w*|toelaatbaarheid\w*|onderwijsarrangement\w*|zorgarrangement\w*|"
        r"lwoo(?:-\w+)?|pro-indicatie|cluster[ -]?[34](?![0-9])|zorgniveau\w*|samenwerkingsverband\w*|"
        r"ambulant\w* begelei\w*|"
        r"orthopedago\w*|logoped\w*|remedial teach\w*|zorgleerling\w*|rugzakje|schoolmaatschappelijk\w*"
    ),
    Category.YOUTHCARE: (
        r"jeugdzorg\w*|jeugdhulp\w*|jeugdbescherm\w*|veilig thuis|uithuisplaats\w*|uit huis geplaatst|"
        r"ondertoezichtstelling|gezinsvoogd\w*|"
        r"tehuis\w*|pleeg(?:gezin|ouders?|kind|zorg)\w*|meldcode|mishandel\w*|(?:seksueel )?misbruik\w*|"
        r"(?:bureau|naar|bij) halt(?![a-z])|halt-(?:straf|afdoening)\w*|leerplicht(?:melding|ambtenaar)\w*|"
        r"gescho?rst|schorsing\w*|"
        r"politie(?:bureau|melding|contact)?|crisisopvang|huiselijk geweld|reclassering\w*|onder ?toezicht ?gesteld|"
        r"voogdij\w*|gezinshuis|crisisplaatsing|kinderbescherming|kinderrechter|contactverbod|gezinscoach|"
        r"gezinsbegeleid\w*"
    ),
}
_SOFT: dict[Category, str] = {
    Category.HEALTH: (
        r"tandarts|orthodontist|dokter|fysiotherap\w*|ergotherap\w*|speltherap\w*|therapie|geopereerd|operatie|koorts|"
        r"(?:buik)?griep|buikpijn|hoofdpijn|misselijk|overgegeven|waterpokken|hoofdluis|flauwgevallen|ongesteld|"
        r"gebroken (?:arm|been|pols|enkel|vinger)|krukken|doof|blind|stotter\w*|eczeem|dyslexiebehandeling"
    ),
    Category.DIAGNOSIS: r"stoornis|in het spectrum|beelddenker|hyperactief|hooggevoelig|laagbegaafd|zwakbegaafd",
    Category.SUPPORT: (
        r"(?:\d{1,3} ?(?:%|procent|minuten|min\.?) )?(?:extra (?:toets|examen)?tijd|tijdverlenging|extra time)|"
        r"verlengde toetstijd|prikkelarme?(?: [a-z]{3,16})?|time-?out(?:kaart|pas|plek)|voorleessoftware|kurzweil|"
        r"claroread|textaid|dyslexiepas|faciliteitenpas|toetsfaciliteiten|aangepaste toets\w*|ib-?er|ib['’]er|"
        r"intern begeleid\w*|zorgmentor|zorgco[oö]rdinator|zorgteam|zorgvergadering|zorgoverleg|leerlingbegeleid\w*|"
        r"schoolpsycholoog|kinderpsycholoog|plusklas|eigen leerlijn|individuele leerlijn|aangepast programma|"
        r"speciaal (?:basis)?onderwijs|zorgplan|begeleidingsplan|ggz|faalangstreductie|sova-?training|"
        r"weerbaarheidstraining|persoonsgebonden budget"
    ),
    Category.YOUTHCARE: (
        r"(?:vecht)?scheiding|gescheiden ouders|"
        r"(?:zijn|leven|gaan|liggen|net|recent) (?:gescheiden|uit elkaar|in scheiding)|omgangsregeling|co-?ouderschap|"
        r"wijkteam|"
        r"sociaal team|voedselbank|schuldhulpverlening|in detentie|verslaafd\w*|verslaving"
    ),
}
"""Words that are said of anybody and of offices: they need a person in the sentence."""
_ACRONYMS: dict[Category, str] = {
    Category.HEALTH: r"",
    Category.DIAGNOSIS: r"ADD|ASS|TOS|OCD|ODD|DCD|NLD|FASD",
    Category.SUPPORT: r"OPP|TLV|LGF|SWV|OZA",
    Category.YOUTHCARE: r"OTS|RMC|AMK",
}
_SCORED = r"(?:WISC(?:-(?:III|IV|V))?(?:-NL)?|RAKIT(?:-2)?|SON-R|IDS-2|NIO|ADIT|CBCL|TRF|SDQ|WPPSI|TIQ|VIQ|PIQ|IQ)"
_SCORE_AFTER = re.compile(r"(?:[ -]?(?:score|test|toets|uitslag|van|is|was|totaal|=|:)){0,3}[ :=]{0,3}(?:(?:4[0-9]|"
    r"[5-9][0-9]|1[0-5][0-9]|160)(?![0-9%]|[ .,]?%|[.,][0-9]))")
_COMMON = frozenset((
    "politie", "politiebureau", "ziekenhuis", "ziekte", "samenwerkingsverband", "misbruik", "handicap",
    "trauma",
))
"""Words of every newspaper and many lessons: by themselves they are below the line."""
_SOURCE_FILE = re.compile(
    r"\S{1,300}\.(?:[cm]?[jt]sx?|s?css|map|json|vue|py|php|java|kt|swift|wasm|woff2?)\Z", re.IGNORECASE)
"""The name of a file of a program: its words name functions. A document is named after whom it is about."""
_IN_FILE = re.compile(r"[\w.-]{0,60}\.(?:[cm]?[jt]sx?|s?css|map|json|vue|py|php|java|kt|swift|wasm)(?![^\W_])")
"""What follows a word within the name of such a file: ``require('./diagnose-sdk.js')``."""
_CAMEL = re.compile(r"[a-z][A-Z]")
_CODE_BEFORE = frozenset("._$[{=<>&|!+*#@\\")
_CODE_AFTER = frozenset("_$[{=<>&|*#@\\")
_MEMBER = re.compile(r":\s{0,3}-?[0-9]{1,9}\s?[,}]")
"""``ODD: 1,``: a member of an object of constants."""
_ALIKE = frozenset(("ADHD", "ADD", "ASS", "NOS", "TOS", "OCD", "ODD", "DCD", "NLD", "PTSS", "OPP", "TLV", "SWV", "OTS",
                    "IQ", "TIQ", "VIQ", "PIQ"))
"""Capitals beside which an acronym is none the less one of care: ``PDD-NOS/ASS``."""
_KEY_AFTER = re.compile(r"[\"']\s?:\s?[\"'][^\"']{4}")
"""What follows the name of a field whose value is a text."""
_SMALL_WORD = re.compile(r"[a-z]{2}")
TEST_SCORE, TEST_NAME = "context:test-score", "context:test-name"
"""Evidence by which rules tell psychodiagnostic tests from other words of diagnosis."""
_SURE_TESTS = frozenset(("WISC", "RAKIT", "SON-R", "CBCL", "WPPSI"))

_TEACHING = Cues((
    r"hoofdstuk", r"les over", r"lessen over", r"lesmateriaal", r"lesstof", r"opdracht", r"biologie", r"paragraaf",
    r"spreekbeurt", r"werkstuk", r"begrip", r"betekenis", r"betekent", r"definitie", r"definieer", r"theorie",
    r"toets over", r"thema", r"project over", r"bron[ :]", r"leg uit", r"wat is", r"wat zijn", r"noem ", r"verklaar",
    r"film", r"boek", r"artikel", r"nieuwsbericht", r"vragenlijst over", r"voorlichting", r"week van", r"geschiedenis",
    r"informatie over", r"meer weten", r"folder", r"protocol", r"kinderen met", r"leerlingen met", r"mensen met",
    r"personen met", r"patiënten met", r"jongeren met", r"ouders van kinderen", r"economische", r"crisis van",
    r"beurs", r"bevolking", r"normaalverdeling", r"weer[ ]", r"lagedruk", r"atlantische", r"beleid", r"wetgeving",
), reach=120)
_NEGATED = Cues((r"geen ", r"niet ", r"nooit ", r"zonder "), reach=12)


class CareRecognizer:
    """Finds words of one special category in text; one instance a category."""

    cost: Cost = "context"

    def __init__(self, category: Category, name: str, entity: str, context: tuple[str, ...]) -> None:
        self.name = name
        self.entity = entity
        self.categories: tuple[Category, ...] = (category,)
        self.context = context
        self._category = category
        words = f"(?:{_STEMS[category]})|(?P<soft>{_SOFT[category]})"
        self._words = re.compile(rf"(?<![^\W_])(?<!-)(?:{words})(?![^\W_])", re.IGNORECASE)
        acronyms = _ACRONYMS[category]
        self._acronyms = re.compile(rf"(?<![^\W_])(?<!-)(?:{acronyms})(?![^\W_])") if acronyms else None
        self._tests = re.compile(rf"(?<![^\W_]){_SCORED}(?![^\W_])") if category is Category.DIAGNOSIS else None
        heads = f"{_STEMS[category]}|{_SOFT[category]}" + (f"|(?-i:{acronyms})" if acronyms else "")
        heads += f"|(?-i:{_SCORED})" if self._tests else ""
        self.trigger = re.compile(rf"(?<![^\W_])(?:{heads})", re.IGNORECASE)

    def find(self, text: str) -> list[Match]:
        if _SOURCE_FILE.match(text) is not None:
            return []
        spans = {each.span(): each["soft"] is not None for each in self._words.finditer(text)}
        tests: dict[tuple[int, int], str] = {}
        if self._acronyms is not None:
            spans |= {each.span(): False for each in self._acronyms.finditer(text)
                      if not _shouted(text, *each.span()) and not _in_code(text, *each.span())}
        if self._tests is not None:
            tests = dict(filter(None, (_test_span(text, each) for each in self._tests.finditer(text))))
            spans |= dict.fromkeys(tests, False)
        found: list[Match] = []
        reader = Reader(text)
        for (start, end), soft in sorted(spans.items()):
            if (found and start < found[-1].end) or (
                _CAMEL.search(text, start, end) and text[start:end] != "EpiPen") or _IN_FILE.match(text, end) or (
                _KEY_AFTER.match(text, end)
            ):
                continue
            pairs = _weighed(text, start, end, reader.link(start, end), soft=soft)
            if (start, end) in tests:
                pairs.append((tests[start, end], 0.0))
            score = round(sum(weight for _, weight in pairs), 2)
            found.append(Match(start, end, self._category, score, fold(text[start:end]), reasons(*pairs)))
        return found

    def tells(self, text: str) -> bool:
        """Whether a word stands in the text that needs no person beside it."""
        return any((word := self._words.fullmatch(text, each.start, each.end)) is None or word["soft"] is None
                   for each in self.find(text))


def _weighed(text: str, start: int, end: int, link: Link, *, soft: bool) -> list[tuple[str, float]]:
    """The evidence of one word: that it is one, and what its sentence speaks of; the link stands last."""
    pairs = [("context:word", 0.6)]
    if _TEACHING.around(text, start, end):
        pairs.append(("context:teaching-content", -0.3))
    elif fold(text[start:end]) in _COMMON:
        pairs.append(("context:common-word", -0.2))
    elif _is_colleague(text, start, end):
        pairs.append(("context:profession", -0.15))
    elif link in ("nobody", "general") or (soft and link == "note"):
        pairs.append((CODES[link], -0.15 if link == "note" else -0.2))
    elif _NEGATED.before(text, start) >= 0:
        pairs.append(("context:negated", 0.0))
    return pairs


_PROFESSION = re.compile(
    r"(?:ib-?er|ib['’]er|intern begeleid(?:st)?er|logopedist(?:e)?|orthopedagoog|leerlingbegeleid(?:st)?er|"
    r"zorgco[oö]rdinator|schoolpsycholoog|ambulant begeleid(?:st)?er|zorgmentor|"
    r"schoolmaatschappelijk werke?(?:r|ster)?)",
    re.IGNORECASE)
"""Who helps, which is said of a colleague as often as of what a pupil gets."""
_VISITED = re.compile(
    r"(?:naar|bij|door|via|krijgt|heeft|met|begeleiding|behandeling|behandeld|verwezen|onderzocht|gezien)[ ]"
    r"(?:(?:de|het|een|haar|zijn|onze)[ ])?\Z", re.IGNORECASE)


def _is_colleague(text: str, start: int, end: int) -> bool:
    """Whether it is a profession of somebody named or present, and nobody is said to go there."""
    return _PROFESSION.fullmatch(text, start, end) is not None and _VISITED.search(
        text, max(0, start - 30), start) is None


def _in_code(text: str, start: int, end: int) -> bool:
    """Whether the acronym is part of an expression: ``acc.ADD``, ``ADD:``, ``"ADD"``, ``ADD_ALL``."""
    before, after = text[max(0, start - 1):start], text[end:end + 2]
    return before in _CODE_BEFORE or after[:1] in _CODE_AFTER or (before == after[:1] == '"') or (
        _MEMBER.match(text, end) is not None)


def _shouted(text: str, start: int, end: int) -> bool:
    """Whether a word beside the acronym is in capitals too, or none in small letters is near: a label or code."""
    if _SMALL_WORD.search(text[max(0, start - 60):end + 60]) is None:
        return True
    before = re.search(r"([^\W_]{2,})\W{1,2}\Z", text[max(0, start - 24):start])
    after = re.match(r"\W{1,2}([^\W_]{2,})", text[end:end + 24])
    return any(each is not None and each.group(1).isupper() and each.group(1).isalpha() and each.group(1) not in _ALIKE
               for each in (before, after))


def _test_span(text: str, each: re.Match[str]) -> tuple[tuple[int, int], str] | None:
    """Where a test stands with its score, or a test that is nothing else by itself; and which of the two it is."""
    score = _SCORE_AFTER.match(text, each.end())
    if score is not None:
        return (each.start(), score.end()), TEST_SCORE
    if each.group().partition("-")[0] in _SURE_TESTS or each.group() in _SURE_TESTS:
        return each.span(), TEST_NAME
    return None


HEALTH = CareRecognizer(Category.HEALTH, "nl_health", "NL_HEALTH", ("medicijn", "huisarts", "ziek"))
DIAGNOSIS = CareRecognizer(Category.DIAGNOSIS, "nl_diagnosis", "NL_DIAGNOSIS", ("diagnose", "onderzoek", "stoornis"))
SUPPORT = CareRecognizer(Category.SUPPORT, "nl_support", "NL_SUPPORT", ("ondersteuning", "begeleiding", "zorg"))
YOUTHCARE = CareRecognizer(Category.YOUTHCARE, "nl_youthcare", "NL_YOUTHCARE", ("melding", "zorg", "thuis"))

_FAMILIES = tuple(
    (letter, re.compile(words[category], re.IGNORECASE))
    for letters, words in (("HDSY", _STEMS), ("1234", _SOFT))
    for letter, category in zip(letters, (Category.HEALTH, Category.DIAGNOSIS, Category.SUPPORT, Category.YOUTHCARE),
                                strict=True))


def family_of(word: str) -> str:
    """The categories of care that a single word is of, a letter each: capitals for words that say it by themselves."""
    found = "".join(letter for letter, pattern in _FAMILIES if pattern.fullmatch(word))
    return found + "".join(letter for letter, category in _LETTER_OF_ACRONYM if word.upper() in category)


_LETTER_OF_ACRONYM = tuple(
    (letter, frozenset(_ACRONYMS[category].split("|")) - {""})
    for letter, category in zip("5678", (Category.HEALTH, Category.DIAGNOSIS, Category.SUPPORT, Category.YOUTHCARE),
                                strict=True))
