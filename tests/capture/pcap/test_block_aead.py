"""GCM and CCM over any block cipher open what was sealed, and nothing else."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap.block_aead import Encrypt, blocks_of, ccm, gcm

KEYS, NONCES, TEXTS = st.binary(min_size=16, max_size=16), st.binary(min_size=12, max_size=12), st.binary(max_size=100)

# RFC 8998, appendix A: one text sealed with SM4 in both modes.
SM4_KEY = bytes.fromhex("0123456789abcdeffedcba9876543210")
SM4_NONCE = bytes.fromhex("00001234567800000000abcd")
SM4_ASSOCIATED = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
SM4_PLAIN = b"".join(bytes([value]) * 8 for value in (0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF, 0xEE, 0xAA))
SM4_GCM = bytes.fromhex("17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
                        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d83de3541e4c2b58177e065a9bf7b62ec")
SM4_CCM = bytes.fromhex("48af93501fa62adbcd414cce6034d895dda1bf8f132f042098661572e7483094"
                        "fd12e518ce062c98acee28d95df4416bed31a2f04476c18bb40c84a74b97dc5b16842d4fa186f56ab33256971fa110f4")


def aes(key: bytes) -> Encrypt:
    return Cipher(algorithms.AES(key), modes.ECB()).encryptor().update


@given(KEYS, NONCES, TEXTS, TEXTS)
def test_what_openssl_sealed_with_gcm(key: bytes, nonce: bytes, text: bytes, associated: bytes) -> None:
    sealed = AESGCM(key).encrypt(nonce, text, associated)
    assert gcm(aes(key))(nonce, sealed, associated) == text


@given(KEYS, NONCES, TEXTS, TEXTS, st.sampled_from([8, 16]))
def test_what_openssl_sealed_with_ccm(key: bytes, nonce: bytes, text: bytes, associated: bytes, tag: int) -> None:
    sealed = AESCCM(key, tag).encrypt(nonce, text, associated)
    assert ccm(aes(key), tag)(nonce, sealed, associated) == text


@pytest.mark.parametrize(("opened", "sealed"), [
    (gcm(blocks_of("SM4", SM4_KEY)), SM4_GCM), (ccm(blocks_of("SM4", SM4_KEY), 16), SM4_CCM)], ids=["gcm", "ccm"])
def test_the_records_of_the_standard_and_changed_ones(opened: object, sealed: bytes) -> None:
    assert callable(opened)
    assert opened(SM4_NONCE, sealed, SM4_ASSOCIATED) == SM4_PLAIN
    changed = bytes([sealed[0] ^ 1]) + sealed[1:]
    for nonce, data, associated in ((SM4_NONCE, changed, SM4_ASSOCIATED), (SM4_NONCE, sealed[:-1], SM4_ASSOCIATED),
                                    (bytes(12), sealed, SM4_ASSOCIATED), (SM4_NONCE, sealed, b""),
                                    (SM4_NONCE, sealed[:15], SM4_ASSOCIATED), (SM4_NONCE, b"", SM4_ASSOCIATED)):
        with pytest.raises(InvalidTag):
            opened(nonce, data, associated)


@pytest.mark.parametrize(("cipher", "wanted"), [
    ("CAMELLIA", "67673138549669730857065648eabe43"),  # RFC 3713, appendix A
    ("SM4", "681edf34d206965e86b3e94f536e4246"),  # GB/T 32907-2016, annex A
])
def test_blocks(cipher: str, wanted: str) -> None:
    assert blocks_of(cipher, SM4_KEY)(SM4_KEY).hex() == wanted
    assert len(blocks_of("ARIA", SM4_KEY)(SM4_KEY * 3)) == 48
