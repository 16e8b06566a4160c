"""What stands between the form and the database; nothing of it asks another server.

A field that people don't see, a stamp that tells how long the form was open, numbers of
an hour counted in memory, and proof of work where the settings ask for it. What fails
writes nothing, and the form comes back filled in.

How often the form is sent, and how many questions come in, is counted in memory. What fails
counts, too: showing the form once more takes as long as storing a question. One address can
use up half of a minute's number, so that no single one keeps all others from asking; who is
refused counts no more, and everybody can send again a minute later.

An address may stand for a whole commune whose phones share it, so it may send much; all
together may send what an office can read. Each process counts for itself: nothing is
written to the database, and no address is kept longer than the hour for which it counts.
"""

from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.limiter import EVERYBODY
from sonla.pbgdpl.core.limiter import is_first_count
from sonla.pbgdpl.core.limiter import key_of
from sonla.pbgdpl.core.limiter import Limiter
from sonla.pbgdpl.core.limiter import MINUTE
from sonla.pbgdpl.core.limiter import was_counted
from sonla.pbgdpl.core.proof_of_work import is_proved
from sonla.pbgdpl.questions.form_tokens import nonce_of
from sonla.pbgdpl.questions.form_tokens import opened_at
from sonla.pbgdpl.questions.settings import get_question_settings
from typing import Any
from zope.i18nmessageid import Message

import time

QUESTIONS = Limiter()
"""Questions that came in."""
UNPROVED = Limiter()
"""Of them those without the proof of work that the settings ask for."""
ATTEMPTS = Limiter(span=MINUTE)
"""Forms that were sent, whatever came of them."""
GUESSES = Limiter()
"""Codes and contacts that were looked up in vain."""
JUDGEMENTS = Limiter()
"""What readers said of answers."""
LIMITERS = (QUESTIONS, UNPROVED, ATTEMPTS, GUESSES, JUDGEMENTS)


MAX_PER_MINUTE = 60
"""A minute: more than an office reads, and so few that other pages don't notice."""
MAX_PER_ADDRESS = 30
"""From one address, which may be that of a hall full of phones."""
ATTEMPTS_COUNTED = "attempt"


def may_try(request: Any) -> bool:
    """Count that the form was sent; return whether the numbers of the minute allow it."""
    if not is_first_count(request.environ, ATTEMPTS_COUNTED):
        return True
    return ATTEMPTS.may_pass(limits_of(request))


def is_rate_exceeded(request: Any) -> bool:
    """Return whether a number is used up; not for a request that the publisher repeats."""
    if was_counted(request.environ, ATTEMPTS_COUNTED):
        return False
    return any(ATTEMPTS.is_full(key, most) for key, most in limits_of(request).items())


def limits_of(request: Any) -> dict[str, int]:
    """Return the numbers that hold for a request, by what is counted."""
    address = key_of(request.getClientAddr() or "")
    return {EVERYBODY: MAX_PER_MINUTE, address: MAX_PER_ADDRESS}


JUDGEMENTS_OF_ALL, JUDGEMENTS_OF_ADDRESS, JUDGEMENTS_OF_ANSWER = 2000, 60, 3
"""An hour: what everybody says, what one address says, and what it says of one answer."""


def may_judge(request: Any, uid: str) -> bool:
    """Count that a reader says something of an answer; return whether the numbers allow it."""
    if not is_first_count(request.environ, "judgement"):
        return True
    address = key_of(request.getClientAddr() or "")
    return JUDGEMENTS.may_pass(
        {
            EVERYBODY: JUDGEMENTS_OF_ALL,
            address: JUDGEMENTS_OF_ADDRESS,
            f"{address} {uid}": JUDGEMENTS_OF_ANSWER,
        }
    )


HONEYPOT = "website"
"""A field that people don't see and programs fill in."""
PART_UNPROVED = 5
"""One in so many questions of an hour may come without the proof that is asked for."""

MSG_HONEYPOT = _(
    "msg_question_honeypot",
    default="The field “Website” has to stay empty. Please clear it and send again.",
)
MSG_STAMP = _(
    "msg_question_stamp",
    default="This form was open for too long. Please look it over and send it again.",
)
MSG_TOO_FAST = _(
    "msg_question_too_fast",
    default="That was very fast. Please look it over and send it again.",
)
MSG_PROOF = _(
    "msg_question_proof",
    default="The check of your browser did not come out right. Please send the form again.",
)
MSG_MANY_FROM_HERE = _(
    "msg_question_many_from_here",
    default="Much has come from your connection within the last hour. Please send yours again later; what you typed is still here.",
)
MSG_MANY = _(
    "msg_question_many",
    default="Much has come in within the last hour. Please send yours again later; what you typed is still here.",
)


class Protection:
    """Look at one request that wants to leave a question."""

    retry_after = 0
    """Seconds after which a number that was used up has room again; 0 if none was."""

    def __init__(self, request: Any) -> None:
        self.request = request
        self.settings = get_question_settings()

    def field(self, name: str) -> str:
        """Return what a field of the form holds."""
        value = self.request.form.get(name, "")
        return value if isinstance(value, str) else ""

    @cached_property
    def opened(self) -> int | None:
        """The second at which the form was opened; None for a bad stamp."""
        return opened_at(self.field("stamp"))

    @property
    def good_stamp(self) -> str:
        """The stamp that came, if it is good."""
        return self.field("stamp") if self.opened is not None else ""

    @property
    def nonce(self) -> str:
        """What tells this form from all others."""
        return nonce_of(self.good_stamp)

    def is_over_limit(self) -> bool:
        """Return, before anything costs time, whether the hour's number is used up.

        Not of a question that has its number already, and is tried again by the
        publisher."""
        if was_counted(self.request.environ, "question"):
            return False
        self.retry_after = QUESTIONS.seconds_until_free(
            {EVERYBODY: self.settings.hourly_all}
        )
        return bool(self.retry_after)

    def problem(self) -> Message | None:
        """Return what is wrong with how the form came; None if nothing is."""
        if self.field(HONEYPOT):
            return MSG_HONEYPOT
        if self.opened is None:
            return MSG_STAMP
        if time.time() - self.opened < self.settings.least_seconds:
            return MSG_TOO_FAST
        if self.requires_proof and self.field("proof") and not self.is_proved:
            return MSG_PROOF
        return None

    @property
    def requires_proof(self) -> bool:
        """Whether the settings ask for proof of work."""
        return bool(self.settings.proof_of_work)

    @cached_property
    def is_proved(self) -> bool:
        """Whether the work was proved, or none was asked for."""
        if not self.requires_proof:
            return True
        return is_proved(self.field("proof"), nonce_of(self.field("stamp")))

    def use_up(self) -> Message | None:
        """Count the question; say why not if a number of the hour is used up."""
        if not is_first_count(self.request.environ, "question"):
            return None
        everybody = self.settings.hourly_all
        if not self.is_proved:
            few = {EVERYBODY: max(1, everybody // PART_UNPROVED)}
            if not UNPROVED.may_pass(few):
                return self.refused(MSG_MANY, UNPROVED, few)
        address = key_of(self.request.getClientAddr() or "")
        numbers = {
            EVERYBODY: everybody,
            address: self.settings.hourly_address,
        }
        if QUESTIONS.may_pass(numbers):
            return None
        full = QUESTIONS.is_full(EVERYBODY, everybody)
        message = MSG_MANY if full else MSG_MANY_FROM_HERE
        return self.refused(message, QUESTIONS, numbers)

    def refused(
        self, message: Message, limiter: Limiter, numbers: dict[str, int]
    ) -> Message:
        """Note that a number was used up, and for how long."""
        self.retry_after = max(1, limiter.seconds_until_free(numbers))
        return message
