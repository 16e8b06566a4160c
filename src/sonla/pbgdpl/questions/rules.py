"""The states and steps of a question, and what follows from them."""

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
