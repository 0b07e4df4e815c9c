"""Who plays whom: the one fake of every value, whatever way it is written or hashed.

Theory. A fake depends on the value alone, so that equal values stay equal. What a digest is a digest of, how that
was spelled and with which algorithm is found by trying; the fake in the same spelling is hashed in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from scanner.detect.digests import PREFIX, candidates, digests, name_and_birth, variants
from scanner.detect.names import words
from scanner.detect.phrases import fold, tokens
from scanner.detect.prose.features import lists
from scanner.detect.recognizers.gazetteer import public_figures
from scanner.detect.recognizers.mail import PRIVATE, ROLES
from scanner.detect.sites import site_of
from scanner.detect.spellings import full_name, spellings
from scanner.model import Category

from .draws import Draws
from .encoded_digest import rewritten
from .forms import days, network, numbers, prose, shapes, terms
from .forms.people import PARTICLES, Words
from .inventory import NAMES, Inventory, Value
from .swaps import Swap, Swaps

_ID_URL = re.compile(r"(.*?)([0-9A-Fa-f]{32,200})([^0-9A-Fa-f]*)\Z", re.DOTALL)
_SCHOOL_WORDS = frozenset(
    words(
        """
basisschool school scholen college lyceum gymnasium atheneum academie stichting obs cbs rkbs sbo so vso pcbs
daltonschool montessori montessorischool montessorilyceum vrije jenaplan jenaplanschool openbare christelijke
katholieke mavo havo vwo vmbo brede kindcentrum ikc de het een van en der den op te groep klas
"""
    )
)
_STREET_END = re.compile(
    r"(straat|laan|plein|kade|gracht|dreef|singel|steeg|plantsoen|boulevard|weg|dijk|hof|pad|park|"
    r"markt|wal|baan|ring|akker|veld|kamp|meent|brink|horst|erf|oord|burg|hoeve|haven|berg|gaarde)\Z",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+|\d+")
_MEASURE = re.compile(r"(?=[^0-9]*[0-9])[^\s]{1,20}\Z")
"""A duration, a mark with its scale, a code: digits in something without blanks."""
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?\Z")
_OF_HOSTS = frozenset(words("www api app mail web cdn static login auth data media test info beta docs id sso portal"))
_TERMS = frozenset(
    {
     Category.GENDER, Category.NATIONALITY, Category.BIRTHPLACE, Category.RELIGION, Category.ORIENTATION,
     Category.HEALTH, Category.DIAGNOSIS, Category.SUPPORT, Category.YOUTHCARE, Category.RESULT,
     Category.PROGRESS, Category.ATTENDANCE}
)
_AMOUNTS = frozenset(
    {
     Category.RESULT, Category.PROGRESS, Category.PROFILE, Category.AGE, Category.ATTENDANCE,
     Category.DIAGNOSIS, Category.SUPPORT, Category.HEALTH}
)
_AS_THEY_ARE = frozenset({Category.EVENT, Category.REPLAY, Category.SCHEDULE, Category.IMAGE, Category.AV})
"""What is said in words of an interface; names in it are found by the index."""
_IN_IDS = NAMES | {
    Category.EMAIL,
    Category.LOGIN,
    Category.LEERLINGNUMMER,
    Category.BSN,
    Category.PGN,
    Category.ACCOUNT,
}
_YES_NO = frozenset(["true", "false", "ja", "nee", "yes", "no", "j", "n", "y", "null", "none", "onbekend", "unknown"])
_AROUND = (0, 1, 2, 4, 8)
"""Words beside a detected value that are left in free text, until it gives the same categories."""


class Cast:
    """Fakes of one run; equal input, subjects and key give equal ones."""

    def __init__(self, draws: Draws, inventory: Inventory, tell: Callable[[str], object] | None = None) -> None:
        """``tell`` says what is detected in a text, to compare a text with the one that stands for it."""
        self.tell = tell
        self.kept = 0
        """Texts whose words stay."""
        self.draws = self._draws = draws
        self._words = Words(draws, inventory.name_words | inventory.words, tell=tell)
        self._bsns = numbers.Bsns(draws, inventory.bsns)
        self._days = days.Days(draws, inventory.days)
        self._sites = inventory.sites
        self._swaps = Swaps(self._words)
        self.text = self._swaps.text
        self.values = dict(inventory.values)
        for value in self.values.values():
            if value.category in NAMES:
                self._words.name(value.text)  # surnames and given names first: what is built of them follows
                self._file(value)
        for value in self.values.values():
            if value.category not in NAMES:
                self._file(value)
        self._pair_names(inventory)
        self._hash(inventory)

    # ── what is filed

    def _file(self, value: Value) -> None:
        fake = self.value(value.category, value.text)
        real = list(spellings(value.category, value.text))
        mine = list(spellings(value.category, fake))
        if len(real) != len(mine):
            real, mine = real[:1], mine[:1]
        for old, new in zip(real, mine, strict=True):
            if old.reach != "key" and old.text != new.text:
                self._swaps.put(old.text, Swap(new.text, old.reach, value.category))
        if value.category is Category.EMAIL and "@" in value.text:
            local = value.text.removeprefix("mailto:").partition("@")[0]
            if len(tokens(local)) > 1 and sum(map(len, tokens(local))) >= 8:
                self._swaps.put(local, Swap(fake.removeprefix("mailto:").partition("@")[0], "any", Category.LOGIN))

    def _pair_names(self, inventory: Inventory) -> None:
        """Full names of the subjects that are given in parts only."""
        for subject in inventory.subjects.all if inventory.subjects is not None else ():
            given = [text for category, text in subject.values if category is Category.NAME_GIVEN][:3]
            family = [text for category, text in subject.values if category is Category.NAME_FAMILY][:3]
            for first in given:
                for last in family:
                    old = list(full_name(first, last))
                    new = list(full_name(self._words.name(first), self._words.name(last)))
                    for a, b in zip(old, new, strict=False):
                        self._swaps.put(a.text, Swap(b.text, a.reach, Category.NAME_FULL))

    def _hash(self, inventory: Inventory) -> None:
        """Find what the digests of the captures are digests of, and make those of the fakes."""
        if not inventory.tokens:
            return
        wanted: dict[str, list[str]] = {}
        for token in inventory.tokens:
            raw = next((found for _, _, found in candidates(token)), "")
            if raw:
                wanted.setdefault(raw[:PREFIX], []).append(raw)
        tried: set[str] = set()
        for old, new in self._preimages(inventory) if wanted else ():
            if old in tried:
                continue
            tried.add(old)
            made: dict[str, str] = {}
            for name, full in digests(old):
                if full[:PREFIX] in wanted and any(full.startswith(token) for token in wanted[full[:PREFIX]]):
                    made = made or dict(digests(new))
                    self._swaps.put_digest(full, made[name])

    def _preimages(self, inventory: Inventory) -> Iterator[tuple[str, str]]:
        for value in self.values.values():
            fake = self.value(value.category, value.text)
            yield from zip(variants(value.category, value.text), variants(value.category, fake), strict=False)
            folded = " ".join(value.text.split()).casefold()
            yield folded, " ".join(fake.split()).casefold()
        for subject in inventory.subjects.all if inventory.subjects is not None else ():
            names = [text for category, text in subject.values if category is Category.NAME_FULL][:2]
            births = [text for category, text in subject.values if category is Category.DOB][:1]
            for name in names:
                for birth in births:
                    fakes = ([self._words.name(name)], [self.value(Category.DOB, birth)])
                    yield from zip(
                        sorted(name_and_birth([name], [birth])), sorted(name_and_birth(*fakes)), strict=False
                    )

    # ── what replaces a value

    def value(self, category: Category, raw: str, canonical: str = "", via: str = "") -> str:
        """The fake of a value of a category, in the form of ``raw``."""
        text = raw.strip()
        if not text or text.casefold() in _YES_NO:
            return raw
        fake = self._token_or_coded(text, via) if via else self._fake(category, text, canonical)
        return raw.replace(text, fake) if fake else raw

    def _token_or_coded(self, text: str, via: str) -> str:
        if via in ("reversed", "rot13"):
            found = self.text(text)
            return found if found != text else shapes.alike(self._draws, text)
        return self.token(text)

    def _fake(self, category: Category, text: str, canonical: str) -> str:
        if category in NAMES:
            return text if fold_spaces(text) in public_figures() else self._words.name(text)
        if category in (Category.BSN, Category.PGN):
            return self._bsn(text)
        if category is Category.DOB:
            return self._days.written(text, canonical) or self._digits(text)
        if category is Category.EMAIL or ("@" in text and category is not Category.CREDENTIAL):
            return self.email(text)
        if category is Category.PHONE:
            return numbers.phone(self._draws, text)
        if category is Category.IBAN:
            return numbers.iban(self._draws, text)
        if category is Category.POSTCODE:
            return numbers.postcode(self._draws, text)
        if category is Category.STREET:
            return self._street(text)
        if category is Category.SCHOOL:
            return self._school(text)
        if category is Category.GROUP:
            return self._group(text)
        if category is Category.IP:
            return network.address(self._draws, text)
        if category is Category.GEO:
            return self._place(text)
        if category in _AS_THEY_ARE:
            return self.text(text)
        if category in _TERMS and (term := terms.whole(self._draws, category, text)) is not None:
            return term
        if category in _AMOUNTS and (amount := numbers.amount(self._draws, text)) is not None:
            return amount
        if category in _AMOUNTS and _MEASURE.match(text):
            return shapes.digits(self._draws, "measure", text)
        if category in _TERMS:
            return terms.any_of(self._draws, category, text) or self._told(category, text)
        if category is Category.PROFILE:
            return self.text(text)
        made = self.identifier(text)
        return self.token(text) if made == text and category is Category.CREDENTIAL else made

    def prose(self, text: str, spans: Sequence[tuple[int, int, str]], *, of_somebody: bool = True) -> str:
        """A text with neutral words and the given fakes; as many words stay as its findings need.

        All of them may stay in a text that names nobody (a lesson, a page of help), which ``kept`` counts.
        """
        if self.tell is None:
            return prose.neutral(self._draws, text, spans)
        wanted = self.tell(text)
        for around in _AROUND:
            made = prose.neutral(self._draws, text, spans, around)
            if self.tell(made) == wanted:
                return made
        whole = prose.neutral(self._draws, text, spans, len(text))
        if not of_somebody and self.tell(whole) == wanted:
            self.kept += 1
            return whole
        return prose.neutral(self._draws, text, spans)

    def _told(self, category: Category, text: str) -> str:
        """Words under a key that says what they are about: terms for terms, neutral words for the rest."""
        spans = [(found.start(), found.end(), new) for found, new in terms.found(self._draws, category, text)]
        return prose.neutral(self._draws, text, spans)

    def _bsn(self, text: str) -> str:
        core = "".join(filter(str.isdigit, text))
        if not 8 <= len(core) <= 9 or re.search(r"[^\W\d_]", text):
            return self.identifier(text)
        fake = self._bsns.of(core.zfill(9))
        if len(core) == 8:
            return fake
        rest = iter(fake)
        return "".join(next(rest) if char.isdigit() else char for char in text)

    def _digits(self, text: str) -> str:
        return shapes.alike(self._draws, text) if any(map(str.isdigit, text)) else text

    def email(self, text: str) -> str:
        """Another address: names and words of the local part replaced, the domain as ``domain`` says."""
        local, at, rest = text.rpartition("@") if "@" in text else text.partition("%40")
        scheme = "mailto:" if local.lower().startswith("mailto:") else ""
        local = local[len(scheme) :]
        if local.casefold() not in ROLES:
            whole = [each for each in self._swaps.places(local) if each[:2] == (0, len(local))]
            local = whole[0][2] if whole else _WORD.sub(self._part, local)
        return f"{text[: len(scheme)]}{local}{at}{self.domain(rest)}"

    def domain(self, domain: str) -> str:
        """The domain of an address: as it is when it was contacted or is a provider's, else without names in it."""
        bare = domain.lower().strip()
        if bare in PRIVATE or site_of(bare) in self._sites:
            return domain
        return self.text(domain)

    def _part(self, found: re.Match[str]) -> str:
        part = found.group()
        swapped = self.text(part)
        if swapped != part or fold(part) in PARTICLES:
            return swapped
        if part.isdigit():
            return shapes.alike(self._draws, part)
        return self._words.compact(part) or (
            self._words.fake(part) if len(part) == 1 or "g" in lists(fold(part)).lower() else self.plain_word(part))

    def label(self, label: str) -> str:
        """A label of a host name, without the names in it; words that hosts are called by stay."""
        if label.casefold() in _OF_HOSTS:
            return label
        return _WORD.sub(lambda run: self._words.fake(run.group()) if len(run.group()) > 2 and self._words.known(
            run.group()) else run.group(), self.text(label))

    def plain_word(self, part: str) -> str:
        """A word that means nothing for one that may mean somebody."""
        folded = fold(part)
        return shapes.as_written(shapes.word(self._draws, folded), part) if len(folded) == len(part) else part

    def identifier(self, text: str) -> str:
        """Another log-in, number, id, password or token of the same shape; names in it are swapped."""
        found = _ID_URL.match(text)
        if found is not None:
            return found[1] + self.token(found[2]) + found[3]
        if text[:7].lower() == "bearer ":
            return text[:7] + self.token(text[7:])
        if shapes.is_hex(text):
            return self.token(text)
        hits = [each for each in self._swaps.places(text) if each[3] in _IN_IDS]
        if not hits and " " not in text:
            return text if _is_common(text) else self.token(text)
        made, at = "", 0
        for start, end, fake, _ in hits:
            made += _WORD.sub(self._beside, text[at:start]) + fake
            at = end
        return made + _WORD.sub(self._beside, text[at:])

    def _beside(self, run: re.Match[str]) -> str:
        """What stands beside a name in an identifier: words stay, numbers do not."""
        part = run.group()
        held = lists(fold(part))
        ordinary = "w" in held and "g" not in held.lower() and (part.islower() or "s" not in held)
        return part if ordinary or (part.isalpha() and len(part) < 3) else shapes.alike(self._draws, part)

    def token(self, text: str) -> str:
        """Another token: the digest of the fake where it is one of a value that is known, else of the same shape."""
        return rewritten(text, self._swaps.digest) or shapes.alike(self._draws, text)

    def _street(self, text: str) -> str:
        if _NUMBER.match(text):
            return numbers.amount(self._draws, text) or text

        def part(run: re.Match[str]) -> str:
            word = run.group()
            if word.isdigit():
                return shapes.digits(self._draws, "house", word)
            if fold(word) in PARTICLES or len(word) < 3:
                return word
            end = _STREET_END.search(word)
            stem = word[: end.start()] if end is not None else word
            return (self.plain_word(stem) if len(stem) > 1 else stem) + word[len(stem) :]

        return _WORD.sub(part, text)

    def _school(self, text: str) -> str:
        if any(map(str.isdigit, text)) and len(text) < 10:
            return shapes.alike(self._draws, text)
        return _WORD.sub(lambda run: run.group() if fold(run.group()) in _SCHOOL_WORDS else self._plain_part(run), text)

    def _plain_part(self, run: re.Match[str]) -> str:
        part = run.group()
        if part.isdigit():
            return shapes.digits(self._draws, "part", part)
        return self._words.fake(part) if self._words.known(part) else self.plain_word(part)

    def _group(self, text: str) -> str:
        if len(text) > 12 and shapes.is_hex(text):
            return self.token(text)

        def part(run: re.Match[str]) -> str:
            word = run.group()
            if word.isdigit():
                options = [str(n) for n in range(1, 9) if str(n) != word]
                return (
                    self._draws.one("group", word, options) if len(word) == 1 else shapes.digits(self._draws, "g", word)
                )
            if len(word) == 1 and word.lower() in "abcde":
                new = self._draws.one("group", word.lower(), [each for each in "abcde" if each != word.lower()])
                return new.upper() if word.isupper() else new
            return word if "w" in lists(fold(word)) or len(word) < 5 else self._plain_part(run)

        return _WORD.sub(part, text)

    def _place(self, text: str) -> str:
        """Another position, some kilometres off: the degrees stay, what is behind the point does not."""
        return re.sub(
            r"(?<=[.,])[0-9]{2,}",
            lambda found: shapes.digits(self._draws, "geo", "1" + found.group(), keep=1)[1:],
            text,
        )


def fold_spaces(text: str) -> str:
    """Casefolded with single spaces, as lists hold names."""
    return " ".join(text.split()).casefold()


def _is_common(text: str) -> bool:
    """Whether an identifier is an ordinary word, which is nobody's: ``email``, ``beheerder``."""
    held = lists(text) if text.isalpha() and text.islower() else ""
    return ("w" in held or "e" in held) and "g" not in held.lower()
