"""Key schedules against published vectors."""

from __future__ import annotations

from scanner.capture.pcap.tls_keys import expand_label, extract, master_secret, next_secret, prf10, prf12


def test_hkdf_expand_label_of_rfc_8448() -> None:
    """RFC 8448 §3: server handshake traffic secret to write key and iv."""
    secret = bytes.fromhex("b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38")
    assert expand_label(secret, b"key", 16, "sha256").hex() == "3fce516009c21727d0f2e4e86ee403bc"
    assert expand_label(secret, b"iv", 12, "sha256").hex() == "5d313eb2671276ee13000b30"


def test_quic_initial_secret_of_rfc_9001() -> None:
    """RFC 9001 appendix A.1."""
    initial = extract(bytes.fromhex("38762cf7f55934b34d179ae6a4c80cadccbb7f0a"),
                      bytes.fromhex("8394c8f03e515708"), "sha256")
    client = expand_label(initial, b"client in", 32, "sha256")
    assert client.hex() == "c00cf151ca5be075ed0ebfb5c80323c42d6b7db67881289af4008f1f6c357aea"
    assert expand_label(client, b"quic key", 16, "sha256").hex() == "1f369613dd76d5467730efcbe3b1a22d"


def test_the_next_secret_is_as_long_as_the_one_before() -> None:
    assert len(next_secret(bytes(48), "sha384")) == 48 and next_secret(bytes(48), "sha384") != bytes(48)


def test_prf_of_tls_12() -> None:
    """The SHA-256 vector published with the TLS 1.2 test vectors of the IETF mailing list."""
    found = prf12(bytes.fromhex("9bbe436ba940f017b17652849a71db35"),
                  b"test label" + bytes.fromhex("a0ba9f936cda311827a6f796ffd5198c"), 100, "sha256")
    assert found.hex().startswith("e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a")


def test_prf_of_tls_10_has_any_length() -> None:
    long = prf10(b"s" * 47, b"label", 104)
    assert len(long) == 104 and prf10(b"s" * 47, b"label", 20) == long[:20]


def test_master_secrets() -> None:
    randoms = bytes(range(64))
    assert master_secret(0x0303, "sha384", b"pms", randoms) == prf12(b"pms", b"master secret" + randoms, 48, "sha384")
    assert master_secret(0x0302, "sha256", b"pms", randoms) == prf10(b"pms", b"master secret" + randoms, 48)
    extended = [master_secret(version, "sha256", b"pms", randoms, b"messages") for version in (0x0302, 0x0303)]
    assert len({*extended, master_secret(0x0303, "sha256", b"pms", randoms)}) == 3
    assert all(len(master) == 48 for master in extended)
