"""Settles what each value of an exchange is worth and whom it is about, by what lifts it and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from scanner.model import Category, Evidence

from .doubts import DOUBTFUL, doubt_of
from .inner_urls import InnerUrls
from .judging import FLOOR, IN_LIST
from .lifting import Lifting, is_of_somebody_around
from .lists_of_names import ListsOfNames
from .outcome import Outcome
from .persons import BARE_IDS, Persons, says_who
from .record import Hit, Record, Settled, has_account, is_of_no_column, is_title, new_settled
from .standing import Standing, Standings


class Weighing:
    """Weighs the hits of one exchange."""

    def __init__(self, persons: Persons, standings: Standings, lifting: Lifting, lists: ListsOfNames,
                 urls: InnerUrls) -> None:
        self._persons = persons
        self._standings = standings
        self._lifting = lifting
        self._lists = lists
        self._urls = urls

    def loose(self, hits: Iterable[Hit]) -> Iterator[Settled]:
        """Those that count of hits in no object."""
        for hit in hits:
            outcome = hit.outcome
            sure = outcome.confidence if is_title(outcome) and hit.origin.direction == "request" else outcome.alone
            if sure >= FLOOR and not self._urls.tell_better(hit):
                subject = outcome.known[0].subject if says_who(outcome) else ""
                yield new_settled(Settled, (hit, sure, outcome.evidence, "", subject))

    def of(self, record: Record) -> Iterator[Settled]:
        """Those that count of the hits of one object."""
        standing = self._standings.of(record)
        for hit in record.hits:
            weighed = self._weighed(hit, standing)
            if weighed is None or weighed[0] < FLOOR or self._urls.tell_better(hit):
                continue
            subject = self._persons.subject_of(hit.outcome, record.person)
            if subject is not None:
                yield new_settled(Settled, (hit, *weighed, record.name, subject))

    def _weighed(self, hit: Hit, standing: Standing) -> tuple[float, tuple[Evidence, ...]] | None:
        """The confidence of a hit and its evidence; None for what is no datum where it stands."""
        outcome = hit.outcome
        confidence, evidence = outcome.alone, outcome.evidence
        if outcome.recognizer == IN_LIST:
            if not self._lists.have(hit):
                return None
            evidence = (*evidence, _beside(outcome.confidence, "context:list-of-names"))
            confidence = outcome.confidence
        elif _is_of_object(outcome, standing):
            return None
        lifted, code = self._lifting.of(hit, confidence, standing)
        if code:
            evidence = (*evidence, _beside(lifted - confidence, code))
        confidence = lifted
        if confidence > DOUBTFUL and not is_of_somebody_around(outcome, standing) and (
                doubt := doubt_of(hit, standing)):
            evidence = (*evidence, _beside(DOUBTFUL - confidence, doubt))
            confidence = DOUBTFUL
        if confidence > DOUBTFUL and _is_heading(hit):
            confidence = DOUBTFUL
        if outcome.category is Category.FREE_TEXT and hit.origin.direction == "request" and (
                hit.origin.format != "html"):
            confidence = outcome.confidence  # somebody wrote it; in an answer it may be an exercise
        return confidence, evidence


def _is_of_object(outcome: Outcome, standing: Standing) -> bool:
    """Whether an id is the object's own: the person has one of another name there."""
    return outcome.category is Category.ACCOUNT and not outcome.alone and outcome.key in BARE_IDS and (
        has_account(standing.record))


def _is_heading(hit: Hit) -> bool:
    """Whether a word of care is a heading of a page or the label of a field."""
    return is_title(hit.outcome) and hit.origin.format == "html" and not hit.outcome.start and is_of_no_column(hit)


@cache
def _beside(weight: float, code: str) -> Evidence:
    return Evidence(code, round(weight, 2))
