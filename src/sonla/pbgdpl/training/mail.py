"""Mail to people of the register who learn online: their link, and a reminder before the end."""

from collections.abc import Iterable
from datetime import datetime
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.mail.kinds import MailKind
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.notice import Recipient
from sonla.pbgdpl.mail.outbox import enqueue_safely
from sonla.pbgdpl.settings.public_address import public_url
from sonla.pbgdpl.training.learners import code_words
from sonla.pbgdpl.training.learners import Learner
from sonla.pbgdpl.training.results import people_by_uid
from typing import Any
from urllib.parse import urlencode
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.i18nmessageid import Message

SEVERAL = _("mail_subject_several_courses", default="${count} courses")
DESK = _("mail_desk_courses", default="All courses: ${url}")
INVITATION = MailKind(
    "course_invitation",
    subject=_("mail_subject_course_invitation", default="Learn online: ${title}"),
    lead=_(
        "mail_lead_course_invitation",
        default="You are invited to learn the course below online. The link is yours alone: whoever opens it learns in your name. You need no account.",
    ),
    several=SEVERAL,
    desk=DESK,
)
REMINDER = MailKind(
    "course_reminder",
    subject=_("mail_subject_course_reminder", default="Not finished yet: ${title}"),
    lead=_(
        "mail_lead_course_reminder",
        default="The course below ends soon, and you have not finished it. What you have done is kept: the link leads to where you were.",
    ),
    several=SEVERAL,
    desk=DESK,
)
REMARKED = MailKind(
    "course_remarked",
    subject=_("mail_subject_course_remarked", default="Test marked again: ${title}"),
    lead=_(
        "mail_lead_course_remarked",
        default="A question of a test that you have taken was wrong. The test was marked again, and your result has changed. Nobody who had passed loses by it. The link leads to your result.",
    ),
    several=SEVERAL,
    desk=DESK,
)
ATTEMPT = MailKind(
    "course_attempt",
    subject=_("mail_subject_course_attempt", default="One more attempt: ${title}"),
    lead=_(
        "mail_lead_course_attempt",
        default="The unit that holds the course lets you take a test once more. What you have done is kept. The link leads to the test.",
    ),
    several=SEVERAL,
    desk=DESK,
)
LINES = _("mail_course_lines", default="Until ${day}. Your code: ${code}")


def mail_of(person: Any) -> str:
    """Return the official mail address of somebody of the register; empty without."""
    return stored_value(person, "official_email") or ""


def was_not_reminded_since(learner: Learner, moment: datetime) -> bool:
    """Return whether somebody has still to finish, and no reminder was sent since a moment."""
    if learner.certificate:
        return False
    return learner.reminded is None or learner.reminded < moment


def remind(course: Any, late: Iterable[tuple[str, Learner]], now: datetime) -> int:
    """Send the link once more to those with an address; returns to how many."""
    learners = {code: learner for code, learner in late if learner.person}
    people = {
        person.UID(): person
        for person in people_by_uid(one.person for one in learners.values())
        if mail_of(person)
    }
    reached = [(c, one) for c, one in learners.items() if one.person in people]
    for code, learner in reached:
        learner.reminded = now
        post(REMINDER, course, people[learner.person], code)
    return len(reached)


def post(
    kind: MailKind,
    course: Any,
    person: Any,
    code: str,
    text: str = "",
    test: str = "",
) -> None:
    """Post a mail to somebody of the register who has an address; a failure undoes nothing.

    The link leads to a test by its key, else to the course.
    """
    if mail_of(person):
        enqueue_safely(course, lambda: [letter(kind, course, person, code, text, test)])


def letter(
    kind: MailKind, course: Any, person: Any, code: str, text: str, test: str
) -> Notice:
    """Return what somebody is sent: their link, until when it opens, their code."""
    query = urlencode({"code": code, **({"n": test} if test else {})})
    mapping = {"day": format_day(course.end), "code": code_words(code)}
    words = translate(Message(LINES, mapping=mapping), context=getRequest())
    return Notice(
        kind=kind.name,
        recipient=Recipient("", person.Title(), mail_of(person)),
        title=course.title,
        url=f"{public_url(course, '@@learn')}?{query}",
        desk_url=public_url(section_of(course), "@@courses"),
        text="\n\n".join(filter(None, (text, words))),
        about=course.UID(),
    )
