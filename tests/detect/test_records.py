"""Values are tied to the object they belong to."""

from __future__ import annotations

from detect_builders import BSN, ECKID, an_exchange, by_pointer, detections, in_body

OTHER = "https://ketenid.nl/201703/" + "ab" * 64


def test_members_of_one_object_share_record_and_subject() -> None:
    seen = by_pointer(in_body([{"eckId": ECKID, "roepnaam": "Sanne"}, {"eckId": OTHER, "roepnaam": "Daan"}]))
    assert seen["/0/eckId"].record == seen["/0/roepnaam"].record != seen["/1/eckId"].record
    assert seen["/0/eckId"].subject == seen["/0/roepnaam"].subject != seen["/1/eckId"].subject
    assert seen["/0/eckId"].subject == "~" + seen["/0/eckId"].fingerprint


def test_headers_and_paths_have_no_record() -> None:
    seen = detections(an_exchange(target="/leerlingen/12345", headers=(("X-Leerlingnummer", "12345"),)))
    assert {each.record for each in seen} == {""}
    assert len(seen) == 2


def test_query_form_and_cookies_are_objects() -> None:
    exchange = an_exchange(target=f"/x?bsn={BSN}&roepnaam=Sanne", method="POST", request=b"email=a%40b.example&klas=7c",
                           request_type="application/x-www-form-urlencoded", headers=(("Cookie", f"a=1; bsn={BSN}"),))
    records = {(each.part.partition(".")[0] + each.part[4:6], each.record) for each in detections(exchange)}
    assert len({record for _, record in records}) == 3


def test_a_version_in_a_path_does_not_part_a_person_from_an_id() -> None:
    seen = detections(an_exchange(target="/restapi/personal/person/v1/71833"))
    assert [each.category.value for each in seen] == ["id.account"]
