"""Mails to who asks, to reporters, to their managing body and to the office.

None of them ever fails a step. Before somebody of the office has read a request, nothing that
was typed into the form is sent to the address that stands in it. A reporter gets the contact
of who asks with the acceptance, not before.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from plone import api
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.outbox import enqueue_safely
from sonla.pbgdpl.mail.queue import queue_of
from sonla.pbgdpl.options.requests.labels import reporter_names
from sonla.pbgdpl.options.requests.labels import speaker_facts
from sonla.pbgdpl.options.requests.labels import talk_facts
from sonla.pbgdpl.options.requests.labels import talk_lines
from sonla.pbgdpl.options.requests.mail_kinds import REPORTER_ANSWERED
from sonla.pbgdpl.options.requests.mail_kinds import REPORTER_CONFIRMED
from sonla.pbgdpl.options.requests.mail_kinds import REPORTER_INVITED
from sonla.pbgdpl.options.requests.mail_kinds import REPORTER_REFUSALS
from sonla.pbgdpl.options.requests.mail_kinds import REPORTER_RELEASED
from sonla.pbgdpl.options.requests.mail_kinds import REQUEST_NEW
from sonla.pbgdpl.options.requests.mail_kinds import REQUEST_RECEIVED
from sonla.pbgdpl.options.requests.mail_kinds import REQUEST_SETTLED
from sonla.pbgdpl.options.requests.mail_notices import contact_words
from sonla.pbgdpl.options.requests.mail_notices import invitation_file
from sonla.pbgdpl.options.requests.mail_notices import to_asker
from sonla.pbgdpl.options.requests.mail_notices import to_holders
from sonla.pbgdpl.options.requests.mail_notices import to_managing_body
from sonla.pbgdpl.options.requests.mail_notices import to_office
from sonla.pbgdpl.options.requests.mail_notices import to_reporter
from sonla.pbgdpl.options.requests.rules import AGREED
from sonla.pbgdpl.options.requests.rules import Assignment
from sonla.pbgdpl.options.requests.rules import TAKEN
from sonla.pbgdpl.options.requests.settings import get_request_settings
from sonla.pbgdpl.people import MANAGE_REGISTRY
from sonla.pbgdpl.questions.mail import translated
from sonla.pbgdpl.settings.public_address import public_url
from typing import Any

SAYS_YES = _("mail_assignment_yes", default="Accept: ${url}")
SAYS_NO = _("mail_assignment_no", default="Decline: ${url}")
GOOD_UNTIL = _(
    "mail_assignment_until", default="The addresses are good once, until ${moment}."
)
CONTACT = _("mail_request_contact", default="Contact: ${contact}")
AGREED_LINE = _("mail_assignment_agreed", default="${name} has accepted.")
DECLINED_LINE = _("mail_assignment_declined", default="${name} has declined: ${reason}")
WHO_SPEAKS = _("mail_request_reporters", default="Who speaks: ${names}")
REFUSED_LINE = _("mail_request_refused", default="No reporter can be sent: ${reason}")
CANCELLED_LINE = _(
    "mail_request_cancelled", default="The request was cancelled: ${reason}"
)
ON_DAY = _("mail_refusal_line", default="${date}: ${reason}")
EXPIRED_LINE = _(
    "mail_request_expired",
    default="The day of the talk has passed, and no reporter had accepted. You may ask again for another day.",
)
CLOSING = {
    "refuse": REFUSED_LINE,
    "cancel": CANCELLED_LINE,
    "expire": EXPIRED_LINE,
}
ANSWER_PAGE = "@@reporter-answer"


def wanted() -> bool:
    """Return whether the settings want mail about requests."""
    return bool(get_request_settings().mail_requests)


def notify_new(request: Any) -> None:
    """Notify the office, and who asks by number and day alone."""
    if wanted():
        enqueue_safely(request, lambda: news_of_new(request))


def news_of_new(request: Any) -> Iterator[Notice | DeliveryProblem]:
    """Yield the notices of a request that came in."""
    yield from to_office(REQUEST_NEW, request, "", limited=True)
    yield from to_asker(REQUEST_RECEIVED, request, "")


def notify_invited(request: Any, invitations: Iterable[Any]) -> None:
    """Notify reporters of their assignments, with a link each, and who manages them."""
    if wanted():
        made = list(invitations)
        enqueue_safely(request, lambda: news_of_invited(request, made))


def news_of_invited(
    request: Any, invitations: list[Any]
) -> Iterator[Notice | DeliveryProblem]:
    """Yield an invitation for each, and a notice to each managing body."""
    lines = talk_lines(speaker_facts(request))
    for one in invitations:
        yield to_reporter(
            REPORTER_INVITED,
            request,
            one.person,
            "\n".join((*lines, *link_lines(request, one))),
            calendar=invitation_file(request),
        )
        yield from to_managing_body(request, one.person)


def link_lines(request: Any, invitation: Any) -> tuple[str, ...]:
    """Write both addresses, and until when they are good."""
    place = section_of(request)
    page = public_url(place, f"{ANSWER_PAGE}?token={invitation.token}")
    until = format_moment(invitation.assignment["good_until"])
    return (
        translated(SAYS_YES, url=f"{page}&say=yes"),
        translated(SAYS_NO, url=f"{page}&say=no"),
        translated(GOOD_UNTIL, moment=until),
    )


def notify_answered(request: Any, assignment: Assignment, person: Any | None) -> None:
    """Notify the office what somebody answered; who accepted gets the contact."""
    if wanted():
        enqueue_safely(request, lambda: news_of_answer(request, assignment, person))


def news_of_answer(
    request: Any, assignment: Assignment, person: Any | None
) -> Iterator[Notice | DeliveryProblem]:
    """Yield the notices of one answer."""
    agreed = assignment["answer"] == AGREED
    line = translated(
        AGREED_LINE if agreed else DECLINED_LINE,
        name=assignment["name"],
        reason=assignment["reason"],
    )
    yield from to_office(REPORTER_ANSWERED, request, line)
    if not agreed:
        return
    if person is not None:
        contact = translated(CONTACT, contact=contact_words(request))
        text = "\n".join((*talk_lines(speaker_facts(request)), contact))
        calendar = invitation_file(request)
        yield to_reporter(REPORTER_CONFIRMED, request, person, text, calendar)
    names = translated(WHO_SPEAKS, names=reporter_names(request))
    yield from to_asker(REQUEST_SETTLED, request, names)


def notify_released(request: Any, person: Any | None) -> None:
    """Notify somebody that the talk doesn't need them any more."""
    if wanted() and person is not None:
        text = "\n".join(talk_lines(talk_facts(request)))
        enqueue_safely(
            request, lambda: [to_reporter(REPORTER_RELEASED, request, person, text)]
        )


def notify_closed(request: Any, action: str, comment: str) -> None:
    """Notify who asked, and who would have spoken, that a request is closed."""
    if wanted() and action in CLOSING:
        enqueue_safely(request, lambda: news_of_closed(request, action, comment))


def news_of_closed(
    request: Any, action: str, comment: str
) -> Iterator[Notice | DeliveryProblem]:
    """Yield the notices."""
    line = translated(CLOSING[action], reason=comment.strip())
    yield from to_asker(REQUEST_SETTLED, request, line)
    taken = [one["uid"] for one in request.assignments if one["answer"] in TAKEN]
    text = "\n".join(talk_lines(talk_facts(request)))
    for person in people_of(taken):
        yield to_reporter(REPORTER_RELEASED, request, person, text)


def people_of(uids: list[str]) -> Iterator[Any]:
    """Yield the people with these UIDs, without checking permissions."""
    if uids:
        yield from load_objects(api.content.find(unrestricted=True, UID=uids))


def notify_refusals(request: Any, person: Any, counted: list[Assignment]) -> None:
    """Notify the keepers of the register that somebody has refused so often."""
    text = "\n".join(
        translated(ON_DAY, date=format_day(one["answered_on"]), reason=one["reason"])
        for one in counted
    )
    enqueue_safely(
        request,
        lambda: to_holders(
            MANAGE_REGISTRY, REPORTER_REFUSALS, request, person.Title(), text
        ),
    )


def forget_mail(request: Any, event: Any = None) -> None:
    """Remove the mails about a request that were not sent; also when it goes."""
    queue = queue_of(api.portal.get())
    if queue is not None:
        queue.forget_about(IUUID(request))
