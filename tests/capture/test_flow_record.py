"""The parts of flow records: quick paths give what the plain reader gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.flow_record import RecordReader, dict_spans, get, get_number, get_text
from scanner.capture.tnetstring import Malformed

Pairs = list[tuple[bytes, bytes]]


def net(payload: bytes, kind: bytes = b",") -> bytes:
    return b"%d:%s%s" % (len(payload), payload, kind)


def a_message(pairs: Pairs) -> tuple[bytes, tuple[int, int, int]]:
    headers = b"".join(net(net(name) + net(value), b"]") for name, value in pairs)
    data = b"6:method,3:GET," + net(b"headers", b";") + net(headers, b"]")
    return data, (0, len(data), 0x7D)


TOKEN = st.binary(max_size=8) | st.sampled_from([b",]", b"1:a,]", b"4:1:a,1:b,]", b"a,b", b"", b"gzip", b"text/html"])


@given(st.lists(st.lists(st.tuples(TOKEN, TOKEN), max_size=6), min_size=1, max_size=4))
def test_headers_are_read_as_written_whatever_is_in_them(messages: list[Pairs]) -> None:
    reader = RecordReader(100)
    for pairs in messages + messages:  # the second time they are known
        found = reader.message(*a_message(pairs))
        assert found is not None
        text = [tuple(_text(part) for part in pair) for pair in pairs]
        assert list(found.headers) == text


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


@pytest.mark.parametrize("block", [b"9:1:a,9:b,]", b"8:9:a,1:b,]", b"8:1:a,1:b,", b"x", b"99:1:a,1:b,]",
                                   b"8:1:a,1:b,]]"])
def test_malformed_headers_are_not_guessed_at(block: bytes) -> None:
    data = net(b"headers", b";") + net(block, b"]")
    with pytest.raises(Malformed):
        RecordReader(100).message(data, (0, len(data), 0x7D))


@pytest.mark.parametrize("data", [
    b"4:type;4:http;", b"5:error;0:~", b"8:metadata;0:}", b"11:intercepted;5:false!", b"13:timestamp_end;3:1.5^",
    b"9:authority;0:,", b"6:reason,0:,", b"7:comment;0:;", b"",
    b"6:reason;2:OK,", b"6:reason,9:Not Found,", b"12:http_version;8:HTTP/1.1,",
])
def test_members_that_say_nothing_are_stepped_over(data: bytes) -> None:
    for text in (data, data * 2, data + b"4:path;1:/," + data):
        spans = dict_spans(text, (0, len(text), 0x7D))
        assert set(spans) == ({b"path"} if b"path" in text else set())


@pytest.mark.parametrize(("data", "name", "value"), [
    (b"7:content;0:,", b"content", b""),  # an empty body is not a missing one
    (b"6:reason,3:A,B,", b"reason", b"A,B"),
    (b"6:reason;3:OK,,", b"reason", b"OK,"),
    (b"12:http_version;8:HTTP/1.0,", b"http_version", b"HTTP/1.0"),
    (b"12:http_version;10:HTTP/1.1,;,", b"http_version", b"HTTP/1.1,;"),
    (b"4:type;3:tcp;", b"type", "tcp"),
    (b"3:tls;4:true!", b"tls", True),
    (b"4:port;3:443#", b"port", 443),
])
def test_members_that_say_something_are_kept(data: bytes, name: bytes, value: object) -> None:
    assert get(data, dict_spans(data, (0, len(data), 0x7D)), name) == value


@pytest.mark.parametrize("data", [b"4:path;9:/,", b"x", b"4:path;1:/,x", b"5:error;0:~x", b"4:path", b"4:path;1:/"])
def test_malformed_members(data: bytes) -> None:
    with pytest.raises(Malformed):
        dict_spans(data, (0, len(data), 0x7D))


@pytest.mark.parametrize(("member", "number"), [
    (b"3:443#", 443.0), (b"3:1.5^", 1.5), (b"3:nan^", 0.0), (b"3:inf^", 0.0), (b"5:1e300^", 0.0), (b"3:abc#", 0.0),
    (b"3:443;", 0.0), (b"4:true!", 0.0), (net(b"9" * 500, b"#"), 0.0),
])
def test_numbers(member: bytes, number: float) -> None:
    data = b"4:port;" + member
    assert get_number(data, dict_spans(data, (0, len(data), 0x7D)), b"port") == number


def test_text_is_read_under_the_first_name_that_is_there() -> None:
    data = b"6:cipher;3:abc,11:cipher_name;1:x;3:sni;4:true!"
    spans = dict_spans(data, (0, len(data), 0x7D))
    assert get_text(data, spans, b"none", b"cipher", b"cipher_name") == "abc"
    assert get_text(data, spans, b"sni") == ""
