"""What one message may cost to decode, and which bounds it ran into.

Theory. A capture is hostile: a kilobyte can unpack to a terabyte, and a string can hide a string for ever. One
budget goes through all decoders of a message. A decoder asks before it spends; a refusal is remembered as a
coverage gap, never raised beyond the decoder, so that what was decoded before it stays.
"""

from __future__ import annotations

from dataclasses import dataclass

from scanner.model import Gap


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds per message, and of the key-path trees that all messages share.

    ``output_bytes``  bytes that content decodings and nested decompressions may produce together
    ``ratio``         expansion of one decompression, counted above ``ratio_floor`` bytes of output
    ``encodings``     base64, hex and percent layers inside a value
    ``nesting``       all decodings inside a value: JSON in strings, URLs, tokens, and the encodings
    ``levels``        key names and array levels above a value; deeper values keep the path of this depth
    ``fields``        leaves of one message
    ``values``        values of one binary document that are held at a time
    ``members``       distinct named members of one node that are interned, ``nodes`` of all trees together
    """

    output_bytes: int = 64 << 20
    ratio: int = 200
    ratio_floor: int = 1 << 20
    content_encodings: int = 5
    encodings: int = 3
    nesting: int = 12
    levels: int = 200
    fields: int = 2_000_000
    values: int = 500_000
    members: int = 2_000
    nodes: int = 200_000


class Budget:
    """What is left of the limits for one message."""

    __slots__ = ("bytes_left", "exceeded", "limits")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.bytes_left = limits.output_bytes
        self.exceeded: set[Gap] = set()

    def allowance(self, size: int) -> int:
        """Bytes that ``size`` compressed bytes may become, by ratio and by what is left."""
        by_ratio = max(self.limits.ratio_floor, size * self.limits.ratio)
        return min(by_ratio, self.bytes_left)

    def spend(self, produced: int) -> None:
        """Take ``produced`` bytes off what is left."""
        self.bytes_left = max(0, self.bytes_left - produced)

    def overrun(self, size: int) -> Gap:
        """Which bound stops the unpacking of ``size`` bytes at their allowance; it is remembered."""
        gap = Gap.BUDGET_RATIO if self.allowance(size) < self.bytes_left else Gap.BUDGET_BYTES
        self.exceeded.add(gap)
        return gap
