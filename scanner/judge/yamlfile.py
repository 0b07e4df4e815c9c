"""Reads a YAML file and can say afterwards on which line a key stands, for messages that a user can act on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

from scanner.errors import UsageError
from scanner.nesting import refuse_deep

Where = tuple[str | int, ...]
"""Path to a value in the file: keys and list positions."""

MAX_BYTES = 4 << 20


@lru_cache(maxsize=1)
def _loader() -> Any:
    """The fast safe loader, but dates stay text: their mistakes deserve a better message than YAML gives."""
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {
            first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
            for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

    return Loader


def parse(text: str) -> object:
    """The plain data of a YAML text; raises ``yaml.YAMLError``."""
    import yaml

    refuse_deep(text)
    return yaml.load(text, Loader=_loader())


class YamlFile:
    """The data of one YAML file, with the means to point at a line."""

    def __init__(self, path: Path, label: str = "") -> None:
        import yaml

        self.label = label or str(path)
        self.text = _read(path, self.label)
        try:
            self.data: object = parse(self.text)
            self._refuse_duplicates()
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark is not None else 1
            raise UsageError(f"{self.label}:{line}: not valid YAML: {error.problem or 'cannot be read'}") from None
        except (yaml.YAMLError, ValueError, RecursionError):
            raise UsageError(f"{self.label}: not valid YAML") from None

    def error(self, where: Sequence[str | int], problem: str) -> UsageError:
        """A one-line error that names file, line and field."""
        field = spell(where)
        return UsageError(f"{self.label}:{self.line(where)}: {field + ': ' if field else ''}{problem}")

    def line(self, where: Sequence[str | int]) -> int:
        """The 1-based line of a value or of the nearest thing above it that exists."""
        import yaml

        node = yaml.compose(self.text, Loader=_loader())
        line = 1
        for step in where:
            if node is None:
                break
            line = node.start_mark.line + 1
            node = _descend(node, step)
            if isinstance(node, tuple):
                line, node = node
        else:
            if node is not None and not where:
                line = node.start_mark.line + 1
        return line

    def _refuse_duplicates(self) -> None:
        import yaml

        for where, node in _walk(yaml.compose(self.text, Loader=_loader()), ()):
            if isinstance(node, yaml.MappingNode):
                seen: set[str] = set()
                for key, _ in node.value:
                    if key.value in seen:
                        line = key.start_mark.line + 1
                        raise UsageError(f"{self.label}:{line}: {spell((*where, key.value))}: this key is given twice")
                    seen.add(key.value)


def spell(where: Sequence[str | int]) -> str:
    """A path as people write it: ``recipients[0].domains``."""
    text = ""
    for step in where:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def _read(path: Path, label: str) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"{label}: no such file") from None
    except IsADirectoryError:
        raise UsageError(f"{label}: is a directory, not a YAML file") from None
    except OSError as error:
        raise UsageError(f"{label}: cannot be read ({error.strerror})") from None
    if len(data) > MAX_BYTES:
        raise UsageError(f"{label}: larger than {MAX_BYTES >> 20} MB, is this the right file?")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{label}: not UTF-8 text") from None


def _descend(node: Any, step: str | int) -> Any:
    """The child of a composed node as ``(line, node)``, or None."""
    import yaml

    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark.line + 1, node.value[step]
    return None


def _walk(root: Any, where: Where) -> Iterator[tuple[Where, Any]]:
    import yaml

    stack: list[tuple[Where, Any]] = [(where, root)]
    visited: set[int] = set()
    while stack:
        path, node = stack.pop()
        if node is None or id(node) in visited:  # an alias points back at a node that was seen
            continue
        visited.add(id(node))
        yield path, node
        if isinstance(node, yaml.MappingNode):
            stack.extend(((*path, key.value), value) for key, value in node.value)
        elif isinstance(node, yaml.SequenceNode):
            stack.extend(((*path, position), value) for position, value in enumerate(node.value))


def nearest(word: str, choices: Sequence[str], see: str = "docs/policy.md") -> str:
    """A did-you-mean for a message, or the list of what is possible; ``see`` names the page that has a long list."""
    from difflib import get_close_matches

    found = get_close_matches(word, choices, n=1, cutoff=0.6)
    if found:
        return f"did you mean {found[0]!r}?"
    return "use " + _either(choices) if len(choices) <= 16 else f"see {see} for the list"


def nearest_in_rules(word: str, choices: Sequence[str]) -> str:
    """The same for rule files."""
    return nearest(word, choices, "docs/rules/language.md")


def _either(choices: Sequence[str]) -> str:
    return ", ".join(choices[:-1]) + f" or {choices[-1]}" if len(choices) > 1 else "".join(choices)
