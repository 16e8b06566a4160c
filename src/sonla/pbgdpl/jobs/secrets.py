"""Take secrets out of a text, before it is kept or logged."""

from collections.abc import Callable
from collections.abc import Iterator
from sonla.pbgdpl.core.environment import read_options
from urllib.parse import unquote
from zope.i18nmessageid import Message

import html
import re

HIDDEN = "…"
FORMS = (
    (re.compile(r"(?<=://)[^/@\s]+(?=@)"), HIDDEN),
    (
        re.compile(r"(?i)\b(bearer|basic|digest|negotiate)\s+[\w.~+/=-]{6,}"),
        rf"\1 {HIDDEN}",
    ),
    (
        re.compile(
            r"(?i)\b((?:[a-z]+[_-])*(?:[a-z]*token|key|secret|password|passwd|pwd|sig|signature))"
            r"(['\"]?\s*[=:]\s*['\"]?)[^\s'\"&;,)]+"
        ),
        rf"\1\2{HIDDEN}",
    ),
)
"""What stands before an @ in an address, what follows the name of an authentication
scheme, and the value of what is named like a secret."""


def cleaned(detail: str, clean: Callable[[str], str]) -> str:
    """Return a text cleaned; of a message what stands in it, since its words are ours."""
    if not isinstance(detail, Message):
        return clean(detail)
    values = {
        name: cleaned(value, clean) if isinstance(value, str) else value
        for name, value in (detail.mapping or {}).items()
    }
    return Message(detail, mapping=values)


def harmless(text: str) -> str:
    """Return a text in which whatever looks like a secret is replaced."""
    for form, replacement in FORMS:
        text = form.sub(replacement, text)
    return text


_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|/)")


def _without_escapes(text: str) -> str:
    """Write a text of JSON without the escapes that it needs nowhere."""
    return _ESCAPE.sub(lambda one: chr(int(one[1], 16)) if one[1] else "/", text)


SPELLINGS: tuple[Callable[[str], str], ...] = (
    str,
    _without_escapes,
    html.unescape,
    unquote,
)
"""How a text is read by which a partner may have written what we sent."""

SECRET_NAME = re.compile(r"token|(?<!client-)key|secret|password")
MIN_SECRET_LENGTH = 6
"""A shorter value would be found in the middle of ordinary words."""


def without_secrets(text: str) -> str:
    """Return a text, or message, without what looks like a secret or is one of this machine."""
    secrets = list(known_secrets()) if text else []

    def hidden(part: str) -> str:
        """Return a part of it without them; in the plain spelling if they stood in another."""
        for spelled in SPELLINGS:
            plain = spelled(part)
            for secret in secrets:
                if secret in plain:
                    part = plain = plain.replace(secret, HIDDEN)
        return harmless(part)

    return cleaned(text, hidden)


def known_secrets() -> Iterator[str]:
    """Yield the values of the options that are named like secrets."""
    for name, value in read_options().items():
        if SECRET_NAME.search(name) and len(value) >= MIN_SECRET_LENGTH:
            yield value
