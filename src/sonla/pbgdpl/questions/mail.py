"""Mails to the asker and to those who act next; none of them ever fails a step.

Before somebody of the office has read a question, askers get nothing that was typed into the
form: their address may be somebody else's, and the form must not be a way to send mail to
people. A private answer repeats the question: the office accepted it and answers it.
"""

from collections.abc import Iterator
from plone import api
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.html import plain_lines
from sonla.pbgdpl.core.names import APPROVER_ROLE
from sonla.pbgdpl.core.names import CONTRIBUTOR_ROLE
from sonla.pbgdpl.core.names import EDITOR_ROLE
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.mail import actors
from sonla.pbgdpl.mail.kinds import MailKind
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.notice import NotSent
from sonla.pbgdpl.mail.notice import Recipient
from sonla.pbgdpl.mail.outbox import enqueue
from sonla.pbgdpl.mail.outbox import enqueue_safely
from sonla.pbgdpl.mail.queue import make_queue
from sonla.pbgdpl.mail.recipients import recipient_of
from sonla.pbgdpl.questions import QUESTION_WORKFLOW
from sonla.pbgdpl.questions.content import state_in_history
from sonla.pbgdpl.questions.covering import with_covered_words
from sonla.pbgdpl.questions.merging import answering
from sonla.pbgdpl.questions.merging import merged_into
from sonla.pbgdpl.questions.rules import PUBLISHED
from sonla.pbgdpl.questions.settings import get_question_settings
from sonla.pbgdpl.settings.public_address import public_url
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message

SEVERAL_QUESTIONS = _("mail_subject_several_questions", default="${count} questions")
DESK_OF_ASKER = _("mail_desk_asker", default="How far your question is: ${url}")
DESK_OF_OFFICE = _("mail_desk_questions", default="All questions of citizens: ${url}")
QUESTION_RECEIVED = MailKind(
    "question_received",
    subject=_("mail_subject_question_received", default="Received: ${title}"),
    lead=_(
        "mail_lead_question_received",
        default="Your question has come in. With the code below and this e-mail address "
        "you can see at any time how far it is. Please keep the code to yourself.",
    ),
    desk=DESK_OF_ASKER,
)
QUESTION_PUBLISHED = MailKind(
    "question_published",
    subject=_("mail_subject_question_published", default="Answered: ${title}"),
    lead=_(
        "mail_lead_question_published",
        default="Your question was answered. Question and answer are public at the "
        "address below, with the name that you agreed to.",
    ),
    desk=DESK_OF_ASKER,
)
QUESTION_ANSWERED = MailKind(
    "question_answered",
    subject=_("mail_subject_question_answered", default="Answer: ${title}"),
    lead=_(
        "mail_lead_question_answered",
        default="Here is the answer to your question. It is for you alone and was not "
        "published.",
    ),
    desk=DESK_OF_ASKER,
)
QUESTION_DECLINED = MailKind(
    "question_declined",
    subject=_("mail_subject_question_declined", default="Not answered here: ${title}"),
    lead=_(
        "mail_lead_question_declined",
        default="Your question can't be answered here. Below is why, and where you can "
        "turn instead.",
    ),
    desk=DESK_OF_ASKER,
)
QUESTION_WAITING = MailKind(
    "question_waiting",
    subject=_(
        "mail_subject_question_waiting", default="Question of a citizen: ${title}"
    ),
    lead=_(
        "mail_lead_question_waiting",
        default="Below are questions of citizens that wait for your next step.",
    ),
    several=SEVERAL_QUESTIONS,
    desk=DESK_OF_OFFICE,
)
QUESTION_REMINDER = MailKind(
    "question_reminder",
    subject=_(
        "mail_subject_question_reminder", default="Question to be answered: ${title}"
    ),
    lead=_(
        "mail_lead_question_reminder",
        default="Below are questions of citizens that wait for your next step and are "
        "to be answered soon, or should have been.",
    ),
    several=SEVERAL_QUESTIONS,
    desk=DESK_OF_OFFICE,
)
ASKER_KINDS = {
    "received": QUESTION_RECEIVED,
    "publish": QUESTION_PUBLISHED,
    "reply_privately": QUESTION_ANSWERED,
    "decline": QUESTION_DECLINED,
}
"""What happened → kind of mail to the asker."""

NEXT_STEP = {
    "received": ((EDITOR_ROLE,), "accept"),
    "accepted": ((EDITOR_ROLE,), "assign"),
    "assigned": ((CONTRIBUTOR_ROLE,), "draft_answer"),
    "answer_drafted": ((APPROVER_ROLE,), "approve_answer"),
    "answered": ((APPROVER_ROLE,), "publish"),
}
"""State → roles whose holders are told, and the step that they take."""

TITLE = _("mail_question_title", default="Your question of ${date}")
CODE = _("mail_question_code", default="Tracking code: ${code}")
DUE = _("mail_question_due", default="To be answered by ${date}")
ASKED = _("mail_question_asked", default="You asked:")
ANSWERED = _("mail_question_answer", default="The answer:")
ANSWERED_BY = _("mail_question_answered_by", default="Answered by: ${who}")
ASK_AGAIN = _("mail_question_ask_again", default="To ask again: ${url}")
FALLBACK_NAME = _("mail_question_name", default="Sir or Madam")


def notify_asker(question: Any, what: str, comment: str = "") -> None:
    """Mail the asker, and whose questions were merged into this one."""
    if get_question_settings().mail_questions:
        enqueue_safely(question, lambda: notices_to_askers(question, what, comment))
    else:
        enqueue(NotSent(ASKER_KINDS[what].name, "off", IUUID(question)))


def notices_to_askers(
    question: Any, what: str, comment: str
) -> Iterator[Notice | NotSent]:
    """Yield the notices; somebody who left no address is told by telephone.

    Whose question was merged is not declined, but hears of the answer of the other one
    when that is public, which it may be already.
    """
    other = answering(question)
    if other is not question:
        if state_in_history(other) != PUBLISHED:
            yield NotSent(ASKER_KINDS[what].name, "merged", IUUID(question))
            return
        what = "publish"
    for one in (question, *merged_into(question)):
        if stored_value(one, "asker_email"):
            yield asker_notice(one, other, what, comment)
        else:
            yield NotSent(ASKER_KINDS[what].name, "none_left", IUUID(one))


def asker_notice(own: Any, question: Any, what: str, comment: str) -> Notice:
    """Write the notice on `question` to the asker of `own`."""
    place = section_of(question) or api.portal.get()
    values = {"date": format_day(stored_value(own, "received"))}
    token = make_queue(api.portal.get()).addresses.token(
        stored_value(own, "asker_email")
    )
    text = ""
    if what == "received":
        text = translated(CODE, code=stored_value(own, "tracking_code"))
    elif what == "reply_privately":
        text = reply_text(question, place)
    elif what == "decline":
        text = comment.strip()
    return Notice(
        kind=ASKER_KINDS[what].name,
        recipient=Recipient(
            "", translated(FALLBACK_NAME), stored_value(own, "asker_email")
        ),
        title=translated(TITLE, **values),
        url=public_url(question) if what == "publish" else "",
        desk_url=public_url(place, f"@@question-status?mail={token}"),
        text=text,
        about=IUUID(own),
        typed=True,
    )


def reply_text(question: Any, place: Any) -> str:
    """Write a private answer: the question, the answer, who answers, where to ask again.

    What was covered for everybody else the asker reads as they wrote it.
    """
    agency = stored_value(question, "agency")
    by = stored_value(question, "answered_by") or term_title(AGENCIES, agency)
    parts = (
        translated(ASKED),
        (stored_value(question, "question") or "").strip(),
        translated(ANSWERED),
        answer_text(question),
        translated(ANSWERED_BY, who=by) if by else "",
        translated(ASK_AGAIN, url=public_url(place, "@@ask-question")),
    )
    return with_covered_words(question, "\n\n".join(filter(None, parts)))


def answer_text(question: Any) -> str:
    """Write the answer without markup, with its legal bases."""
    raw = getattr(stored_value(question, "answer"), "output", None) or ""
    bases = (
        ", ".join(filter(None, (row.get("number"), row.get("summary"))))
        for row in stored_value(question, "legal_bases") or ()
    )
    return "\n\n".join((*plain_lines(raw), *bases))


def notify_office(question: Any, limited: bool = False) -> None:
    """Mail those who act next on a question; `limited` if a public form caused it."""
    if get_question_settings().mail_questions:
        enqueue_safely(question, lambda: notices_to_office(question, limited=limited))
    else:
        enqueue(NotSent(QUESTION_WAITING.name, "off", IUUID(question)))


def notices_to_office(
    question: Any, kind: MailKind = QUESTION_WAITING, limited: bool = False
) -> Iterator[Notice | DeliveryProblem]:
    """Yield a notice for each of those who act next, except the user who acts now."""
    step = NEXT_STEP.get(state_in_history(question))
    if step is None:
        return
    roles, transition = step
    workflow = api.portal.get_tool("portal_workflow")[QUESTION_WORKFLOW]
    people = actors(question, roles, workflow, transition)
    acting = api.user.get_current().getId()
    if not people:
        yield DeliveryProblem("nobody", question.title)
    place = section_of(question) or api.portal.get()
    for user_id in people:
        if user_id != acting:
            yield Notice(
                kind=kind.name,
                recipient=recipient_of(user_id),
                title=question.title,
                url=public_url(question),
                desk_url=public_url(place, "@@pbgdpl-questions"),
                limited=limited,
                concerns=IUUID(question),
                text=translated(
                    DUE, date=format_day(stored_value(question, "due_date"))
                )
                if stored_value(question, "due_date")
                else "",
            )


def translated(message: Message, **values: Any) -> str:
    """Translate a message to the portal's language."""
    return translate(
        Message(message, mapping=values),
        target_language=api.portal.get_default_language(),
    )
