"""Signs of records that should be gone: school years and dates of leaving, in any spelling, and what is neither."""

import json
from datetime import UTC, datetime

import pytest

NOW = datetime(2026, 10, 5, 12, tzinfo=UTC).timestamp()
JSON = ("Content-Type", "application/json")


@pytest.mark.parametrize(("record", "code", "days"), [
    ({"schooljaar": "2016-2017"}, "record.old", 3353),
    ({"schooljaar": "2016/17"}, "record.old", 3353),
    ({"schooljaar": "2016"}, "record.old", 3353),
    ({"schoolYear": "2025-2026"}, "record.old", 66),
    ({"school_year": 2016}, "record.old", 3353),
    ({"uitschrijfdatum": "2026-07-31"}, "record.departed", 66),
    ({"datumUitschrijving": "31-07-2026"}, "record.departed", 66),
    ({"schooljaar": "2026-2027"}, "", 0),  # this one
    ({"schooljaar": "2016-2019"}, "", 0),  # no school year
    ({"schooljaar": "17"}, "", 0),
    ({"schooljaar": "groep 7"}, "", 0),
    ({"uitschrijfdatum": "2027-07-31"}, "", 0),  # still to come
    ({"uitschrijfdatum": "onbekend"}, "", 0),
    ({"leerjaar": "2016"}, "", 0),
    ({"jaar": "2016-2017"}, "", 0),  # of anything
    ({"geboortedatum": "2016-01-01"}, "", 0),
])
def test_records(signs_of, record: object, code: str, days: int) -> None:  # type: ignore[no-untyped-def]
    found = [s for s in signs_of([JSON], body=json.dumps([record]).encode(), time=NOW) if s.code.startswith("record")]
    assert [(s.code, s.amount) for s in found] == ([(code, days)] if code else [])


def test_what_is_sent_is_no_record(signs_of) -> None:  # type: ignore[no-untyped-def]
    found = signs_of((), [JSON], sent=b'{"schooljaar": "2016-2017"}', method="POST", time=NOW)
    assert not [s for s in found if s.code.startswith("record")]


@pytest.mark.parametrize("time", [0.0, -5.0, 1e300])
def test_without_a_time_there_is_no_past(signs_of, time: float) -> None:  # type: ignore[no-untyped-def]
    found = signs_of([JSON], body=b'{"schooljaar": "2016-2017"}', time=time)
    assert not [s for s in found if s.code.startswith("record")]
