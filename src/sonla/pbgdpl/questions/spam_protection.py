"""What stands between the form and the database; nothing of it asks another server.

A field that people don't see, a stamp that tells how long the form was open, numbers of
an hour counted in memory, and proof of work where the settings ask for it. What fails
writes nothing, and the form comes back filled in.
"""

from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.questions.form_tokens import is_proved
from sonla.pbgdpl.questions.form_tokens import nonce_of
from sonla.pbgdpl.questions.form_tokens import opened_at
from sonla.pbgdpl.questions.rate_limits import EVERYBODY
from sonla.pbgdpl.questions.rate_limits import key_of
from sonla.pbgdpl.questions.rate_limits import Limiter
from sonla.pbgdpl.questions.rate_limits import once_a_request
from sonla.pbgdpl.questions.rate_limits import QUESTIONS
from sonla.pbgdpl.questions.rate_limits import UNPROVED
from sonla.pbgdpl.questions.rate_limits import was_counted
from sonla.pbgdpl.questions.settings import get_question_settings
from typing import Any
from zope.i18nmessageid import Message

import time

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
    default="That was very fast. Please look your question over and send it again.",
)
MSG_PROOF = _(
    "msg_question_proof",
    default="The check of your browser did not come out right. Please send the form again.",
)
MSG_MANY_FROM_HERE = _(
    "msg_question_many_from_here",
    default="Many questions have come from your connection within the last hour. Please send yours again later; what you typed is still here.",
)
MSG_MANY = _(
    "msg_question_many",
    default="Many questions have come in within the last hour. Please send yours again later; what you typed is still here.",
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

    def is_overrun(self) -> bool:
        """Return, before anything costs time, whether the hour's number is used up.

        Not of a question that has its number already, and is tried again by the publisher.
        """
        if was_counted(self.request.environ, "question"):
            return False
        self.retry_after = QUESTIONS.seconds_until_room(
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
        if self.wants_proof and self.field("proof") and not self.is_proved:
            return MSG_PROOF
        return None

    @property
    def wants_proof(self) -> bool:
        """Whether the settings ask for proof of work."""
        return bool(self.settings.proof_of_work)

    @cached_property
    def is_proved(self) -> bool:
        """Whether the work was proved, or none was asked for."""
        if not self.wants_proof:
            return True
        return is_proved(self.field("proof"), self.field("stamp"))

    def use_up(self) -> Message | None:
        """Count the question; say why not if a number of the hour is used up."""
        if not once_a_request(self.request.environ, "question"):
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
        self.retry_after = max(1, limiter.seconds_until_room(numbers))
        return message
