"""`@@request-reporter`: the form by which anybody asks for a legal reporter; without JavaScript, too."""

from collections.abc import Iterator
from functools import cached_property
from html import escape
from plone import api
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.editorial.pages.section_page import SectionPage
from sonla.pbgdpl.emergencies.helplines import helplines_for
from sonla.pbgdpl.emergencies.pages.calls import ShowsCalls
from sonla.pbgdpl.emergencies.rules import Helpline
from sonla.pbgdpl.options.requests.content import IReporterRequest
from sonla.pbgdpl.options.requests.content import ReporterRequest
from sonla.pbgdpl.options.requests.form_data import LISTS
from sonla.pbgdpl.options.requests.form_data import MAX_DETAILS
from sonla.pbgdpl.options.requests.form_data import MAX_LENGTHS
from sonla.pbgdpl.options.requests.form_data import RequestForm
from sonla.pbgdpl.options.requests.form_data import REQUIRED
from sonla.pbgdpl.options.requests.labels import facts_of
from sonla.pbgdpl.options.requests.rules import ANSWER_DAYS
from sonla.pbgdpl.options.requests.settings import get_request_settings
from sonla.pbgdpl.options.requests.submission import sent_before
from sonla.pbgdpl.options.requests.submission import submit
from sonla.pbgdpl.questions.pages.stamped_form import StampedFormMixin
from sonla.pbgdpl.questions.pages.words_notice import WordsNoticeMixin
from sonla.pbgdpl.questions.spam_protection import may_try
from sonla.pbgdpl.questions.spam_protection import MSG_MANY
from sonla.pbgdpl.questions.spam_protection import MSG_STAMP
from sonla.pbgdpl.ui.interfaces import IDescribedPage
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import InSection
from sonla.pbgdpl.units.proposals import choosable
from typing import Any
from zExceptions import Forbidden
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.schema import getFields

TITLE = _("heading_request_reporter", default="Ask for a legal reporter")
CONSENT = _(
    "text_request_consent",
    default="I agree that the office uses how I can be reached to arrange this talk, and gives it to the reporter who accepts. It is never public, and I can have it deleted at any time.",
)
WORDS_ADVICE = _(
    "help_request_words_notice",
    default="It is better to take it out, of yourself and of others alike: reporters who are asked, and those who manage them, read what the office doesn't cover. How you are reached has fields of its own, which only the office and a reporter who has accepted read.",
)
GROUPS: tuple[tuple[Message, tuple[str, ...]], ...] = (
    (
        _("legend_request_what", default="What the talk is about"),
        ("organisation", "title", "legal_fields", "audiences", "people_expected"),
    ),
    (
        _("legend_request_when", default="When and where"),
        (
            *("day", "until_day", "hours", "territory", "location", "online"),
            *("spoken_language", "details"),
        ),
    ),
    (
        _("legend_request_reach", default="How the office reaches you"),
        ("contact_name", "contact_phone", "contact_email", "deadline"),
    ),
)
KINDS = {
    "day": "date",
    "until_day": "date",
    "deadline": "date",
    "contact_phone": "tel",
    "contact_email": "email",
    "legal_fields": "boxes",
    "audiences": "boxes",
    "territory": "list",
    "spoken_language": "list",
    "details": "text",
    "online": "box",
    "people_expected": "number",
}
"""Field → how it is asked; others are a line of text."""
AUTOCOMPLETE = {
    "organisation": "organization",
    "contact_name": "name",
    "contact_phone": "tel",
    "contact_email": "email",
}


@implementer(IDescribedPage)
class RequestReporterView(
    ShowsCalls,
    WordsNoticeMixin,
    StampedFormMixin,
    InSection,
    SectionPage,
    BrowserView,
):
    """Show the form; take a request in, or say what is wrong and show it again, filled in."""

    name = "request-reporter"
    page_title: Message = TITLE
    words_advice: Message = WORDS_ADVICE
    index = ViewPageTemplateFile("templates/ask.pt")
    thanks = ViewPageTemplateFile("templates/thanks.pt")
    item: Any | None = None
    is_telling = False
    """Whether the form is shown once more to tell which words may be personal data."""

    def begin(self) -> None:
        """Fill in what is known: the unit of who asks, and its commune."""
        super().begin()
        unit = unit_of(self.context)
        form = self.request.form
        if unit is None or api.user.is_anonymous():
            return
        form.setdefault("organisation", unit.title)
        form.setdefault("territory", list(stored_value(unit, "territory") or ())[:1])

    def receive(self) -> str:
        """Store what was sent, once, or show the form again."""
        guard = self.guard
        in_time = may_try(self.request)
        self.item = sent_before(guard.nonce)
        if self.item is not None:
            return self.thanks()
        if not in_time or guard.is_over_limit():
            self.problem = MSG_MANY
            return self.show_again(guard.retry_after or 60)
        self.problem = guard.problem() or self.forged()
        values = self.typed.values()
        if self.is_right and self.must_be_told:
            self.is_telling = True
            return self.index()
        if self.is_right:
            self.problem = guard.use_up()
        if not self.is_right:
            return self.show_again(guard.retry_after)
        self.item = submit(self.section, values, self.consent, guard.nonce)
        return self.thanks()

    def forged(self) -> Message | None:
        """Return why a member's form can't be taken: it lacks the token of their session.

        Plone would undo what was stored, and the receipt would be wrong.
        """
        if api.user.is_anonymous():
            return None
        try:
            CheckAuthenticator(self.request)
        except Forbidden:
            return MSG_STAMP
        return None

    @property
    def public_words(self) -> str:
        """What may stand in the activity that the request becomes, or is read by many."""
        return "\n".join(map(self.typed.text, ReporterRequest.covered_fields))

    @property
    def helplines(self) -> list[Helpline]:
        """Whom to call, where the request tells of danger: above the form that comes back, and the receipt."""
        return helplines_for(self.public_words)

    @cached_property
    def typed(self) -> RequestForm:
        return RequestForm(self.request.form)

    # What the templates ask

    @property
    def consent(self) -> str:
        """What who asks agrees to."""
        return get_request_settings().request_consent or api.portal.translate(CONSENT)

    @property
    def days(self) -> int:
        """The number of working days in which requests are answered."""
        return ANSWER_DAYS

    @property
    def wrong_fields(self) -> list[dict[str, Any]]:
        """What is wrong, each with the field to go to."""
        return [
            {"id": f"ask-{name}", "message": message}
            for name, message in self.typed.errors.items()
        ]

    @property
    def today(self) -> str:
        """Today, as a field of a form takes it."""
        return today().isoformat()

    def groups(self) -> Iterator[dict[str, Any]]:
        """Yield the parts of the form with their fields."""
        for legend, names in GROUPS:
            yield {
                "legend": legend,
                "fields": [self.shown_field(name) for name in names],
            }

    def shown_field(self, name: str) -> dict[str, Any]:
        """Return what the template shows of a field; titles are those of the schema."""
        field = getFields(IReporterRequest)[name]
        kind = KINDS.get(name, "line")
        chosen = self.typed.chosen(name)
        several = kind == "boxes"
        return {
            "name": name,
            "kind": kind,
            "title": field.title,
            "help": field.description,
            "value": self.typed.text(name),
            "error": self.typed.errors.get(name, ""),
            "is_required": name in REQUIRED,
            "most": MAX_LENGTHS.get(name, MAX_DETAILS),
            "autocomplete": AUTOCOMPLETE.get(name),
            "options": options(name, chosen) if kind == "list" else "",
            "boxes": boxes(name, chosen) if several else (),
            "is_open": bool(chosen) or name in self.typed.errors,
        }

    @property
    def number(self) -> str:
        return stored_value(self.item, "number") or ""

    @property
    def due(self) -> str:
        """The day by which who asks hears of it."""
        return format_day(stored_value(self.item, "deadline"))

    @property
    def received(self) -> str:
        """The day on which it came in."""
        return format_day(stored_value(self.item, "received"))

    @property
    def facts(self) -> list[tuple[Message, str]]:
        """What was asked for; never the contact, for the page may be printed and left."""
        return facts_of(self.item)

    @property
    def own_url(self) -> str:
        """The address of the request, for a member who sees it."""
        if self.item is None or api.user.is_anonymous():
            return ""
        return self.item.absolute_url()


def boxes(name: str, chosen: list[str]) -> list[dict[str, Any]]:
    """List the terms of a list, those chosen marked."""
    return [
        {"token": term.token, "title": term.title, "chosen": term.token in chosen}
        for term in choosable(LISTS[name])
    ]


def options(name: str, chosen: list[str]) -> str:
    """Write the options of a list: there are dozens, and templates take their time."""
    lines = []
    for term in choosable(LISTS[name]):
        mark = ' selected="selected"' if term.token in chosen else ""
        lines.append(
            f'<option value="{escape(term.token)}"{mark}>{escape(term.title)}</option>'
        )
    return "\n".join(lines)
