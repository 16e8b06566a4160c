"""Mails to who asks, to reporters, to their managing body and to the office.

None of them ever fails a step. Before somebody of the office has read a request, nothing that
was typed into the form is sent to the address that stands in it. A reporter gets the contact
of who asks with the acceptance, not before.
"""

from AccessControl.PermissionRole import rolesForPermissionOn
from collections.abc import Iterable
from collections.abc import Iterator
from datetime import timedelta
from icalendar import Calendar
from icalendar import Event
from plone import api
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.names import ADMINISTRATORS
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.exchange.settings import repository_id
from sonla.pbgdpl.mail.kinds import MailKind
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.notice import Recipient
from sonla.pbgdpl.mail.outbox import enqueue_safely
from sonla.pbgdpl.mail.queue import queue_of
from sonla.pbgdpl.mail.recipients import expand
from sonla.pbgdpl.mail.recipients import local_principals
from sonla.pbgdpl.mail.recipients import may_view
from sonla.pbgdpl.mail.recipients import recipient_of
from sonla.pbgdpl.mail.recipients import unit_people
from sonla.pbgdpl.people import MANAGE_REGISTRY
from sonla.pbgdpl.questions.mail import FALLBACK_NAME
from sonla.pbgdpl.questions.mail import translated
from sonla.pbgdpl.reporter_requests import ASSIGN_REPORTERS
from sonla.pbgdpl.reporter_requests.content import day_of
from sonla.pbgdpl.reporter_requests.labels import place_words
from sonla.pbgdpl.reporter_requests.labels import reporter_names
from sonla.pbgdpl.reporter_requests.labels import talk_lines
from sonla.pbgdpl.reporter_requests.rules import AGREED
from sonla.pbgdpl.reporter_requests.rules import Assignment
from sonla.pbgdpl.reporter_requests.rules import TAKEN
from sonla.pbgdpl.reporter_requests.settings import get_request_settings
from sonla.pbgdpl.settings.public_address import public_url
from typing import Any

SEVERAL = _("mail_subject_several_requests", default="${count} requests for reporters")
DESK_OF_OFFICE = _("mail_desk_requests", default="All requests for reporters: ${url}")
DESK_OF_ASKER = _(
    "mail_desk_request_form", default="To ask for a reporter again: ${url}"
)
DESK_OF_REPORTER = _("mail_desk_reporter", default="Legal education: ${url}")

REQUEST_NEW = MailKind(
    "request_new",
    subject=_("mail_subject_request_new", default="Reporter asked for: ${title}"),
    lead=_(
        "mail_lead_request_new",
        default="Below is who asks for a legal reporter. The page of the request lists "
        "who fits; assign one there, or refuse it with the reason.",
    ),
    several=SEVERAL,
    desk=DESK_OF_OFFICE,
)
REQUEST_RECEIVED = MailKind(
    "request_received",
    subject=_("mail_subject_request_received", default="Request received: ${title}"),
    lead=_(
        "mail_lead_request_received",
        default="Your request for a legal reporter has come in. The office looks for a "
        "reporter and tells you as soon as one has accepted.",
    ),
    desk=DESK_OF_ASKER,
)
REQUEST_SETTLED = MailKind(
    "request_settled",
    subject=_("mail_subject_request_settled", default="Reporter for: ${title}"),
    lead=_(
        "mail_lead_request_settled",
        default="Below is what became of your request for a legal reporter.",
    ),
    desk=DESK_OF_ASKER,
)
REPORTER_INVITED = MailKind(
    "reporter_invited",
    subject=_("mail_subject_reporter_invited", default="Asked to speak: ${title}"),
    lead=_(
        "mail_lead_reporter_invited",
        default="You are asked to speak as a legal reporter. Please accept or decline by "
        "one of the two addresses; each opens a page that asks once more. No login is "
        "needed. The talk is attached for your calendar.",
    ),
    desk=DESK_OF_REPORTER,
)
REPORTER_CONFIRMED = MailKind(
    "reporter_confirmed",
    subject=_("mail_subject_reporter_confirmed", default="You will speak: ${title}"),
    lead=_(
        "mail_lead_reporter_confirmed",
        default="Thank you for accepting. Below is who expects you.",
    ),
    desk=DESK_OF_REPORTER,
)
REPORTER_RELEASED = MailKind(
    "reporter_released",
    subject=_(
        "mail_subject_reporter_released", default="Not needed any more: ${title}"
    ),
    lead=_(
        "mail_lead_reporter_released",
        default="The talk below does not take place with you. You need not do anything.",
    ),
    desk=DESK_OF_REPORTER,
)
MANAGING_BODY = MailKind(
    "reporter_introduced",
    subject=_("mail_subject_reporter_introduced", default="Reporter asked: ${title}"),
    lead=_(
        "mail_lead_reporter_introduced",
        default="A reporter whom your agency manages is asked for the talk below.",
    ),
    several=SEVERAL,
    desk=DESK_OF_REPORTER,
)
REPORTER_ANSWERED = MailKind(
    "reporter_answered",
    subject=_("mail_subject_reporter_answered", default="Reporter's answer: ${title}"),
    lead=_(
        "mail_lead_reporter_answered",
        default="Below is what reporters answered.",
    ),
    several=SEVERAL,
    desk=DESK_OF_OFFICE,
)
REPORTER_REFUSALS = MailKind(
    "reporter_refusals",
    subject=_(
        "mail_subject_reporter_refusals", default="Refused three times: ${title}"
    ),
    lead=_(
        "mail_lead_reporter_refusals",
        default="Somebody of the register has refused assignments three times without a "
        "good reason. Circular 10/2016/TT-BTP, Article 4.1.d: dismissal of who “từ chối "
        "thực hiện nhiệm vụ được phân công không có lý do chính đáng từ ba lần trở lên”. "
        "Nothing happens by itself: the managing body decides.",
    ),
    desk=DESK_OF_OFFICE,
)
REQUEST_WARNING = MailKind(
    "request_warning",
    subject=_("mail_subject_request_warning", default="Reporter can't speak: ${title}"),
    lead=_(
        "mail_lead_request_warning",
        default="Somebody who was assigned can't be introduced on the day of the talk any "
        "more. Please look for another reporter.",
    ),
    several=SEVERAL,
    desk=DESK_OF_OFFICE,
)
KINDS = (
    *(REQUEST_NEW, REQUEST_RECEIVED, REQUEST_SETTLED, REPORTER_INVITED),
    *(REPORTER_CONFIRMED, REPORTER_RELEASED, MANAGING_BODY, REPORTER_ANSWERED),
    *(REPORTER_REFUSALS, REQUEST_WARNING),
)

SAYS_YES = _("mail_assignment_yes", default="Accept: ${url}")
SAYS_NO = _("mail_assignment_no", default="Decline: ${url}")
GOOD_UNTIL = _(
    "mail_assignment_until", default="The addresses are good once, until ${moment}."
)
CONTACT = _("mail_request_contact", default="Contact: ${contact}")
AGREED_LINE = _("mail_assignment_agreed", default="${name} has accepted.")
DECLINED_LINE = _("mail_assignment_declined", default="${name} has declined: ${reason}")
NUMBER = _("mail_request_number", default="Your request of ${date}, number ${number}")
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
PRODUCT = "-//sonla.pbgdpl//reporter requests//VI"
"""What a calendar says made the event."""


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
    for one in invitations:
        yield to_reporter(
            REPORTER_INVITED,
            request,
            one.person,
            "\n".join((*talk_lines(request), *link_lines(request, one))),
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
        text = "\n".join((*talk_lines(request), contact))
        calendar = invitation_file(request)
        yield to_reporter(REPORTER_CONFIRMED, request, person, text, calendar)
    names = translated(WHO_SPEAKS, names=reporter_names(request))
    yield from to_asker(REQUEST_SETTLED, request, names)


def notify_released(request: Any, person: Any | None) -> None:
    """Notify somebody that the talk doesn't need them any more."""
    if wanted() and person is not None:
        text = "\n".join(talk_lines(request))
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
    text = "\n".join(talk_lines(request))
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


def to_office(
    kind: MailKind, request: Any, text: str, limited: bool = False
) -> Iterator[Notice | DeliveryProblem]:
    """Yield a notice to each of those who assign reporters here, but for who acts now."""
    return to_holders(ASSIGN_REPORTERS, kind, request, request.title, text, limited)


def to_holders(
    permission: str,
    kind: MailKind,
    request: Any,
    title: str,
    text: str,
    limited: bool = False,
) -> Iterator[Notice | DeliveryProblem]:
    """Yield a notice to each who holds a permission by a role in the section and sees the request."""
    roles = set(rolesForPermissionOn(permission, request)) - {*ADMINISTRATORS, "Owner"}
    people = sorted(expand(local_principals(request, roles)))
    acting = api.user.get_current().getId()
    if not people:
        yield DeliveryProblem("nobody", title)
    for user_id in people:
        if user_id != acting and may_view(user_id, request):
            yield Notice(
                kind=kind.name,
                recipient=recipient_of(user_id),
                title=title,
                url=public_url(request),
                desk_url=public_url(section_of(request), "@@pbgdpl-requests"),
                text=text,
                limited=limited,
            )


def to_asker(kind: MailKind, request: Any, text: str) -> Iterator[Notice]:
    """Yield a notice to who asked, if they left an address."""
    email = stored_value(request, "contact_email")
    if email:
        title = translated(
            NUMBER,
            date=format_day(stored_value(request, "received")),
            number=stored_value(request, "number"),
        )
        yield Notice(
            kind=kind.name,
            recipient=Recipient("", translated(FALLBACK_NAME), email),
            title=title,
            url="",
            desk_url=public_url(section_of(request), "@@request-reporter"),
            text=text,
            about=IUUID(request),
            typed=True,
        )


def to_reporter(
    kind: MailKind, request: Any, person: Any, text: str, calendar: str = ""
) -> Notice | DeliveryProblem:
    """Return a notice to a person of the register, by the address that the office has."""
    email = stored_value(person, "official_email") or stored_value(
        person, "private_email"
    )
    if not email:
        return DeliveryProblem("no_address", person.Title())
    return Notice(
        kind=kind.name,
        recipient=Recipient("", person.Title(), email),
        title=request.title,
        url="",
        desk_url=public_url(section_of(request)),
        text=text,
        about=IUUID(request),
        calendar=calendar,
    )


def to_managing_body(request: Any, person: Any) -> Iterator[Notice]:
    """Yield a notice to the people of each unit that stands for a person's agency."""
    agency = stored_value(person, "agency")
    if not agency:
        return
    brains = api.content.find(
        unrestricted=True, path=path_of(section_of(request)), portal_type=UNIT_TYPE
    )
    text = "\n".join((person.Title(), *talk_lines(request)))
    for unit in load_objects(brains):
        if stored_value(unit, "agency") == agency:
            for recipient in unit_people(unit):
                yield Notice(
                    kind=MANAGING_BODY.name,
                    recipient=recipient,
                    title=request.title,
                    url="",
                    desk_url=public_url(unit),
                    text=text,
                )


def contact_words(request: Any) -> str:
    """Name the contact person, with telephone and e-mail."""
    names = ("contact_name", "contact_phone", "contact_email")
    found = (stored_value(request, name) for name in names)
    return ", ".join(filter(None, (stored_value(request, "organisation"), *found)))


def forget_mail(request: Any, event: Any = None) -> None:
    """Remove the mails about a request that were not sent; also when it goes."""
    queue = queue_of(api.portal.get())
    if queue is not None:
        queue.forget_about(IUUID(request))


def invitation_file(request: Any) -> str:
    """Write the talk as an event of a whole day: the time of day is typed in words.

    Without the contact of who asks, which a reporter gets with the acceptance.
    """
    day = day_of(request)
    event = Event()
    event.add("uid", f"{IUUID(request)}@{repository_id()}")
    event.add("dtstamp", utc_now())
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    hours = stored_value(request, "hours") or ""
    event.add("summary", " ".join(filter(None, (hours, request.title))))
    event.add("location", place_words(request))
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return calendar.to_ical().decode("utf-8")
