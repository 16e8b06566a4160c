"""Signs that only this portal can make, by the secret of its veils."""

from sonla.pbgdpl.core.keyed_hash import veiled

import hmac

LENGTH = 32
"""Hexadecimal digits of a sign: 128 bits."""


def signed(text: str) -> str:
    """Return the sign of a text."""
    return veiled(f"question-form:{text}")[:LENGTH]


def is_signed(text: str, sign: str) -> bool:
    """Return whether a sign is that of a text, in the same time for each."""
    return hmac.compare_digest(signed(text).encode(), sign.encode())
