"""The notice of September: the form of a commune, and the list of all communes."""

from AccessControl import Unauthorized
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.editorial.authorship import full_name
from sonla.pbgdpl.editorial.local_roles import may_write
from sonla.pbgdpl.options.requests.duties.notices import CommuneNotice
from sonla.pbgdpl.options.requests.duties.notices import last_day
from sonla.pbgdpl.options.requests.duties.notices import MAX_TEXT
from sonla.pbgdpl.options.requests.duties.notices import note_notice
from sonla.pbgdpl.options.requests.duties.notices import notice_of
from sonla.pbgdpl.options.requests.duties.notices import notices_of
from sonla.pbgdpl.options.requests.duties.notices import owes_notice
from sonla.pbgdpl.people.workflow import is_keeper
from sonla.pbgdpl.ui.downloads import keep_private
from sonla.pbgdpl.ui.fields import Day
from sonla.pbgdpl.ui.form_page import FormPage
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import FullWidth
from sonla.pbgdpl.ui.page import Page
from typing import Any
from typing import ClassVar
from zope.i18nmessageid import Message
from zope.schema import TextLine

FIRST_YEAR = 2016
FORM = "pbgdpl-criteria-notice"
LIST = "pbgdpl-criteria-notices"


class OfYear(Page, BrowserView):
    """What the two pages have in common: the year that the address asks for."""

    page_title: Message = _(
        "heading_criteria_notices", default="Notice of the criteria of propagandists"
    )

    @cached_property
    def year(self) -> int:
        """The year asked for; this one by default."""
        asked = parse_int(self.request.form.get("year"), today().year)
        return min(max(asked, FIRST_YEAR), today().year)

    @property
    def last_day(self) -> str:
        """The last day of the notice, as text; empty where none is asked for."""
        return format_day(last_day(self.year))


class NoticePage(FormPage, OfYear):
    """Note for a commune when and where it gave notice."""

    post_forms: ClassVar = {
        "save": PostForm(
            _("button_criteria_save", default="Save"),
            (
                Day(
                    __name__="day",
                    title=_("label_criteria_day", default="Day of the notice"),
                    defaultFactory=today,
                ),
                TextLine(
                    __name__="place",
                    title=_(
                        "label_criteria_place",
                        default="Where it can be seen or was heard",
                    ),
                    description=_(
                        "help_criteria_place",
                        default="Such as the notice boards of all villages, the loudspeaker, the commune's page.",
                    ),
                    max_length=MAX_TEXT,
                ),
                TextLine(
                    __name__="address",
                    title=_(
                        "label_criteria_address",
                        default="Address of the page or picture that proves it (optional)",
                    ),
                    required=False,
                    missing_value="",
                    max_length=MAX_TEXT,
                ),
            ),
        )
    }

    saved = _("msg_criteria_saved", default="The notice of this year is noted.")

    def check_access(self) -> None:
        """Raise `Unauthorized` for all but the people of the commune and the office."""
        if not (may_write(self.context) or is_keeper(self.context)):
            raise Unauthorized("The notice is the commune's.")

    @property
    def home(self) -> str:
        return f"{self.url}?year={self.year}"

    def store_save(self, sent: dict[str, Any]) -> None:
        """Note the notice."""
        note_notice(self.context, self.year, **sent)

    def first_values(self, name: str) -> dict[str, Any]:
        """Begin with what was noted."""
        noted = notice_of(self.context, self.year)
        names = {"day": "on", "place": "place", "address": "address"}
        return {name: noted[key] for name, key in names.items()} if noted else {}

    @property
    def is_owed(self) -> bool:
        """Whether the unit gives notice in this year at all."""
        return owes_notice(self.context, self.year)

    @cached_property
    def noted(self) -> dict[str, str]:
        """What was noted, as text; nothing where nothing was."""
        found = notice_of(self.context, self.year)
        return {} if found is None else words_of(found)


class NoticesPage(FullWidth, OfYear):
    """List the communes of a section, those that lack the notice first."""

    stylesheets = ("tables.css",)

    def check_access(self) -> None:
        """Let those pass who keep the register."""
        if not is_keeper(self.context):
            raise Unauthorized("The list is for those who keep the register.")
        keep_private(self.request)

    @cached_property
    def found(self) -> list[CommuneNotice]:
        return notices_of(self.context, self.year)

    @property
    def missing(self) -> int:
        """How many communes have noted nothing."""
        return sum(one.noted is None for one in self.found)

    def rows(self) -> list[dict[str, Any]]:
        """List the communes."""
        rows = [
            {
                "title": one.unit.Title(),
                "url": f"{one.unit.absolute_url()}/@@{FORM}?year={self.year}",
                "noted": None if one.noted is None else words_of(one.noted),
            }
            for one in self.found
        ]
        return sorted(rows, key=lambda one: one["noted"] is not None)

    def year_url(self, year: int) -> str:
        """Return the address of the list of a year."""
        return f"{self.url}?year={year}"


def words_of(noted: Any) -> dict[str, str]:
    """Return what was noted, as text."""
    return {
        "on": format_day(noted["on"]),
        "place": noted["place"],
        "address": noted["address"],
        "by": full_name(noted["by"]) if noted["by"] else "",
        "noted_on": format_day(noted["noted_on"]),
    }
