"""ChaCha20 over columns gives what the library gives one by one."""

from __future__ import annotations

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap.quic_masks import chacha_masks


@given(st.binary(min_size=32, max_size=32), st.lists(st.binary(min_size=16, max_size=16), min_size=1, max_size=5))
def test_key_stream(key: bytes, samples: list[bytes]) -> None:
    masks = chacha_masks(key, np.frombuffer(b"".join(samples), np.uint8).reshape(-1, 16))
    assert [row.tobytes() for row in masks] == [
        Cipher(algorithms.ChaCha20(key, sample), None).encryptor().update(bytes(8)) for sample in samples]


def test_a_view_of_columns_that_lie_apart() -> None:
    table = np.arange(400, dtype=np.uint8).reshape(20, 20)
    assert (chacha_masks(bytes(32), table[:, 4:]) == chacha_masks(bytes(32), table[:, 4:].copy())).all()
