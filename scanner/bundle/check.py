"""Checks a bundle: its form, every file against the manifest, the signature, and whether the key is one that is known.

What is wrong is told file by file and does not stop the rest, unless the archive itself cannot be trusted. Without a
key the signature only says that nothing changed since *somebody* signed; that is told apart from a known signer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal

from scanner.errors import UsageError
from scanner.model import Text
from scanner.report import Document, inert, load_result, report_id

from . import archive, minisign, sshsig, sums
from .archive import Tampered
from .contents import ABOUT, RESULT, SCHEMA
from .signers import AllowedSigner
from .signing import NAMESPACE, SUFFIXES, parse_public
from .wire import WireError

State = Literal["ok", "fault", "open"]
PublicKey = sshsig.SshKey | minisign.PublicKey


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: in order, wrong, or left open (a signature without a known key)."""

    state: State
    text: Text


@dataclass(frozen=True, slots=True)
class Known:
    """Whom the user trusts: a key, or the signers of a file; ``who`` must be one of them when it is given."""

    key: PublicKey | None = None
    signers: Sequence[AllowedSigner] = ()
    who: str = ""
    moment: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __bool__(self) -> bool:
        return self.key is not None or bool(self.signers)


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of it. ``files`` is empty when the archive could not be trusted; ``document`` is None then too."""

    checks: tuple[Check, ...]
    files: dict[str, bytes] = field(default_factory=dict, repr=False)
    about: dict[str, Any] = field(default_factory=dict, repr=False)
    document: Document | None = field(default=None, repr=False)

    @property
    def sound(self) -> bool:
        """Whether nothing was wrong."""
        return not any(check.state == "fault" for check in self.checks)


def check(path: Path, known: Known) -> Checked:
    """Check the bundle of a file. Raises ``UsageError`` when it is no bundle or of a later version."""
    try:
        files = archive.read(path)
        digests = _manifest(files)
    except Tampered as error:
        return Checked((_fault(f"het archief is niet zoals Leerlek het schreef: {error.text.nl}",
                               f"the archive is not as Leerlek wrote it: {error.text.en}"),))
    checks = list(_against(files, digests))
    about = _about(files, path)
    document = _result(files, about, checks)
    if not any(each.state == "fault" for each in checks):
        checks.append(_ok(f"inhoud: {len(digests)} bestanden, elk met de SHA-256 van het manifest",
                          f"contents: {len(digests)} files, each with the SHA-256 of the manifest"))
    checks.append(_signature(files, about, known))
    return Checked(tuple(checks), files, about, document)


def _manifest(files: dict[str, bytes]) -> dict[str, str]:
    if sums.MANIFEST not in files:
        raise Tampered("er is geen manifest", "it has no manifest")
    return sums.read(files[sums.MANIFEST])


def _signatures(files: dict[str, bytes]) -> list[str]:
    return [name for name in files if name in {sums.MANIFEST + suffix for suffix in SUFFIXES.values()}]


def _against(files: dict[str, bytes], digests: dict[str, str]) -> list[Check]:
    """Each file that is changed, missing, or not in the manifest."""
    outside = {sums.MANIFEST, *_signatures(files)}
    faults = []
    for name in sorted(digests.keys() | files.keys() - outside):
        if name not in files:
            faults.append(_fault(f"{name}: ontbreekt", f"{name}: is missing"))
        elif name not in digests:
            faults.append(_fault(f"{name}: staat niet in het manifest", f"{name}: is not in the manifest"))
        elif hashlib.sha256(files[name]).hexdigest() != digests[name]:
            faults.append(_fault(f"{name}: is veranderd", f"{name}: was changed"))
    return faults


def _about(files: dict[str, bytes], path: Path) -> dict[str, Any]:
    try:
        about = json.loads(files.get(ABOUT, b"{}"))
    except (ValueError, RecursionError):
        about = {}
    schema = about.get("schema") if isinstance(about, dict) else None
    if isinstance(schema, str) and schema != SCHEMA:
        raise UsageError(f"{path}: has format {inert(schema, 40)}, this version checks {SCHEMA}; use a newer Leerlek")
    return about if schema == SCHEMA else {}


def _result(files: dict[str, bytes], about: dict[str, Any], checks: list[Check]) -> Document | None:
    """The result, when it can be read and is the one that the bundle speaks of."""
    try:
        document = load_result(files.get(RESULT, b""), RESULT)
    except UsageError:
        document = None
    if document is None or not about:
        checks.append(_fault(f"{RESULT} of {ABOUT} is niet te lezen", f"{RESULT} or {ABOUT} cannot be read"))
        return None
    captures = [{key: item[key] for key in ("label", "kind", "bytes", "sha256")} for item in document["scan"]["inputs"]]
    named = about.get("result")
    if not isinstance(named, dict) or named.get("report") != report_id(document) or about.get("captures") != captures:
        checks.append(_fault(f"{ABOUT} hoort niet bij {RESULT}", f"{ABOUT} does not belong to {RESULT}"))
    return document


def _signature(files: dict[str, bytes], about: dict[str, Any], known: Known) -> Check:
    names = _signatures(files)
    said = about.get("signature")
    if not names and not said:
        return _unsigned(known)
    if len(names) != 1 or not isinstance(said, dict) or said.get("file") != names[0]:
        return _fault("de ondertekening ontbreekt, is verwisseld of is er later bij gezet",
                      "the signature is missing, was swapped or was added later")
    try:
        key = parse_public(str(said.get("public_key", "")))
        if not _signed_by(key, files[sums.MANIFEST], files[names[0]]):
            return _fault("de ondertekening is niet van de sleutel die de bundel noemt",
                          "the signature is not by the key that the bundle names")
    except WireError as error:
        return _fault(f"de ondertekening klopt niet: {error}", f"the signature is wrong: {error}")
    return _trusted(key, known)


def _signed_by(key: PublicKey, manifest: bytes, signature: bytes) -> bool:
    """Whether the signature is by that key. Raises ``WireError`` when it is by none."""
    text = signature.decode("utf-8", "replace")
    if isinstance(key, sshsig.SshKey):
        return sshsig.verify(manifest, text, NAMESPACE).blob == key.blob
    minisign.verify(manifest, text, key)
    return True


def _trusted(key: PublicKey, known: Known) -> Check:
    name = f"{'SSH' if isinstance(key, sshsig.SshKey) else 'minisign'} {key.fingerprint}"
    if not known:
        return Check("open", Text(
            f"ondertekend met {name}, maar NIET vergeleken met een bekende sleutel: geef die met --key of "
            "--allowed-signers. Wie de bundel verandert kan haar ook opnieuw ondertekenen",
            f"signed with {name}, but NOT compared with a known key: give it with --key or --allowed-signers. Whoever "
            "changes a bundle can sign it anew as well"))
    if known.key is not None:
        same = type(known.key) is type(key) and _bits(known.key) == _bits(key)
        return (_ok(f"ondertekening: {name}, de opgegeven sleutel", f"signature: {name}, the key that was given")
                if same else _fault(f"ondertekend met {name}; dat is niet de opgegeven sleutel",
                                    f"signed with {name}; that is not the key that was given"))
    return _allowed(key, name, known)


def _allowed(key: PublicKey, name: str, known: Known) -> Check:
    lines = [line for line in known.signers if isinstance(key, sshsig.SshKey) and line.key.blob == key.blob]
    if known.who:
        lines = [line for line in lines if _is_one_of(known.who, line.principals)]
    whys = [(line, line.allows(NAMESPACE, known.moment)) for line in lines]
    for line, why in whys:
        if not why:
            who = inert(known.who or line.principals, 200)
            return _ok(f"ondertekening: {name}, van {who}", f"signature: {name}, of {who}")
    why = f" ({whys[0][1]})" if whys else ""
    return _fault(f"ondertekend met {name}; die sleutel is volgens de lijst niet toegestaan{why}",
                  f"signed with {name}; by the list that key is not allowed{why}")


def _is_one_of(who: str, patterns: str) -> bool:
    """Whether a name is one of the principals of a line: wildcards, and ``!`` for what is not meant."""
    matches = [(pattern.startswith("!"), fnmatchcase(who, pattern.removeprefix("!")))
               for pattern in patterns.split(",")]
    return any(found for no, found in matches if not no) and not any(found for no, found in matches if no)


def _unsigned(known: Known) -> Check:
    if known:
        return _fault("de bundel is niet ondertekend; er is niets om met de sleutel te vergelijken",
                      "the bundle is not signed; there is nothing to compare with the key")
    return Check("open", Text("de bundel is NIET ondertekend: iedereen kan haar veranderd hebben",
                              "the bundle is NOT signed: anyone can have changed it"))


def _bits(key: PublicKey) -> bytes:
    return key.blob if isinstance(key, sshsig.SshKey) else key.name + key.key


def _ok(nl: str, en: str) -> Check:
    return Check("ok", Text(nl, en))


def _fault(nl: str, en: str) -> Check:
    return Check("fault", Text(nl, en))
