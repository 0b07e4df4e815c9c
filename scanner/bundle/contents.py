"""What goes into a bundle: the result, its reports, and everything else that a scan needs to be made again.

Theory. A bundle answers for a result: with the same captures, the files in it and the same version anyone gets the same
findings. So the policy, rules and lists that go in must be those of the scan, which the result names by digest. Left
out are captures, test accounts and TLS secrets: of these a digest stays, of the accounts under the user's key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from scanner import __version__
from scanner.errors import UsageError
from scanner.given import SECRET
from scanner.judge import Rule, is_shipped, load_rules, rules_folder
from scanner.model import Text
from scanner.report import FORMATS, NOTHING, Additions, Document, render, report_id
from scanner.report.inert import inert

from . import sums
from .archive import free_name, pack
from .clear import refuse_clear
from .signing import NAMESPACE, SUFFIXES, Signer

SCHEMA = "leerlek-bundle/1"
RESULT, ABOUT, README = "result.json", "bundle.json", "README.txt"
_FOLDERS = {"policy": "policy", "rules": "rules", "recipients": "recipients", "tracker-list": "tracker-lists",
            "baseline": "baseline", "scenario": "scenario"}
"""Role of a given file → folder of the bundle."""

_WRITTEN = (_FOLDERS.keys() | {"dossier"}) - {"tracker-list"}
"""Roles whose files people write by hand."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of the user that a scan was made with, as named on the command line."""

    policy: Path | None = None
    baseline: Path | None = None
    scenario: Path | None = None
    rules: tuple[Path, ...] = ()
    recipients: tuple[Path, ...] = ()
    tracker_lists: tuple[Path, ...] = ()
    subjects: Path | None = None
    """Never part of the bundle; known, a file with a value of a test account is refused."""
    dossier: Path | None = None
    previous: Path | None = None
    """What ``additions`` of the reports were read from: no part of the scan, so the result does not name them."""


@dataclass(frozen=True, slots=True)
class _Member:
    """A file of the user in the bundle; ``name`` is what the user calls it."""

    role: str
    name: str
    file: str
    content: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def make(document: Document, sources: Sources, formats: Sequence[str], lang: str, signer: Signer | None,
         additions: Additions = NOTHING) -> bytes:
    """The bundle of a result, with reports that tell ``additions``, as the bytes of a ZIP. Equal arguments give equal
    bytes, but for signatures by ECDSA keys where the library needs chance for them. Raises ``UsageError`` when a file
    is missing or not that of the scan."""
    members = sorted([*_members(document, sources), *_beside(sources)], key=lambda member: member.file)
    refuse_clear(((m.name, m.content) for m in members if m.role in _WRITTEN), sources.subjects)
    rules = _rules(document, sources, members)
    files = {RESULT: render(document, "json", lang)}
    reports = []
    for name in dict.fromkeys(("html", *(each for each in formats if each != "json"))):
        file = _report_name(name, lang)
        files[file] = render(document, name, lang, additions=additions)
        reports.append({"file": file, "format": name, "lang": lang})
    files |= {member.file: member.content for member in members}
    files[README] = _readme(document, signer).encode()
    about = {
        "schema": SCHEMA,
        "made_by": program(),
        "result": {"file": RESULT, "report": report_id(document), "version": document["tool"]["version"],
                   "sha256": hashlib.sha256(files[RESULT]).hexdigest()},
        "reports": sorted(reports, key=lambda row: row["file"]),
        "captures": [{key: item[key] for key in ("label", "kind", "bytes", "sha256")}
                     for item in document["scan"]["inputs"]],
        "files": [{"role": m.role, "name": m.name, "file": m.file, "sha256": m.digest} for m in members],
        "not_included": [{"role": row["role"], "digest": row["digest"]} for row in document["scan"]["settings"]["given"]
                         if row["role"] in SECRET],
        "rules": rules,
        "signature": None if signer is None else {
            "form": signer.form, "file": sums.MANIFEST + SUFFIXES[signer.form], "public_key": signer.public,
            "fingerprint": signer.fingerprint, **({"namespace": NAMESPACE} if signer.form == "ssh" else {}),
        },
    }
    files[ABOUT] = (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode()
    manifest = sums.write(files)
    files[sums.MANIFEST] = manifest
    if signer is not None:
        comment = f"leerlek bundle {report_id(document)}"
        files[sums.MANIFEST + SUFFIXES[signer.form]] = signer.sign(manifest, comment)
    return pack(files)


def _members(document: Document, sources: Sources) -> list[_Member]:
    settings = document["scan"]["settings"]
    if "given" not in settings:
        raise UsageError("this result does not say which files it was made with; scan again with this version")
    wanted = {role: {row["digest"]: row["name"] for row in settings["given"] if row["role"] == role}
              for role in _FOLDERS}
    members: list[_Member] = []
    for role, option, paths in _given(sources):
        found = {hashlib.sha256(content).hexdigest(): (path, content) for path, content in _contents(paths, role)}
        for digest, name in wanted[role].items():
            if digest not in found:
                raise UsageError(f"the scan used the {option[2:]} file {name!r} with SHA-256 {digest[:16]}…; "
                                 f"give that file with {option}")
            path, content = found.pop(digest)
            folder = _FOLDERS[role]
            taken = [member.file.rpartition("/")[2] for member in members if member.role == role]
            members.append(_Member(role, path.name, f"{folder}/{free_name(path.name, taken)}", content))
        if found and role != "rules":
            stranger = next(iter(found.values()))[0]
            raise UsageError(f"{option} {stranger}: the scan did not use this file; leave it out or scan again")
    if settings["policy"]["builtin"]:
        builtin = rules_folder() / "policies" / "default.yaml"
        members.append(_Member("builtin-policy", builtin.name, "policy/built-in.yaml", builtin.read_bytes()))
    return members


def _beside(sources: Sources) -> Iterator[_Member]:
    """The files that the reports were made with beside the result."""
    for role, path in (("dossier", sources.dossier), ("previous", sources.previous)):
        for file, content in _contents(() if path is None else (path,), role):
            yield _Member(role, file.name, f"{role}/{free_name(file.name, ())}", content)


def _given(sources: Sources) -> Iterator[tuple[str, str, tuple[Path, ...]]]:
    def one(path: Path | None) -> tuple[Path, ...]:
        return () if path is None else (path,)

    yield "policy", "--policy", one(sources.policy)
    yield "baseline", "--baseline", one(sources.baseline)
    yield "scenario", "--scenario", one(sources.scenario)
    yield "rules", "--rules", sources.rules
    yield "recipients", "--recipients", sources.recipients
    yield "tracker-list", "--tracker-list", sources.tracker_lists


def _contents(paths: Iterable[Path], role: str) -> Iterator[tuple[Path, bytes]]:
    for path in paths:
        below: Iterable[Path] = [path]
        if path.is_dir():
            below = sorted(path.rglob("*.yaml") if role == "rules" else path.iterdir())
        for file in below:
            if path.is_dir() and (file.suffix not in {".yaml", ".yml"} or not file.is_file() or is_shipped(file)):
                continue
            try:
                yield file, file.read_bytes()
            except OSError as error:
                raise UsageError(f"{file}: cannot be read ({error.strerror})") from None


def _rules(document: Document, sources: Sources, members: Sequence[_Member]) -> list[dict[str, Any]]:
    """Every rule of the scan with its version and the SHA-256 of its file; refuses when they are not those of here."""
    loaded = load_rules(sources.rules)
    evaluated = {(rule["id"], rule["version"]) for rule in document["scan"]["settings"]["rules"]["evaluated"]}
    own = {member.digest: member.file for member in members if member.role == "rules"}
    if evaluated != {(rule.id, rule.version) for rule in loaded} or _digest(loaded) != (
            document["scan"]["settings"]["rules"]["sha256"]):
        raise UsageError(
            f"the result was made with other rules, by Leerlek {inert(document['tool']['version'], 20)}; this is "
            f"{__version__}. Make the bundle with the program and the rules of the scan, or scan again")
    rows = []
    for rule in loaded:
        digest = hashlib.sha256(rule.path.read_bytes()).hexdigest() if rule.path is not None else ""
        row = {"id": rule.id, "version": rule.version, "sha256": digest}
        rows.append(row | ({"file": own[digest]} if digest in own else {}))
    return rows


def _digest(rules: Iterable[Rule]) -> str:
    from scanner.result import rules_digest

    return rules_digest(rules)


def program() -> dict[str, Any]:
    """This program with its version, that of Python, and those of the packages that it names as its own."""
    import platform
    import re

    try:
        named = metadata.requires("leerlek") or []
    except metadata.PackageNotFoundError:
        named = []
    packages = {}
    for requirement in named:
        name = re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
        try:
            packages[name.lower()] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue  # for another machine or Python
    return {"name": "Leerlek", "version": __version__, "python": platform.python_version(),
            "packages": dict(sorted(packages.items()))}


def _report_name(name: str, lang: str) -> str:
    suffix = FORMATS[name].suffix
    return f"report.{lang}{suffix}" if suffix == f".{name}" else f"report-{name}.{lang}{suffix}"


def _readme(document: Document, signer: Signer | None) -> str:
    """How to check the bundle without this program, in both languages."""
    identity = report_id(document)
    if signer is None:
        signed = Text("Deze bundel is NIET ondertekend: iedereen kan haar veranderd hebben.",
                      "This bundle is NOT signed: anyone can have changed it.")
        check = ""
    elif signer.form == "ssh":
        signed = Text(f"Ondertekend met de SSH-sleutel {signer.fingerprint}.", f"Signed with the SSH key "
                      f"{signer.fingerprint}.")
        check = (f"  ssh-keygen -Y verify -f allowed_signers -I WHO -n {NAMESPACE} -s {sums.MANIFEST}.sig "
                 f"< {sums.MANIFEST}\n")
    else:
        signed = Text(f"Ondertekend met de minisign-sleutel {signer.fingerprint}.",
                      f"Signed with the minisign key {signer.fingerprint}.")
        check = f"  minisign -V -p KEY.pub -m {sums.MANIFEST}\n"
    return (
        f"Leerlek {document['tool']['version']}, {identity}\n\n{signed.nl}\n{signed.en}\n\n"
        "Controleren / To check:\n\n"
        f"{check}  sha256sum -c {sums.MANIFEST}\n\n"
        "Of met Leerlek / Or with Leerlek:\n\n"
        "  leerlek verify BUNDLE.zip --key KEY.pub\n"
        "  leerlek verify BUNDLE.zip --key KEY.pub --rescan CAPTURES --subjects ACCOUNTS\n\n"
        "Opnamen, testaccounts, TLS-sleutels en de ondertekende bijlage zitten niet in de bundel; bundle.json noemt "
        "hun hash.\n"
        "Captures, test accounts, TLS secrets and the signed annex are not in the bundle; bundle.json names their "
        "digests.\n"
    )
