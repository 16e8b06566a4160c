"""Mail to those who learn online and have an address: their link, and a reminder before the end."""

from collections.abc import Mapping
from datetime import datetime
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.names import LEARNING
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.mail.kinds import MailKind
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.notice import Recipient
from sonla.pbgdpl.mail.outbox import enqueue_safely
from sonla.pbgdpl.options.learning.learners import code_words
from sonla.pbgdpl.options.learning.learners import Learner
from sonla.pbgdpl.options.learning.learners import MEMBER
from sonla.pbgdpl.options.learning.results import mail_of_member
from sonla.pbgdpl.options.learning.results import people_by_uid
from sonla.pbgdpl.settings.public_address import public_url
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
    belongs_to=LEARNING,
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
    belongs_to=LEARNING,
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
    belongs_to=LEARNING,
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
    belongs_to=LEARNING,
)
LINES = _("mail_course_lines", default="Until ${day}. Your code: ${code}")
LINES_OF_MEMBER = _(
    "mail_course_lines_of_member", default="Until ${day}. Enter by your account."
)


def mail_of(person: Any) -> str:
    """Return the official mail address of somebody of the register; empty without."""
    return stored_value(person, "official_email") or ""


def recipients_of(learners: Mapping[str, Learner]) -> dict[str, Recipient]:
    """Return whom a mail to learners goes to, by their codes; who has no address is left out.

    The register's official address comes before that of an account.
    """
    people = {
        one.UID(): one for one in people_by_uid(x.person for x in learners.values())
    }
    found = {}
    for code, learner in learners.items():
        person = people.get(learner.person)
        if person is not None and mail_of(person):
            found[code] = Recipient("", person.Title(), mail_of(person))
        elif code.startswith(MEMBER) and (mail := mail_of_member(user := code[1:])):
            found[code] = Recipient(user, learner.name, mail)
    return found


def was_not_reminded_since(learner: Learner, moment: datetime) -> bool:
    """Return whether somebody has still to finish, and no reminder was sent since a moment."""
    if learner.finished:
        return False
    return learner.reminded is None or learner.reminded < moment


def remind(course: Any, late: Mapping[str, Learner], now: datetime) -> int:
    """Send the link once more to those with an address; returns to how many."""
    reached = post(REMINDER, course, late)
    for code in reached:
        late[code].reminded = now
    return len(reached)


def post(
    kind: MailKind,
    course: Any,
    learners: Mapping[str, Learner],
    text: str = "",
    test: str = "",
) -> list[str]:
    """Post a mail to learners who have an address; returns their codes. A failure undoes nothing.

    The link leads to a test by its key, else to the course.
    """
    recipients = recipients_of(learners)
    enqueue_safely(
        course,
        lambda: [
            letter(kind, course, recipient, code, text, test)
            for code, recipient in recipients.items()
        ],
    )
    return list(recipients)


def letter(
    kind: MailKind, course: Any, recipient: Recipient, code: str, text: str, test: str
) -> Notice:
    """Return what somebody is sent: their link, until when it opens, how they enter."""
    typed = "" if code.startswith(MEMBER) else code
    asked = {name: value for name, value in (("code", typed), ("n", test)) if value}
    query = f"?{urlencode(asked)}" if asked else ""
    mapping = {"day": format_day(course.end), "code": code_words(typed)}
    lines = Message(LINES if typed else LINES_OF_MEMBER, mapping=mapping)
    return Notice(
        kind=kind.name,
        recipient=recipient,
        title=course.title,
        url=f"{public_url(course, '@@learn')}{query}",
        desk_url=public_url(section_of(course), "@@courses"),
        text="\n\n".join(filter(None, (text, translate(lines, context=getRequest())))),
        about=course.UID(),
    )
