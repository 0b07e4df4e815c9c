"""The tools that are compared on the corpus: the scanner, Presidio, and others in an environment of their own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

from benchmarks.corpus.labels import Direction
from benchmarks.corpus.record import Recorded
from benchmarks.corpus.score import Given
from scanner.decode import Decoder
from scanner.decode.budget import Limits
from scanner.decode.content_encoding import decoded_body
from scanner.detect import Detector
from scanner.model import Field

BAND = 0.6
PEERS = Path(__file__).parent / "peers.txt"
VENV = Path(__file__).parent.parent.parent / ".venv-peers"
_DIRECTIONS: tuple[Direction, ...] = ("request", "response")

Tool = Callable[[Sequence[Recorded]], list[list[Given]]]


def leerlek(recorded: Sequence[Recorded], **settings: Any) -> list[list[Given]]:
    """Decode and detect, detections from 0.6, without a subjects file."""
    decoder, detector = Decoder(), Detector(key=b"e" * 32, **settings)
    found = []
    for order, each in enumerate(recorded):
        decoded = decoder.decode(each.exchange, lambda _note: None)
        values: dict[tuple[str, str, int, str], list[Field]] = {}
        for leaf in decoded.fields:
            values.setdefault((leaf.origin.direction, leaf.origin.part, leaf.origin.message, leaf.pointer), []).append(
                leaf
            )
        observation = detector.detect(each.exchange, decoded, order).observation
        found.append(
            [
                Given(
                    d.direction,
                    d.category.value,
                    leaf.value[d.span[0] : d.span[1]],
                    _where(leaf.value),
                    f"{d.part}{d.template} ({d.recognizer} {d.confidence})",
                )
                for d in observation.detections
                if d.confidence >= BAND
                for leaf in values.get((d.direction, d.part, d.message, d.pointer), ())
            ]
        )
    return found


def _where(value: str) -> str:
    return "prose" if value.count(" ") >= 4 and len(value) > 30 else "field"


def texts(recorded: Recorded) -> list[tuple[Direction, str]]:
    """What a tool for texts is given: URL, and bodies without content encoding; what is no text as it comes."""
    exchange = recorded.exchange
    request = decoded_body(exchange.request_headers, exchange.request_body.data, Limits())
    answer = decoded_body(exchange.response_headers, exchange.response_body.data, Limits())
    return [
        ("request", unquote_plus(exchange.target) + "\n" + request.decode("utf-8", "replace")),
        ("response", answer.decode("utf-8", "replace")),
    ]


_PRESIDIO = {
    "PERSON": "name.full", "EMAIL_ADDRESS": "contact.email", "PHONE_NUMBER": "contact.phone", "IBAN_CODE": "fin.iban",
    "DATE_TIME": "demo.dob",
}  # fmt: skip


def presidio(recorded: Sequence[Recorded]) -> list[list[Given]]:
    """Presidio with its own recognizers for Dutch; for names the pipeline of this repository."""
    import spacy
    import tldextract
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine

    import scanner.detect.prose.spacy_layers  # noqa: F401  what an installed Leerlek announces to spaCy

    # its e-mail recognizer would fetch a list of suffixes: it gets the one in the package, and the corpus's own domain
    suffixes = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, extra_suffixes=("example",))
    setattr(tldextract, "extract", suffixes.__call__)  # noqa: B010
    own = Path(__file__).parent.parent.parent / "scanner" / "detect" / "dutch_ner"
    configuration = NerModelConfiguration(
        model_to_presidio_entity_mapping={
            "PER": "PERSON",
            "PERSON": "PERSON",
            "LOC": "LOCATION",
            "ADDRESS": "LOCATION",
            "ORG": "ORGANIZATION",
        }
    )
    nlp = SpacyNlpEngine(models=[{"lang_code": "nl", "model_name": str(own)}], ner_model_configuration=configuration)
    setattr(nlp, "nlp", {"nl": spacy.load(own)})  # noqa: B010  declared as nothing, filled by load()
    registry = RecognizerRegistry(supported_languages=["nl"])
    registry.load_predefined_recognizers(languages=["nl"], nlp_engine=nlp)
    engine = AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=["nl"])
    return _analyzed(engine, recorded, lambda result: _PRESIDIO.get(result.entity_type, ""), 0.4)


def presidio_with_ours(recorded: Sequence[Recorded]) -> list[list[Given]]:
    """Presidio with the recognizers of this repository, over raw bodies."""
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry

    from scanner.detect import blank_nlp_engine, leerlek_recognizers

    registry = RecognizerRegistry(recognizers=leerlek_recognizers(), supported_languages=["nl"])
    engine = AnalyzerEngine(registry=registry, nlp_engine=blank_nlp_engine(), supported_languages=["nl"])
    return _analyzed(engine, recorded, lambda result: str(result.recognition_metadata["category"]), BAND)


def _analyzed(
    engine: Any, recorded: Sequence[Recorded], category: Callable[[Any], str], floor: float
) -> list[list[Given]]:
    return [
        [
            Given(direction, category(result), text[result.start : result.end])
            for direction, text in texts(each)
            for result in engine.analyze(text, language="nl", score_threshold=floor)
        ]
        for each in recorded
    ]


# Tools of others, in an environment of their own


def peer(name: str) -> Tool:
    """A tool of ``peers.py``, run by the Python of the other environment."""

    def run(recorded: Sequence[Recorded]) -> list[list[Given]]:
        pieces = [(number, direction, text) for number, each in enumerate(recorded) for direction, text in texts(each)]
        found: list[list[Given]] = [[] for _ in recorded]
        for (number, direction, text), spans in zip(pieces, ask(name, [text for _, _, text in pieces]), strict=True):
            found[number] += [Given(direction, category, text[start:end]) for category, start, end in spans]
        return found

    return run


def ask(name: str, given: Sequence[str]) -> list[list[tuple[str, int, int]]]:
    """What a tool of the other environment finds in texts: category, start, end."""
    script = Path(__file__).parent / "peers.py"
    done = subprocess.run(
        [VENV / "bin" / "python", script, name],
        input="\n".join(map(json.dumps, given)),
        text=True,
        capture_output=True,
        check=True,
    )
    return [[(category, start, end) for category, start, end in json.loads(line)] for line in done.stdout.splitlines()]


def prepare() -> dict[str, str]:
    """Make the other environment where it can be made; the tools that work, with their versions."""
    python = VENV / "bin" / "python"
    if not python.exists():
        print(f"Installing tools to compare with in {VENV.name} (once; some minutes)", file=sys.stderr)
        try:
            subprocess.run([sys.executable, "-m", "venv", VENV], check=True, capture_output=True)
            subprocess.run(
                [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", PEERS],
                check=True,
                capture_output=True,
            )
        except (OSError, subprocess.CalledProcessError):
            print("  not compared: they could not be installed (is a package index at hand?)", file=sys.stderr)
            shutil.rmtree(VENV, ignore_errors=True)
            return {}
    listed = subprocess.run([python, "-m", "pip", "list", "--format=json"], capture_output=True, text=True, check=True)
    versions = {each["name"].lower(): each["version"] for each in json.loads(listed.stdout)}
    return {name: versions[name] for name in ("deduce", "scrubadub", "datafog") if name in versions}


def timed(tool: Tool, recorded: Sequence[Recorded]) -> tuple[list[list[Given]], float]:
    """What a tool found, and the seconds it took."""
    started = time.perf_counter()
    return tool(recorded), time.perf_counter() - started
