"""The plugin as a project uses it: in a pytest of its own, on real clients, with failures that show no value."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lesson_server import lesson
from watched import LOAD

from scanner.pytest_plugin import INI

pytest_plugins = ["pytester"]
ROOT = Path(__file__).parent.parent.parent
VALUES = ("999990019", "Zandgrond", "Sanne")
CONFTEST = """
import pytest
@pytest.fixture
def platform():
    return {address!r}
"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with lesson() as there:
        yield there


@pytest.fixture
def project(pytester: pytest.Pytester, address: str) -> pytest.Pytester:
    pytester.makeconftest(CONFTEST.format(address=address))
    return pytester


def run(project: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return project.runpytest_subprocess(*LOAD, "-p", "no:cacheprovider", *arguments)


def shown(result: pytest.RunResult) -> str:
    return str(result.stdout) + str(result.stderr)


CLIENTS = """
import httpx, json, pytest, requests, urllib.request

BODY = {"eckid": "https://ketenid.nl/pilot/" + "ab" * 64, "roepnaam": "Sanne"}

def with_httpx(address):
    return httpx.post(address, json=BODY)

def with_requests(address):
    return requests.post(address, json=BODY)

def with_urllib(address):
    return urllib.request.urlopen(address, data=json.dumps(BODY).encode()).read()

@pytest.mark.parametrize("send", [with_httpx, with_requests, with_urllib])
def test_lean(send, platform, leerlek):
    send(platform + "/v2/resultaat")
    leerlek.assert_only("id.eckid", "name.given")
    assert leerlek.categories() == {"id.eckid", "name.given"}
    leerlek.assert_no_findings(fail_on="high")

@pytest.mark.parametrize("send", [with_httpx, with_requests, with_urllib])
def test_leaking(send, platform, leerlek):
    send(platform + "/v2/leerling")
    leerlek.assert_only("id.eckid", "name.given")
"""


@pytest.mark.long
def test_every_client_on_several_processes(project: pytest.Pytester, tmp_path: Path) -> None:
    project.makepyfile(CLIENTS)
    report = tmp_path / "junit.xml"
    result = run(project, "-n", "2", "-vv", "--showlocals", "--log-level=DEBUG", f"--junitxml={report}")
    result.assert_outcomes(passed=3, failed=3)
    text = shown(result) + report.read_text("utf-8")
    assert not [value for value in VALUES if value in text]
    result.stdout.fnmatch_lines([
        "*test_every_client*.py:24: Verwacht: alleen id.eckid, name.given. Ook gezien: id.bsn, name.family.",
        "*id.bsn (burgerservicenummer (BSN)) ← 127.0.0.1 (niet genoemd)",
        "*← 127.0.0.1 POST /v2/leerling · body /bsn (json) · 1×",
        "*zekerheid 0.95: veldnaam: bsn, controlegetal*",
        "*IDN-001 BSN buiten de wettelijke ontvanger (kritiek)",
        "*Advies: *",
        "*Beoordeeld naar default.yaml (ingebouwd); testaccounts: 0; berichten: 1.",
    ])


def test_a_marker_the_command_line_and_the_ini_say_by_what(project: pytest.Pytester) -> None:
    project.makefile(".yaml", klas="subjects:\n- {id: leerling-01, role: pupil, values: {name.family: Onbekendnaam}}\n")
    project.makeini("[pytest]\nleerlek_subjects = klas.yaml\nleerlek_lang = en\nleerlek_fail_on = critical\n"
                    "leerlek_hosts =\n    127.0.0.1=api.rekenen.example\n")
    project.makepyfile("""
        import httpx, pytest

        def test_ini(platform, leerlek):
            httpx.post(platform + "/v2/les", content="x onbekendnaam y")
            assert leerlek.categories("rekenen.example") == {"name.family"}
            assert leerlek.result()["scan"]["settings"]["lang"] == "en"
            leerlek.assert_no_findings()

        @pytest.mark.leerlek(fail_on="info", subjects=[
            {"id": "l2", "role": "pupil", "values": {"name.given": "Xandriëlle"}}])
        def test_marker(platform, leerlek):
            httpx.post(platform + "/v2/les", content="x onbekendnaam xandrielle y")
            assert leerlek.categories() == {"name.given"}

        @pytest.mark.leerlek(polciy="x.yaml")
        def test_unknown_setting(leerlek): ...
    """)
    result = run(project)
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*marker leerlek has no setting 'polciy'*"])


def test_recipients_accounts_and_what_is_not_there(project: pytest.Pytester) -> None:
    project.makepyfile("""
        import httpx, pytest

        def told(what):
            with pytest.raises(pytest.fail.Exception) as caught:
                what()
            return str(caught.value)

        @pytest.fixture
        def client(leerlek):
            answer = httpx.MockTransport(lambda request: httpx.Response(200, json={"ok": True}))
            with httpx.Client(transport=answer) as made:
                made.post("https://api.rekenen.example/v2/les", json={"roepnaam": "Sanne", "achternaam": "Zandgrond"})
                made.post("https://collect.meten.example/g", content="ln=zandgrond")
                yield made

        def test_to(client, leerlek):
            leerlek.knows({"name.family": "Zandgrond"}, id="leerling-07")
            leerlek.assert_only("name.*", to="api.rekenen.example")
            message = told(lambda: leerlek.assert_only("id.eckid", to="meten.example"))
            assert "name.family" in message and "collect.meten.example" in message and "rekenen" not in message
            assert "zandgrond" not in message.lower()
            assert "(midden)" in message and "Advies: " in message

        def test_findings_of_one_recipient(client, leerlek):
            leerlek.knows({"name.family": "Zandgrond"})
            leerlek.assert_no_findings("kritiek", to="rekenen.example")
            message = told(lambda: leerlek.assert_no_findings("info", to="meten.example"))
            assert "collect.meten.example" in message and "rekenen.example" not in message
            rules = {word for word in message.split() if word[:4].isupper() and "-" in word}
            leerlek.assert_no_findings("info", to="meten.example", ignore=rules)

        def test_vacuous(client, leerlek):
            assert "geen verkeer met 'metne.example'" in told(lambda: leerlek.assert_only(to="metne.example"))
            leerlek.assert_only(to="metne.example", missing_ok=True)
            leerlek.assert_no_contact("metne.example")
            assert "collect.meten.example (1×)" in told(lambda: leerlek.assert_no_contact("meten.example"))
            assert "bedoeld 'id.eckid'" in told(lambda: leerlek.assert_only("id.eckd"))
            assert "unknown severity" in told(lambda: leerlek.assert_no_findings("rood"))
            assert "unknown category" in told(lambda: leerlek.knows({"naam": "x"}))

        def test_no_traffic(leerlek):
            assert "geen verkeer opgenomen" in told(lambda: leerlek.assert_only("id.eckid"))

        def test_clear(client, leerlek):
            leerlek.clear()
            client.get("https://api.rekenen.example/v2/stil")
            leerlek.assert_only()
    """)
    run(project).assert_outcomes(passed=5)


def test_async_tests_and_threads_of_the_test_are_recorded(project: pytest.Pytester) -> None:
    project.makepyfile("""
        import asyncio, threading, httpx, pytest

        def test_async(platform, leerlek):
            async def talk():
                async with httpx.AsyncClient() as client:
                    await asyncio.gather(*(client.post(platform + "/v2/les", json={"bsn": "999990019"}) for _ in "ab"))
            asyncio.run(talk())
            assert leerlek.categories() == {"id.bsn"}
            assert leerlek.result()["coverage"]["totals"]["exchanges"] == 2

        @pytest.mark.anyio
        async def test_with_a_plugin(platform, leerlek):
            async with httpx.AsyncClient() as client:
                await client.post(platform + "/v2/les", json={"bsn": "999990019"})
            assert leerlek.categories() == {"id.bsn"}

        @pytest.fixture
        def anyio_backend():
            return "asyncio"

        def test_thread(platform, leerlek):
            thread = threading.Thread(target=httpx.get, args=(platform + "/v2/leerling",))
            thread.start()
            thread.join()
            assert "id.bsn" in leerlek.categories()

        @pytest.fixture
        def logged_in(platform):
            httpx.post(platform + "/v2/les", json={"bsn": "999990019"})

        def test_a_fixture_that_talks_before_ours(logged_in, leerlek):
            assert leerlek.categories() == {"id.bsn"}

        def test_nothing_stays_from_the_test_before(platform, leerlek):
            httpx.get(platform + "/v2/stil")
            leerlek.assert_only()
    """)
    run(project, "-p", "anyio").assert_outcomes(passed=5)


def test_it_costs_nothing_until_a_test_asks_for_it(tmp_path: Path) -> None:
    (tmp_path / "test_other.py").write_text("def test_other(): pass\n")
    probe = ("import pytest, sys\n"
             f"code = pytest.main([*{LOAD!r}, '-q', '-p', 'no:cacheprovider', '.'])\n"
             "print('loaded:', *sorted(n for n in sys.modules if n.split('.')[0] in ('scanner', 'httpx', 'requests', "
             "'yaml', 'orjson', 'playwright')))\nsys.exit(code)")
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, cwd=tmp_path,
                          env={"PYTHONPATH": str(ROOT), "PATH": ""}, check=True)
    assert done.stdout.splitlines()[-1] == "loaded: scanner scanner.pytest_plugin"


def test_its_settings_are_in_the_help_of_pytest(project: pytest.Pytester) -> None:
    text = shown(run(project, "--help"))
    assert not [name for name in (*INI, "leerlek_hosts", "--leerlek-policy=FILE") if name not in text]
    assert "@pytest.mark.leerlek(policy=" in shown(run(project, "--markers"))


def test_the_wheel_tells_pytest_of_it() -> None:
    import tomllib

    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert project["project"]["entry-points"]["pytest11"] == {"leerlek": "scanner.pytest_plugin"}
