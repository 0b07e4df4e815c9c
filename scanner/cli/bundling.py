"""The options that make a bundle, for ``scan`` and ``report``, and the making of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from scanner.errors import UsageError

from .complete import formats

if TYPE_CHECKING:
    from scanner.bundle import Signer, Sources
    from scanner.report import Additions

PASSWORD = "LEERLEK_SIGN_PASSWORD"
"""Environment variable with the password of the signing key, where nobody can be asked."""

_Command = TypeVar("_Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--bundle", type=click.Path(), metavar="FILE.zip",
                 help="Write result, reports, policy, rules, versions and hashes as one archive; leerlek verify checks "
                      "it."),
    click.option("--include", multiple=True, metavar="FORMAT", shell_complete=formats,
                 help="A format for the bundle, beside html, json and those of --output; may be repeated."),
    click.option("--sign-key", type=click.Path(), metavar="KEY",
                 help="Sign the bundle with this secret key: SSH (Ed25519, ECDSA, RSA) or minisign."),
)


def bundle_options(command: _Command) -> _Command:
    """Add the options to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def prepare(bundle: str | None, include: Sequence[str], sign_key: str | None) -> Signer | None:
    """Check the options before a long scan begins, and open the key; None when nothing is to be signed."""
    from scanner.report import FORMATS

    for name in include:
        if name not in FORMATS:
            raise UsageError(f"--include {name}: unknown format; known are: {', '.join(FORMATS)}")
    if bundle is None:
        if include or sign_key:
            raise UsageError(f"{'--sign-key' if sign_key else '--include'} is for a bundle; name it with "
                             "--bundle FILE.zip")
        return None
    path = Path(bundle)
    if path.suffix.lower() != ".zip":
        raise UsageError(f"--bundle {bundle}: a bundle is a ZIP; let its name end in .zip")
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise UsageError(f"--bundle {bundle}: the folder {path.parent} does not exist; make it first")
    if sign_key is None:
        return None
    from scanner.bundle import load_signer

    return load_signer(Path(sign_key), _ask)


def write_bundle(bundle: str, document: dict[str, Any], sources: Sources, formats: Sequence[str], lang: str,
                 signer: Signer | None, additions: Additions) -> None:
    """Make the bundle, write it, and say where it is and whether it is signed."""
    from scanner.bundle import make

    content = make(document, sources, formats, lang, signer, additions)
    try:
        Path(bundle).write_bytes(content)
    except OSError as error:
        raise UsageError(f"{bundle}: cannot be written ({error.strerror})") from None
    if signer is None:
        said = "NIET ondertekend; onderteken met --sign-key" if lang == "nl" else "NOT signed; sign with --sign-key"
    else:
        said = (f"ondertekend met {signer.form} {signer.fingerprint}" if lang == "nl"
                else f"signed with {signer.form} {signer.fingerprint}")
    click.echo(f"{'Bundel' if lang == 'nl' else 'Bundle'}: {bundle} ({said})", err=True)


def _ask(question: str) -> str:
    if PASSWORD in os.environ:
        return os.environ[PASSWORD]
    if not sys.stdin.isatty():
        raise UsageError(f"{question.lower()}: nobody can be asked here; set {PASSWORD}")
    answer: str = click.prompt(question, hide_input=True, err=True)
    return answer
