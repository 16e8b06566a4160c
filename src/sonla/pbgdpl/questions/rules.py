"""The states and steps of a question, and what follows from them."""

from dataclasses import dataclass

RECEIVED, ACCEPTED, ASSIGNED = "received", "accepted", "assigned"
DRAFTED, ANSWERED = "answer_drafted", "answered"
PUBLISHED, PRIVATE, DECLINED = "published", "replied_privately", "declined"

OPEN = (RECEIVED, ACCEPTED, ASSIGNED, DRAFTED, ANSWERED)
"""States in which somebody still has to act, in the order of a question's life."""
CLOSED = (PUBLISHED, PRIVATE, DECLINED)
WRITING = (RECEIVED, ACCEPTED, ASSIGNED)
"""States in which somebody who changes the answer is its author, and not its corrector."""

TOGETHER = {
    "accept": ("assign",),
    "approve_answer": ("publish", "reply_privately"),
}
"""Step → those of which one may be taken with it: the same people decide on both."""

COMMENT_COMPULSORY = ("decline", "return_answer")
"""Steps that are refused without a comment."""

MANY = 5
"""So many readers who found an answer not useful are no chance."""


@dataclass(frozen=True)
class Usefulness:
    """What readers said of an answer."""

    yes: int = 0
    no: int = 0

    @property
    def is_doubtful(self) -> bool:
        """Whether the answer is to be looked at again: many found it not useful, and most."""
        return self.no >= MANY and self.no > self.yes

    @property
    def percent(self) -> int:
        """The share of those who found it useful."""
        return round(100 * self.yes / ((self.yes + self.no) or 1))
