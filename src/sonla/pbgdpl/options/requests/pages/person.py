"""Of one person of the register, for the office: bars, refusals, and the sheet of a year."""

from AccessControl import Unauthorized
from collections.abc import Mapping
from functools import cached_property
from plone import api
from plone.protect.interfaces import IDisableCSRFProtection
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.names import VIEW_PERSONAL_DATA
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.editorial.authorship import full_name
from sonla.pbgdpl.options.requests import ASSIGN_REPORTERS
from sonla.pbgdpl.options.requests import BAR_REPORTERS
from sonla.pbgdpl.options.requests.assigning import refusals_that_count
from sonla.pbgdpl.options.requests.bars import bar
from sonla.pbgdpl.options.requests.bars import bars_of
from sonla.pbgdpl.options.requests.bars import is_running
from sonla.pbgdpl.options.requests.bars import lift
from sonla.pbgdpl.options.requests.bars import note_reading
from sonla.pbgdpl.options.requests.labels import REASONS
from sonla.pbgdpl.options.requests.rules import MANY_REFUSALS
from sonla.pbgdpl.options.requests.yearly import YearOfPerson
from sonla.pbgdpl.people.labels import position_words
from sonla.pbgdpl.people.labels import recognition_labels
from sonla.pbgdpl.ui.downloads import keep_private
from sonla.pbgdpl.ui.fields import Day
from sonla.pbgdpl.ui.form_page import FormPage
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import FullWidth
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.viewlets import ConditionalViewlet
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from typing import ClassVar
from zope.i18nmessageid import Message
from zope.interface import alsoProvides
from zope.schema import Text
from zope.schema import TextLine

FIRST_YEAR = 2000


def is_office(person: Any) -> bool:
    """Return whether the user may see what requests say of a person.

    Personal data alone does not decide: a unit sees those of its own drafts, and a draft may
    have the code of anybody in the register.
    """
    needed = (VIEW_PERSONAL_DATA, ASSIGN_REPORTERS)
    return all(api.user.has_permission(one, obj=person) for one in needed)


def assigns(place: Any) -> bool:
    """Return whether the user introduces speakers, and so reads what they did in a year."""
    return bool(api.user.has_permission(ASSIGN_REPORTERS, obj=place))


def year_asked(form: Mapping[str, Any]) -> int:
    """Return the year of a sheet that a form asks for; this one by default."""
    asked = parse_int(form.get("year"), today().year)
    return min(max(asked, FIRST_YEAR), today().year + 1)


class BarPage(FormPage, Page, BrowserView):
    """Show the bars of a person to the few who may read them; bar, or lift a bar."""

    post_forms: ClassVar = {
        "bar": PostForm(
            _("button_bar", default="Don't introduce this person"),
            (
                Day(
                    __name__="since",
                    title=_("label_bar_since", default="From"),
                    defaultFactory=today,
                ),
                Day(
                    __name__="until",
                    title=_(
                        "label_bar_until", default="Until (empty: until it is lifted)"
                    ),
                    required=False,
                ),
                Text(
                    __name__="reason",
                    title=_("label_bar_reason", default="Reason"),
                    description=_(
                        "help_bar_reason",
                        default="As short as possible: which authority, which decision. Few may read it.",
                    ),
                    max_length=2000,
                ),
            ),
        ),
        "lift": PostForm(
            _("button_bar_lift", default="Lift the bar"),
            (
                TextLine(
                    __name__="note",
                    title=_("label_bar_note", default="Why it is lifted"),
                    max_length=2000,
                ),
            ),
            "btn-outline-primary",
        ),
    }

    page_title: Message = _("heading_bars", default="Not to be introduced for a time")
    saved = _(
        "msg_bar_saved", default="This is noted, and the log has a line about it."
    )

    def store_bar(self, sent: dict[str, Any]) -> None:
        """Bar the person."""
        bar(self.context, **sent)

    def store_lift(self, sent: dict[str, Any]) -> None:
        """Lift a bar."""
        lift(self.context, str(self.request.form["lift"]), **sent)

    @property
    def home(self) -> str:
        return self.context.absolute_url()

    def rows(self) -> list[dict[str, Any]]:
        """List the bars, the latest first, and note who reads them, also beside a refusal.

        A plain address may note it, and gains nothing by that.
        """
        if self.request.method != "POST":
            alsoProvides(self.request, IDisableCSRFProtection)
        note_reading(self.context)
        return [
            {
                "id": one["id"],
                "since": format_day(one["valid_from"]),
                "until": format_day(one["ended_on"]),
                "reason": one["reason"],
                "by": full_name(one["by"]) if one["by"] else "",
                "note": one["note"],
                "lifted_by": full_name(one["lifted_by"]) if one["lifted_by"] else "",
                "is_running": is_running(one, today()),
            }
            for one in bars_of(self.context)
        ]


class YearPage(FullWidth, Page, BrowserView):
    """A sheet of a year, to be printed; the office's copy has more than the one for others."""

    stylesheets = ("tables.css",)

    def check_access(self) -> None:
        """Let those pass who introduce speakers."""
        if not assigns(self.context):
            raise Unauthorized("The sheet is for the office.")
        keep_private(self.request)

    @cached_property
    def year(self) -> int:
        return year_asked(self.request.form)

    @property
    def is_public_copy(self) -> bool:
        """Whether the copy is for others than the office."""
        return "public" in self.request.form or not is_office(self.context)


class YearSheet(YearPage):
    """Print what a person did in a year; refusals and courses in the office's copy alone.

    Who introduces speakers reads the copy without them: all of that is published.
    """

    page_title: Message = _("heading_year_sheet", default="Work of a year")

    @cached_property
    def found(self) -> YearOfPerson:
        return YearOfPerson(self.context, self.year)

    @property
    def position(self) -> str:
        return position_words(self.context)

    @property
    def agency(self) -> str:
        """Where the person works."""
        return term_title(AGENCIES, stored_value(self.context, "agency"))

    @property
    def decisions(self) -> list[str]:
        """The decisions of the recognitions in force, else of the last one."""
        rows = self.context.shown_recognitions()
        return [one.decision for one in map(recognition_labels, rows) if one.decision]

    def talks(self) -> list[dict[str, Any]]:
        """List the talks."""
        return [
            {
                "day": format_day(one.day),
                "title": one.title,
                "place": one.place,
                "hours": one.hours if one.hours is not None else "",
                "people": one.people if one.people is not None else "",
            }
            for one in self.found.talks
        ]

    def refusals(self) -> list[dict[str, Any]]:
        """List the refusals, for the office's copy."""
        return [
            {
                "day": format_day(one["answered_on"]),
                "title": request.title,
                "reason": one["reason"],
                "verdict": REASONS[one["good_reason"]],
            }
            for request, one in self.found.refusals
        ]

    def courses(self) -> list[dict[str, str]]:
        """List the courses attended."""
        return [
            {"day": format_day(stored_value(one, "start")), "title": one.title}
            for one in self.found.courses
        ]

    def copy_url(self, public: bool = False, year: int | None = None) -> str:
        """Return the address of the sheet of a year."""
        ending = "&public=1" if public else ""
        return f"{self.url}?year={year or self.year}{ending}"


class PersonOffice(ConditionalViewlet):
    """Lead from a person to bars and sheet; show the office refusals that count."""

    def available(self) -> bool:
        """Show it to those who introduce speakers."""
        return assigns(self.context)

    @property
    def may_bar(self) -> bool:
        """Whether the user may read and set bars."""
        return bool(api.user.has_permission(BAR_REPORTERS, obj=self.context))

    @cached_property
    def refusals(self) -> list[dict[str, Any]]:
        """The refusals without good reason, once there are so many that the law speaks of them."""
        if not is_office(self.context):
            return []
        counted = refusals_that_count(self.context)
        if len(counted) < MANY_REFUSALS:
            return []
        return [
            {"day": format_day(one["answered_on"]), "reason": one["reason"]}
            for one in counted
        ]
