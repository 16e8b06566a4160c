"""`@@pbgdpl-dismissal`: the request for dismissal of a person, step by step."""

from datetime import date
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import read_typed_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.editorial.authorship import full_name
from sonla.pbgdpl.options.requests.duties.deadlines import deadlines_of
from sonla.pbgdpl.options.requests.duties.dismissals import ask_dismissal
from sonla.pbgdpl.options.requests.duties.dismissals import dismissals_of
from sonla.pbgdpl.options.requests.duties.dismissals import grounds_of
from sonla.pbgdpl.options.requests.duties.dismissals import is_complete
from sonla.pbgdpl.options.requests.duties.dismissals import is_in_force
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
from sonla.pbgdpl.ui.form_page import FormPage
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.page import TypedFields
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from typing import ClassVar
from zope.i18nmessageid import Message


class DismissalPage(TypedFields, FormPage, Page, BrowserView):
    """Note a request for dismissal, then each of its steps; nobody is dismissed here."""

    page_title: Message = _("heading_dismissal", default="Request for dismissal")
    asks_about: ClassVar = {
        "withdraw": Confirmation(
            _(
                "button_dismissal_withdraw",
                default="Close the request without a dismissal",
            )
        ),
    }
    saved = _(
        "msg_dismissal_saved", default="This is noted, and the log has a line about it."
    )

    @property
    def home(self) -> str:
        return self.url

    def store(self) -> None:
        """Store what was sent, by the button that was pressed."""
        step = self.typed("step")
        if step:
            note_step(self.context, step, self.day(step), self.typed(f"words-{step}"))
        elif self.typed("withdraw"):
            withdraw(self.context, self.typed("words-withdraw"))
        else:
            ask_dismissal(
                self.context,
                self.day("asked"),
                self.typed("body"),
                self.typed("ground"),
                self.typed("reason"),
            )

    def day(self, name: str) -> date:
        """Return the day that was typed."""
        return read_typed_day(self.typed(f"day-{name}"))

    @property
    def today(self) -> str:
        """Today, as a field of a form takes it."""
        return today().isoformat()

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

    @property
    def body(self) -> str:
        """Who asks: the agency of the person unless something else was typed."""
        return self.typed("body") or term_title(
            AGENCIES, stored_value(self.context, "agency")
        )

    def grounds(self) -> list[dict[str, Any]]:
        """List the grounds to choose from."""
        return [
            {"token": one, "title": GROUNDS[one], "chosen": one == self.typed("ground")}
            for one in grounds_of(self.context)
        ]

    def deadlines(self) -> list[dict[str, Any]]:
        """List the days that are to be kept."""
        return deadline_lines(deadlines_of(self.context))

    def steps(self) -> list[dict[str, Any]]:
        """List the steps that can be noted now."""
        return [
            {
                "name": one,
                "title": STEPS[one],
                "worded": one in WORDED,
                "day": self.typed(f"day-{one}") or self.today,
                "words": self.typed(f"words-{one}"),
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
