"""Words for religions, home languages and orientations, as people fill them in: what makes such a value believed."""

from __future__ import annotations

import re

from .outcome import fold

RELIGIONS = frozenset((
    "islam", "islamitisch", "moslim", "moslima", "soennitisch", "sjiitisch", "alevitisch", "ahmadiyya", "christelijk",
    "christen", "katholiek", "rooms-katholiek", "rooms katholiek", "rk", "protestant", "protestants",
    "protestants-christelijk", "pkn", "hervormd", "nederlands hervormd", "gereformeerd", "gereformeerde gemeente",
    "gereformeerd vrijgemaakt", "vrijgemaakt", "vrijgemaakt gereformeerd", "hersteld hervormd", "reformatorisch",
    "evangelisch", "baptist", "doopsgezind", "luthers", "evangelisch-luthers", "remonstrants", "pinkstergemeente",
    "zevendedagsadventist", "apostolisch", "nieuw-apostolisch", "anglicaans", "mormoon", "jehova", "jehova's getuige",
    "jehova's getuigen", "jehovah's getuigen", "koptisch", "orthodox", "russisch-orthodox", "grieks-orthodox",
    "syrisch-orthodox", "joods", "jodendom", "jood", "liberaal joods", "hindoe", "hindoeïsme", "hindoeistisch",
    "hindoeïstisch", "boeddhist", "boeddhisme", "boeddhistisch", "sikh", "sikhisme", "bahai", "jezidi", "winti",
    "humanist", "humanistisch", "atheïst", "atheist", "agnost", "antroposofisch", "muslim", "christian", "catholic",
    "protestantism", "jewish", "hindu", "buddhist", "christendom", "niet gelovig", "niet-gelovig", "ongelovig",
))
"""Religions, churches and views of life, casefolded."""

LANGUAGES = frozenset((
    "afrikaans", "albanees", "amazigh", "amhaars", "arabisch", "aramees", "armeens", "azerbeidzjaans", "bengaals",
    "berber", "berbers", "bosnisch", "bulgaars", "catalaans", "chinees", "dari", "deens", "duits", "engels", "ests",
    "farsi", "filipijns", "fins", "frans", "fries", "fula", "georgisch", "grieks", "gujarati", "hausa", "hebreeuws",
    "hindi", "hindoestaans", "hongaars", "iers", "ijslands", "indonesisch", "italiaans", "japans", "javaans",
    "kantonees", "kaapverdisch", "koerdisch", "koerdisch (kurmanji)", "koreaans", "kroatisch", "kurmanji", "lets",
    "lingala", "litouws", "macedonisch", "maleis", "mandarijn", "marokkaans", "marokkaans-arabisch", "mongools",
    "nederlands", "nepalees", "noors", "oekraïens", "oekraiens", "oromo", "papiaments", "papiamentu", "pashto",
    "perzisch", "pools", "portugees", "punjabi", "roemeens", "romani", "romanes", "russisch", "sarnami", "servisch",
    "singalees", "sloveens", "slowaaks", "soerani", "sorani", "somalisch", "somali", "spaans", "sranan",
    "sranan tongo", "sranantongo", "surinaams", "swahili", "syrisch", "syrisch-arabisch", "tagalog", "tamazight",
    "tamil", "tarifit", "thai", "tibetaans", "tigrinya", "tigrigna", "tsjechisch", "tsjetsjeens", "turkmeens", "turks",
    "twi", "urdu", "oerdoe", "oeigoers", "vietnamees", "wolof", "yoruba", "zazaki", "zweeds", "zwitserduits", "arabic",
    "dutch", "english", "german", "polish", "turkish", "ukrainian", "spanish", "frisian", "gebarentaal", "ngt",
    "nederlandse gebarentaal", "limburgs", "dialect",
))
"""Languages that are spoken at the homes of pupils, casefolded."""

ORIENTATIONS = frozenset((
    "hetero", "heteroseksueel", "homo", "homoseksueel", "lesbisch", "lesbienne", "bi", "biseksueel", "panseksueel",
    "pan", "aseksueel", "queer", "gay", "lesbian", "straight", "bisexual", "transgender", "non-binair",
))
"""Sexual orientations, casefolded."""

_PEOPLES = re.compile(r"[^\W\d_]{3,20}(?:sche|se|aans|aams|ees|isch|ans|ens)\Z")
_JOIN = re.compile(r"\s*(?:[,/&+]|(?<=\s)(?:en|of|and)(?=\s))\s*")


def is_religion(value: str) -> bool:
    """Whether a value is one listed religion, or several."""
    return _all_of(value, RELIGIONS)


def is_language(value: str) -> bool:
    """Whether a value is one listed language, or several."""
    return _all_of(value, LANGUAGES)


def is_people(value: str) -> bool:
    """Whether a value is formed as Dutch words for peoples are (``Syrische``, ``Kaapverdiaans``)."""
    parts = [part for part in _JOIN.split(fold(value)) if part]
    return bool(parts) and all(_PEOPLES.match(part) for part in parts)


def is_orientation(value: str) -> bool:
    """Whether a value is a listed orientation."""
    return _all_of(value, ORIENTATIONS)


def _all_of(value: str, known: frozenset[str]) -> bool:
    text = fold(value[:120]).replace("’", "'")
    return text in known or all(part in known for part in _JOIN.split(text))
