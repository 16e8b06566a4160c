"""Take the secrets of this machine out of a text, before it is kept or logged."""

from collections.abc import Iterator
from sonla.pbgdpl.core.environment import read_options
from sonla.pbgdpl.jobs.redaction import harmless
from sonla.pbgdpl.jobs.redaction import HIDDEN

import re

SECRET_NAME = re.compile(r"token|key|secret|password")
SHORTEST = 6
"""A shorter value would be found in the middle of ordinary words."""


def without_secrets(text: str) -> str:
    """Return a text without what looks like a secret or is one of this machine."""
    if not text:
        return text
    for secret in known_secrets():
        text = text.replace(secret, HIDDEN)
    return harmless(text)


def known_secrets() -> Iterator[str]:
    """Yield the values of the options that are named like secrets."""
    for name, value in read_options().items():
        if SECRET_NAME.search(name) and len(value) >= SHORTEST:
            yield value
