"""The policy: the machine-readable privacybijsluiter of one product, and what it says about a flow.

Theory. A datum is *covered* at a recipient when the recipient is named with a purpose that holds its category for
these persons. A plain code (``name.family``) is about the data subjects of its purpose; ``parent.name.family`` and
``staff.name.family`` are the same category about guardians and staff. A name is one thing in three codes: whoever
may have the full name may have its parts, and whoever may have both parts may have the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fnmatch import translate

from scanner.model import About, Category

Coverage = frozenset[tuple[Category, About]]
"""Which categories about whom a recipient may have."""

SUBJECT_WORDS: dict[str, About] = {
    "leerling": "pupil", "student": "pupil", "deelnemer": "pupil", "pupil": "pupil",
    "ouder": "guardian", "verzorger": "guardian", "voogd": "guardian", "parent": "guardian", "guardian": "guardian",
    "leraar": "teacher", "docent": "teacher", "medewerker": "teacher", "teacher": "teacher", "staff": "teacher",
}
"""Words for data subjects in a policy → whom a detection is about."""

SSO_ATTRIBUTES: dict[str, Category] = {
    "uid": Category.ACCOUNT, "eduPersonPrincipalName": Category.LOGIN, "eduPersonTargetedID": Category.ACCOUNT,
    "givenName": Category.NAME_GIVEN, "sn": Category.NAME_FAMILY, "displayName": Category.NAME_FULL,
    "cn": Category.NAME_FULL, "mail": Category.EMAIL, "employeeNumber": Category.LEERLINGNUMMER,
    "nlEduPersonRealId": Category.LOGIN, "nlEduPersonProfileId": Category.LEERLINGNUMMER,
    "nlEduPersonHomeOrganization": Category.SCHOOL, "nlEduPersonHomeOrganizationId": Category.SCHOOL,
    "nlEduPersonHomeOrganizationBranchId": Category.SCHOOL, "nlEduPersonUnit": Category.GROUP,
    "nlEduPersonBirthDate": Category.DOB, "eckId": Category.ECKID,
}
"""Attributes of Entree Federatie and SURFconext → the category that the vendor gets with them."""


@dataclass(frozen=True, slots=True)
class DeclaredCategory:
    """One category of a purpose; ``about`` is empty for a plain code."""

    category: Category
    about: About | None = None
    required: bool = False
    channels: tuple[str, ...] = ()
    retention: str = ""


@dataclass(frozen=True, slots=True)
class Purpose:
    """A purpose of processing with the categories it needs and the endpoints it is served at."""

    id: str
    nl: str
    data_subjects: tuple[str, ...] = ()
    legal_basis: str = ""
    categories: tuple[DeclaredCategory, ...] = ()
    match: tuple[str, ...] = ()

    @property
    def covers(self) -> Coverage:
        """The categories with the persons they may be about."""
        people = {SUBJECT_WORDS[word] for word in self.data_subjects if word in SUBJECT_WORDS}
        return complete_names(
            (declared.category, about)
            for declared in self.categories
            for about in ((declared.about,) if declared.about else ("unknown", *sorted(people)))
        )


@dataclass(frozen=True, slots=True)
class PolicyRecipient:
    """A party that the policy names."""

    id: str
    organisation: str
    role: str
    domains: tuple[str, ...]
    purposes: tuple[str, ...] = ()
    categories: tuple[DeclaredCategory, ...] = ()
    country: str = ""
    transfer_tool: str = ""
    data_class: str = ""


@dataclass(frozen=True, slots=True)
class PolicyException:
    """A deviation that someone approved for a time; the last day still counts."""

    id: str
    rule: str
    recipient: str
    category: Category | None
    about: About | None
    part: str
    justification: str
    approved_by: str
    approved_on: date
    expires: date


@dataclass(frozen=True, slots=True)
class UsedProfile:
    """A profile of an exchange that the product takes part in: with which recipients (empty: all whose role fits), and
    at which endpoints (empty: where path or content tell)."""

    profile: str
    recipients: frozenset[str] = frozenset()
    match: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pseudonym:
    """Which pseudonym the product works with."""

    expected: str = "none"
    since: date | None = None
    forbidden_beside: frozenset[Category] = frozenset()
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """A validated policy. ``builtin`` marks the default that stands in when the user gives none."""

    name: str
    version: str
    sha256: str
    builtin: bool
    issued: date | None
    valid_until: date | None
    source: str
    product: str
    product_version: str
    vendor: str
    role: str
    pseudonym: Pseudonym
    purposes: tuple[Purpose, ...] = ()
    recipients: tuple[PolicyRecipient, ...] = ()
    exceptions: tuple[PolicyException, ...] = ()
    profiles: tuple[UsedProfile, ...] = ()
    sso_attributes: tuple[str, ...] = ()
    authorised_roles: dict[tuple[Category, About | None], tuple[str, ...]] = field(default_factory=dict)
    retention: dict[str, str] = field(default_factory=dict)
    rights: dict[str, str] = field(default_factory=dict)
    annex_sha256: str = ""
    annex_differs: bool = False
    """The signed annex that the user gave is not the one whose checksum this is."""

    def purpose(self, purpose_id: str) -> Purpose | None:
        """The purpose with an id."""
        return next((purpose for purpose in self.purposes if purpose.id == purpose_id), None)

    def declared(self, recipient: PolicyRecipient) -> tuple[DeclaredCategory, ...]:
        """The categories of a recipient's purposes, as they are written."""
        return tuple(item for purpose in filter(None, map(self.purpose, recipient.purposes))
                     for item in purpose.categories)

    def covers(self, recipient: PolicyRecipient) -> Coverage:
        """What a named recipient may have: its own list of categories where it gives one, within its purposes."""
        found: set[tuple[Category, About]] = set()
        for purpose in filter(None, map(self.purpose, recipient.purposes)):
            found |= purpose.covers
        if recipient.categories:
            listed = complete_names(
                (declared.category, about) for declared in recipient.categories
                for about in ((declared.about,) if declared.about else _EVERYBODY)
            )
            found &= listed
        if recipient.role == "vendor":
            for category in self.sso_categories:
                found |= {(category, "pupil"), (category, "teacher"), (category, "unknown")}
        return complete_names(found)

    @property
    def covers_by_default(self) -> Coverage:
        """The union of all purposes: the yardstick for unknown recipients under the built-in policy."""
        found: set[tuple[Category, About]] = set()
        for purpose in self.purposes:
            found |= purpose.covers
        return complete_names(found)

    @property
    def sso_categories(self) -> frozenset[Category]:
        """The categories that come with the declared sign-on attributes."""
        return frozenset(SSO_ATTRIBUTES[name] for name in self.sso_attributes if name in SSO_ATTRIBUTES)

    @property
    def roles(self) -> frozenset[str]:
        """The session roles that the policy speaks of: whose data it is about, and who may see something."""
        people = {SUBJECT_WORDS[word] for purpose in self.purposes for word in purpose.data_subjects
                  if word in SUBJECT_WORDS}
        named = {role for roles in self.authorised_roles.values() for role in roles}
        return frozenset({"parent" if role == "guardian" else role for role in (*people, *named)})

    def authorised(self, category: Category, about: About, actor: str) -> bool | None:
        """Whether a session role may see a category; None when the policy does not say."""
        roles = self.authorised_roles.get((category, about), self.authorised_roles.get((category, None)))
        return None if roles is None else actor in roles


_EVERYBODY: tuple[About, ...] = ("unknown", "pupil", "guardian", "teacher")


def complete_names(pairs: Iterable[tuple[Category, About]]) -> Coverage:
    """Close a coverage over the parts of a name."""
    found = set(pairs)
    for about in _EVERYBODY:
        parts = {(Category.NAME_FAMILY, about), (Category.NAME_GIVEN, about)}
        if (Category.NAME_FULL, about) in found:
            found |= parts
        elif parts <= found:
            found.add((Category.NAME_FULL, about))
    return frozenset(found)


def compile_globs(globs: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern for several globs (``*`` and ``?``), or None for none."""
    texts = [translate(glob) for glob in globs]
    return re.compile("|".join(texts)) if texts else None
