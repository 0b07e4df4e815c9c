"""Header protection with ChaCha20 for many packets at once: the cipher's block function over columns (RFC 8439 §2.3).

Theory. A mask is the first five bytes of the key stream, under a nonce and counter that are the sample of the
packet. The library makes a cipher object a packet for that, which costs more than opening the packet. Here each of
the sixteen words of the state is a column with one entry a packet, so the eighty quarter rounds run once for all.
"""

from __future__ import annotations

import numpy as np

from .columns import Bytes

_CONSTANT = np.frombuffer(b"expand 32-byte k", "<u4")
_QUARTERS = ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
             (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14))
_STEPS = ((0, 1, 3, 16), (2, 3, 1, 12), (0, 1, 3, 8), (2, 3, 1, 7))


def chacha_masks(key: bytes, samples: Bytes) -> Bytes:
    """The first 8 bytes of key stream for each sample (a row of 16 bytes), as rows."""
    count = len(samples)
    state = np.empty((16, count), np.uint32)
    state[:4] = _CONSTANT[:, None]
    state[4:12] = np.frombuffer(key, "<u4")[:, None]
    state[12:] = np.ascontiguousarray(samples).view("<u4").reshape(count, 4).T
    words = state.copy()
    spare = np.empty(count, np.uint32)
    for _ in range(10):
        for quarter in _QUARTERS:
            for add, other, turned, bits in _STEPS:
                target, rotated = words[quarter[add]], words[quarter[turned]]
                np.add(target, words[quarter[other]], out=target)
                np.bitwise_xor(rotated, target, out=rotated)
                np.left_shift(rotated, np.uint32(bits), out=spare)
                np.right_shift(rotated, np.uint32(32 - bits), out=rotated)
                np.bitwise_or(rotated, spare, out=rotated)
    stream = (words[:2] + state[:2]).astype("<u4")
    masks: Bytes = np.ascontiguousarray(stream.T).view(np.uint8).reshape(count, 8)
    return masks
