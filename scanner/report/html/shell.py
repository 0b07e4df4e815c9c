"""The outside of a page: style, script, and a policy under which nothing else can load or run."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files

from .builder import Child, Markup, tag


def shell(title: str, lang: str, generator: str, *children: Child, script: str = "") -> bytes:
    """A whole page, UTF-8; ``script`` names a file of this package."""
    style, program = _resource("style.css"), _resource(script) if script else ""
    allowed = _hash(program) if script else "none"
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{allowed}'; base-uri 'none'; "
        "form-action 'none'"
    )
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="robots", content="noindex"),
        tag("meta", name="generator", content=generator),
        tag("title", title),
        Markup(f"<style>{style}</style>"),
    )
    body = tag("body", *children, Markup(f"<script>{program}</script>") if script else None)
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang=lang)}\n".encode()


def _resource(name: str) -> str:
    """A file of this package as text that may stand between its tags."""
    text = (files(__package__) / name).read_text("utf-8")
    if "</" in text:
        raise ValueError(f"{name} would end its element early")
    return text


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
