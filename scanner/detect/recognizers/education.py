"""Whole values under keys of class, result, progress, attendance and timetable."""

from __future__ import annotations

import re

from scanner.model import Category

from .base import Verdict
from .outcome import fold, impossible, plausible, valid

_BOOLEANS = frozenset(("true", "false"))
_NOTHING = frozenset(("", "null", "none", "undefined", "nan", "n.v.t.", "nvt", "-", "onbekend"))
_LEVEL = (
    r"vmbo(?:[ -]?(?:b|k|g|t|bb|kb|gl|tl|gt|bk))?|mavo|havo|vwo|atheneum|gymnasium|gym|ath|mbo|hbo|brugklas|"
    r"isk|pro|vso|so|sbo|b?kb|bb|gl|tl|mh|hv|tv|kt|th"
)
_GROUP = re.compile(
    rf"(?:(?:groep|gr\.?|klas|kl\.?|leerjaar|jaar|stamgroep|unit|grade|year|class)[ -]?[1-8](?:[ /-]?[1-8a-e]){{0,2}}|"
    rf"(?:grade|year|yr\.?|form|klasse|classe)[ -]?(?:9|1[0-3])|"
    rf"[1-8](?:/[1-8])?[ ](?:rood|blauw|geel|groen|oranje|paars)|"
    rf"[1-8][ /-]?(?:[1-8]|[a-h])?|0[1-9]|1[0-2]"
    rf"|[1-6]?[ -]?(?:{_LEVEL})[ -]?[1-6]?[a-h]?[ -]?[0-9]{{0,2}}|[ahvmbtgk][1-6][a-z]?[0-9]?|"
    rf"g[1-8][a-e]?|[a-z]{{1,4}}[1-4][a-z]?-[a-z]{{1,4}}[0-9]?|"
    rf"[1-6][a-z]{{1,4}}[0-9]?[a-z]?[0-9]?|"
    rf"[1-6]e (?:{_LEVEL}|klas|leerjaar|jaar)|(?:[1-6][a-z]{{1,3}}|[hvmagkbt][1-6][a-z]?)[.-][a-z]{{2,5}}[0-9]?)\Z"
)
_ROLES = frozenset((
    "leerling", "leerlingen", "student", "students", "docent", "docenten", "ouder", "ouders", "medewerker",
    "medewerkers", "teacher", "teachers", "parent", "parents", "admin", "admins", "beheerder", "beheerders", "user",
    "users", "guest", "everyone", "iedereen", "personeel", "staff",
))
"""Groups of rights, which are no classes."""
_IN_PROGRAMS = re.compile(r"(?:[a-z_$][\w$]*\.){2,}[a-z_$][\w$]*\Z")
"""The name of a class of a program: ``org.example.CijferServiceTest``, in small letters."""
_NAMED_GROUP = re.compile(
    rf"(?:(?:groep|gr\.?|klas|kl\.?|unit|stamgroep)[ -]?[1-8](?:[ /-][1-8])?[a-e]?|[1-8]/[1-8](?:[ ]?[a-e])?|[1-8][a-e]"
    rf"|[1-6](?:{_LEVEL})[1-6]?[a-h]?|[ahvmtg][1-6][a-h]?)(?:[ -](?![0-9])[^\W\d_]{{1,20}}[0-9]?){{0,2}}\Z")
"""A class with a name or a subject: ``groep 7 Maan``, ``6b Toermalijn``, ``H3a-wi``, ``1/2 Kikkers``."""
_LONGEST_CLASS = 40
_SHORT = re.compile(r"[^\x00-\x1f<>{}]{1,60}\Z")


def check_group(value: str) -> Verdict:
    """A class or group: ``5b``, ``groep 5``, ``3hv2``; another short name is plausible."""
    text = fold(value)
    if text in _BOOLEANS or text in _NOTHING or text in _ROLES or _IN_PROGRAMS.match(text):
        return impossible(Category.GROUP, text, ("shape:no-group", -0.9))
    if _GROUP.match(text) or (len(text) <= _LONGEST_CLASS and _NAMED_GROUP.match(text)):
        return valid(Category.GROUP, text, ("shape:group", 0.2))
    if _SHORT.match(text) and "://" not in text:
        return plausible(Category.GROUP, text)
    return impossible(Category.GROUP, text[:80], ("shape:no-group", -0.6))


_NUMBER = re.compile(r"[+-]?[0-9]{1,4}(?:[.,][0-9]{1,12})?(?:[ ]?%|[ ]?(?:/|van|"
    r"out of)[ ]?[0-9]{1,4}(?:[.,][0-9])?)?\Z")
_LETTER = re.compile(r"(?:[a-f][+-]?|[1-6][+-]|[+]{1,3}|--|[+]/-|-/[+]|±|(?:i{1,3}|iv|v)[+-]?|"
                     r"avi[ -]?(?:[1-9]|start|plus|[me][3-8])|[me][3-8]|[1-4]f|[1-3]s|"
                     r"(?:avi[ -]?)?[me][3-8][ -](?:instructie|beheersing|frustratie)(?:sniveau)?)\Z")
_WORDS = frozenset((
    "goed", "zeer goed", "uitstekend", "ruim voldoende", "voldoende", "matig", "onvoldoende", "zwak", "slecht", "fout",
    "juist", "onjuist", "correct", "incorrect", "behaald", "niet behaald", "geslaagd", "gezakt", "pass", "passed",
    "fail", "failed", "g", "o", "m", "rv", "zg", "u", "excellent", "good", "sufficient", "insufficient", "poor",
    "gehaald", "niet gehaald", "perfect", "bevorderd", "vmbo-b", "vmbo-k", "vmbo-gt", "vmbo-t", "havo", "vwo",
    "havo/vwo", "mavo", "praktijkonderwijs", "pro", "vmbo-bb", "vmbo-kb", "vmbo-gl", "vmbo-tl", "vmbo-gl/tl",
    "incomplete", "not attempted", "beheerst", "niet beheerst", "deels beheerst", "bijna beheerst", "in ontwikkeling",
    "nog niet", "gevorderd", "op niveau", "onder niveau", "boven niveau", "mastered", "proficient", "developing",
    "emerging", "not yet", "exceeding", "meets expectations", "ruim onvoldoende", "zwaar onvoldoende",
    "vmbo-t/havo", "vmbo-kb/gt", "vmbo-bb/kb", "vmbo", "gymnasium", "atheneum", "vmbo-g", "pro/vmbo-bb", "vmbo-gt/havo",
))


_KIND = r"(?:vmbo|basis|kader|mavo|havo|vwo|pro|atheneum|gymnasium|gl|tl|gt|bb|kb|bk)"
_ADVICE = re.compile(
    rf"{_KIND}(?:(?:[ ]?/[ ]?|-| met | of ){_KIND}|/[bktg]|-[bktg](?=[/ ]|\Z)){{1,4}}\Z")
"""Kinds of school, several together: ``kader/tl``, ``vmbo-b/k``; one with a year is a class."""
_STATUS = frozenset((
    "ok", "okay", "success", "succes", "successful", "error", "gelukt", "mislukt", "queued", "accepted", "created",
    "updated", "deleted", "saved", "opgeslagen", "verwerkt", "ontvangen", "pending", "done", "warning", "denied",
    "allowed", "not found", "notfound", "timeout", "forbidden", "unauthorized", "fullygraded",
    "pendingmanual", "notready", "started", "running", "processing",
))
"""What a program says of how something went with itself."""


_TIMESTAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[t ][0-9:.]{4,15}(?:z|[+-][0-9:]{2,5})?)?\Z")


def check_result(value: str) -> Verdict:
    """A mark, score, letter or word of judgement; booleans are none (a flag, not a result)."""
    text = fold(value)
    if text in _BOOLEANS or text in _NOTHING or text in _STATUS or _TIMESTAMP.match(text):
        return impossible(Category.RESULT, text, ("shape:no-result", -0.9))
    if _NUMBER.match(text) or _LETTER.match(text) or text in _WORDS or _ADVICE.match(text):
        return valid(Category.RESULT, text.replace(",", "."), ("shape:result", 0.2))
    if len(text) <= 200 and "://" not in text and not re.fullmatch(r"[0-9a-f-]{20,}|[0-9]{5,}", text):
        return plausible(Category.RESULT, text)
    return impossible(Category.RESULT, text[:80], ("shape:no-result", -0.6))


POINTS_KEYS = ("total_score", "points", "points_earned", "points_awarded", "score", "highscore")
_MANY_POINTS = re.compile(r"[0-9]{5,7}\Z")


def check_points(value: str) -> Verdict:
    """A whole value under a key for points, of which games give thousands."""
    text = value.strip()
    return valid(Category.RESULT, text, ("shape:result", 0.2)) if _MANY_POINTS.match(text) else check_result(value)


_MARK = re.compile(r"[0-9]{1,3}[.,][0-9]{1,2}\Z|[0-9]{1,3}(?:[.,][0-9])?[ ]?%\Z|[A-F][+-]?\Z")


def check_grade(value: str) -> Verdict:
    """A whole value under ``grade``: a mark where it has the form of one, else a year of school."""
    return check_result(value) if _MARK.match(value.strip()) else check_group(value)


_CLOCK = re.compile(r"[0-9]{1,4}:[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,3})?\Z")
_DURATION = re.compile(r"-?p(?:[0-9]{1,6}[ymwd])*(?:t(?:[0-9]{1,9}(?:\.[0-9]{1,9})?[hms])+)?\Z")
_STATES = frozenset((
    "completed", "incomplete", "passed", "failed", "not attempted", "browsed", "unknown", "in progress", "inprogress",
    "not_started", "notstarted", "started", "finished", "done", "klaar", "bezig", "gestart", "afgerond", "voltooid",
    "niet gestart", "ingeleverd", "nagekeken", "submitted", "graded",
))


_LEVEL_CODE = re.compile(r"[me][3-8]\Z|[1-4]f\Z|1s\Z")
"""The half year at whose level a pupil works, or a level of reference."""


def check_progress(value: str) -> Verdict:
    """Progress: a number, share, duration or state."""
    text = fold(value)
    if text in _NOTHING:
        return impossible(Category.PROGRESS, text, ("shape:no-progress", -0.9))
    if _NUMBER.match(text) or text in _STATES or text in _WORDS or _LEVEL_CODE.match(text) or _CLOCK.match(text) or (
            _DURATION.match(text) and len(text) > 2):
        return valid(Category.PROGRESS, text, ("shape:progress", 0.2))
    return plausible(Category.PROGRESS, text[:512])


RIGHT_KEYS = ("correct", "is_correct", "juist", "is_juist", "is_goed", "success", "passed", "geslaagd", "is_voldoende",
              "completion")
"""Keys that say whether something was right, was done or suffices."""
REQUEST_KEYS = frozenset(("success", "completion"))
"""The same that say as well how a request went."""


_RIGHT = frozenset(("ja", "nee", "yes", "no", "wrong", "right", "correct", "incorrect", "goed", "fout", "juist",
                    "onjuist", "richtig", "falsch", "vrai", "faux"))


def check_right(value: str) -> Verdict:
    """A whole value under such a key: yes or no is the result there."""
    text = fold(value)
    if text in _BOOLEANS or text in _RIGHT:
        return valid(Category.RESULT, text, ("shape:result", 0.1))
    return check_progress(value)


_CLASS_SHAPE = re.compile(r"(?=.*[0-9])(?=.*[^\W\d_]|[1-8]/[1-8])")


def check_class(value: str) -> Verdict:
    """A whole value under a word that groups of anything have: only what has the form of a class."""
    verdict = check_group(value)
    if verdict.outcome == "valid" and _CLASS_SHAPE.match(value):
        return verdict
    return impossible(Category.GROUP, fold(value)[:80], ("shape:no-group", -0.6))


_PRESENCE = frozenset((
    "aanwezig", "afwezig", "absent", "present", "ziek", "te laat", "late", "geoorloofd", "ongeoorloofd", "verlof",
    "spijbelen", "dokter", "tandarts", "bijzonder verlof", "uitgestuurd", "verwijderd", "z", "l", "a", "p", "g", "o",
    "excused", "unexcused", "tardy", "absence", "schoolverzuim", "verzuim", "online",
))


def check_attendance(value: str) -> Verdict:
    """Attendance: a word or code, a count of hours, or anything short."""
    text = fold(value)
    if text in _NOTHING:
        return impossible(Category.ATTENDANCE, text, ("shape:no-attendance", -0.9))
    if text in {"true", "ja", "yes"}:
        return valid(Category.ATTENDANCE, text, ("shape:attendance", 0.0))
    if text in _PRESENCE or any(word in _PRESENCE for word in text.split(" ")[:6] if len(word) > 2):
        return valid(Category.ATTENDANCE, text[:512], ("shape:attendance", 0.2))
    return plausible(Category.ATTENDANCE, text[:512])


REASON_KEYS = ("reden_code", "reden_cd", "redencode", "reden_afw", "afw_code", "absent_code", "absence_code",
               "absentiecode", "verzuimcode", "verzuim_code", "verzuim_reden_code", "absence_reason_code")
_REASON = re.compile(r"[A-Z]{1,4}[0-9]?\Z")


def check_reason(value: str) -> Verdict:
    """A whole value under a key of the code of an absence: a word, or the letters of a school for one."""
    if _REASON.match(value.strip()):
        return valid(Category.ATTENDANCE, fold(value), ("shape:code", 0.1))
    return check_attendance(value)


_DAY = r"(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag|ma|di|wo|do|vr|za|zo)"
_MOMENT = re.compile(
    rf"(?:(?:{_DAY}|mon|tue|wed|thu|fri)[a-z]*\.?[ ,]{{1,2}})?"
    r"(?:[0-3]?[0-9][-/. ](?:[01]?[0-9]|[a-z]{3,9})(?:[-/. ](?:20)?[0-9]{2})?[ ,]{1,2})?"
    r"[0-2]?[0-9][:.][0-5][0-9](?:[ ]?(?:-|–|tot|t/m)[ ]?[0-2]?[0-9][:.][0-5][0-9])?(?: uur)?\Z|"
    rf"{_DAY}(?:[ ]?(?:,|en|\+|/|&)[ ]?{_DAY}){{0,4}}\Z")
_STAMP = re.compile(r"20[0-9]{2}-?[01][0-9]-?[0-3][0-9][t ]?[0-2][0-9]:?[0-5][0-9].{0,20}\Z|1[6-9][0-9]{8}(?:000)?\Z")
MOMENT_KEYS = ("dagen", "wanneer", "lestijd", "lesmoment", "opvangdagen", "lesdag")


def check_moment(value: str) -> Verdict:
    """A day or hour under a key that may hold anything else: ``MA 14:00-18:30``, ``di 06-10 16:20``, ``ma en do``."""
    text = fold(value)
    if (_MOMENT.match(text) and not text.isdigit()) or _STAMP.match(text):
        return valid(Category.SCHEDULE, text, ("shape:time", 0.1))
    return impossible(Category.SCHEDULE, text[:80], ("shape:no-schedule", -0.6))


_TIME = re.compile(r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[t ].{0,32})?|"
    r"[0-2]?[0-9][:.][0-5][0-9](?:[ -]{1,3}[0-2]?[0-9][:.][0-5][0-9])?|[1-9]e uur"
                   r"|(?:maan|dins|woens|donder|vrij)dag.{0,40}|(?:ma|di|wo|do|vr)[1-9]?)\Z")


def check_schedule(value: str) -> Verdict:
    """A time, day or lesson of a timetable."""
    text = fold(value)
    if text in _NOTHING or text in _BOOLEANS:
        return impossible(Category.SCHEDULE, text, ("shape:no-schedule", -0.9))
    if _TIME.match(text):
        return valid(Category.SCHEDULE, text, ("shape:time", 0.1))
    return plausible(Category.SCHEDULE, text[:512])
