"""Scans the captures of a bundle again, with its policy, rules and settings, and lays both results side by side.

Theory. The same captures, files, key and version give the same result to the byte, but for the names of the captures,
which depend on the folder one works in, so they get those of the bundle. Under another key the fingerprints of values,
the names of unknown persons and of sessions are others, but equal ones stay equal: both results get numbers instead,
in the order of appearance, and are compared with these. What differs is listed, and so is everything about the two
scans that could be its cause.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from scanner.errors import UsageError
from scanner.given import SECRET
from scanner.model import Text
from scanner.report import Document, inert, load_result
from scanner.report.json_ import render_json

from .contents import program

Row = dict[str, Any]
Progress = Callable[[str, int, float], None]

SECTIONS = ("recipients", "detections", "flows", "linkage", "coverage")
"""Parts of a result beside its findings, in the order in which they are told."""

_NAMES = {
    "recipients": Text("ontvangers", "recipients"), "detections": Text("waarnemingen", "detections"),
    "flows": Text("gegevensstromen", "data flows"), "linkage": Text("koppelbaarheid", "linkability"),
    "coverage": Text("dekking", "coverage"), "settings": Text("instellingen", "settings"),
}


@dataclass(frozen=True, slots=True)
class Again:
    """What the user gives for a second scan: what a bundle never holds."""

    captures: tuple[Path, ...]
    keylog: Path | None = None
    subjects: Path | None = None
    key_file: Path | None = None
    annex: Path | None = None
    jobs: int | None = None
    """None: as ``scan`` chooses."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A finding that one of the scans lacks, or with the names of its members that differ."""

    state: Literal["missing", "more", "changed"]
    finding: Row
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """Two results side by side. ``causes`` is everything unlike about how they were made, whether it mattered or not;
    ``sections`` are the other parts of the result that differ."""

    same: int
    differences: tuple[Difference, ...]
    sections: tuple[Text, ...]
    causes: tuple[Text, ...]
    identical: bool
    """Whether the two are one to the byte."""
    by_order: bool
    """Whether values were compared by order of appearance, because the keys are not the same."""

    @property
    def agrees(self) -> bool:
        """Whether the scan gave the same findings, and everything else too."""
        return not self.differences and not self.sections


def rescan(files: dict[str, bytes], about: Row, document: Document, again: Again,
           progress: Progress | None = None) -> Compared:
    """Scan and compare. Raises ``UsageError`` when a file of the user is wrong or no capture can be read."""
    from scanner.capture import find_captures
    from scanner.run import scan

    paths = find_captures(again.captures)
    digests = {path: _sha256(path) for path in paths}
    inputs = document["scan"]["inputs"]
    wanted = {item["sha256"]: number for number, item in reversed(list(enumerate(inputs)))}
    causes = list(_captures(document, digests))
    paths.sort(key=lambda path: wanted.get(digests[path], len(wanted)))
    labels = {path: inputs[wanted[digests[path]]]["label"] for path in paths if digests[path] in wanted}
    with tempfile.TemporaryDirectory(prefix="leerlek-") as folder:
        options = _options(files, about, document, again, Path(folder))
        made = load_result(render_json(scan(paths, options, progress, labels)), "the new result")
    causes += _causes(about, document, made)
    return compare(document, made, causes)


def compare(old: Document, new: Document, causes: Sequence[Text] = ()) -> Compared:
    """Two results whose captures have the same names."""
    identical = new == old
    keys = [document["scan"]["settings"].get("key_id", "") for document in (old, new)]
    by_order = keys[0] != keys[1]
    if by_order:
        old, new = _numbered(old), _numbered(new)
    before, after = ({f["fingerprint"]: f for f in document["findings"]} for document in (old, new))
    differences = [Difference("missing", before[key]) for key in before if key not in after]
    differences += [Difference("more", after[key]) for key in after if key not in before]
    same = 0
    for key in before.keys() & after.keys():
        members = tuple(sorted(name for name in before[key].keys() | after[key].keys()
                               if before[key].get(name) != after[key].get(name)))
        if members:
            differences.append(Difference("changed", after[key], members))
        else:
            same += 1
    sections = [_NAMES[name] for name in SECTIONS if old.get(name) != new.get(name)]
    if _settings(old) != _settings(new):
        sections.append(_NAMES["settings"])
    order = {"missing": 0, "more": 1, "changed": 2}
    differences.sort(key=lambda each: (order[each.state], each.finding["id"]))
    return Compared(same, tuple(differences), tuple(sections), tuple(causes), identical, by_order)


def _options(files: dict[str, bytes], about: Row, document: Document, again: Again, folder: Path) -> Any:
    """The settings of the scan, with the files of the bundle laid out under the names that they had."""
    from scanner.run import Options

    placed: dict[str, list[Path]] = {}
    for row in about["files"]:
        directory = folder / row["role"]
        directory.mkdir(exist_ok=True)
        path = directory / _plain_name(row)
        path.write_bytes(files[row["file"]])
        placed.setdefault(row["role"], []).append(path)

    def one(role: str) -> Path | None:
        return next(iter(placed.get(role, [])), None)

    settings = document["scan"]["settings"]
    policies = placed.get("policy", [])
    return Options(
        policy=folder / "policy" if len(policies) > 1 else one("policy"),
        baseline=one("baseline"), scenario=one("scenario"), rules=tuple(placed.get("rules", [])),
        recipients=tuple(placed.get("recipients", [])), tracker_lists=tuple(placed.get("tracker-list", [])),
        subjects=again.subjects, keylog=again.keylog, key_file=again.key_file, annex=again.annex, jobs=again.jobs,
        lang=settings["lang"], mode=settings["mode"] if settings["mode"] in {"test", "live"} else "auto",
        actor=settings["actor"], ner=settings.get("ner", "leerlek"), pair=bool(settings.get("pair")),
        decision=settings.get("decision", ""), hosts=tuple(settings.get("hosts", ())),
        max_body=cast("int", settings["limits"].get("max_body", 64 << 20)),
        scan_static=bool(settings["limits"].get("scan_static", False)),
    )


def _plain_name(row: Row) -> str:
    """The user's name for a file, or that of the bundle when it could lead anywhere else."""
    name = str(row["name"])
    plain = name == Path(name).name and name not in {"", ".", ".."} and len(name) < 200 and name.isprintable()
    return name if plain else str(row["file"]).rpartition("/")[2]


def _captures(document: Document, digests: dict[Path, str]) -> Iterator[Text]:
    """Captures of the bundle that were not given, and given ones that are not of the bundle."""
    found = set(digests.values())
    known = {item["sha256"] for item in document["scan"]["inputs"]}
    for item in document["scan"]["inputs"]:
        if item["sha256"] not in found:
            yield Text(f"de opname {item['label']} (SHA-256 {item['sha256'][:16]}…) is niet opgegeven, of is veranderd",
                       f"the capture {item['label']} (SHA-256 {item['sha256'][:16]}…) was not given, or has changed")
    for path, digest in digests.items():
        if digest not in known:
            name = inert(path.name, 100)
            yield Text(f"de opname {name} (SHA-256 {digest[:16]}…) hoort niet bij de bundel",
                       f"the capture {name} (SHA-256 {digest[:16]}…) does not belong to the bundle")


def _causes(about: Row, old: Document, new: Document) -> Iterator[Text]:
    here = program()
    made = about["made_by"]
    version = old["tool"]["version"]
    if version != here["version"]:
        yield Text(f"een andere versie van Leerlek: {version}, nu {here['version']}",
                   f"another version of Leerlek: {version}, now {here['version']}")
    packages = [("Python", made["python"], here["python"])]
    packages += [(name, made["packages"].get(name, "–"), here["packages"].get(name, "–"))
                 for name in sorted(made["packages"].keys() | here["packages"].keys())]
    others = [f"{name} {before} → {now}" for name, before, now in packages if before != now]
    if others:
        yield Text(f"andere versies waarop Leerlek steunt: {', '.join(others)}",
                   f"other versions of what Leerlek rests on: {', '.join(others)}")
    yield from _rules(old, new)
    a, b = (document["scan"]["settings"] for document in (old, new))
    same_key = a.get("key_id") == b.get("key_id")
    if not same_key:
        yield Text("een andere sleutel voor vingerafdrukken (--key-file): waarden zijn vergeleken op hun volgorde van "
                   "verschijnen", "another key for fingerprints (--key-file): values were compared by their order of "
                   "appearance")
    yield from _given(a, b, same_key=same_key)


def _rules(old: Document, new: Document) -> Iterator[Text]:
    a, b = (document["scan"]["settings"]["rules"] for document in (old, new))
    if a["sha256"] == b["sha256"]:
        return
    before, after = ({rule["id"]: rule["version"] for rule in side["evaluated"]} for side in (a, b))
    unlike = [f"{name} {before.get(name, '–')} → {after.get(name, '–')}"
              for name in sorted(before.keys() | after.keys()) if before.get(name) != after.get(name)]
    more = ": " + ", ".join(unlike[:20]) + (" …" if len(unlike) > 20 else "") if unlike else ""
    yield Text(f"andere regels{more}", f"other rules{more}")


def _given(a: Row, b: Row, *, same_key: bool) -> Iterator[Text]:
    """Test accounts, TLS secrets and the signed annex, which are not in the bundle."""
    words = {"subjects": (Text("testaccounts", "test accounts"), "--subjects"),
             "keylog": (Text("TLS-sleutels", "TLS secrets"), "--keylog"),
             "annex": (Text("de ondertekende bijlage", "the signed annex"), "--annex")}
    for role in sorted(SECRET):
        before, after = ({row["digest"] for row in side.get("given", []) if row["role"] == role} for side in (a, b))
        what, option = words[role]
        if before and not after:
            yield Text(f"de scan had {what.nl}; geef ze met {option}",
                       f"the scan had {what.en}; give them with {option}")
        elif after and not before:
            yield Text(f"de scan had geen {what.nl}; nu wel ({option})", f"the scan had no {what.en}; now there are "
                       f"({option})")
        elif before != after and (same_key or role != "subjects"):
            yield Text(f"een ander bestand met {what.nl} ({option})", f"another file of {what.en} ({option})")
        elif before != after and a["subjects"] != b["subjects"]:
            yield Text(f"een ander aantal {what.nl}: {a['subjects']}, nu {b['subjects']}",
                       f"another number of {what.en}: {a['subjects']}, now {b['subjects']}")


def _settings(document: Document) -> Row:
    """The settings that shape a result, without what names its key and its files."""
    settings = document["scan"]["settings"]
    left = {"key_id", "given", "rules"}
    rest = {key: value for key, value in settings.items() if key not in left}
    rest["limits"] = {key: value for key, value in settings["limits"].items() if key != "key"}
    return rest


def _numbered(document: Document) -> Document:
    """The result with numbers for what depends on the key of the fingerprints."""
    numbers: dict[tuple[str, str], str] = {}

    def number(kind: str, value: str) -> str:
        return numbers.setdefault((kind, value), f"{kind}-{len(numbers)}")

    rows = []
    for row in document["detections"]:
        changed = {"fingerprint": number("value", row["fingerprint"])}
        if row["session"]:
            changed["session"] = number("session", row["session"])
        if row["subject"].startswith("~"):
            changed["subject"] = number("person", row["subject"])
        rows.append({**row, **changed})
    return {**document, "detections": rows}


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from None
