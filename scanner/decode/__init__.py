"""Decode: an exchange becomes fields, whatever formats and encodings its parts are in.

Nothing is dropped silently: of each body either all captured bytes were decoded, or notes name the rest.
"""

from .budget import Budget, Limits
from .content_encoding import decoded_body
from .decoder import Decoded, Decoder

__all__ = ["Budget", "Decoded", "Decoder", "Limits", "decoded_body"]
