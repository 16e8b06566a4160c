"""Take out of a text what looks like a secret, before it is kept or logged.

Secrets have no business in a detail in the first place; this is the second lock. It
knows their usual forms; `jobs.secrets` also knows those of this machine.
"""

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
            r"(?i)\b((?:[a-z]+[_-])*(?:token|key|secret|password|passwd|pwd|sig|signature))"
            r"(['\"]?\s*[=:]\s*['\"]?)[^\s'\"&;,)]+"
        ),
        rf"\1\2{HIDDEN}",
    ),
)
"""What stands before an @ in an address, what follows the name of an authentication
scheme, and the value of what is named like a secret."""


def harmless(text: str) -> str:
    """Return a text in which whatever looks like a secret is replaced."""
    for form, replacement in FORMS:
        text = form.sub(replacement, text)
    return text
