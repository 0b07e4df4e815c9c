"""Reads and validates a policy file; every mistake is one line with file, line, field and what to do."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from scanner.errors import UsageError
from scanner.model import About, Category

from .files import rules_folder
from .order import NEVER_SOFTENED
from .policy import (
    SSO_ATTRIBUTES,
    DeclaredCategory,
    Policy,
    PolicyException,
    PolicyRecipient,
    Pseudonym,
    Purpose,
    UsedProfile,
)
from .policychecks import check_whole
from .policyvalues import MANDATORY, PolicyValues
from .profiles import load_profiles
from .yamlfile import Where, YamlFile, nearest

SCHEMA = "privacybijsluiter/1"
_RULE = re.compile(r"[A-Z]{2,8}-\d{3}")


def load_policy(path: Path | None, rules: Collection[str] | None = None) -> Policy:
    """The policy of a file, or the built-in default for ``None``. ``rules`` are the ids of all rules, where known."""
    if path is None:
        return _Reader(YamlFile(rules_folder() / "policies" / "default.yaml", "default.yaml"), builtin=True).policy()
    file = YamlFile(path)
    policy = _Reader(file).policy()
    check_whole(file, policy, rules)
    return policy


def load_policies(path: Path | None, rules: Collection[str] | None = None) -> list[tuple[Path | None, Policy]]:
    """The policy of a file, or of each file of a folder that holds one for each product; with where it stands. The
    built-in default for ``None``."""
    if path is None or not path.is_dir():
        return [(path, load_policy(path, rules))]
    files = sorted(file for file in path.iterdir() if file.suffix in {".yaml", ".yml"} and file.is_file())
    if not files:
        raise UsageError(f"{path}: there is no policy in this folder; name a .yaml file for each product")
    return [(file, load_policy(file, rules)) for file in files]


class _Reader(PolicyValues):
    """Makes the policy of what one file says."""

    def __init__(self, file: YamlFile, builtin: bool = False) -> None:
        super().__init__(file)
        self._builtin = builtin

    def policy(self) -> Policy:
        root = self._mapping((), "")
        if root["schema"] != SCHEMA:
            raise self._error(("schema",), f"this version of Leerlek reads {SCHEMA!r}")
        document = self._mapping(("document",), "document")
        vendor = self._mapping(("vendor",), "vendor")
        product = self._mapping(("product",), "product")
        self._enum(("vendor", "convenant"), "vendor.convenant", "")
        self._enums(("product", "sector"), "product.sector")
        self._boolean(("document", "signed_by_school"))
        purposes = tuple(self._purpose(("purposes", n)) for n in self._positions(("purposes",)))
        self._unique("purposes", [p.id for p in purposes])
        recipients = tuple(self._recipient(("recipients", n), purposes) for n in self._positions(("recipients",)))
        self._unique("recipients", [r.id for r in recipients])
        exceptions = tuple(self._exception(("exceptions", n), recipients) for n in self._positions(("exceptions",)))
        self._unique("exceptions", [e.id for e in exceptions])
        issued, until = self._date(("document", "date")), self._date(("document", "valid_until"))
        if issued and until and until < issued:
            raise self._error(("document", "valid_until"), f"lies before the date of the document ({issued})")
        return Policy(
            name=self._file.label.replace("\\", "/").rsplit("/", 1)[-1],
            version=self._text(("document", "version")),
            sha256=hashlib.sha256(self._file.text.encode()).hexdigest(),
            builtin=self._builtin,
            issued=issued,
            valid_until=until,
            source=str(document.get("source", "")),
            product=str(product["name"]),
            product_version=str(product.get("version", "")),
            vendor=str(vendor["name"]),
            role=self._enum(("role",), "role", MANDATORY),
            pseudonym=self._pseudonym(),
            purposes=purposes,
            recipients=recipients,
            exceptions=exceptions,
            profiles=self._profiles(root, recipients),
            sso_attributes=self._sso(root),
            authorised_roles=self._authorised(root),
            retention=self._durations(root),
            rights={k: str(v) for k, v in self._mapping(("rights",), "rights").items()} if "rights" in root else {},
            annex_sha256=str(document.get("annex_sha256", "")).strip().lower(),
        )

    # Parts of the policy

    def _pseudonym(self) -> Pseudonym:
        given = self._mapping(("pseudonym",), "pseudonym")
        beside = self._codes(("pseudonym", "forbidden_beside")) if "forbidden_beside" in given else ()
        return Pseudonym(
            expected=self._enum(("pseudonym", "expected"), "pseudonym.expected", MANDATORY),
            since=self._date(("pseudonym", "since")),
            forbidden_beside=frozenset(category for category, _ in beside),
            channels=self._enums(("pseudonym", "channels"), "channels"),
        )

    def _sso(self, root: dict[str, Any]) -> tuple[str, ...]:
        if "sso" not in root:
            return ()
        self._mapping(("sso",), "sso")
        names = self._texts(("sso", "attributes"))
        for position, name in enumerate(names):
            lowered = {known.lower(): known for known in SSO_ATTRIBUTES}
            if name not in SSO_ATTRIBUTES and name.lower() in lowered:
                raise self._error(("sso", "attributes", position), f"{name!r} is written {lowered[name.lower()]!r}")
        return names

    def _profiles(self, root: dict[str, Any], recipients: Sequence[PolicyRecipient]) -> tuple[UsedProfile, ...]:
        """A profile is a name, or a mapping that says with whom and where."""
        if "profiles" not in root:
            return ()
        found: list[UsedProfile] = []
        for position in self._positions(("profiles",)):
            where: Where = ("profiles", position)
            if isinstance(self._value(where), str):
                found.append(UsedProfile(self._profile(where)))
                continue
            given = self._mapping(where, "profile")
            parties = self._texts((*where, "recipients")) if "recipients" in given else ()
            ids = [recipient.id for recipient in recipients]
            for number, name in enumerate(parties):
                if name not in ids:
                    raise self._error((*where, "recipients", number),
                                      f"no recipient has the id {name!r}; {nearest(name, ids)}")
            match = tuple(self._glob((*where, "match", n)) for n in self._positions((*where, "match"))) \
                if "match" in given else ()
            found.append(UsedProfile(self._profile((*where, "id")), frozenset(parties), match))
        for position, used in enumerate(found):
            roles = load_profiles()[used.profile].roles
            if not any(r.role in roles and (not used.recipients or r.id in used.recipients) for r in recipients):
                raise self._error(("profiles", position),
                                  f"{used.profile} holds for recipients with the role {', '.join(sorted(roles))}, and "
                                  "none such is named here")
        return tuple(found)

    def _profile(self, where: Where) -> str:
        name = self._text(where)
        if name not in load_profiles():
            raise self._error(where, f"there is no profile {name!r}; {nearest(name, list(load_profiles()))}")
        return name

    def _purpose(self, where: Where) -> Purpose:
        given = self._mapping(where, "purpose")
        subjects = self._enums((*where, "data_subjects"), "data_subjects")
        return Purpose(
            id=self._text((*where, "id")),
            nl=self._text((*where, "nl")),
            data_subjects=subjects,
            legal_basis=str(given.get("legal_basis_declared_by_school", "")),
            categories=tuple(self._category((*where, "categories", n))
                             for n in self._positions((*where, "categories"))),
            match=tuple(self._glob((*where, "match", n)) for n in self._positions((*where, "match")))
            if "match" in given else (),
        )

    def _category(self, where: Where) -> DeclaredCategory:
        if isinstance(self._value(where), str):
            category, about = self._code(where)
            return DeclaredCategory(category, about)
        given = self._mapping(where, "category")
        category, about = self._code((*where, "code"))
        self._boolean((*where, "required"))
        return DeclaredCategory(category, about, bool(given.get("required", False)),
                                self._enums((*where, "channels"), "channels"), self._duration((*where, "retention")))

    def _recipient(self, where: Where, purposes: Sequence[Purpose]) -> PolicyRecipient:
        given = self._mapping(where, "recipient")
        known = {purpose.id: purpose for purpose in purposes}
        names = self._texts((*where, "purposes"))
        for position, name in enumerate(names):
            if name not in known:
                raise self._error((*where, "purposes", position),
                                  f"no purpose has the id {name!r}; {nearest(name, list(known))}")
        domains = tuple(self._domain((*where, "domains", n)) for n in self._positions((*where, "domains")))
        categories: tuple[DeclaredCategory, ...] = ()
        if "categories" in given:
            places = [(*where, "categories", n) for n in self._positions((*where, "categories"))]
            categories = tuple(self._category(place) for place in places)
            allowed = {(c.category, c.about) for name in names for c in known[name].categories}
            for place, declared in zip(places, categories, strict=True):
                if (declared.category, declared.about) not in allowed and declared.category is not Category.IP:
                    code = declared.category.value
                    raise self._error(place, f"{code} is in none of this recipient's purposes ({', '.join(names)}); "
                                             "add it to a purpose or remove it here")
        return PolicyRecipient(
            id=self._text((*where, "id")),
            organisation=self._text((*where, "organisation")),
            role=self._enum((*where, "role"), "recipients.role", MANDATORY),
            domains=domains,
            purposes=names,
            categories=categories,
            country=self._country((*where, "country")),
            transfer_tool=self._enum((*where, "transfer_tool"), "recipients.transfer_tool", ""),
            data_class=self._enum((*where, "data_class"), "recipients.data_class", ""),
        )

    def _exception(self, where: Where, recipients: Sequence[PolicyRecipient]) -> PolicyException:
        given = self._mapping(where, "exception")
        rule = self._text((*where, "rule"))
        if not _RULE.fullmatch(rule):
            raise self._error((*where, "rule"), f"{rule!r} is no rule id; write it as IDN-010")
        if rule in NEVER_SOFTENED:
            raise self._error((*where, "rule"), f"{rule} admits no exception")
        party = self._text((*where, "recipient"))
        if party not in {r.id for r in recipients}:
            raise self._error((*where, "recipient"),
                              f"no recipient has the id {party!r}; {nearest(party, [r.id for r in recipients])}")
        approved, expires = self._date((*where, "approved_on")), self._date((*where, "expires"))
        assert approved is not None and expires is not None  # both are mandatory
        if expires < approved:
            raise self._error((*where, "expires"), f"lies before approved_on ({approved})")
        if expires > _a_year_after(approved):
            raise self._error((*where, "expires"),
                              f"is more than 12 months after approved_on ({approved}); use {_a_year_after(approved)} "
                              "at the latest and renew it with a reason")
        category, about = self._code((*where, "category")) if "category" in given else (None, None)
        return PolicyException(
            self._text((*where, "id")), rule, party, category, about,
            self._text((*where, "part")) if "part" in given else "",
            self._text((*where, "justification")), self._text((*where, "approved_by")), approved, expires,
        )

    def _authorised(self, root: dict[str, Any]) -> dict[tuple[Category, About | None], tuple[str, ...]]:
        if "authorised_roles" not in root:
            return {}
        found: dict[tuple[Category, About | None], tuple[str, ...]] = {}
        for code in self._object(("authorised_roles",)):
            category, about = self._parse_code(code, ("authorised_roles", code))
            words = self._texts(("authorised_roles", code))
            found[category, about] = tuple(SUBJECT_ROLES.get(word, word) for word in words)
        return found

    def _durations(self, root: dict[str, Any]) -> dict[str, str]:
        if "retention" not in root:
            return {}
        return {key: self._duration(("retention", key)) for key in self._mapping(("retention",), "retention")}


SUBJECT_ROLES: dict[str, str] = {
    "leerling": "pupil", "student": "pupil", "leraar": "teacher", "docent": "teacher", "ouder": "parent",
    "verzorger": "parent", "beheerder": "admin",
}
"""Dutch words for session roles → the role names of the scanner; others are taken as they are."""


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 1, day=28)
