"""Whether an object is a person's, somebody's or nobody's, and what the other objects of the exchange say of that.

Theory. An object that speaks of no person itself may hold an account, or have an owner around it or in the address; one
that has neither is nobody's, and an entry of a list of things unless something tells otherwise. What the exchange as a
whole says decides how that counts: a lesson in which no object is a person's is content for everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scanner.model import Category

from .endpoints import Address
from .owners import Owner, Owners
from .record import PUBLISHED, Place, Record, is_answer_about_nobody


class Standing:
    """What one object is in its exchange; what few of its values need is worked out when it is asked for."""

    __slots__ = ("_of_somebody", "_owners", "accounted", "content", "for_all", "lesson", "nobody", "owner", "person",
                 "record", "spoken", "told_by_others")  # fmt: skip

    def __init__(
        self, record: Record, owners: Owners, *, owner: Owner, nobody: bool, accounted: bool, content: bool,
        for_all: bool, lesson: bool, spoken: bool, of_somebody: bool,
    ) -> None:
        """``of_somebody``: whether the address of the exchange is somebody's."""
        person = record.person
        self.record = record
        self.person = person
        """The record of the person it is about."""
        self.owner = owner
        """How its owner is known where it is about no person."""
        self.nobody = nobody
        """Whether neither a person nor an account is seen; it may have an owner."""
        self.accounted = accounted
        """Whether it, or the object right around it, holds an account."""
        self.told_by_others = person is not None and (person is not record or len(person.personal) > 1)
        """Whether something else than a single datum says that it is about a person."""
        self.content = content
        """Whether the address says that the answer is for everybody, and no object of it is about a person."""
        self.for_all = for_all
        """Whether the answer came without a session, and no object of it is about a person."""
        self.lesson = lesson
        """Whether what it says of lessons is about nobody."""
        self.spoken = spoken
        """Whether another object of its message says that it is about a person."""
        self._of_somebody = of_somebody
        self._owners = owners

    @property
    def listed(self) -> bool:
        """Whether it is an entry of a list of things."""
        return self.nobody and not self.owner and bool(self.record.indices) and is_answer_about_nobody(self.record)

    @property
    def timeless(self) -> bool:
        """Whether it is of an answer and has no owner."""
        return (self.nobody and not self.owner and not self._of_somebody
                and self.record.scope[0] == "response")

    @property
    def undated(self) -> bool:
        """Whether it is an entry of a list of things that has no date."""
        return self.timeless and self.listed and not self._owners.is_dated(self.record)

    @property
    def long_ago(self) -> bool:
        """Whether it is about somebody who lived long ago."""
        return self._owners.is_of_long_ago(self.record)

    @property
    def under_persons(self) -> bool:
        """Whether it stands under a word for persons."""
        return self._owners.is_under_persons(self.record)

    @property
    def school(self) -> bool:
        """Whether it names a school and is nobody's."""
        return self.nobody and any(hit.outcome.category is Category.SCHOOL for hit in self.record.hits)


class Standings:
    """Answers for the objects of one exchange, of which the persons are known."""

    def __init__(self, records: Mapping[Place, Record], address: Address, owners: Owners,
                 public: Callable[[], bool]) -> None:
        """``public``: whether nobody signed in."""
        self._records = records
        self._address = address
        self._owners = owners
        every = records.values()
        self._about_somebody = any(each.accounted or each.keyed for each in every if each.scope[0] == "response")
        """Whether an object of the answer says that it is about a person."""
        self._speaking = {(each.scope[0], each.scope[2]) for each in every
                          if each.keyed and not each.personal <= PUBLISHED}
        """The messages, by direction and number, of which an object says that it is about a person."""
        self._for_all = not self._about_somebody and not address.of_somebody and not address.own and any(
            each.scope[0] == "response" for each in every) and public() and not owners.named_in_address

    def of(self, record: Record) -> Standing:
        """What an object is."""
        person, owners = record.person, self._owners
        accounted = (person is None or not person.keyed) and self._is_accounted(record)
        content = self._address.texts or (self._address.content and not self._about_somebody)
        nobody = not accounted and (person is None or person.personal <= PUBLISHED)
        owner: Owner = ""
        if nobody:
            owner = owners.of(record)
            content = content and not (owner in {"address", "role"} and owners.named_in_address)
        return Standing(
            record, owners, owner=owner, nobody=nobody, accounted=accounted, content=content, for_all=self._for_all,
            lesson=not record.keyed and not accounted and not owner and not self._about_somebody,
            spoken=not content and (record.scope[0], record.scope[2]) in self._speaking,
            of_somebody=self._address.of_somebody,
        )

    def _is_accounted(self, record: Record) -> bool:
        """Whether an object, or the one right around it, holds an account: it is about somebody without a name."""
        if record.accounted:
            return True
        node = record.node.parent
        if node is None or record.node.is_index:
            return False
        around = self._records.get((record.scope, id(node), record.indices))
        return around is not None and around.accounted
