"""What a mail tells, as plain data that outlives the transaction."""

from dataclasses import dataclass

WAITING_EDIT = "waiting_edit"
WAITING_APPROVAL = "waiting_approval"
FORWARDED = "forwarded"
RETURNED = "returned"
RETRACTED = "retracted"
APPROVED = "approved"
WITHDRAWN = "withdrawn"
REOPENED = "reopened"
REMINDER = "reminder"
DIGEST = "digest"
DELIVERY = "delivery"
STATISTICS = "statistics"
REPORT_WAITING = "report_waiting"
REPORT_RETURNED = "report_returned"
REPORT_APPROVED = "report_approved"
REPORT_LOCKED = "report_locked"
REGISTER = "register"
QUESTION_RECEIVED = "question_received"
QUESTION_PUBLISHED = "question_published"
QUESTION_ANSWERED = "question_answered"
QUESTION_DECLINED = "question_declined"
QUESTION_WAITING = "question_waiting"
QUESTION_REMINDER = "question_reminder"
QUESTIONS_TO_ASKERS = (
    QUESTION_RECEIVED,
    QUESTION_PUBLISHED,
    QUESTION_ANSWERED,
    QUESTION_DECLINED,
)
QUESTIONS_TO_OFFICE = (QUESTION_WAITING, QUESTION_REMINDER)

STEPS_OF_REPORTS = (REPORT_WAITING, REPORT_RETURNED, REPORT_APPROVED, REPORT_LOCKED)


@dataclass(frozen=True)
class Recipient:
    """Hold whom a mail goes to; `email` may be empty, which is then reported."""

    user_id: str
    name: str
    email: str


@dataclass(frozen=True)
class Notice:
    """Hold one piece of news for one person.

    Nothing in it refers to the database: it is sent when the transaction is over and
    the text may be gone. `kind` is one of the constants of
    this module, `desk_url` leads to where the recipient acts.
    """

    kind: str
    recipient: Recipient
    title: str
    url: str
    desk_url: str
    unit: str = ""
    actor: str = ""
    comment: str = ""
    text: str = ""
    """What is said at length, such as an answer."""
    about: str = ""
    """UID of the item whose erasure removes the mail, where it tells private things."""
    typed: bool = False
    """Whether the address was typed by a stranger into a form: it may be anybody's."""


@dataclass(frozen=True)
class Problem:
    """Hold why somebody could not be told.

    `reason` is a key of `failures.REASONS`; `about` names the text or the person;
    `detail` is the technical message, for administrators only.
    """

    reason: str
    about: str
    detail: str = ""
