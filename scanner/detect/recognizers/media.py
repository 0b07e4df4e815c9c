"""Whole values under keys of photos, sound and video: data URIs, URLs, base64 by its first bytes."""

from __future__ import annotations

import re

from scanner.model import Category

from .base import Verdict
from .outcome import impossible, plausible, valid

_IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|heic|heif|bmp|svg|tiff?)(?:[?#;]|\Z)", re.IGNORECASE)
_AV_FILE = re.compile(r"\.(?:mp3|mp4|m4a|m4v|wav|ogg|oga|ogv|opus|webm|mov|avi|flac|aac|3gp|m3u8)(?:[?#;]|\Z)",
re.IGNORECASE)
_IMAGE_MAGIC = re.compile(r"(?:/9j/|iVBORw0KGgo|R0lGOD|UklGR|PHN2Zy|AAAA[A-Za-z0-9+/]{4}Z0eXBoZWlj|Qk[0-9])")
_AV_MAGIC = re.compile(r"(?:SUQz|T2dnUw|GkXfo|UklGR|ZkxhQw|//[vsqPuM]|AAAA[A-Za-z0-9+/]{2,6}ZnR5c)")
_PICTURE_PATH = re.compile(r"avatar|pasfoto|foto|photo|picture|portrait|profile|image|thumb|gravatar", re.IGNORECASE)
STOCK = re.compile(r"\.svg\Z|default|placeholder|standaard|anonymous|no-?(?:photo|image|avatar)|blank|silhouet|"
    r"(?<!/user)(?<!/users)/icons?/|logo", re.IGNORECASE)
_SET = re.compile(r"[a-z]{3,20}[-_][0-9]{1,2}\.(?:png|svg|webp|gif)\Z")
"""One of a set to choose from, without a path: ``draak-3.png``."""
_URL = re.compile(r"(?:https?:)?//[^\s]{1,4000}\Z|/[^\s]{1,4000}\Z|blob:[^\s]{1,4000}\Z")
_FILE = re.compile(r"[^\s/\\<>\"]{1,200}\.[A-Za-z0-9]{2,5}\Z")


def check_image(value: str) -> Verdict:
    """A photo: its bytes, or where it can be fetched; stock pictures are plausible."""
    text = value.strip()
    if text.startswith("data:image/"):
        return valid(Category.IMAGE, text, ("shape:data-uri", 0.3))
    if len(text) >= 64 and _IMAGE_MAGIC.match(text):
        return valid(Category.IMAGE, text, ("encoding:base64-image", 0.3))
    if _URL.match(text) or _FILE.match(text):
        if STOCK.search(text) or (_FILE.match(text) and _SET.match(text)):
            return plausible(Category.IMAGE, text, ("shape:stock-picture", -0.3))
        if _IMAGE_FILE.search(text) or _PICTURE_PATH.search(text):
            return valid(Category.IMAGE, text, ("shape:image-url", 0.2))
        return plausible(Category.IMAGE, text, ("shape:url", 0.0))
    return impossible(Category.IMAGE, text[:128], ("shape:no-image", -0.9))


def check_av(value: str) -> Verdict:
    """Sound or video: its bytes, or where it can be fetched."""
    text = value.strip()
    if text.startswith(("data:audio/", "data:video/")):
        return valid(Category.AV, text, ("shape:data-uri", 0.3))
    if len(text) >= 64 and _AV_MAGIC.match(text):
        return valid(Category.AV, text, ("encoding:base64-media", 0.3))
    if _URL.match(text) or _FILE.match(text):
        if _AV_FILE.search(text):
            return valid(Category.AV, text, ("shape:media-url", 0.2))
        return plausible(Category.AV, text, ("shape:url", -0.1))
    return impossible(Category.AV, text[:128], ("shape:no-media", -0.9))
