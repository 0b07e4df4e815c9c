"""Names of persons in the names of files: ``werkstuk_Sanne_de_Vries.docx``, ``sanne-devries.pdf``.

A file name has no spaces and often no capitals, so nothing else finds the name in it. First name and surname must both
be listed; documents are handed in by somebody, pictures are often of somebody known. Cost class: regex.
"""

from __future__ import annotations

import re

from scanner.model import Category, Evidence

from .base import Cost, Match
from .person import by_rules

_DOCUMENTS = "pdf|docx?|xlsx?|pptx?|odt|ods|odp|txt|rtf|zip"
_OTHERS = "jpe?g|png|heic|mp4|csv"
_FILE = re.compile(
    rf"(?<![\w.-])(?P<stem>[^\W_][\w'’.+-]{{3,100}}?)\.(?:(?P<document>{_DOCUMENTS})|{_OTHERS})(?![\w-]|\.[\w])",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[_.+-]")
_LISTED = "gazetteer:given-and-family"
_WORD = "gazetteer:given-name-and-word"


class FileNameRecognizer:
    """Finds full names in file names."""

    name = "file_name"
    entity = "PERSON_IN_FILE_NAME"
    categories: tuple[Category, ...] = (Category.NAME_FULL,)
    cost: Cost = "regex"
    trigger = re.compile(rf"[^\W_][_.+-][^\W\d_][\w'’.+-]{{0,90}}\.(?:{_DOCUMENTS}|{_OTHERS})(?![\w-])", re.IGNORECASE)
    context: tuple[str, ...] = ("bestand", "bestandsnaam", "file", "filename", "upload")

    def find(self, text: str) -> list[Match]:
        found = []
        for each in _FILE.finditer(text):
            start, stem = each.start("stem"), each.group("stem")
            words = _BETWEEN.sub(" ", stem)
            if " " not in words:
                continue
            if words.islower():
                words = words.title()
            for match in by_rules(words):
                codes = {evidence.code for evidence in match.evidence}
                if match.category is not Category.NAME_FULL or _LISTED not in codes:
                    continue
                score = 0.65 if each.group("document") and _WORD not in codes else 0.45
                evidence = Evidence(_LISTED, score - 0.1), Evidence("shape:file-name", 0.1)
                found.append(
                    Match(start + match.start, start + match.end, Category.NAME_FULL, score, match.canonical, evidence)
                )
        return found
