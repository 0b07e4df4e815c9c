"""Cipher suites by number; what they are made of is read from their IANA names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import algorithms_available
from typing import Literal

Mode = Literal["gcm", "ccm", "ccm8", "chacha", "cbc", "stream", "null"]


@dataclass(frozen=True, slots=True)
class Suite:
    """The parts of a cipher suite that decryption needs; lengths in bytes."""

    name: str
    mode: Mode
    cipher: str
    """``AES``, ``CAMELLIA``, ``ARIA``, ``SM4``, ``3DES``, ``DES``, ``SEED``, ``IDEA``, ``RC4``, ``NULL`` or
    ``CHACHA20``."""
    key_length: int
    hash: str
    """Of the key schedule (TLS 1.2 and 1.3)."""
    mac: str = ""
    """Of the record MAC where there is one (CBC, RC4, no encryption)."""

    @property
    def mac_length(self) -> int:
        """Length of the record MAC, 0 for AEAD."""
        return {"": 0, "md5": 16, "sha1": 20, "sha256": 32, "sha384": 48}[self.mac]

    @property
    def block(self) -> int:
        """Block length of a cipher in CBC mode."""
        return 8 if self.cipher in ("3DES", "DES", "IDEA") else 16

    def overhead(self, version: int) -> int:
        """Bytes that protection adds to a record; for CBC, whose padding varies, about as many."""
        if version >= 0x0304:
            return 9 if self.mode == "ccm8" else 17
        if self.mode == "cbc":
            return self.mac_length + self.block // 2 + (self.block if version > 0x0301 else 0)
        return self.mac_length or {"ccm8": 16, "chacha": 16}.get(self.mode, 24)


_BY_CIPHER = {
    "AES_128_GCM_SHA256":
        "009C RSA  009E DHE_RSA  00A0 DH_RSA  00A2 DHE_DSS  00A4 DH_DSS  00A6 DH_anon  00A8 PSK  00AA DHE_PSK "
        "00AC RSA_PSK  1301 -  C02B ECDHE_ECDSA  C02D ECDH_ECDSA  C02F ECDHE_RSA  C031 ECDH_RSA  D001 "
        "ECDHE_PSK",
    "AES_256_GCM_SHA384":
        "009D RSA  009F DHE_RSA  00A1 DH_RSA  00A3 DHE_DSS  00A5 DH_DSS  00A7 DH_anon  00A9 PSK  00AB DHE_PSK "
        "00AD RSA_PSK  1302 -  C02C ECDHE_ECDSA  C02E ECDH_ECDSA  C030 ECDHE_RSA  C032 ECDH_RSA  D002 "
        "ECDHE_PSK",
    "CHACHA20_POLY1305_SHA256":
        "1303 -  CCA8 ECDHE_RSA  CCA9 ECDHE_ECDSA  CCAA DHE_RSA  CCAB PSK  CCAC ECDHE_PSK  CCAD DHE_PSK  CCAE "
        "RSA_PSK",
    "NULL_MD5":
        "0001 RSA",
    "NULL_SHA":
        "0002 RSA  002C PSK  002D DHE_PSK  002E RSA_PSK  C001 ECDH_ECDSA  C006 ECDHE_ECDSA  C00B ECDH_RSA "
        "C010 ECDHE_RSA  C015 ECDH_anon  C039 ECDHE_PSK",
    "RC4_128_MD5":
        "0004 RSA  0018 DH_anon",
    "RC4_128_SHA":
        "0005 RSA  0066 DHE_DSS  008A PSK  008E DHE_PSK  0092 RSA_PSK  C002 ECDH_ECDSA  C007 ECDHE_ECDSA "
        "C00C ECDH_RSA  C011 ECDHE_RSA  C016 ECDH_anon  C033 ECDHE_PSK",
    "IDEA_CBC_SHA":
        "0007 RSA",
    "DES_CBC_SHA":
        "0009 RSA  000C DH_DSS  000F DH_RSA  0012 DHE_DSS  0015 DHE_RSA  001A DH_anon",
    "3DES_EDE_CBC_SHA":
        "000A RSA  000D DH_DSS  0010 DH_RSA  0013 DHE_DSS  0016 DHE_RSA  001B DH_anon  008B PSK  008F DHE_PSK "
        "0093 RSA_PSK  C003 ECDH_ECDSA  C008 ECDHE_ECDSA  C00D ECDH_RSA  C012 ECDHE_RSA  C017 ECDH_anon  C01A "
        "SRP_SHA  C01B SRP_SHA_RSA  C01C SRP_SHA_DSS  C034 ECDHE_PSK",
    "AES_128_CBC_SHA":
        "002F RSA  0030 DH_DSS  0031 DH_RSA  0032 DHE_DSS  0033 DHE_RSA  0034 DH_anon  008C PSK  0090 DHE_PSK "
        "0094 RSA_PSK  C004 ECDH_ECDSA  C009 ECDHE_ECDSA  C00E ECDH_RSA  C013 ECDHE_RSA  C018 ECDH_anon  C01D "
        "SRP_SHA  C01E SRP_SHA_RSA  C01F SRP_SHA_DSS  C035 ECDHE_PSK",
    "AES_256_CBC_SHA":
        "0035 RSA  0036 DH_DSS  0037 DH_RSA  0038 DHE_DSS  0039 DHE_RSA  003A DH_anon  008D PSK  0091 DHE_PSK "
        "0095 RSA_PSK  C005 ECDH_ECDSA  C00A ECDHE_ECDSA  C00F ECDH_RSA  C014 ECDHE_RSA  C019 ECDH_anon  C020 "
        "SRP_SHA  C021 SRP_SHA_RSA  C022 SRP_SHA_DSS  C036 ECDHE_PSK",
    "NULL_SHA256":
        "003B RSA  00B0 PSK  00B4 DHE_PSK  00B8 RSA_PSK  C03A ECDHE_PSK",
    "AES_128_CBC_SHA256":
        "003C RSA  003E DH_DSS  003F DH_RSA  0040 DHE_DSS  0067 DHE_RSA  006C DH_anon  00AE PSK  00B2 DHE_PSK "
        "00B6 RSA_PSK  C023 ECDHE_ECDSA  C025 ECDH_ECDSA  C027 ECDHE_RSA  C029 ECDH_RSA  C037 ECDHE_PSK",
    "AES_256_CBC_SHA256":
        "003D RSA  0068 DH_DSS  0069 DH_RSA  006A DHE_DSS  006B DHE_RSA  006D DH_anon",
    "CAMELLIA_128_CBC_SHA":
        "0041 RSA  0042 DH_DSS  0043 DH_RSA  0044 DHE_DSS  0045 DHE_RSA  0046 DH_anon",
    "CAMELLIA_256_CBC_SHA":
        "0084 RSA  0085 DH_DSS  0086 DH_RSA  0087 DHE_DSS  0088 DHE_RSA  0089 DH_anon",
    "SEED_CBC_SHA":
        "0096 RSA  0097 DH_DSS  0098 DH_RSA  0099 DHE_DSS  009A DHE_RSA  009B DH_anon",
    "AES_256_CBC_SHA384":
        "00AF PSK  00B3 DHE_PSK  00B7 RSA_PSK  C024 ECDHE_ECDSA  C026 ECDH_ECDSA  C028 ECDHE_RSA  C02A "
        "ECDH_RSA  C038 ECDHE_PSK",
    "NULL_SHA384":
        "00B1 PSK  00B5 DHE_PSK  00B9 RSA_PSK  C03B ECDHE_PSK",
    "CAMELLIA_128_CBC_SHA256":
        "00BA RSA  00BB DH_DSS  00BC DH_RSA  00BD DHE_DSS  00BE DHE_RSA  00BF DH_anon  C072 ECDHE_ECDSA  C074 "
        "ECDH_ECDSA  C076 ECDHE_RSA  C078 ECDH_RSA  C094 PSK  C096 DHE_PSK  C098 RSA_PSK  C09A ECDHE_PSK",
    "CAMELLIA_256_CBC_SHA256":
        "00C0 RSA  00C1 DH_DSS  00C2 DH_RSA  00C3 DHE_DSS  00C4 DHE_RSA  00C5 DH_anon",
    "AES_128_CCM_SHA256":
        "1304 -  D005 ECDHE_PSK",
    "AES_128_CCM_8_SHA256":
        "1305 -  D003 ECDHE_PSK",
    "CAMELLIA_256_CBC_SHA384":
        "C073 ECDHE_ECDSA  C075 ECDH_ECDSA  C077 ECDHE_RSA  C079 ECDH_RSA  C095 PSK  C097 DHE_PSK  C099 "
        "RSA_PSK  C09B ECDHE_PSK",
    "AES_128_CCM":
        "C09C RSA  C09E DHE_RSA  C0A4 PSK  C0A6 DHE_PSK  C0AC ECDHE_ECDSA",
    "AES_256_CCM":
        "C09D RSA  C09F DHE_RSA  C0A5 PSK  C0A7 DHE_PSK  C0AD ECDHE_ECDSA",
    "AES_128_CCM_8":
        "C0A0 RSA  C0A2 DHE_RSA  C0A8 PSK  C0AA PSK_DHE  C0AE ECDHE_ECDSA",
    "AES_256_CCM_8":
        "C0A1 RSA  C0A3 DHE_RSA  C0A9 PSK  C0AB PSK_DHE  C0AF ECDHE_ECDSA",
    "ARIA_128_GCM_SHA256":
        "C050 RSA  C052 DHE_RSA  C054 DH_RSA  C056 DHE_DSS  C058 DH_DSS  C05A DH_anon  C05C ECDHE_ECDSA "
        "C05E ECDH_ECDSA  C060 ECDHE_RSA  C062 ECDH_RSA  C06A PSK  C06C DHE_PSK  C06E RSA_PSK",
    "ARIA_256_GCM_SHA384":
        "C051 RSA  C053 DHE_RSA  C055 DH_RSA  C057 DHE_DSS  C059 DH_DSS  C05B DH_anon  C05D ECDHE_ECDSA "
        "C05F ECDH_ECDSA  C061 ECDHE_RSA  C063 ECDH_RSA  C06B PSK  C06D DHE_PSK  C06F RSA_PSK",
    "CAMELLIA_128_GCM_SHA256":
        "C07A RSA  C07C DHE_RSA  C07E DH_RSA  C080 DHE_DSS  C082 DH_DSS  C084 DH_anon  C086 ECDHE_ECDSA "
        "C088 ECDH_ECDSA  C08A ECDHE_RSA  C08C ECDH_RSA  C08E PSK  C090 DHE_PSK  C092 RSA_PSK",
    "CAMELLIA_256_GCM_SHA384":
        "C07B RSA  C07D DHE_RSA  C07F DH_RSA  C081 DHE_DSS  C083 DH_DSS  C085 DH_anon  C087 ECDHE_ECDSA "
        "C089 ECDH_ECDSA  C08B ECDHE_RSA  C08D ECDH_RSA  C08F PSK  C091 DHE_PSK  C093 RSA_PSK",
    "SM4_GCM_SM3":
        "00C6 -",
    "SM4_CCM_SM3":
        "00C7 -",
}
"""What protects the records → numbers and key exchanges (IANA TLS Cipher Suites; ``-`` in TLS 1.3). Left out are suites
for which there is no implementation at hand (GOST, ARIA in CBC, RC2) and those of export grade."""

_FORM = re.compile(r"((?:AES|CAMELLIA|ARIA)_(?:128|256)|3DES_EDE|DES|SEED|IDEA|CHACHA20|RC4_128|SM4|NULL)"
                   r"(?:_(GCM|CCM_8|CCM|CBC|POLY1305))?(?:_(MD5|SHA|SHA256|SHA384|SM3))?")
_KEY_LENGTHS = {"AES_128": 16, "AES_256": 32, "CAMELLIA_128": 16, "CAMELLIA_256": 32, "3DES_EDE": 24, "DES": 8,
                "SEED": 16, "IDEA": 16, "CHACHA20": 32, "RC4_128": 16, "ARIA_128": 16, "ARIA_256": 32, "SM4": 16,
                "NULL": 0}
_MODES: dict[str, Mode] = {"GCM": "gcm", "CCM": "ccm", "CCM_8": "ccm8", "CBC": "cbc", "POLY1305": "chacha"}


def _suite(form: str, exchange: str) -> Suite:
    match = _FORM.fullmatch(form)
    assert match, form
    cipher, digest = match.group(1), match.group(3) or "SHA256"
    mode = _MODES[match.group(2)] if match.group(2) else "null" if cipher == "NULL" else "stream"
    mac = {"SHA": "sha1"}.get(digest, digest.lower()) if mode in ("cbc", "stream", "null") else ""
    schedule = digest.lower() if digest in ("SHA384", "SM3") else "sha256"
    name = f"TLS_{form}" if exchange == "-" else f"TLS_{exchange}_WITH_{form}"
    return Suite(name, mode, cipher.partition("_")[0], _KEY_LENGTHS[cipher], schedule, mac)


def _read_table() -> dict[int, Suite]:
    found = {}
    for form, listed in _BY_CIPHER.items():
        if form.endswith("SM3") and "sm3" not in algorithms_available:
            continue
        words = listed.split()
        for number, exchange in zip(words[::2], words[1::2], strict=True):
            found[int(number, 16)] = _suite(form, exchange)
    return found


SUITES: dict[int, Suite] = _read_table()
