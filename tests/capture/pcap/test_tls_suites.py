"""Cipher suites are what their names say."""

from __future__ import annotations

import pytest

from scanner.capture.pcap.tls_suites import SUITES, Suite


@pytest.mark.parametrize(("number", "wanted"), [
    (0x1302, Suite("TLS_AES_256_GCM_SHA384", "gcm", "AES", 32, "sha384")),
    (0x1305, Suite("TLS_AES_128_CCM_8_SHA256", "ccm8", "AES", 16, "sha256")),
    (0xC030, Suite("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "gcm", "AES", 32, "sha384")),
    (0xC0AC, Suite("TLS_ECDHE_ECDSA_WITH_AES_128_CCM", "ccm", "AES", 16, "sha256")),
    (0xCCA8, Suite("TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "chacha", "CHACHA20", 32, "sha256")),
    (0xC013, Suite("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "cbc", "AES", 16, "sha256", "sha1")),
    (0xC028, Suite("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", "cbc", "AES", 32, "sha384", "sha384")),
    (0x0005, Suite("TLS_RSA_WITH_RC4_128_SHA", "stream", "RC4", 16, "sha256", "sha1")),
    (0x0001, Suite("TLS_RSA_WITH_NULL_MD5", "null", "NULL", 0, "sha256", "md5")),
    (0xC03B, Suite("TLS_ECDHE_PSK_WITH_NULL_SHA384", "null", "NULL", 0, "sha384", "sha384")),
    (0xC077, Suite("TLS_ECDHE_RSA_WITH_CAMELLIA_256_CBC_SHA384", "cbc", "CAMELLIA", 32, "sha384", "sha384")),
    (0x000A, Suite("TLS_RSA_WITH_3DES_EDE_CBC_SHA", "cbc", "3DES", 24, "sha256", "sha1")),
])
def test_parts_of_a_suite(number: int, wanted: Suite) -> None:
    assert SUITES[number] == wanted


def test_a_record_mac_is_for_suites_without_authenticated_encryption() -> None:
    assert all((suite.mode in ("cbc", "stream", "null")) == (suite.mac_length > 0) for suite in SUITES.values())
    assert {suite.mac_length for suite in SUITES.values()} == {0, 16, 20, 32, 48}


def test_the_numbers_are_those_of_other_programs() -> None:
    from scapy.layers.tls.crypto.suites import _tls_cipher_suites

    shared = set(SUITES) & set(_tls_cipher_suites)
    assert len(SUITES) > 200 and len(shared) > 180
    names = {number: _tls_cipher_suites[number] for number in shared}
    assert {number: SUITES[number].name.replace("PSK_DHE", "DHE_PSK") for number in shared} == names
