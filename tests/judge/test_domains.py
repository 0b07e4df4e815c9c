"""The registrable domain of hosts as they occur in captures."""

import pytest

from scanner.judge.domains import registrable_domain


@pytest.mark.parametrize(("host", "domain"), [
    ("api.rekenen.example", "rekenen.example"),
    ("rekenen.example", "rekenen.example"),
    ("a.b.c.school.nl", "school.nl"),
    ("WWW.School.NL.", "school.nl"),
    ("shop.example.co.uk", "example.co.uk"),
    ("d111.cloudfront.net", "d111.cloudfront.net"),  # two customers of one platform are two parties
    ("a.d111.cloudfront.net", "d111.cloudfront.net"),
    ("x.blob.core.windows.net", "x.blob.core.windows.net"),
    ("cloudfront.net", "cloudfront.net"),
    ("localhost", "localhost"),
    ("192.0.2.7", "192.0.2.7"),
    ("2001:db8::1", "2001:db8::1"),
    ("[2001:db8::1]", "[2001:db8::1]"),
    ("", ""),
])
def test_registrable_domain(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain
