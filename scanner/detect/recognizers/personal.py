"""Whole values under keys of gender, place of birth and nationality."""

from __future__ import annotations

import re

from scanner.model import Category

from .base import Verdict
from .gazetteer import places
from .outcome import fold, impossible, plausible, valid

_GENDERS = {
    "m": "m", "man": "m", "mannelijk": "m", "jongen": "m", "male": "m", "boy": "m", "j": "m", "1": "m", "zoon": "m",
    "hij": "m",
    "v": "v", "f": "v", "w": "v", "vrouw": "v", "vrouwelijk": "v", "meisje": "v", "female": "v", "girl": "v",
    "2": "v", "dochter": "v",
    "zij": "v", "x": "x", "o": "x", "anders": "x", "other": "x", "divers": "x", "non-binair": "x", "nonbinair": "x",
    "non-binary": "x",
    "nonbinary": "x", "genderneutraal": "x", "onzijdig": "x", "d": "x",
}
_NO_GENDER = {"0": "0", "9": "9", "onbekend": "0", "unknown": "0", "u": "0", "n": "0", "ongespecificeerd": "0",
    "not specified": "0",
              "niet gespecificeerd": "0", "prefer not to say": "9", "zeg ik liever niet": "9", "notspecified": "0"}
_LETTERS = re.compile(r"['’]?[^\W\d_](?:[^\W\d_]|[ '’.,()/-]){1,59}\Z")
_LABELS = frozenset(("onbekend", "unknown", "null", "none", "true", "false", "nvt", "n.v.t.", "undefined", "default"))
_NATIONALITIES = frozenset((
    "nederlandse", "nederlander", "nederlands", "belgische", "duitse", "turkse", "marokkaanse", "surinaamse", "poolse",
    "syrische", "eritrese", "oekraïense", "britse", "amerikaanse", "chinese", "somalische", "afghaanse", "iraakse",
    "iraanse", "bulgaarse", "roemeense", "italiaanse", "spaanse", "portugese", "franse", "indiase", "indonesische",
    "hongaarse", "griekse", "russische", "staatloos", "nederland", "dutch", "belgian", "german", "turkish", "moroccan",
    "polish", "ukrainian", "syrian", "british",
))
COUNTRIES = frozenset((
    "afghanistan", "albanië", "algerije", "angola", "argentinië", "armenië", "aruba", "australië", "azerbeidzjan",
    "bangladesh", "belgië", "belgium", "bonaire", "bosnië en herzegovina", "brazilië", "bulgarije", "burundi",
    "canada", "chili", "china", "colombia", "congo", "cuba", "curaçao", "denemarken", "dominicaanse republiek",
    "duitsland", "ecuador", "egypte", "eritrea", "ethiopië", "filipijnen", "finland", "frankrijk", "gambia", "georgië",
    "germany", "ghana", "griekenland", "guinee", "hongarije", "hongkong", "ierland", "india", "indonesië", "irak",
    "iran", "israël", "italië", "ivoorkust", "jamaica", "japan", "jemen", "jordanië", "kaapverdië", "kameroen",
    "kazachstan", "kenia", "kosovo", "kroatië", "koeweit", "letland", "libanon", "liberia", "libië", "litouwen",
    "maleisië", "marokko", "mexico", "moldavië", "morocco", "myanmar", "nederland", "netherlands", "nepal",
    "nieuw-zeeland", "nigeria", "noord-macedonië", "noorwegen", "oeganda", "oekraïne", "oostenrijk", "pakistan",
    "peru", "poland", "polen", "portugal", "roemenië", "rusland", "rwanda", "saoedi-arabië", "senegal", "servië",
    "sierra leone", "singapore", "sint maarten", "slovenië", "slowakije", "soedan", "somalië", "spanje", "sri lanka",
    "suriname", "syria", "syrië", "taiwan", "tanzania", "thailand", "togo", "tsjechië", "tunesië", "turkey", "turkije",
    "ukraine", "venezuela", "verenigd koninkrijk", "verenigde staten", "vietnam", "zuid-afrika", "zuid-korea",
    "zweden", "zwitserland",
))
"""Countries of birth that occur in Dutch schools."""
_CODE = re.compile(r"[A-Z]{2,3}\Z|0[0-9]{3}\Z")
"""ISO 3166 letters, or the four digits of a municipality or nationality of the Dutch personal records."""


def check_gender(value: str) -> Verdict:
    """One letter of gender, a word, or a code of ISO 5218; unknown is plausible, not a gender."""
    text = fold(value)
    if text in _GENDERS:
        return valid(Category.GENDER, _GENDERS[text], ("shape:gender", 0.2))
    if text in _NO_GENDER:
        return plausible(Category.GENDER, _NO_GENDER[text], ("shape:gender-unknown", -0.3))
    return impossible(Category.GENDER, text[:60], ("shape:gender", -0.9))


def check_birthplace(value: str) -> Verdict:
    """A place or country of birth: a listed one, a municipality code, or any name."""
    text = fold(value)
    if text in places() or text in COUNTRIES:
        return valid(Category.BIRTHPLACE, text, ("gazetteer:place", 0.3))
    if text and text not in _LABELS and (_LETTERS.match(text) or _CODE.match(value.strip())):
        return plausible(Category.BIRTHPLACE, text)
    return impossible(Category.BIRTHPLACE, text[:80], ("shape:no-place", -0.9))


def check_nationality(value: str) -> Verdict:
    """A nationality or country: a known word, a code, or letters."""
    text = fold(value)
    if text in _NATIONALITIES or _CODE.match(value.strip()):
        return valid(Category.NATIONALITY, text, ("shape:nationality", 0.2))
    if text and text not in _LABELS and _LETTERS.match(text):
        return plausible(Category.NATIONALITY, text)
    return impossible(Category.NATIONALITY, text[:80], ("shape:no-nationality", -0.9))
