"""Words near a match, and spans that are taken."""

from hypothesis import given
from hypothesis import strategies as st

from scanner.detect.recognizers.context import Cues, Taken

CUES = Cues((r"bsn", r"sofi"), reach=10)


def test_nearest_word_and_reach() -> None:
    assert CUES.before("bsn: 1", 5) == 2
    assert CUES.before("sofi bsn 1", 9) == 1
    assert CUES.before("BSN 1", 4) == 1
    assert CUES.before("absn 1", 5) == -1
    assert CUES.before("bsn" + " " * 11 + "1", 14) == -1
    assert CUES.before("1 bsn", 0) == -1


def test_around_and_within() -> None:
    assert CUES.around("1 bsn", 0, 1)
    assert not CUES.around("1 x", 0, 1)
    assert CUES.within("het bsn") and not CUES.within("het")


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=40))
def test_taken_spans_never_overlap(spans: list[tuple[int, int]]) -> None:
    taken = Taken()
    kept: list[tuple[int, int]] = []
    for start, length in spans:
        end = start + length
        free = all(end <= low or high <= start for low, high in kept)
        assert taken.take(start, end) is free
        if free:
            kept.append((start, end))
