"""What is kept of messages: bounded, in order, from any thread, and in no repr."""

from __future__ import annotations

import threading

import pytest

from scanner.model import Gap, Note
from scanner.pytest_plugin import recording
from scanner.pytest_plugin.recording import Kept, Recorded, Recording, head

REQUEST = b"POST /v2/les HTTP/1.1\r\nHost: api.rekenen.example\r\nContent-Length: 9\r\n\r\n999990019"


def recorded(response: bytes = b"", request: bytes = REQUEST) -> Recorded:
    made = Recorded("https://api.rekenen.example", 1_791_184_462.0)
    made.sent.add(request)
    made.received.add(response)
    return made


def test_no_repr_shows_a_value() -> None:
    made = recorded(b"HTTP/1.1 200 OK\r\n\r\n999990019")
    assert "999990019" not in repr(made) + repr(made.sent) + repr([made])


def test_a_large_message_is_cut_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "MAX_BODY", 100)
    kept = Kept(b"a" * 70)
    kept.add(b"b" * 70)
    kept.add(b"c")
    assert (len(kept.data), kept.size) == (100, 141)


@pytest.mark.parametrize("response", [
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
    b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 100 -\r\n\r\nHTTP/1.1 200 OK\r\n\r\nok",
])
def test_interim_responses_are_passed_over(response: bytes) -> None:
    exchange = recorded(response).exchange(1, "test", lambda _: None)
    assert exchange is not None
    assert (exchange.status, exchange.response_body.data) == (200, b"ok")


def test_a_request_that_cannot_be_read_is_noted() -> None:
    notes: list[Note] = []
    made = recorded(request=b"\xff\xff\xff not http")
    assert made.exchange(1, "test", notes.append) is None
    assert [note.gap for note in notes] == [Gap.FILE_ENTRY_BROKEN]


def test_threads_add_to_one_recording() -> None:
    shared = Recording()
    threads = [threading.Thread(target=lambda: [shared.add(recorded()) for _ in range(50)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(shared) == shared.weight[0] == 400
    assert [each.id for each in shared.exchanges("test", lambda _: None)][-1] == "exchange-400"
    shared.clear()
    assert shared.weight == (0, 0)


def test_a_head_is_http() -> None:
    assert head("GET / HTTP/1.1", [(b"Host", b"a.example")]) == b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"
