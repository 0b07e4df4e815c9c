"""Marks in the traffic: what is one, what it says, and that hostile ones say nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.judge.markers import HOST, Mark, is_marker_host, mark_of, mark_of_note
from scanner.model import Exchange, Gap, Note


def an_exchange(host: str = HOST, target: str = "/", headers: tuple[tuple[str, str], ...] = ()) -> Exchange:
    return Exchange("e1", "les.har", "http/1.1", "GET", "http", host, 80, target, 0, 7.0, request_headers=headers)


@pytest.mark.parametrize(("exchange", "step", "actor", "subject", "title"), [
    (an_exchange(target="/?step=login&actor=pupil"), "login", "pupil", "", ""),
    (an_exchange(target="/?step=login&actor=leerling&subject=leerling-01&title=Sanne%20logt+in"),
     "login", "pupil", "leerling-01", "Sanne logt in"),
    (an_exchange(target="/elk/pad?actor=GUARDIAN&step=a.b-c_1#x"), "a.b-c_1", "parent", "", ""),
    (an_exchange(target="/?step=login&actor=koning"), "login", "", "", ""),  # an unknown role is unknown
    (an_exchange(HOST.upper(), "/?step=login"), "login", "", "", ""),
    (an_exchange("login." + HOST), "login", "", "", ""),
    (an_exchange("login.pupil." + HOST), "login", "pupil", "", ""),
    (an_exchange(target="/?end=login"), "", "", "", ""),
    (an_exchange("api.rekenen.example", headers=(("X-Leerlek-Step", "login"),)), "login", "", "", ""),
    (an_exchange("api.rekenen.example", headers=(("x-leerlek-step", "login; actor=teacher; subject=leraar-01"),)),
     "login", "teacher", "leraar-01", ""),
])
def test_marks(exchange: Exchange, step: str, actor: str, subject: str, title: str) -> None:
    assert mark_of(exchange) == Mark("les.har", 7.0, step, actor, subject, title)


@pytest.mark.parametrize("exchange", [
    an_exchange(),  # the browser asks for the page itself, or its icon
    an_exchange(target="/favicon.ico"),
    an_exchange(target="/?actor=pupil"),
    an_exchange(target="/?step="),
    an_exchange(target="/?step=../../x"),
    an_exchange(target="/?step=" + "a" * 65),
    an_exchange(target="/?step=%1b[2J"),
    an_exchange("a.b.c." + HOST),
    an_exchange("." + HOST),
    an_exchange("rekenen.example", "/?step=login"),  # only the reserved host
    an_exchange(HOST + ".rekenen.example", "/?step=login"),
    an_exchange("my" + HOST, "/?step=login"),
    an_exchange("rekenen.example", headers=(("X-Leerlek-Stap", "login"), ("X-Leerlek-Step", "log in"))),
])
def test_no_marks(exchange: Exchange) -> None:
    assert mark_of(exchange) is None


def test_a_name_that_was_looked_up() -> None:
    assert mark_of_note(Note(Gap.DNS_LOOKUP, "a.pcap", "login.teacher." + HOST, time=3.0)) == \
        Mark("a.pcap", 3.0, "login", "teacher")
    assert mark_of_note(Note(Gap.DNS_LOOKUP, "a.pcap", HOST)) is None
    assert mark_of_note(Note(Gap.DNS_LOOKUP, "a.pcap", "login.example")) is None


@given(st.text(), st.text(), st.text())
def test_whatever_comes(host: str, target: str, header: str) -> None:
    for exchange in (an_exchange(host, target), an_exchange(HOST, target), an_exchange(f"{host}.{HOST}", target),
                     an_exchange(host, target, (("X-Leerlek-Step", header),))):
        mark = mark_of(exchange)
        assert mark is None or (len(mark.step) <= 64 and len(mark.title) <= 200 and "\n" not in mark.title)
        assert not is_marker_host(host) or host.lower().endswith(HOST)
