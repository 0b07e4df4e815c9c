"""A policy file in the making, and its text: YAML with a comment at everything that is to be filled in or reconsidered.

Theory. A draft must never declare by accident. What goes beyond a pseudonym and a first name is written as a comment
with the reason, so that declaring it takes a deliberate hand; so is every party whose place in the product is unknown.
The text is made by hand and not by a YAML library, because the comments are the point of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.model import INFO, Category, Text

WITHIN = frozenset({
    Category.ECKID, Category.ACCOUNT, Category.IP, Category.COOKIE, Category.NAME_GIVEN, Category.SCHOOL,
    Category.GROUP, Category.RESULT, Category.PROGRESS, Category.SCHEDULE, Category.EVENT, Category.TOKEN,
    Category.CREDENTIAL,
})
"""What a learning tool with a pseudonym works with: the categories of the built-in default policy."""

FORBIDDEN = (Category.NAME_FAMILY, Category.EMAIL, Category.DOB, Category.LEERLINGNUMMER)
"""What a draft forbids beside the pseudonym."""

NOTHING = Text("", "")
FILL_IN = Text("INVULLEN", "FILL IN")
RECONSIDER = Text("OVERWEEG", "RECONSIDER")


@dataclass(frozen=True, slots=True)
class DraftCategory:
    """A code with what is known of it; not ``active``: written as a comment."""

    code: str
    active: bool
    remark: Text
    retention: str = ""
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftPurpose:
    """A purpose. Without ``nl`` it is to be filled in; ``hint`` says for whom or what."""

    id: str
    nl: str
    hint: Text
    data_subjects: tuple[str, ...]
    categories: tuple[DraftCategory, ...]
    match: tuple[str, ...] = ()
    basis: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class DraftRecipient:
    """A recipient; not ``active``: written as a comment, with its purpose."""

    id: str
    organisation: str
    role: str
    domains: tuple[str, ...]
    purposes: tuple[str, ...]
    remark: Text
    country: str = ""
    country_remark: Text | None = None
    transfer_tool: str = ""
    data_class: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything of a policy file that can be known before somebody corrects it. Dates are ISO."""

    source: str
    date: str
    head: tuple[Text, ...]
    vendor: str
    product: str
    product_version: str
    role: str
    pseudonym: str
    pseudonym_remark: Text
    purposes: tuple[DraftPurpose, ...]
    recipients: tuple[DraftRecipient, ...]
    contact: str = ""
    convenant: str = ""
    sector: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    profile_hints: tuple[tuple[str, Text], ...] = ()


def render(draft: Draft, lang: str) -> str:
    """The text of the file, its comments in ``nl`` or ``en``."""
    return "\n".join(_lines(draft, lang)) + "\n"


def _lines(draft: Draft, lang: str) -> Iterator[str]:
    def t(nl: str, en: str) -> str:
        return en if lang == "en" else nl

    for text in draft.head:
        yield f"# {_one_line(text.get(lang))}"
    yield "schema: privacybijsluiter/1"
    yield f'document: {{version: "0.1", date: "{draft.date}", source: {_text(draft.source)}}}'
    vendor = _mapping(name=draft.vendor or FILL_IN.get(lang), contact=draft.contact, convenant=draft.convenant)
    yield f"vendor: {vendor}" + ("" if draft.vendor else t("  # INVULLEN: de leverancier", "  # FILL IN: the vendor"))
    yield f"product: {_product(draft, lang)}" + (
        "" if draft.product else t("  # INVULLEN: het product", "  # FILL IN: the product"))
    yield f"role: {draft.role}"
    yield f"# {_one_line(draft.pseudonym_remark.get(lang))}"
    yield (f"pseudonym: {{expected: {draft.pseudonym}, "
           f"forbidden_beside: [{', '.join(c.value for c in FORBIDDEN)}]}}")
    if draft.profiles:
        yield f"profiles: [{', '.join(draft.profiles)}]"
    for name, text in draft.profile_hints:
        yield f"# profiles: [{name}]  # {RECONSIDER.get(lang)}: {_one_line(text.get(lang))}"
    yield from _purposes(draft, lang)
    yield from _recipients(draft, lang)
    yield t("# Bewaartermijnen als ISO 8601: P14D is veertien dagen, P3M drie maanden, P1Y een jaar.",
            "# Retention as ISO 8601: P14D is fourteen days, P3M three months, P1Y one year.")
    yield "# retention: {cookies_max: P1D, account_after_end: P3M, logs: P14D}"
    yield t("# Uitzonderingen hebben een reden, iemand die ze goedkeurde en een einddatum; zie docs/uitzonderingen.md.",
            "# Exceptions have a reason, somebody who approved them and an end date; see docs/policy.md.")
    yield "exceptions: []"


def _product(draft: Draft, lang: str) -> str:
    sector = f", sector: [{', '.join(draft.sector)}]" if draft.sector else ""
    plain = _mapping(name=draft.product or FILL_IN.get(lang), version=draft.product_version)
    return plain[:-1] + sector + "}"


def _purposes(draft: Draft, lang: str) -> Iterator[str]:
    active = [purpose for purpose in draft.purposes if purpose.active]
    yield "purposes:" if active else "purposes: []"
    for purpose in active:
        yield from _purpose(purpose, lang)


def _purpose(purpose: DraftPurpose, lang: str) -> Iterator[str]:
    yield f"  - id: {_text(purpose.id)}"
    if purpose.nl:
        yield f"    nl: {_text(purpose.nl)}"
    else:
        yield f"    nl: {_text(f'{FILL_IN.nl}: {purpose.hint.nl}')}"
    yield f"    data_subjects: [{', '.join(purpose.data_subjects)}]"
    if purpose.basis:
        yield f"    legal_basis_declared_by_school: {_text(purpose.basis)}"
    active = [category for category in purpose.categories if category.active]
    if active:
        yield "    categories:"
    else:
        yield "    categories: []" + (Text("  # haal [] weg als u een regel hieronder overneemt",
                                          "  # remove [] when you declare a line below").get(lang)
                                      if purpose.categories else "")
    for category in active:
        yield _commented(f"      - {_category(category)}", category.remark, lang)
    for category in purpose.categories:
        if not category.active:
            yield f"      # - {_category(category)}  # {RECONSIDER.get(lang)}: {_one_line(category.remark.get(lang))}"
    if purpose.match:
        yield f"    match: [{', '.join(map(_text, purpose.match))}]"


def _category(category: DraftCategory) -> str:
    if not category.retention and not category.channels:
        return category.code
    parts = [f"code: {category.code}"]
    if category.channels:
        parts.append(f"channels: [{', '.join(category.channels)}]")
    if category.retention:
        parts.append(f"retention: {category.retention}")
    return f"{{{', '.join(parts)}}}"


def _recipients(draft: Draft, lang: str) -> Iterator[str]:
    active = [recipient for recipient in draft.recipients if recipient.active]
    yield "recipients:" if active else "recipients: []"
    for recipient in active:
        yield from _recipient(recipient, lang)
    waiting = [recipient for recipient in draft.recipients if not recipient.active]
    if not waiting:
        return
    yield f"# {RECONSIDER.get(lang)}: " + Text(
        "partijen die nu niet zijn genoemd. Haal het commentaarteken weg bij wie erbij hoort.",
        "parties that are not declared now. Uncomment those that belong to the product.").get(lang)
    purposes = {purpose.id: purpose for purpose in draft.purposes if not purpose.active}
    for recipient in waiting:
        for line in _recipient(recipient, lang):
            yield f"# {line}"
        for name in recipient.purposes:
            if name in purposes:
                yield "# " + Text("   met onder purposes:", "   with, under purposes:").get(lang)
                for line in _purpose(purposes[name], lang):
                    yield f"# {line}"


def _recipient(recipient: DraftRecipient, lang: str) -> Iterator[str]:
    yield _commented(f"  - id: {_text(recipient.id)}", recipient.remark, lang)
    organisation = recipient.organisation or FILL_IN.get(lang)
    yield f"    organisation: {_text(organisation)}"
    yield f"    role: {recipient.role}"
    yield f"    domains: [{', '.join(map(_text, recipient.domains))}]"
    yield f"    purposes: [{', '.join(map(_text, recipient.purposes))}]"
    if recipient.country:
        yield _commented(f"    country: {_text(recipient.country)}", recipient.country_remark or NOTHING, lang)
    if recipient.transfer_tool:
        yield f"    transfer_tool: {recipient.transfer_tool}"
    if recipient.data_class:
        yield f"    data_class: {recipient.data_class}"


def reason(category: Category, about: str = "") -> Text:
    """Why a category goes beyond the pseudonym; empty where it does not."""
    if category in _NUMBERS:
        return Text("het nummer hoort bij geen leverancier; het noemen verandert dat niet (IDN-001, IDN-003)",
                    "no supplier should have the number; declaring does not change that (IDN-001, IDN-003)")
    if category.value.startswith("special."):
        return Text("bijzonder of gevoelig persoonsgegeven; alleen met een doel dat het nodig heeft",
                    "special-category or sensitive data; only with a purpose that needs it")
    if about == "guardian":
        return Text("gegeven van een ouder of voogd; een leermiddel heeft dat zelden nodig (MIN-008)",
                    "datum of a guardian; learning material seldom needs it (MIN-008)")
    if category in WITHIN:
        return NOTHING
    if about == "teacher":
        return Text("gegeven van een medewerker; noem het doel dat het nodig heeft",
                    "datum of a member of staff; name the purpose that needs it")
    return _REASONS.get(category, Text(
        "gaat verder dan pseudoniem, roepnaam, klas en resultaten: noem het doel dat het nodig heeft",
        "goes beyond pseudonym, first name, class and results: name the purpose that needs it"))


_NUMBERS = frozenset({Category.BSN, Category.PGN, Category.HPGN, Category.STAMPSEUDONIEM})
_DIRECT = Text("wijst een leerling rechtstreeks aan naast het pseudoniem (MIN-001)",
               "points at a pupil directly beside the pseudonym (MIN-001)")
_TRACKING = Text("herkent een apparaat over producten heen (LNK-006, KID-001)",
                 "recognises a device across products (LNK-006, KID-001)")
_REASONS = {
    **dict.fromkeys((Category.NAME_FAMILY, Category.NAME_FULL, Category.EMAIL, Category.PHONE, Category.STREET,
                     Category.POSTCODE, Category.DOB, Category.LEERLINGNUMMER, Category.LOGIN), _DIRECT),
    **dict.fromkeys((Category.DEVICE, Category.ADVERTISING), _TRACKING),
    **dict.fromkeys((Category.REPLAY, Category.PROFILE, Category.GEO, Category.IMAGE, Category.AV), Text(
        "dringt diep door in het leven van een kind; alleen met een doel dat het nodig heeft",
        "reaches deep into the life of a child; only with a purpose that needs it")),
    Category.FREE_TEXT: Text("in vrije tekst kan alles staan (MIN-011)", "free text can hold anything (MIN-011)"),
}


def label(category: Category, lang: str) -> str:
    """The name of a category."""
    return INFO[category].nl if lang == "nl" else INFO[category].en


def _commented(line: str, remark: Text, lang: str) -> str:
    words = _one_line(remark.get(lang))
    return f"{line}  # {words}" if words else line


def _mapping(**pairs: str) -> str:
    return "{" + ", ".join(f"{key}: {_text(value)}" for key, value in pairs.items() if value) + "}"


def _text(value: str) -> str:
    """A YAML scalar that stays text: JSON strings are YAML."""
    return json.dumps(value, ensure_ascii=False)


def _one_line(text: str) -> str:
    return " ".join(text.split())
