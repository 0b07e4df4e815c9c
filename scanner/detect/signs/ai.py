"""Signs of requests to AI services: hosts of known ones, and the shapes of their messages at any host."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.model import Exchange, Field, Sign

if TYPE_CHECKING:
    from ..plan import Plan

_HOSTS = re.compile(
    r"(?:.+\.)?(?:openai\.com|openai\.azure\.com|anthropic\.com|mistral\.ai|cohere\.(?:ai|com)|groq\.com|together\.xyz|"
    r"openrouter\.ai|deepseek\.com|x\.ai|perplexity\.ai|replicate\.com|elevenlabs\.io|deepgram\.com|assemblyai\.com|"
    r"stability\.ai|cognitiveservices\.azure\.com|inference\.huggingface\.co|api-inference\.huggingface\.co)|"
    r"(?:generativelanguage|speech|texttospeech|vision|(?:[a-z0-9-]+-)?aiplatform|videointelligence|language|translate)"
    r"\.googleapis\.com|"
    r"(?:.+\.)?(?:stt|tts)\.speech\.microsoft\.com|(?:bedrock-runtime|rekognition|transcribe(?:streaming)?|polly|comprehend)"
    r"\.[a-z0-9-]+\.amazonaws\.com", re.I)
"""APIs for text, speech and pictures, by the hosts that their documentation names."""

_NOWHERE: frozenset[str] = frozenset()
_MESSAGES = frozenset({"messages", "input", "history"})
KEYS: dict[str, frozenset[str]] = {
    "role": _MESSAGES | {"contents"}, "content": _MESSAGES, "text": frozenset({"contents"}), "prompt": _NOWHERE,
    "systemprompt": _NOWHERE, "maxtokens": _NOWHERE, "maxcompletiontokens": _NOWHERE, "maxoutputtokens": _NOWHERE,
    "temperature": _NOWHERE, "topp": _NOWHERE, "topk": _NOWHERE,
}
_ROLES = frozenset({"user", "assistant", "system", "developer", "model", "tool"})
_SETTINGS = frozenset({"maxtokens", "maxcompletiontokens", "maxoutputtokens", "temperature", "topp", "topk"})


def of_host(host: str) -> tuple[Sign, ...]:
    """The sign of a host of a known service."""
    return (Sign("ai.request", "request", "", "", "service"),) if _HOSTS.fullmatch(host[:253]) else ()


def read(exchange: Exchange, marked: list[tuple[Field, Plan]]) -> Iterator[Sign]:
    """The sign of a request shaped as to a language model: messages with roles, or a prompt beside its settings."""
    roles: set[str] = set()
    names: set[str] = set()
    place: tuple[Field, Plan] | None = None
    for leaf, plan in marked:
        if leaf.origin.direction != "request" or leaf.origin.part not in {"body", "ws"}:
            continue
        name = leaf.path.key.replace("_", "").lower()
        if name == "role":
            roles.add(leaf.value.lower()[:20])
            continue
        names.add(name)
        if place is None and name in {"content", "text", "prompt"}:
            place = leaf, plan
    if place is None:
        return
    by_messages = roles and roles <= _ROLES and ("content" in names or "text" in names)
    if by_messages or ("prompt" in names and names & _SETTINGS):
        leaf, plan = place
        yield Sign("ai.request", "request", leaf.origin.part, plan.template, "messages" if by_messages else "prompt")
