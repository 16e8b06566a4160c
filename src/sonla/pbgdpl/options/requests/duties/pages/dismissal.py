"""`@@pbgdpl-dismissal`: the request for dismissal of a person, step by step."""

from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.editorial.authorship import full_name
from sonla.pbgdpl.options.requests.duties.deadlines import deadlines_of
from sonla.pbgdpl.options.requests.duties.dismissals import ask_dismissal
from sonla.pbgdpl.options.requests.duties.dismissals import dismissals_of
from sonla.pbgdpl.options.requests.duties.dismissals import grounds_of
from sonla.pbgdpl.options.requests.duties.dismissals import is_complete
from sonla.pbgdpl.options.requests.duties.dismissals import is_in_force
from sonla.pbgdpl.options.requests.duties.dismissals import MAX_TEXT
from sonla.pbgdpl.options.requests.duties.dismissals import note_step
from sonla.pbgdpl.options.requests.duties.dismissals import open_dismissal
from sonla.pbgdpl.options.requests.duties.dismissals import withdraw
from sonla.pbgdpl.options.requests.duties.labels import deadline_lines
from sonla.pbgdpl.options.requests.duties.labels import GROUNDS
from sonla.pbgdpl.options.requests.duties.labels import STEPS
from sonla.pbgdpl.options.requests.duties.rules import Dismissal
from sonla.pbgdpl.options.requests.duties.rules import next_steps
from sonla.pbgdpl.options.requests.duties.rules import STEPS as IN_ORDER
from sonla.pbgdpl.options.requests.duties.rules import WORDED
from sonla.pbgdpl.ui.confirmation import Confirmation
from sonla.pbgdpl.ui.fields import choices_of
from sonla.pbgdpl.ui.fields import Day
from sonla.pbgdpl.ui.form_page import FormPage
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.office_forms import with_widget
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from typing import ClassVar
from z3c.form.browser.radio import RadioFieldWidget
from zope.i18nmessageid import Message
from zope.interface import provider
from zope.schema import Choice
from zope.schema import Text
from zope.schema import TextLine
from zope.schema.interfaces import IContextSourceBinder
from zope.schema.vocabulary import SimpleVocabulary

STEP = _("button_dismissal_step", default="Note this step")
WITHDRAW = _(
    "button_dismissal_withdraw", default="Close the request without a dismissal"
)


@provider(IContextSourceBinder)
def grounds(person: Any) -> SimpleVocabulary:
    """Return the grounds that the law knows for a person of this kind."""
    return choices_of({one: GROUNDS[one] for one in grounds_of(person)})


STEP_FIELDS = (
    Day(
        __name__="day",
        title=_("label_dismissal_day", default="On"),
        defaultFactory=today,
    ),
)


class DismissalPage(FormPage, Page, BrowserView):
    """Note a request for dismissal, then each of its steps; nobody is dismissed here."""

    page_title: Message = _("heading_dismissal", default="Request for dismissal")
    asks_about: ClassVar = {"withdraw": Confirmation(WITHDRAW)}
    post_forms: ClassVar = {
        "ask": PostForm(
            _("button_dismissal_ask", default="Note the request"),
            (
                Day(
                    __name__="asked_on",
                    title=_("label_dismissal_came", default="Came in on"),
                    defaultFactory=today,
                ),
                TextLine(
                    __name__="body",
                    title=_("label_dismissal_body", default="Body that asks for it"),
                    required=False,
                    missing_value="",
                    max_length=300,
                ),
                with_widget(
                    Choice(
                        __name__="ground",
                        title=_("label_dismissal_ground", default="Ground"),
                        source=grounds,
                    ),
                    RadioFieldWidget,
                ),
                Text(
                    __name__="reason",
                    title=_(
                        "label_dismissal_reason",
                        default="Reason, as the request says it",
                    ),
                    description=_(
                        "help_dismissal_reason",
                        default="The person is told this reason. Only those who keep the register read it here.",
                    ),
                    max_length=MAX_TEXT,
                ),
            ),
        ),
        "step": PostForm(STEP, STEP_FIELDS, "btn-outline-primary"),
        "worded_step": PostForm(
            STEP,
            (
                *STEP_FIELDS,
                Text(
                    __name__="words",
                    title=_(
                        "label_dismissal_words", default="What was said or asked for"
                    ),
                    max_length=MAX_TEXT,
                ),
            ),
            "btn-outline-primary",
        ),
        "withdraw": PostForm(
            WITHDRAW,
            (
                Text(
                    __name__="words",
                    title=_(
                        "label_dismissal_withdraw", default="Why there is no dismissal"
                    ),
                    max_length=MAX_TEXT,
                ),
            ),
            "btn-outline-secondary",
        ),
    }
    saved = _(
        "msg_dismissal_saved", default="This is noted, and the log has a line about it."
    )

    def store_ask(self, sent: dict[str, Any]) -> None:
        """Note a request."""
        ask_dismissal(self.context, **sent)

    def store_step(self, sent: dict[str, Any]) -> None:
        """Note the step of the button."""
        _name, step = self.sent_form
        note_step(self.context, step, **sent)

    store_worded_step = store_step

    def store_withdraw(self, sent: dict[str, Any]) -> None:
        """Close the request."""
        withdraw(self.context, **sent)

    def first_values(self, name: str) -> dict[str, Any]:
        """Begin with the agency of the person as the body that asks."""
        if name != "ask":
            return {}
        return {"body": term_title(AGENCIES, stored_value(self.context, "agency"))}

    @property
    def may_begin(self) -> bool:
        """Whether a request can be noted: a recognition is in force and none is open."""
        return is_in_force(self.context) and self.open is None

    @property
    def is_over(self) -> bool:
        """Whether no recognition is in force."""
        return not is_in_force(self.context)

    @property
    def lacks(self) -> bool:
        """Whether the register lacks what a request must say."""
        return not is_complete(self.context)

    @cached_property
    def open(self) -> Dismissal | None:
        return open_dismissal(self.context)

    def deadlines(self) -> list[dict[str, Any]]:
        """List the days that are to be kept."""
        return deadline_lines(deadlines_of(self.context))

    def steps(self) -> list[dict[str, Any]]:
        """List the steps that can be noted now."""
        return [
            {
                "name": one,
                "title": STEPS[one],
                "form": "worded_step" if one in WORDED else "step",
            }
            for one in next_steps(self.open or {"steps": {}})
            if self.open is not None
        ]

    def requests(self) -> list[dict[str, Any]]:
        """List the requests, the latest first, with the steps that were noted."""
        return [self.line(one) for one in dismissals_of(self.context)]

    def line(self, dismissal: Dismissal) -> dict[str, Any]:
        """Return what the page shows of a request."""
        is_open = self.open is not None and dismissal["id"] == self.open["id"]
        return {
            "day": format_day(dismissal["asked_on"]),
            "body": dismissal["body"],
            "ground": GROUNDS[dismissal["ground"]],
            "reason": dismissal["reason"],
            "by": full_name(dismissal["by"]) if dismissal["by"] else "",
            "closed": format_day(dismissal["closed_on"]),
            "note": dismissal["note"],
            "is_open": is_open,
            "is_decided": not is_open and dismissal["closed_on"] is None,
            "steps": [
                {
                    "title": STEPS[name],
                    "day": format_day(noted["on"]),
                    "words": noted["words"],
                }
                for name in IN_ORDER
                if (noted := dismissal["steps"].get(name))
            ],
        }
