"""Whether what somebody types is how an asker is reached."""

from sonla.pbgdpl.core.fields import stored
from typing import Any

import hmac

VIETNAM = "84"


def is_contact_of(question: Any | None, typed: str) -> bool:
    """Compare with e-mail and telephone, in the same time whether there is a question."""
    known = (
        [fold_contact(stored(question, n) or "") for n in NAMES]
        if question
        else ["", ""]
    )
    wanted = fold_contact(typed)
    same = [
        hmac.compare_digest(one.encode(), wanted.encode()) and bool(one)
        for one in known
    ]
    return any(same)


NAMES = ("asker_email", "asker_phone")


def fold_contact(contact: str) -> str:
    """Fold an address to lower case, a number to its digits as dialled in Vietnam."""
    contact = contact.strip().lower()[:200]
    if "@" in contact:
        return contact
    digits = "".join(char for char in contact if char.isdecimal() and char.isascii())
    if digits.startswith(VIETNAM) and len(digits) > 10:
        digits = "0" + digits.removeprefix(VIETNAM)
    return digits
