"""Who has a pseudonym keeps it, nobody else gets it, and it can be read again."""

from __future__ import annotations

from scanner.sanitize import apart as module
from scanner.sanitize.apart import Apart

KEY = b"k" * 32


def test_each_keeps_its_own() -> None:
    apart = Apart(KEY)
    assert apart.gets("a", "x") and not apart.gets("b", "x") and apart.gets("b", "y")
    assert apart.gets("a", "x") and not apart.gets("a", "z") and not apart.gets("c", "y")


def test_another_goes_on_with_what_was_written() -> None:
    written: list[bytes] = []
    first = Apart(KEY, written.append)
    for value, pseudonym in (("a", "x"), ("b", "y"), ("a", "x")):
        first.gets(value, pseudonym)
    assert len(written) == 2 and not any(text.encode() in b"".join(written) for text in ("ab", "xy"))
    second = Apart(KEY, before=[*written, b"cut short"])
    assert not second.gets("c", "x") and not second.gets("a", "y") and second.gets("b", "y")
    assert Apart(b"x" * 32, before=written).gets("c", "x")  # under another key they say nothing


def test_memory_is_bounded(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(module, "MOST", 3)
    apart = Apart(KEY)
    for number in range(10):
        assert apart.gets(f"v{number}", f"p{number}")
    assert repr(apart) == "Apart(3)" and not apart.gets("v0", "p9")
