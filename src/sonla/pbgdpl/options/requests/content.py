"""Requests for a legal reporter (phiếu đề nghị cử báo cáo viên).

Circular 10/2016/TT-BTP, Article 8: reporters are introduced to any agency that asks, in the
field that is assigned to them. What is asked for is the office's; how who asks is reached,
fewer people's still.
"""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from datetime import date
from plone.autoform import directives
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import MSG_BAD_DATE
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.core.names import PLACE_TYPES
from sonla.pbgdpl.core.names import REQUESTS
from sonla.pbgdpl.core.names import VIEW_PERSONAL_DATA
from sonla.pbgdpl.core.orphaned import OrphanSafeItem
from sonla.pbgdpl.core.types import ContentTypeFacts
from sonla.pbgdpl.core.validators import mail_address
from sonla.pbgdpl.core.validators import phone_number
from sonla.pbgdpl.editorial.states import last_step
from sonla.pbgdpl.options.requests import ASSIGN_REPORTERS
from sonla.pbgdpl.options.requests import REQUEST_WORKFLOW
from sonla.pbgdpl.options.requests.privacy import PROTECTED_FIELDS
from sonla.pbgdpl.options.requests.rules import NEW
from sonla.pbgdpl.options.requests.rules import Talk
from sonla.pbgdpl.people.behavior import PERSONAL
from sonla.pbgdpl.vocabularies.fields import TermChoice
from sonla.pbgdpl.vocabularies.fields import TermChoices
from typing import Any
from zope import schema
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.interface import invariant

MAX_EXPECTED = 99_999
FIRST_YEAR, LAST_YEAR = 2000, 2100
MSG_DAYS = _("msg_request_days", default="The last day can't lie before the first one.")


def day_of_talks(value: date) -> bool:
    """Accept a day with which can be reckoned; raise `InvalidInput` for any other.

    Who asks may change the own request over REST, where no form has looked at it.
    """
    if FIRST_YEAR <= value.year <= LAST_YEAR:
        return True
    text = value.isoformat()
    raise InvalidInput(Message(MSG_BAD_DATE, mapping={"text": text}))


class IReporterRequest(model.Schema, IOwnContent):
    """Describe a request for a legal reporter.

    Its words: ``docs/glossary.rst``, *Reporters on request*.
    """

    title = schema.TextLine(
        title=_("label_request_topic", default="Topic of the talk"),
        description=_(
            "help_request_topic", default="What is to be spoken about, in one line."
        ),
        required=True,
    )
    organisation = schema.TextLine(
        title=_("label_request_organisation", default="Who asks"),
        description=_(
            "help_request_organisation",
            default="Name of the agency, unit, school or village.",
        ),
        required=True,
    )
    legal_fields = TermChoices(
        title=_("label_legal_fields", default="Fields of law"),
        description=_(
            "help_request_fields",
            default="By them reporters are found who work in that field.",
        ),
        vocabulary="sonla.pbgdpl.LegalFields",
    )
    audiences = TermChoices(
        title=_("label_listeners", default="Who will listen"),
        description=_(
            "help_request_audiences",
            default="Who will listen; special groups of the law among them.",
        ),
        vocabulary="sonla.pbgdpl.Audiences",
    )
    people_expected = schema.Int(
        title=_("label_request_people", default="How many people are expected"),
        description=_("help_request_people", default="About how many."),
        min=1,
        max=MAX_EXPECTED,
        required=False,
    )
    spoken_language = TermChoice(
        title=_("label_request_language", default="Language of the talk"),
        description=_("help_request_language", default="Empty: Vietnamese."),
        vocabulary="sonla.pbgdpl.Languages",
        required=False,
    )
    territory = TermChoices(
        title=_("label_request_commune", default="Commune or ward of the talk"),
        description=_(
            "help_request_commune",
            default="Propagandists of this commune are found by it, and who works nearby.",
        ),
        vocabulary="sonla.pbgdpl.AdministrativeUnits",
    )
    location = schema.TextLine(
        title=_("label_request_place", default="Place"),
        description=_(
            "help_request_place",
            default="House, hall or school in which people meet.",
        ),
        required=False,
    )
    online = schema.Bool(
        title=_("label_request_online", default="Online"),
        description=_(
            "help_request_online", default="The reporter need not come in person."
        ),
        default=False,
        required=False,
    )
    day = schema.Date(
        title=_("label_request_day", default="Day of the talk"),
        description=_("help_request_day", default="The first one that is possible."),
        constraint=day_of_talks,
        required=True,
    )
    until_day = schema.Date(
        title=_("label_request_until", default="Last possible day"),
        description=_("help_request_until", default="Empty: that day alone."),
        constraint=day_of_talks,
        required=False,
    )
    hours = schema.TextLine(
        title=_("label_request_hours", default="Time of day"),
        description=_("help_request_hours", default="Such as 8:00 to 10:00."),
        required=False,
    )
    deadline = schema.Date(
        title=_("label_request_deadline", default="Answer wanted by"),
        description=_(
            "help_request_deadline",
            default="Empty: some working days after the request came in.",
        ),
        constraint=day_of_talks,
        required=False,
    )
    details = schema.Text(
        title=_("label_request_details", default="What else is to be known"),
        description=_(
            "help_request_details",
            default="Questions that people have, means in the room, how to get there.",
        ),
        required=False,
    )

    model.fieldset(
        "personal",
        label=_("fieldset_personal", default="Personal data"),
        fields=["contact_name", "contact_phone", "contact_email"],
    )
    directives.read_permission(
        contact_name=PERSONAL, contact_phone=PERSONAL, contact_email=PERSONAL
    )
    contact_name = schema.TextLine(
        title=_("label_request_contact", default="Contact person"),
        description=_(
            "help_request_contact",
            default="Never public. The reporter who accepts gets it.",
        ),
        required=False,
    )
    contact_phone = schema.TextLine(
        title=_("label_request_phone", default="Telephone of the contact person"),
        description=_("help_request_phone", default="Never public."),
        constraint=phone_number,
        required=False,
    )
    contact_email = schema.TextLine(
        title=_("label_request_email", default="E-mail of the contact person"),
        description=_(
            "help_request_email", default="Never public. News of the request go there."
        ),
        constraint=mail_address,
        required=False,
    )

    directives.omitted("number", "received", "consent")
    directives.read_permission(consent=PERSONAL)
    number = schema.ASCIILine(
        title=_("label_request_number", default="Number"),
        required=False,
        readonly=True,
    )
    received = schema.Datetime(
        title=_("label_request_received", default="Came in"),
        required=False,
        readonly=True,
    )
    consent = schema.Text(
        title=_("label_request_consent", default="What the contact person agreed to"),
        required=False,
        readonly=True,
    )

    @invariant
    def days_are_in_order(data: Any) -> None:
        """Refuse a last day before the first one."""
        if data.day and data.until_day and data.until_day < data.day:
            raise InvalidInput(MSG_DAYS)


@implementer(IReporterRequest)
class ReporterRequest(OrphanSafeItem):
    """One request, with the people who were assigned to it."""

    security = ClassSecurityInfo()

    # Read permissions of a schema guard forms, REST and templates, not addresses. These
    # also hold when the schema is gone.
    for _name in PROTECTED_FIELDS:
        security.declareProtected(VIEW_PERSONAL_DATA, _name)
    del _name
    security.declareProtected(ASSIGN_REPORTERS, "assignments")
    contact_name = contact_phone = contact_email = consent = None
    # No type hints: those of a class stand where the annotations of its items are stored
    assignments = ()
    """Who was assigned, and what they said: no field, since no form or REST changes them."""
    activity = ""
    """UID of the activity that the talk became."""
    held_on = None
    """The day that was agreed on."""

    covered_fields = ("title", "organisation", "location", "details")
    """What is looked at for words that may be personal data: how who asks is reached has its own."""

    # Core writes every field of the schema into these, without checking permissions.
    security.declareProtected(VIEW_PERSONAL_DATA, "manage_FTPget")
    security.declareProtected(VIEW_PERSONAL_DATA, "manage_DAVget")


InitializeClass(ReporterRequest)


def state_in_history(request: Any) -> str:
    """Name the state by the request's own history."""
    return last_step(request, REQUEST_WORKFLOW).get("review_state", NEW)


def day_of(request: Any) -> date:
    """Return the day of the talk: the one agreed on, else the first that is possible."""
    return stored_value(request, "held_on") or stored_value(request, "day")


def talk_of(request: Any, day: date | None = None) -> Talk:
    """Return what of a request decides who fits."""
    territory = stored_value(request, "territory") or ()
    return Talk(
        day or day_of(request),
        territory[0] if territory else "",
        tuple(stored_value(request, "legal_fields") or ()),
        stored_value(request, "spoken_language") or "",
    )


MSG_NO_REVISION = _(
    "msg_no_revision_of_requests",
    default="Requests for reporters are changed directly, not by a copy.",
)
REPORTER_REQUEST_FACTS = ContentTypeFacts(
    chain=REQUEST_WORKFLOW,
    added_in=PLACE_TYPES,
    icon="megaphone",
    menu_group="",
    order=135,
    is_own=True,
    no_revision=MSG_NO_REVISION,
    belongs_to=REQUESTS,
    first_fields=(
        "title",
        "organisation",
        "legal_fields",
        "audiences",
        "territory",
        "location",
        "day",
        "hours",
    ),
)
