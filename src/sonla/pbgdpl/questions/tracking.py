"""How an asker finds their question again: by its code and the contact they gave.

A code is a secret. It stands in the catalog only as a hash keyed with a secret of the
portal, since anybody who may search may ask any index.
"""

from plone import api
from sonla.pbgdpl.core.catalog import get_object
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.keyed_hash import keyed_hash
from sonla.pbgdpl.questions import QUESTION_INDEX
from sonla.pbgdpl.questions import QUESTION_TYPE
from typing import Any

import hmac
import re
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Letters and digits that nobody mistakes for another on paper or telephone."""
LENGTH = 12
"""31^12 = 7.9e17 codes, or 59 bits. Where 100,000 questions are kept, 7.9e12 guesses find one
code, whose contact must be guessed with it. At 1,000 guesses a second, more than a portal
answers, that takes 250 years. So no guess has to be refused for keeping codes secret.
"""
GROUP = 4
_TYPED = re.compile(r"[^0-9A-Z]")


def new_code() -> str:
    """Make a code: three groups of four, as people read them out."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(letters[i : i + GROUP] for i in range(0, LENGTH, GROUP))


def fold_code(code: str) -> str:
    """Read a code as people type it: any case, with or without hyphens and blanks."""
    return _TYPED.sub("", code.upper())[: 2 * LENGTH]


def hashed_code(code: str) -> str:
    """Return what stands for a code in the catalog."""
    return keyed_hash(f"question:{fold_code(code)}")


def question_of(code: str) -> Any | None:
    """Find the question that a code belongs to, without checking permissions; None if there is none."""
    if len(fold_code(code)) != LENGTH:
        return None
    found = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        {"portal_type": QUESTION_TYPE, QUESTION_INDEX: hashed_code(code)}
    )
    for brain in found:
        question = get_object(brain)
        if secrets.compare_digest(
            fold_code(stored_value(question, "tracking_code") or ""), fold_code(code)
        ):
            return question
    return None


VIETNAM = "84"


def is_contact_of(question: Any | None, typed: str) -> bool:
    """Compare with e-mail and telephone, in the same time whether there is a question."""
    known = (
        [fold_contact(stored_value(question, n) or "") for n in NAMES]
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
