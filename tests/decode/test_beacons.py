"""What the common analytics, advertising, crash and replay kits send is taken apart to its leaves."""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import pytest

FORM = "application/x-www-form-urlencoded; charset=UTF-8"
BEACON = "text/plain;charset=UTF-8"
"""What navigator.sendBeacon gives a string."""
JSON = "application/json"
PERSON = {"$email": "s@school.example", "naam": "Sanne"}


@dataclass(frozen=True)
class Beacon:
    """A request of a kit, and leaves that must be among its fields: part, pointer, value."""

    name: str
    expected: dict[str, str]
    body: bytes = b""
    kind: str = ""
    target: str = "/"
    headers: tuple[tuple[str, str], ...] = field(default=())


def dumped(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def b64(value: object) -> str:
    return base64.b64encode(dumped(value)).decode()


def b64url(value: object) -> str:
    return base64.urlsafe_b64encode(dumped(value)).decode().rstrip("=")


def pb(number: int, value: bytes | str | int) -> bytes:
    """A protobuf field."""
    def varint(size: int) -> bytes:
        out = b""
        while size > 127:
            out, size = out + bytes([size & 127 | 128]), size >> 7
        return out + bytes([size])

    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def event(name: str, *parameters: tuple[str, str | int]) -> bytes:
    inner = b"".join(pb(1, pb(1, key) + (pb(3, value) if isinstance(value, int) else pb(2, value)))
                     for key, value in parameters)
    return pb(2, inner + pb(2, name) + pb(3, 1791184462125))


MEASUREMENT = pb(1, pb(1, 1) + event("screen_view", ("_sn", "Rapport van Sanne"), ("_et", 42))
                 + pb(3, pb(1, 1791184462125) + pb(2, "leerlingnummer") + pb(3, "4711"))
                 + pb(8, "android") + pb(14, "nl.leren.app") + pb(19, "550e8400-e29b-41d4-a716-446655440000"))
SNOWPLOW = {"schema": "iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4",
            "data": [{"e": "ue", "uid": "leerling-01", "ue_px": b64url({"data": {"data": {"naam": "Sanne"}}}),
                      "cx": b64url({"data": [{"schema": "x", "data": {"bsn": "999990019"}}]})}]}
BEACONS = [
    Beacon("GA4, one event in the query", {"url.query /uid": "leerling-01", "url.query /dt": "Rapport van Sanne",
                                           "url.query /up.klas": "3B", "url.query /dl/1": "4711"},
           target="/g/collect?v=2&tid=G-1&cid=1.2&uid=leerling-01&dt=Rapport%20van%20Sanne&up.klas=3B"
                  "&dl=https%3A%2F%2Fleren.example%2Fleerling%2F4711"),
    Beacon("GA4, events in lines", {"body /0/ep.naam": "Sanne", "body /1/up.leerlingnummer": "4711"},
           b"en=page_view&ep.naam=Sanne&_et=5\r\nen=scroll&up.leerlingnummer=4711", BEACON, "/g/collect?v=2"),
    Beacon("GA4, one event in a line", {"body /ep.naam": "Sanne"}, b"en=page_view&ep.naam=Sanne", BEACON),
    Beacon("GA4, measurement protocol", {"body /user_data/sha256_email_address/0": "62a14e44f765419d10fea99367361a72"},
           dumped({"client_id": "1.2", "user_data": {"sha256_email_address": ["62a14e44f765419d10fea99367361a72"]}}),
           JSON, "/mp/collect"),
    Beacon("Meta, picture", {"url.query /ud/em": "62a14e44f765", "url.query /cd/content_name": "Rapport Sanne",
                             "url.query /udff/fn": "sanne"},
           target="/tr/?id=1&ev=PageView&ud[em]=62a14e44f765&cd%5Bcontent_name%5D=Rapport%20Sanne&udff[fn]=sanne"),
    Beacon("Meta, form", {"body /ud/ph": "31612345678"}, b"id=1&ev=Lead&ud%5Bph%5D=31612345678", FORM, "/tr/"),
    Beacon("Meta, parts", {"body /ud/fn": "sanne"},
           b'--g\r\nContent-Disposition: form-data; name="ud[fn]"\r\n\r\nsanne\r\n--g--\r\n',
           "multipart/form-data; boundary=g", "/tr/"),
    Beacon("Meta, app events", {"body /custom_events/0/leerling": "Sanne", "body /extinfo/1": "nl.leren.app"},
           urlencode({"event": "CUSTOM_APP_EVENTS", "custom_events": '[{"_eventName":"x","leerling":"Sanne"}]',
                      "extinfo": '["a2","nl.leren.app"]'}).encode(), FORM),
    Beacon("Firebase", {"body /1/2/1/0/2": "Rapport van Sanne", "body /1/3/3": "4711", "body /1/14": "nl.leren.app",
                        "body /1/19": "550e8400-e29b-41d4-a716-446655440000"}, MEASUREMENT, "", "/a"),
    Beacon("Firebase, packed", {"body /1/3/3": "4711"}, gzip.compress(MEASUREMENT, mtime=0),
           "application/x-www-form-urlencoded", "/a", (("Content-Encoding", "gzip"),)),
    Beacon("Firebase, packed without a label", {"body /1/3/3": "4711"}, gzip.compress(MEASUREMENT, mtime=0),
           "application/octet-stream", "/a"),
    Beacon("Sentry", {"body /0/user/email": "s@school.example", "body /0/request/data/bsn": "999990019"},
           b'{"event_id":"x","sent_at":"2026-10-05T07:14:22Z"}\n{"type":"event"}\n'
           + dumped({"user": {"email": "s@school.example"}, "request": {"data": '{"bsn":"999990019"}'}}),
           BEACON, "/api/4/envelope/?sentry_key=x"),
    Beacon("Sentry, replay", {"body /1/0/data/tekst": "Hallo Sanne"},
           b'{"event_id":"x"}\n{"type":"replay_event"}\n{"type":"replay_event"}\n{"type":"replay_recording","length":'
           + (lambda data: str(len(data)).encode() + b"}\n" + data)(
               b'{"segment_id":0}\n' + zlib.compress(dumped([{"type": 3, "data": {"tekst": "Hallo Sanne"}}])))),
    Beacon("Sentry, store", {"body /user/username": "sanne"}, dumped({"user": {"username": "sanne"}}), BEACON),
    Beacon("Bugsnag", {"body /events/0/user/name": "Sanne", "body /events/0/metaData/les/bsn": "999990019"},
           dumped({"payloadVersion": "5", "events": [{"user": {"name": "Sanne"}, "metaData": {
               "les": {"bsn": "999990019"}}}]}), JSON),
    Beacon("Amplitude, form", {"body /e/0/user_properties/naam": "Sanne", "body /e/0/user_id": "leerling-01"},
           ("checksum=ab12&client=key&e=" + quote(json.dumps([{"user_id": "leerling-01", "user_properties": {
               "naam": "Sanne"}}])) + "&upload_time=1791184462125&v=2").encode(), FORM),
    Beacon("Amplitude, batch", {"body /events/0/user_properties/$set/naam": "Sanne"},
           dumped({"api_key": "k", "events": [{"user_properties": {"$set": {"naam": "Sanne"}}}]}), "*/*"),
    Beacon("Mixpanel, base64", {"body /data/properties/$email": "s@school.example"},
           f"data={quote(b64({'event': 'x', 'properties': PERSON}))}&verbose=1&ip=1".encode(), FORM, "/track/"),
    Beacon("Mixpanel, query", {"url.query /data/properties/naam": "Sanne"},
           target="/track/?data=" + quote(b64({"event": "x", "properties": PERSON}))),
    Beacon("Mixpanel, JSON", {"body /data/0/$set/naam": "Sanne"},
           ("data=" + quote(json.dumps([{"$token": "t", "$set": PERSON}]))).encode(), FORM, "/engage/"),
    Beacon("Segment", {"body /traits/email": "s@school.example", "body /userId": "leerling-01"},
           dumped({"userId": "leerling-01", "traits": {"email": "s@school.example"}, "type": "identify"}), BEACON),
    Beacon("PostHog, packed", {"body /0/properties/$set/naam": "Sanne"},
           gzip.compress(dumped([{"event": "$identify", "properties": {"$set": PERSON}}]), mtime=0), "text/plain",
           "/e/?compression=gzip-js"),
    Beacon("PostHog, base64", {"body /data/0/properties/distinct_id": "leerling-01"},
           ("data=" + quote(b64([{"event": "x", "properties": {"distinct_id": "leerling-01"}}]))).encode(), FORM),
    Beacon("Matomo", {"url.query /uid": "leerling-01", "url.query /action_name": "Rapport Sanne"},
           target="/matomo.php?action_name=Rapport%20Sanne&idsite=1&rec=1&uid=leerling-01"),
    Beacon("Matomo, many", {"body /requests/0/uid": "leerling-01", "body /requests/0/url/bsn": "999990019",
                            "body /requests/1/action_name": "Rapport Sanne"},
           dumped({"requests": ["?idsite=1&rec=1&uid=leerling-01&url=https%3A%2F%2Fl.example%2F%3Fbsn%3D999990019",
                                "?idsite=1&rec=1&action_name=Rapport%20Sanne"]}), FORM),
    Beacon("Snowplow", {"body /data/0/ue_px/data/data/naam": "Sanne", "body /data/0/cx/data/0/data/bsn": "999990019"},
           dumped(SNOWPLOW), JSON, "/com.snowplowanalytics.snowplow/tp2"),
    Beacon("Snowplow, query", {"url.query /ue_px/data/data/naam": "Sanne"},
           target="/i?e=ue&uid=leerling-01&ue_px=" + b64url({"data": {"data": {"naam": "Sanne"}}})),
    Beacon("Hotjar", {"body /identify/attributes/naam": "Sanne"},
           dumped({"identify": {"attributes": {"naam": "Sanne"}}}), BEACON),
    Beacon("Clarity", {"body /p/0/2": "Sanne de Vries"}, gzip.compress(dumped({"p": [[1, 2, "Sanne de Vries"]]})),
           "application/x-clarity-gzip", "/collect"),
    Beacon("Branch", {"body /identity": "leerling-01", "body /metadata/naam": "Sanne",
                      "body /advertising_ids/aaid": "550e8400-e29b-41d4-a716-446655440000"},
           dumped({"identity": "leerling-01", "metadata": '{"naam":"Sanne"}', "advertising_ids": {
               "aaid": "550e8400-e29b-41d4-a716-446655440000"}}), JSON, "/v1/open"),
    Beacon("Adjust", {"body /callback_params/leerling": "Sanne", "body /external_device_id": "leerling-01"},
           urlencode({"gps_adid": "550e8400-e29b-41d4-a716-446655440000", "external_device_id": "leerling-01",
                      "callback_params": '{"leerling":"Sanne"}'}).encode(), FORM),
    Beacon("AppsFlyer, plain", {"body /customer_user_id": "leerling-01", "body /eventValue/naam": "Sanne"},
           dumped({"customer_user_id": "leerling-01", "eventValue": '{"naam":"Sanne"}'}), JSON),
    Beacon("Datadog, lines", {"body /1/usr/naam": "Sanne"},
           b"\n".join(map(dumped, ({"type": "view"}, {"usr": {"naam": "Sanne"}}))), BEACON, "/api/v2/rum"),
    Beacon("Datadog, replay", {"body /segment/records/0/tekst": "Sanne"},
           b'--g\r\nContent-Disposition: form-data; name="segment"; filename="x-1"\r\nContent-Type: application/octet-'
           b"stream\r\n\r\n" + zlib.compress(dumped({"records": [{"tekst": "Sanne"}]})) + b"\r\n--g--\r\n",
           "multipart/form-data; boundary=g"),
    Beacon("Google's applications", {"body /f.req/0/0/1/0": "Sanne de Vries", "body /f.req/0/0/1/1/0": "999990019"},
           ("f.req=" + quote(json.dumps([[["rPc", '["Sanne de Vries",["999990019"]]', None, "generic"]]]))
            + "&at=x").encode(), FORM, "/_/ClassroomUi/data/batchexecute"),
    Beacon("Google's applications, answer", {"body /0/0/2/naam": "Sanne", "body /1/0/0": "di"},
           b")]}'\n\n58\n" + dumped([["wrb.fr", "rPc", '{"naam":"Sanne"}', None]]) + b"\n25\n" + dumped([["di", 25]])
           + b"\n", JSON),
    Beacon("OneSignal", {"body /tags/leerling": "Sanne"}, dumped({"tags": {"leerling": "Sanne"}}), JSON),
    Beacon("Cookie of consent", {"cookie.toestemming /toestemming/gebruiker": "Sanne"},
           headers=(("Cookie", "toestemming=" + quote('{"gebruiker":"Sanne"}')),)),
]


@pytest.mark.parametrize("beacon", BEACONS, ids=lambda beacon: beacon.name)
def test_every_leaf_is_reached(decode, beacon):
    outcome = decode(request=beacon.body, kind=beacon.kind, target=beacon.target, headers=beacon.headers)
    found = {f"{one.origin.part} {one.pointer}": one.value for one in outcome.fields}
    assert {key: found.get(key) for key in beacon.expected} == beacon.expected
    assert outcome.notes == []


def test_what_is_encrypted_is_named(decode):
    # AppsFlyer encrypts what its kit sends.
    body = bytes((n * 7919 + n // 3 * 31) % 256 for n in range(1500))
    outcome = decode(request=body, kind="application/octet-stream")
    assert outcome.gaps[0][:2] == ("content.opaque", 1500)
    assert outcome.gaps[0][2].startswith("binary, entropy")
