"""Who gets a mail about a request for a reporter: one notice for each of them."""

from AccessControl.PermissionRole import rolesForPermissionOn
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
from sonla.pbgdpl.mail.recipients import expand
from sonla.pbgdpl.mail.recipients import local_principals
from sonla.pbgdpl.mail.recipients import may_view
from sonla.pbgdpl.mail.recipients import recipient_of
from sonla.pbgdpl.mail.recipients import unit_people
from sonla.pbgdpl.options.requests import ASSIGN_REPORTERS
from sonla.pbgdpl.options.requests.content import day_of
from sonla.pbgdpl.options.requests.labels import place_words
from sonla.pbgdpl.options.requests.labels import talk_facts
from sonla.pbgdpl.options.requests.labels import talk_lines
from sonla.pbgdpl.options.requests.labels import talk_title
from sonla.pbgdpl.options.requests.mail_kinds import MANAGING_BODY
from sonla.pbgdpl.questions.covering import for_everybody
from sonla.pbgdpl.questions.mail import translated
from sonla.pbgdpl.settings.public_address import public_url
from typing import Any

NUMBER = _("mail_request_number", default="Your request of ${date}, number ${number}")
ASKER = _("mail_request_asker", default="Sir or Madam")
PRODUCT = "-//sonla.pbgdpl//reporter requests//VI"
"""What a calendar says made the event."""


def to_office(
    kind: MailKind, request: Any, text: str, limited: bool = False
) -> Iterator[Notice | DeliveryProblem]:
    """Yield a notice to each of those who assign reporters here, but for who acts now."""
    return to_holders(
        ASSIGN_REPORTERS, kind, request, talk_title(request), text, limited
    )


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
                concerns=IUUID(request),
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
            recipient=Recipient("", translated(ASKER), email),
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
        title=talk_title(request),
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
    text = "\n".join((person.Title(), *talk_lines(talk_facts(request))))
    for unit in load_objects(brains):
        if stored_value(unit, "agency") == agency:
            for recipient in unit_people(unit):
                yield Notice(
                    kind=MANAGING_BODY.name,
                    recipient=recipient,
                    title=talk_title(request),
                    url="",
                    desk_url=public_url(unit),
                    text=text,
                    concerns=IUUID(request),
                )


def contact_words(request: Any) -> str:
    """Name the contact person, with telephone and e-mail."""
    names = ("contact_name", "contact_phone", "contact_email")
    found = (stored_value(request, name) for name in names)
    organisation = for_everybody(request, stored_value(request, "organisation") or "")
    return ", ".join(filter(None, (organisation, *found)))


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
    summary = (for_everybody(request, hours), talk_title(request))
    event.add("summary", " ".join(filter(None, summary)))
    event.add("location", for_everybody(request, place_words(request)))
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return calendar.to_ical().decode("utf-8")
