"""The LNK pack from captured bytes to findings: the recorded sessions, and what a browser exports of other leaks."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from har_builders import entry, har

from scanner.errors import UsageError
from scanner.run import Options, scan

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"
KINDS = ("har", "mitm", "pcapng")
VISITOR = "3f2a9c1e-77aa-4b0d-9a51-0c6d1f2e3a4b"
ACCOUNT = "b7d0a1c2-1f5e-4c33-8f0e-9a8b7c6d5e4f"
ECKID = "https://ketenid.nl/pilot/" + "0f1e2d3c" * 16
PAGE = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


@pytest.fixture(scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("key") / "key"
    path.write_text("33" * 32, encoding="ascii")
    return path


def lnk(document: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """LNK findings as rule, ernst, recipient and pointer."""
    return sorted((f["rule"], f["severity"], f["recipient"], f["pointer"]) for f in document["findings"]
                  if f["rule"].startswith("LNK"))


def scanned(tmp_path: Path, key_file: Path, *entries: dict[str, Any], **options: Any) -> dict[str, Any]:
    return scan([har(tmp_path / "les.har", entries)], Options(key_file=key_file, **options))


@pytest.mark.parametrize("kind", KINDS)
def test_the_recorded_session(kind: str, key_file: Path) -> None:
    document = scan([FIXTURES / "leaking" / f"session.{kind}"],
                    Options(policy=FIXTURES / "policy.yaml", key_file=key_file))
    found = {(rule, recipient) for rule, _, recipient, _ in lnk(document)}
    also = {(rule, f["recipient"]) for f in document["findings"] for rule in f["also"] if rule.startswith("LNK")}
    assert {("LNK-003", "meetbaken.example"), ("LNK-006", "meetbaken.example"), ("LNK-006", "rekenbaas")} <= found
    assert {("LNK-001", "meetbaken.example"), ("LNK-007", "cdn"), ("LNK-007", "meetbaken.example"),
            ("LNK-005", "rekenbaas")} <= found | also


@pytest.mark.parametrize("kind", KINDS)
def test_the_lean_session_links_nobody(kind: str, key_file: Path) -> None:
    document = scan([FIXTURES / "lean" / f"session.{kind}"],
                    Options(policy=FIXTURES / "policy.yaml", key_file=key_file))
    assert lnk(document) == []


def test_a_cookie_of_any_name_that_is_synchronised(tmp_path: Path, key_file: Path) -> None:
    document = scanned(
        tmp_path, key_file,
        entry("https://www.leren.example/start", headers={"Cookie": f"vz={VISITOR}", **PAGE}, answer="<p>Dag</p>"),
        entry("https://www.leren.example/ga", headers={"Cookie": f"vz={VISITOR}"}, status=302, second=1,
              answer_headers={"Location": f"https://sync.adverteren.example/match?p={VISITOR.upper()}"}),
        entry(f"https://sync.adverteren.example/match?p={VISITOR.upper()}", second=2,
              headers={"Referer": "https://www.leren.example/"}),
    )
    assert lnk(document) == [("LNK-003", "hoog", "adverteren.example", "/p")]
    (finding,) = [f for f in document["findings"] if f["rule"] == "LNK-003"]
    assert "leren.example" in finding["texts"]["nl"]["message"]
    assert VISITOR[:8] not in str(document) and VISITOR[:8].upper() not in str(document)


def test_a_digest_of_a_cookie(tmp_path: Path, key_file: Path) -> None:
    digest = hashlib.sha256(VISITOR.encode()).hexdigest()
    document = scanned(
        tmp_path, key_file,
        entry("https://www.leren.example/start", headers={"Cookie": f"visitor_id={VISITOR}"}, answer="<p>Dag</p>"),
        entry(f"https://meten.example/c?h={digest}", second=1),
    )
    assert lnk(document) == [("LNK-002", "hoog", "meten.example", "/h")]


def test_constants_of_the_product_link_nobody(tmp_path: Path, key_file: Path) -> None:
    build = "9c1e77aa4b0d9a510c6d1f2e3a4b5c6d"
    document = scanned(
        tmp_path, key_file,
        entry(f"https://www.leren.example/app?build={build}", headers={"Cookie": f"AWSALB={VISITOR}; theme=dark"}),
        entry(f"https://cdn.delen.example/app?build={build}&lb={VISITOR}", second=1),
    )
    assert lnk(document) == []


def test_a_pupil_in_a_link(tmp_path: Path, key_file: Path) -> None:
    people = tmp_path / "people.yaml"
    people.write_text(f"subjects: [{{id: leerling-01, role: pupil, values: {{id.account: {ACCOUNT}}}}}]", "utf-8")
    document = scanned(
        tmp_path, key_file,
        entry(f"https://video.kijken.example/film?u={ACCOUNT}&code=Xk39dQ7mPz41", answer="<p>Film</p>",
              headers={"Referer": "https://www.leren.example/les", **PAGE}),
        subjects=people,
    )
    assert ("LNK-004", "midden", "kijken.example", "/u") in lnk(document)


def test_pseudonym_and_device_over_a_session(tmp_path: Path, key_file: Path) -> None:
    session = {"Cookie": "sessionid=9f8e7d6c5b4a39281706f5e4d3c2b1a0"}
    document = scanned(
        tmp_path, key_file,
        entry("https://api.leren.example/apparaat", method="POST", headers=session,
              post={"androidId": "9774d56d682e549c"}),
        entry("https://api.leren.example/start", method="POST", headers=session, post={"eckId": ECKID}, second=1),
    )
    assert Counter(rule for rule, *_ in lnk(document)) == {"LNK-006": 1}


# What a clever tracker does

MAIL = "fenna.dijkhuis@dekanarie.example"
HOME = "https://app.leren.example"


def jwt(**claims: str) -> str:
    parts = (b'{"alg":"HS256","typ":"JWT"}', json.dumps(claims).encode(), b"signature" * 4)
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


def digest(name: str, text: str) -> bytes:
    return hashlib.new(name, text.encode()).digest()


def known_here(second: int = 0) -> dict[str, Any]:
    """The answer in which a product calls a value somebody's."""
    return entry(f"{HOME}/api/ik", second=second,
                 answer={"gebruiker": {"userId": ACCOUNT, "voornaam": "Fenna", "email": MAIL}})


@pytest.mark.parametrize(("rule", "sent"), [
    ("LNK-001", {"url": f"?x={ACCOUNT}"}),
    ("LNK-001", {"url": f"?x={ACCOUNT.upper()}"}),
    ("LNK-001", {"url": f"?x={ACCOUNT.replace('-', '')}"}),
    ("LNK-001", {"url": f"?x=leren_{ACCOUNT}"}),
    ("LNK-001", {"url": f"?x={quote('urn:uuid:' + ACCOUNT, safe='')}"}),
    ("LNK-001", {"url": f"?x={quote(quote('u=' + ACCOUNT, safe=''), safe='')}"}),
    ("LNK-001", {"url": f"?x={base64.urlsafe_b64encode(json.dumps({'u': ACCOUNT}).encode()).decode()}"}),
    ("LNK-001", {"url": f"?t={jwt(uid=ACCOUNT)}"}),
    ("LNK-001", {"url": f"/u/{ACCOUNT}/start"}),
    ("LNK-001", {"url": "", "headers": {"X-User": ACCOUNT}}),
    ("LNK-001", {"url": "", "method": "POST", "post": {"a": [{"b": ACCOUNT}]}}),
    ("LNK-001", {"url": f"?x={quote(MAIL)}"}),
    ("LNK-002", {"url": f"?x={digest('md5', ACCOUNT.upper()).hex()}"}),
    ("LNK-002", {"url": f"?x={digest('sha1', ACCOUNT).hex().upper()}"}),
    ("LNK-002", {"url": f"?x={quote(base64.b64encode(digest('sha256', ACCOUNT)).decode(), safe='')}"}),
    ("LNK-002", {"url": f"?x={base64.urlsafe_b64encode(digest('sha512', ACCOUNT)).decode().rstrip('=')}"}),
    ("LNK-002", {"url": f"?x={digest('sha256', ACCOUNT.replace('-', '')).hex()}"}),
], ids=str)  # fmt: skip
def test_an_identifier_under_another_name(tmp_path: Path, key_file: Path, rule: str, sent: dict[str, Any]) -> None:
    there = entry("https://in.verzamelen.example/e" + sent["url"], second=1,
                  **{key: value for key, value in sent.items() if key != "url"})
    document = scanned(tmp_path, key_file, known_here(), there)
    told = {(name, f["recipient"]) for f in document["findings"] for name in (f["rule"], *f["also"])}
    assert (rule, "verzamelen.example") in told
    assert ACCOUNT[:8] not in str(document) and "dijkhuis" not in str(document).lower()


@pytest.mark.parametrize("sent", [f"?x={ACCOUNT}", f"?x={digest('sha256', ACCOUNT).hex()}"], ids=["clear", "digest"])
def test_an_identifier_that_is_known_later(tmp_path: Path, key_file: Path, sent: str) -> None:
    document = scanned(tmp_path, key_file, entry(f"https://in.verzamelen.example/e{sent}"), known_here(2))
    assert [(rule, recipient) for rule, _, recipient, _ in lnk(document)] == [
        ("LNK-002" if len(sent) > 60 else "LNK-001", "verzamelen.example")]


def test_other_values_link_nobody(tmp_path: Path, key_file: Path) -> None:
    """Another identifier, a constant, a time, and what its name says to serve once."""
    assert lnk(scanned(tmp_path, key_file, known_here(), *(
        entry(f"https://in.verzamelen.example/e?{sent}", second=1) for sent in (
            f"x={ACCOUNT[::-1]}", "x=0f1e2d3c4b5a69788796a5b4c3d2e1f0", "v=5.3.0.17&t=1794903300217",
            f"request_id={ACCOUNT}")))) == []


def test_an_identifier_at_another_host_of_its_own_site_links_nobody(tmp_path: Path, key_file: Path) -> None:
    document = scanned(tmp_path, key_file, known_here(), entry(f"https://log.leren.example/e?x={ACCOUNT}", second=1))
    assert lnk(document) == []


@pytest.mark.parametrize(("address", "linked"), [
    ("?gclid=EAIaIQobChMI5Yv9u4fA_wIVkYxoCR1tTgKqEAAYASAAEgJx5fD_BwE", True),
    ("?fbclid=IwAR3xYz9aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789AbCdEf", True),
    ("?utm_source=leren&utm_campaign=najaar2026", False),
    ("?code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifjsldkjaa12", False),
])
def test_click_ids_follow_a_link(tmp_path: Path, key_file: Path, address: str, linked: bool) -> None:
    document = scanned(tmp_path, key_file, entry(f"https://film.kijken.example/f{address}", answer="<p>Film</p>",
                                                 headers={"Referer": f"{HOME}/les", **PAGE}))
    assert ("LNK-004" in {rule for rule, *_ in lnk(document)}) is linked


def test_the_products_own_identifier_in_a_link_is_one_finding(tmp_path: Path, key_file: Path) -> None:
    document = scanned(tmp_path, key_file, known_here(), entry(
        f"https://film.kijken.example/f?k={ACCOUNT}", answer="<p>Film</p>", second=1,
        headers={"Referer": f"{HOME}/les", **PAGE}))
    assert [rule for rule, *_ in lnk(document)] == ["LNK-004"]
    (finding,) = [f for f in document["findings"] if f["rule"] == "LNK-004"]
    assert "LNK-001" in finding["also"]


# Two test pupils

BUILD = "9c1e77aa4b0d9a510c6d1f2e3a4b5c6d"


def lesson(path: Path, pupil: str, visitor: str) -> Path:
    """The scenario: start, do two exercises, watch a film at another site; a tracker is told of each page."""
    page = "https://www.leren.example"
    cookies = {"Cookie": f"vz={visitor}"}
    entries = [entry(f"{page}/start?v={BUILD}", headers={**cookies, **PAGE}, answer="<p>Dag</p>")]
    for number in (1, 2):
        entries += [
            entry(f"{page}/api/oefening/{number}", method="POST", headers=cookies, second=number,
                  post={"account_id": pupil, "client_build_id": BUILD, "antwoord": number}, answer={"goed": True}),
            entry(f"https://baken.example/b?x={pupil[:18]}&user_id={BUILD}", headers={"Referer": f"{page}/"},
                  second=number),
            entry(f"https://film.example/kijk?s={pupil[-12:]}", headers={"Referer": f"{page}/les", **PAGE},
                  answer="<p>Film</p>", second=number),
        ]
    return har(path, entries)


@pytest.fixture
def two(tmp_path: Path) -> list[Path]:
    return [lesson(tmp_path / "a.har", ACCOUNT, VISITOR), lesson(tmp_path / "b.har", VISITOR[::-1], ACCOUNT[::-1])]


def test_a_pair_confirms_and_drops(two: list[Path], key_file: Path) -> None:
    alone = scan(two, Options(key_file=key_file))
    document = scan(two, Options(key_file=key_file, pair=True))

    def at_baken(of: dict[str, Any], pointer: str) -> set[tuple[str, float]]:
        return {(d["category"], d["confidence"]) for d in of["detections"]
                if d["host"] == "baken.example" and d["pointer"] == pointer}

    # the build number under a telling key was taken for an account, the account under "x" for nothing
    assert {confidence >= 0.6 for _, confidence in at_baken(alone, "/user_id")} == {True}
    assert {confidence < 0.6 for _, confidence in at_baken(document, "/user_id")} == {True}
    assert at_baken(alone, "/x") == set()
    assert at_baken(document, "/x") == {("id.account", 0.65)}
    assert ("LNK-004", "midden", "film.example", "/s") in lnk(document)
    assert "LNK-004" not in {rule for rule, *_ in lnk(alone)}
    assert document["scan"]["settings"]["limits"]["pair_differs"] >= 4
    assert ACCOUNT[:8] not in str(document)


def test_a_pair_is_the_same_with_more_processes(two: list[Path], key_file: Path) -> None:
    one, more = (scan(two, Options(key_file=key_file, pair=True, jobs=jobs)) for jobs in (1, 2))
    assert one == more


@pytest.mark.parametrize("amount", [1, 3])
def test_a_pair_needs_two_captures(two: list[Path], amount: int, tmp_path: Path, key_file: Path) -> None:
    paths = [*two, lesson(tmp_path / "c.har", BUILD, BUILD)][:amount]
    with pytest.raises(UsageError, match="--pair compares two captures"):
        scan(paths, Options(key_file=key_file, pair=True))


def test_the_same_pupil_twice_is_an_error(key_file: Path) -> None:
    path = FIXTURES / "lean" / "session.har"
    with pytest.raises(UsageError, match="--pair"):
        scan([path, path.with_suffix(".mitm")], Options(subjects=FIXTURES / "subjects.yaml", key_file=key_file,
                                                       pair=True))
