"""The registrable domain of hosts as they occur in captures."""

import pytest

from scanner.judge.domains import list_date, registrable_domain


@pytest.mark.parametrize(("host", "domain"), [
    ("api.rekenen.example", "rekenen.example"),
    ("rekenen.example", "rekenen.example"),
    ("a.b.c.school.nl", "school.nl"),
    ("WWW.School.NL.", "school.nl"),
    ("shop.example.co.uk", "example.co.uk"),
    ("d111.cloudfront.net", "d111.cloudfront.net"),  # two customers of one platform are two parties
    ("a.d111.cloudfront.net", "d111.cloudfront.net"),
    ("x.blob.core.windows.net", "x.blob.core.windows.net"),
    ("school.sharepoint.com", "school.sharepoint.com"),  # not in the list, but every name is another customer
    ("cloudfront.net", "cloudfront.net"),
    ("nl", "nl"),
    ("localhost", "localhost"),
    ("192.0.2.7", "192.0.2.7"),
    ("2001:db8::1", "2001:db8::1"),
    ("[2001:db8::1]", "[2001:db8::1]"),
    ("", ""),
    ("...", ""),
    ("x..nl", ".nl"),
])
def test_registrable_domain(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain


# The test vectors of the Public Suffix List itself (test_psl.txt, public domain), of each kind some.
@pytest.mark.parametrize(("host", "domain"), [
    ("example.com", "example.com"), ("b.example.com", "example.com"), ("a.b.example.com", "example.com"),
    ("b.c.kobe.jp", "b.c.kobe.jp"), ("a.b.c.kobe.jp", "b.c.kobe.jp"),  # *.kobe.jp
    ("city.kobe.jp", "city.kobe.jp"), ("www.city.kobe.jp", "city.kobe.jp"),  # !city.kobe.jp
    ("b.test.ck", "b.test.ck"), ("a.b.test.ck", "b.test.ck"), ("www.ck", "www.ck"), ("www.www.ck", "www.ck"),
    ("test.ac.jp", "test.ac.jp"), ("www.test.ac.jp", "test.ac.jp"),
    ("www.test.k12.ak.us", "test.k12.ak.us"), ("test.ak.us", "test.ak.us"),
    ("www.食狮.com.cn", "食狮.com.cn"), ("www.食狮.公司.cn", "食狮.公司.cn"), ("www.shishi.中国", "shishi.中国"),
    ("www.xn--85x722f.com.cn", "xn--85x722f.com.cn"), ("www.xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn"),
    ("www.shishi.xn--fiqs8s", "shishi.xn--fiqs8s"),
])
def test_as_the_list_says(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain


@pytest.mark.parametrize("host", ["xn--", "xn--\udcff", "xn--zzzzzzzzz99999.nl", "a." * 200 + "nl", "é" * 300, "-.nl"])
def test_hostile_names_are_survived(host: str) -> None:
    found = registrable_domain(host)
    assert host.lower().startswith(found[:1]) or found.count(".") <= host.count(".")


def test_the_snapshot_says_its_date() -> None:
    assert list_date().startswith("20")
