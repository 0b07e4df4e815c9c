"""What a path of key names says about the value at its end: category, strength, whom it is about.

Theory. Most names mean one thing, and the lexicon says which. A dozen (``name``, ``id``, ``nummer``, ``grade``)
mean what the objects above them make of them: ``leerling/naam`` is a pupil's name, ``product/naam`` is nothing.
Where the keys above are silent too, the name is *loose*: it counts only when the same object holds another datum
of a person. Only key names decide here, never values and never what other messages held, so that a scan gives the
same answer whatever the order and the number of processes.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from scanner.model import About, Category

from .abbreviations import in_full
from .compounds import called, compound
from .lexicon import Entry, Strength, lookup
from .names import of_control, parts, snake, squash, words
from .roles import PERSONS, Role, about_of, is_doer, nearest_role, role_of

FREE_TEXT_NAMES = frozenset(
    squash(name)
    for name in words("""
feedback feedback_text feedbacktext feedback_tekst comment comments submission_comments remark remarks opmerking
opmerkingen chat chat_message chatbericht bericht berichten berichttekst ingekort_bericht message msg body
body_text antwoord antwoorden answer answers open_answer given_answer short_answer_submission onlinetext
candidate_response learner_response student_response response essay submission_text notitie notities note notes
memo aantekening aantekeningen aandachtspunten bijzonderheden commentaar toelichting docent_opmerking
leerling_opmerking gespreksverslag logboek reactie reply observatie motivatie terugkoppeling user_input
wensleerling wensouders opmerkingen_gezinssituatie motivatiebrief inhoud argumentatie bio suspend_data
cmi_comments cmi_comments_from_learner cmi_suspend_data tekst text
""")
)
"""Keys under which people write sentences."""

LABEL_NAMES = frozenset(
    {"name", "key", "type", "typename", "resourcetype", "label", "codetype", "identifiertype", "useridtype", "field",
     "naam", "soort", "idtype",
     "friendlyname", "attribute", "property", "kenmerk"}
)
"""Keys whose value may name what a neighbour holds: ``{"type": "leerlingnummer", "identifier": …}``."""
LABELLED_NAMES = frozenset(
    {"value", "waarde", "identifier", "nummer", "number", "content", "aanduiding", "code", "userid", "id", "text",
     "onderwijsdeelnemerid", "attributevalue", "values", "answer"}
)

_OF_THINGS = frozenset({"kind", "lid", "me", "self", "actor", "agent", "contact", "contacts", "coach", "account",
                         "profile"})
"""Words for persons that are words for other things in compound names (``kind_id``, ``contactEmail``)."""
_OF_THINGS_AFTER = _OF_THINGS - {"kind"}
_CONTACT = frozenset({Category.EMAIL, Category.PHONE, Category.STREET, Category.POSTCODE})
_WRAPPERS = frozenset({Category.EMAIL, Category.PHONE, Category.IMAGE, Category.STREET, Category.LOGIN})
_ITEM_NAMES = frozenset({"value", "waarde", "address", "email", "number", "url", "src", "formatted"})
_NAME_LETTERS = frozenset({"n", "nm"})
"""What objects of persons that are written as short as can be call a name."""
_OF_CLASS = frozenset({"naam", "name", "code", "afkorting"})
_SCHOOL_CLASSES = frozenset(
    words("klas groep stamgroep lesgroep basisgroep mentorklas stamklas schoolklas klasse classe"))
"""Objects that are the class of a pupil, and what they call it."""
_OF_MEMBERS = {"value": Category.ACCOUNT, "display": Category.NAME_FULL}
"""What SCIM calls id and name of a member of a group (RFC 7643 §4.2)."""
_ID_NAMES = frozenset(
    {"id", "key", "identifier", "uuid", "guid", "nummer", "number", "code", "ref", "sourcedid", "externalid",
     "externid", "externnummer", "uid", "uids", "ids", "refs", "uuids", "nr"}
)
_ITEMS_OF_CARE = frozenset(
    {"code", "name", "naam", "type", "soort", "reason", "reden", "omschrijving", "description", "label", "value",
     "waarde"}
)  # fmt: skip
"""What the entries of a list of allergies, diagnoses or accommodations call what they say."""
_VERSION_NAME = re.compile(r"(?:[vV]ersi(?:e|on)|[bB]uild|[rR]evision|[rR]elease)(?:_?(?:code|nr|number|nummer))?\Z")
_AUTHORS = frozenset({"author", "auteur"})
"""Of a message somebody here, of a book anybody."""
_POSTED = frozenset(
    words("""
bericht berichten post posts reactie reacties reply replies comment comments message messages topic topics thread
threads discussie discussies discussion discussions forum chat chats
""")
)
_ORGANISATIONS = frozenset(
    words("""
merchant creditor incassant leverancier supplier vendor company bedrijf organisatie organization organisation publisher
uitgever uitgeverij provider seller verkoper helpdesk klantenservice servicedesk support
""")
)
_OF_ORGANISATIONS = frozenset({Category.EMAIL, Category.PHONE, Category.STREET, Category.POSTCODE, Category.IBAN})
_METADATA = "entitydescriptor"
"""The root of SAML metadata, where partners in a federation name whom to call (SAML 2.0 metadata §2.3.2.2)."""
_COUNTED = re.compile(r"([A-Za-z][A-Za-z_.-]{1,60}[A-Za-z])[_-]?[1-9]\Z")
_TYPED = re.compile(r"(?:s|str|sz|txt|n|i|int|l|lng|d|dt|dbl|b|bln|c|vc|nvc|fld|f|m_)([A-Z][A-Za-z]{2,40})\Z")
"""A name behind the letters for its type."""
_FIRST_NUMBERS = frozenset(map(str, range(32)))
_DIGEST_NAME = re.compile(r"sha_?\d{1,3}|md5|hash(?!tag)|digest", re.IGNORECASE)
_DIGEST_WORD = re.compile(r"(?:sha|md)(?:_?\d{1,3})?|\d{1,3}|sha\d{1,3}sum|hash(?:ed)?|digest|gehasht?|hex|h")
_QUALIFIERS = frozenset(
    words("""
thuis prive priv werk zakelijk nood eigen persoonlijk persoonlijke vast vaste mobiel mobiele alternatief alternatieve
overig overige ander andere nieuw nieuwe oud oude huidig huidige hoofd officieel officiele volledig volledige wettelijk
wettelijke mijn jouw uw home work business private personal emergency primary secondary alternate alternative other new
old current original official full complete legal preferred my your main contact txt input frm form field fld veld edit
pers verblijf verbl cd 1e 2e eerste tweede
""")
)
"""Words in a key that say which of several data it is, or that it is a field of a form: ``Telefoon thuis``."""
_DIRECTIONS = frozenset(
    words("""
to from van aan naar for voor by door cc bcc target source selected geselecteerde current huidige primary new nieuwe old
oude assigned toegewezen linked gekoppelde related this the
""")
)
"""Words before whose id it is: ``ToPersonIds``, ``voorLeerlingId``."""
_NUMBER_WORDS = frozenset({"nr", "nummer", "no", "num", "number"})
_QUESTION = re.compile(r"(?:q|v|vr|vraag|question|veld|f|field|item|antw|a)\d{1,3}\Z")
"""The number of a question, before what is asked: ``q2_geslacht``."""
_QUALIFIED = frozenset(
    {Category.EMAIL, Category.PHONE, Category.STREET, Category.POSTCODE, Category.DOB, Category.NAME_FULL,
     Category.NAME_GIVEN, Category.NAME_FAMILY, Category.BSN, Category.PGN, Category.IBAN, Category.LEERLINGNUMMER,
     Category.GENDER, Category.BIRTHPLACE, Category.NATIONALITY}
)
_NUMBERED = frozenset({Category.PHONE, Category.BSN, Category.PGN, Category.IBAN, Category.LEERLINGNUMMER})
_OF_CARE = frozenset({Category.DIAGNOSIS, Category.SUPPORT, Category.YOUTHCARE})
_CLEAR = frozenset({"direct", "quasi"})
_DOER = Entry("done_by", Category.NAME_FULL, "unknown", "quasi")
_TRACKER_WRAPPERS = frozenset({"ud", "udff", "userdata", "advancedmatching", "cd"})


_WRAPPING = frozenset({"result", "results"})
"""What answers call all that they hold, of whatever kind (JSON-RPC 2.0 §5, pages of lists)."""
_SAID = frozenset(words("verklaring aanwezig heeft vastgesteld indicatie actief status waarde value active present"))
"""What an object named after a diagnosis or support calls whether somebody has it."""
_ADVICE = frozenset(words("advies schooladvies toetsadvies eindadvies plaatsingsadvies"))
_OF_ADVICE = frozenset(words("voorlopig definitief herzien niveau code tekst basis toets school"))

MESSAGE_ID = "message_id"
"""Key of ids that look like e-mail addresses and are none (RFC 5322 §3.6.4, RFC 5545 §3.8.4.7)."""
_LIKE_ADDRESSES = frozenset({"messageid", "internetmessageid", "icaluid", "inreplyto", "contentid"})
_COMPONENTS = frozenset({"vevent", "vtodo", "vjournal", "vfreebusy"})
_LESSONS = frozenset(
    words("""
appointments appointment afspraken afspraak rooster lesrooster weekrooster dagrooster timetable roosteritems agenda
agendaitems lesuren lesuur huiswerk homework schedule
""")
)
"""What lists of lessons and appointments are called."""
_IN_CALENDAR = frozenset({"uid", "summary", "title", "titel", "subject", "subjects", "vak", "vakken", "onderwerp"})
_NUMBERS_OF_CARDS = frozenset({"barcode", "eancode", "streepjescode"})
_OF_KEYS = frozenset({"@header", "header", "keys", "jwks", "jwk", "publicjwk", "protected", "publickey", "signingkeys"})
"""Levels above the id of a key (RFC 7517 §4.5)."""


class Meaning(NamedTuple):
    """What the key says. ``category`` is None where it says nothing; ``key`` is the lexicon name that spoke."""

    category: Category | None
    strength: Strength
    about: About
    key: str
    free_text: bool = False
    label: bool = False
    labelled: bool = False
    digest: bool = False


_MARKS = Entry("marks_column", Category.RESULT, "pupil", "loose")
_LONGEST_HEADING = 40
_INVENTED = frozenset(words("personnage personnages personage personages character characters voices avatars npcs"))
"""Who is called a name, and is nobody: people of stories and games, voices of programs."""
_OF_TRACKERS = frozenset({Category.TOKEN, Category.CREDENTIAL, Category.COOKIE, Category.DEVICE, Category.IP})
_LONGEST_CODE = 3
_BY_CODE = frozenset(words("""
languages language territories countries country landen talen currencies valuta locales scripts regions subdivisions
timezones units
"""))
"""Objects whose members are called by codes of two or three letters."""
_SCORED = frozenset(words("""
scan product app page pagina device apparaat build engine review reviews component service performance lighthouse
artikel recept boek book movie film hotel bedrijf website site
"""))
"""Things that get scores which are nobody's."""
_OF_MARKS = frozenset(
    words("""
cijfers grades scores marks punten niveaus toetsscores rapportcijfers cijferlijst subscores deelscores rapport
vaardigheidsscores toetscijfers subjectgrades gradebysubject cijferspervak scorespervak vakcijfers rubric rubrics
rubriek beoordelingscriteria noten zensuren notes_eleve
""")
)
"""Objects whose members are named after tests and subjects, whatever these are."""
_TEST_WORD = re.compile(
    r"(?:cijfers?|scores?|vs|niv|niveau|dle|punten?|toets(?:en|cijfer|score)?|se|ce|pta|so|pw|proefwerk|rap(?:port)?|"
    r"resultaat|uitslag|test|quiz|exam(?:en)?|mark|grade|percentiel|avi|dmt|cito|iep|boom|dia|rw|sp|bl|tl|wsch|"
    r"rekenen|spelling|taal|lezen|begr|rek|spel|wiskunde|nederlands|engels|dictee|topo|topografie|"
    r"tafels|werkstuk|spreekbeurt)(?:[0-9]{1,2})?\Z")
_TEST_NUMBER = re.compile(r"(?:[0-9]{1,2}|[meb][1-8]|p[1-6]|t[1-9]|gem|gemiddeld|gemiddelde|avg|eind|begin|midden|van|"
                          r"voor|[0-9]e|periode|blok)\Z")
_BASIC_USER = Meaning(Category.LOGIN, "quasi", "unknown", "basic_user")
_BASIC_PASSWORD = Meaning(Category.CREDENTIAL, "quasi", "unknown", "basic_password")
"""The two halves of a Basic header (RFC 7617), which as a whole is a credential already: often a service's."""
_SUMMARY = Meaning(Category.SCHEDULE, "loose", "pupil", "summary")


def meaning_of(names: tuple[str, ...]) -> Meaning:
    """The meaning of the last of these key names, given those above it (array levels left out)."""
    if not names:
        return Meaning(None, "context", "unknown", "")
    if names[-1] == "$ref":
        return Meaning(None, "negative", "unknown", "")  # JSON Schema: a pointer to a definition
    if len(names) > 1 and names[-1] in _FIRST_NUMBERS and _is_vector(names[-2]):
        names = names[:-1]  # a typed array written as an object: {"0": 0.01, "1": …}
    if len(names) > 1 and len(names[-1]) <= _LONGEST_CODE and squash(names[-2]) in _BY_CODE:
        return Meaning(None, "negative", "unknown", "")  # what the code of a language or a country stands for
    levels = [level for name in names[-10:] for level in parts(name)]
    name, above = levels[-1] if levels else "", tuple(levels[:-1])
    plain = squash(name)
    entry = lookup("".join(parts(names[-1]))) or lookup(name)
    if entry is None and (control := of_control(name)):
        name = control
        plain, entry = squash(name), lookup(name)
    if entry is None and name[:2] in {"x-", "X-"}:
        entry = lookup(name[2:])  # the habit of home-made headers
    if entry is None and (counted := _COUNTED.match(name)) is not None:
        entry = lookup(counted[1])  # "email2", "voorletters-1"
        entry = entry if entry is not None and (
            entry.strength in {"direct", "quasi", "negative"} or _is_of_several(entry)) else None
    if entry is None and (typed := _TYPED.match(name)) is not None and (bare := lookup(typed[1])) is not None and (
            bare.strength != "short"):
        name, entry = typed[1], bare  # "sNaam", "nCijfer"
        plain = squash(name)
    if entry is None and (abbreviated := in_full(name)) is not None:
        name, weak = abbreviated
        plain = squash(name)
        entry = _weakened(lookup(name), weak=weak)  # "roepnm", "pcd"
    if entry is None and (hashed := _digest_of(name)) is not None:
        entry = hashed  # "email_sha1", "bsnHash"
    if entry is None and (owned := _owned(name)) is not None:
        owner, name = owned
        above, plain, entry = (*above, owner), squash(name), lookup(name)
        if entry is not None and entry.strength == "short":
            entry = entry._replace(strength="quasi")
    if entry is None and (told := _qualified(name)) is not None:
        entry = told  # "Telefoon thuis", "bsn-nr", "createdBy"
    if (entry is None or (entry.strength == "ambiguous" and plain == "group")) and (
            narrowed := compound(name)) is not None:
        entry = narrowed  # "officialClass", "kind1_groep"
    if (entry is None or entry.strength in {"context", "ambiguous"}) and above and (
            told_by := called(plain, above[-1])) is not None:
        entry = told_by
    if (entry is None and (_is_of_marks(name) or _is_under_marks(above))) or (
            entry is not None and entry.category is Category.SUPPORT and _is_under_marks(above)):
        entry = _MARKS  # "RW M6 VS", "Cijfer 2", "SE1"
    if entry is None and _VERSION_NAME.search(name):
        return Meaning(None, "negative", "unknown", "")
    if plain in _IN_CALENDAR and above and (dated := _in_calendar(plain, squash(above[-1]), above)) is not None:
        return dated
    if plain in _TIMES and above and squash(above[-1]) in _OF_LESSONS:
        return _HOUR
    if plain == "duration" and above and role_of(above[-1]) == "result":
        return Meaning(Category.PROGRESS, "quasi", about_of(above), plain)
    if plain in {"username", "password"} and above and above[-1] == "authorization":
        return _BASIC_USER if plain == "username" else _BASIC_PASSWORD
    if plain == "kid" and any(squash(level) in _OF_KEYS for level in above):
        return Meaning(None, "negative", "unknown", "")
    if entry is not None and entry.strength == "negative" and plain in _LIKE_ADDRESSES:
        return Meaning(None, "negative", "unknown", MESSAGE_ID)
    if entry is not None and entry.name in _AUTHORS and entry.strength == "loose" and _is_posted(above):
        entry = entry._replace(strength="quasi")
    about = about_of(above)
    free = plain in FREE_TEXT_NAMES
    label, labelled = plain in LABEL_NAMES, plain in LABELLED_NAMES
    if plain in _ITEM_NAMES and above:
        wrapper = lookup(above[-1])
        if wrapper is not None and wrapper.category in _WRAPPERS and wrapper.strength in {"direct", "quasi"}:
            entry = wrapper
    if plain in {"name", "naam"} and above and squash(above[-1]) in _AUTHORS and _is_posted(above[:-1]):
        return Meaning(Category.NAME_FULL, "quasi", about, plain)
    found: tuple[Category | None, Strength]
    if plain in _NAME_LETTERS and nearest_role(above)[0] in PERSONS:
        return Meaning(Category.NAME_FULL, "direct", about, "naam")
    if plain == "display" and above and role_of(above[-1]) in PERSONS:
        return Meaning(Category.NAME_FULL, "quasi", about, "display")
    if plain in _OF_CLASS and above and squash(above[-1]) in _SCHOOL_CLASSES:
        return Meaning(Category.GROUP, "context", about, "klas")
    if plain in _OF_MEMBERS and above and squash(above[-1]) == "members":
        return Meaning(_OF_MEMBERS[plain], "quasi", about, plain)
    if plain in _ITEMS_OF_CARE and above and (care := _care_of(above[-1])) is not None:
        return Meaning(care.category, "quasi", about if about != "unknown" else care.about, care.name)
    if plain in _SAID and above and (said := lookup(above[-1])) is not None and said.strength == "direct" and (
            said.category in _OF_CARE):
        return Meaning(said.category, "quasi", about if about != "unknown" else said.about, said.name)
    if plain in _OF_ADVICE and above and squash(above[-1]) in _ADVICE:
        return Meaning(Category.RESULT, "quasi", "pupil", "advies")
    if entry is None or entry.strength == "ambiguous":
        found = _by_parents(plain, entry, above)
    elif entry.strength == "short" and any(squash(level) in _TRACKER_WRAPPERS for level in above):
        found = (entry.category, "direct")
    else:
        found = _corrected(entry, above)
    category, strength = found
    if entry is not None and entry.about != "unknown" and (about == "unknown" or entry.about != "pupil"):
        about = entry.about
    key = entry.name if entry is not None and category is not None else ""
    digest = category is not None and bool(_DIGEST_NAME.search(name))
    if category is not None and not key:
        key = plain if len(plain) <= 20 and plain.isalpha() else ""
    return Meaning(category, strength, about, key, free, label, labelled, digest)


_TIMES = frozenset(words("""
van tot start end begin eind einde starttijd eindtijd starttime endtime begintijd startuur einduur from until
datetimefrom datetimeto starttimestamp endtimestamp
"""))
_OF_LESSONS = _LESSONS | {"les", "lessen", "lesson", "lessons", "uren"}
"""Lists of lessons by the hour, and what their hours are called."""
_HOUR = Meaning(Category.SCHEDULE, "loose", "pupil", "lesmoment")


def _in_calendar(plain: str, last: str, above: tuple[str, ...]) -> Meaning | None:
    """The meaning of a name in an event or lesson: its uid looks like an address, its title says what somebody has."""
    if last in _COMPONENTS:
        if plain == "uid":
            return Meaning(None, "negative", "unknown", MESSAGE_ID)
        return _SUMMARY if plain == "summary" else None
    return _SUMMARY if plain != "uid" and last in _LESSONS else None


def _is_of_marks(name: str) -> bool:
    """Whether the words of a name are those of tests and marks, with the number or half year of one: ``Sp E4 niv``."""
    if len(name) > _LONGEST_HEADING:
        return False
    levels = snake(name).split("_")
    return any(_TEST_WORD.match(level) for level in levels) and all(
        _TEST_WORD.match(level) or _TEST_NUMBER.match(level) for level in levels)


def _is_under_marks(above: tuple[str, ...]) -> bool:
    """Whether an object of marks lies right above, or above the number of a pupil."""
    last = above[-2:-1] if above and above[-1].isdigit() else above[-1:]
    return bool(last) and squash(last[0]) in _OF_MARKS


def _is_posted(above: tuple[str, ...]) -> bool:
    """Whether one of the objects above is a message, whose author is somebody who wrote it here."""
    return any(squash(level) in _POSTED for level in above)


def _is_of_several(entry: Entry) -> bool:
    """Whether a form has such a field for each of several persons: ``KIND1``, ``GROEP2``."""
    return entry.category is Category.GROUP or (entry.category is Category.NAME_FULL and role_of(entry.name) in PERSONS)


def _care_of(name: str) -> Entry | None:
    """The entry of a list of allergies, diagnoses, accommodations; who gives care (``huisarts``) is one person."""
    entry = lookup(name)
    listed = name.lower().endswith(("s", "en", "ën"))
    return entry if entry is not None and listed and entry.category.value.startswith("special.") and (
        entry.strength == "direct"
    ) else None


def _weakened(entry: Entry | None, *, weak: bool) -> Entry | None:
    """The entry of a name that was abbreviated: never as sure as the name in full."""
    if entry is None or entry.strength not in {"direct", "quasi"}:
        return entry
    return entry._replace(strength="loose" if weak else "quasi")


def _is_vector(name: str) -> bool:
    entry = lookup(name)
    return entry is not None and entry.category is Category.BIOMETRIC


def _digest_of(name: str) -> Entry | None:
    """The entry of a name without its words for digests; only what names a person's datum or a person."""
    words = snake(name).split("_")
    rest = [word for word in words if not _DIGEST_WORD.fullmatch(word)]
    if not rest or len(rest) == len(words):
        return None
    entry = lookup("_".join(rest))
    if entry is not None and entry.strength in {"direct", "quasi"}:
        return entry
    owner = role_of(rest[0]) if len(rest) == 1 else None
    return Entry(f"{rest[0]}_hash", Category.ACCOUNT, "unknown", "quasi") if owner in PERSONS else None


def _owned(name: str) -> tuple[str, str] | None:
    """A name that says whose its value is, as owner and rest: ``guardianPhone``, ``ouder1_email``, ``naamLeerling``."""
    levels = [word for word in snake(name).split("_") if word and not word.isdigit()]
    if not 2 <= len(levels) <= 6:
        return None
    levels = [word for word in levels if word not in _DIRECTIONS] if levels[-1] in _ID_NAMES else levels
    for cut in range(1, len(levels)):
        head, tail = levels[:cut], levels[cut:]
        for owner, rest, others in ((head, tail, _OF_THINGS), (tail, head, _OF_THINGS_AFTER)):
            if len(owner) < 3 and others.isdisjoint(owner) and all(role_of(word) in PERSONS for word in owner) and (
                _is_name_of_data("_".join(rest))
            ):
                return "_".join(owner), "_".join(rest)
    return None


def _qualified(name: str) -> Entry | None:
    """The entry of a name without the words that say which one it is; who did something is somebody."""
    levels = snake(name).split("_")
    if not 2 <= len(levels) <= 6:
        return None
    if levels[0] in _ORGANISATIONS:
        entry = lookup("_".join(levels[1:]))
        return entry._replace(strength="negative") if entry is not None and (
            entry.category in _OF_ORGANISATIONS) else None
    if is_doer(levels):
        return _DOER
    if _QUESTION.match(levels[0]):
        entry = lookup("_".join(levels[1:]))
        return entry if entry is not None and entry.strength in _CLEAR else None
    rest = [word for word in levels if word not in _QUALIFIERS and not word.isdigit()]
    narrowed = len(rest) < len(levels)
    if narrowed and len(rest) in {1, 2} and (full := in_full("_".join(rest))) is not None:
        rest = full[0].removesuffix("_code").split("_")
    if len(rest) > 1 and rest[-1] in _NUMBER_WORDS:
        entry = lookup("_".join(rest)) or lookup("_".join(rest[:-1]))
        return entry if entry is not None and entry.category in _NUMBERED and entry.strength in _CLEAR else None
    if not rest or not narrowed:
        return None
    entry = lookup("_".join(rest))
    return entry if entry is not None and entry.category in _QUALIFIED and entry.strength in _CLEAR else None


_CLEAR_OF_PERSON = frozenset({Category.NAME_GIVEN, Category.NAME_FAMILY, Category.EMAIL, Category.PHONE, Category.DOB})
"""Categories whose short names mean them behind a word for a person: ``cand_fn``."""


def _is_name_of_data(name: str) -> bool:
    plain = squash(name)
    if plain in {"name", "naam"} or plain in _ID_NAMES or plain in FREE_TEXT_NAMES:
        return True
    entry = lookup(name)
    return entry is not None and (entry.strength not in {"short", "context"} or (
        entry.strength == "short" and entry.category in _CLEAR_OF_PERSON))


def _by_parents(plain: str, entry: Entry | None, above: tuple[str, ...]) -> tuple[Category | None, Strength]:
    """The meaning of a name that many things bear, from the objects above it."""
    role, next_above = nearest_role(above)
    last = squash(above[-1]) if above else ""
    if plain in {"name", "naam"}:
        return _name(role, last, next_above)
    if plain in {"first", "last", "given", "family"}:
        assert entry is not None
        return entry.category, "direct" if last in {"name", "naam"} else "loose"
    if plain == "grade":
        return (Category.RESULT, "quasi") if role == "result" else (Category.GROUP, "quasi")
    if plain == "nummer" and last.startswith(("communicatie", "telefoon", "contactgegevens")):
        return Category.PHONE, "quasi"
    if plain == "nummer" and last.startswith("adres"):
        return Category.STREET, "quasi"
    if plain in _ID_NAMES:
        return _identifier(plain, role, above, next_above, known=entry is not None)
    return (entry.category, "loose") if entry is not None else (None, "context")


def _name(role: Role | None, last: str, next_above: bool) -> tuple[Category | None, Strength]:
    if last == "account":
        return Category.ACCOUNT, "quasi"  # xAPI: actor/account/name is the account, not the person
    if role in PERSONS:
        return Category.NAME_FULL, "direct" if next_above else "quasi"
    if role == "school":
        return Category.SCHOOL, "context"
    if role == "group":
        return Category.GROUP, "context"
    if role in {"thing", "result"} and last not in _WRAPPING:
        return None, "negative"
    return Category.NAME_FULL, "loose"


def _identifier(
    plain: str, role: Role | None, above: tuple[str, ...], next_above: bool, *, known: bool
) -> tuple[Category | None, Strength]:
    last = squash(above[-1]) if above else ""
    if plain in {"id", "uuid"} and last == "session":
        return Category.COOKIE, "quasi"
    if plain == "id" and last == "verb":
        return Category.EVENT, "quasi"  # xAPI: what the person did
    if last in {"parent", "parents", "contact"} and plain in {"id", "key", "uuid", "guid"}:
        return Category.ACCOUNT, "loose"  # in trees of content the parent is a folder
    if any(not _ORGANISATIONS.isdisjoint(snake(level).split("_")) for level in above[-3:]):
        return None, "negative"
    if role in PERSONS and next_above:
        if role == "pupil" and plain in {"nummer", "number", "identifier", "nr"}:
            return Category.LEERLINGNUMMER, "direct"
        if plain in {"key", "code", "ref", "number", "nummer", "identifier"}:
            return Category.ACCOUNT, "quasi"
        return Category.ACCOUNT, "direct"
    if last.startswith("device") and plain in {"id", "uuid", "identifier"}:
        return Category.DEVICE, "quasi"
    if role == "result" and last in _WRAPPING and known:
        return Category.ACCOUNT, "loose"
    if role in {"thing", "group", "school", "result"}:
        return None, "negative"
    if role in PERSONS and plain in {"id", "uuid", "guid"}:
        return Category.ACCOUNT, "loose"
    return (Category.ACCOUNT, "loose") if known else (None, "context")


def _corrected(entry: Entry, above: tuple[str, ...]) -> tuple[Category | None, Strength]:
    """A clear name, corrected for where it stands: ``course/image`` and ``vak/naam`` are about things."""
    category, strength = entry.category, entry.strength
    if strength == "negative":
        if squash(entry.name) in _NUMBERS_OF_CARDS and above and role_of(above[-1]) in PERSONS:
            return Category.ACCOUNT, "quasi"
        return None, "negative"
    if above and (squash(above[0]) == _METADATA or (category in _OF_ORGANISATIONS and (
            _ORGANISATIONS.intersection(snake(above[-1]).split("_"))))):
        return None, "negative"
    if category is Category.TOKEN and squash(above[-1] if above else "") == "properties":
        return None, "negative"  # of analytics: the project, as every visitor sends it
    if above and squash(above[-1]) in _INVENTED and category not in _OF_TRACKERS:
        return None, "negative"
    last = role_of(above[-1]) if above else None
    if category is Category.RESULT and above and squash(above[-1]) in _SCORED:
        return None, "negative"  # how well a product, a program or a book did
    if category is Category.LEERLINGNUMMER and above and squash(above[-1]).startswith("device"):
        return Category.DEVICE, "quasi"  # the local id of a device, in telemetry
    if strength == "loose" and category in {Category.RESULT, Category.PROGRESS} and last == "result":
        return category, "quasi"
    if strength == "loose" and last in PERSONS and category not in {Category.RESULT, Category.PROGRESS}:
        return category, "quasi"
    if strength in {"direct", "quasi"} and last is not None and last not in PERSONS:
        if category is Category.NAME_FULL and entry.about == "unknown" and last != "result":
            return _name(last, "", True)
        if category is Category.IMAGE and last in {"thing", "school", "group"}:
            return None, "negative"
        if category in _CONTACT and last == "school" and strength == "direct":
            return category, "quasi"
    return category, strength
