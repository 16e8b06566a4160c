"""Close a unit, move what is unfinished to the one that follows, or open it again."""

from datetime import date
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.additions import is_closed
from sonla.pbgdpl.editorial.states import state_title
from sonla.pbgdpl.ui.drafts.assets import IWritingPage
from sonla.pbgdpl.ui.fields import choices_of
from sonla.pbgdpl.ui.fields import Day
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.page import values_of
from sonla.pbgdpl.units.closing import close_unit
from sonla.pbgdpl.units.closing import move_everything
from sonla.pbgdpl.units.closing import move_texts
from sonla.pbgdpl.units.closing import MoveResult
from sonla.pbgdpl.units.closing import reopen_unit
from sonla.pbgdpl.units.closing import unfinished_texts
from sonla.pbgdpl.units.creation import units_by_code
from sonla.pbgdpl.units.groups import member_count
from sonla.pbgdpl.units.pages.base import UnitsPage
from typing import Any
from typing import ClassVar
from zope.interface import implementer
from zope.interface import provider
from zope.schema import Choice
from zope.schema.interfaces import IContextSourceBinder
from zope.schema.vocabulary import SimpleVocabulary


def units_besides(unit: Any) -> dict[str, Any]:
    """Map codes to the units that may follow one: open ones, not itself."""
    units = units_by_code(section_of(unit)).items()
    return {c: one for c, one in units if c != unit.code and not is_closed(one)}


@provider(IContextSourceBinder)
def possible_successors(unit: Any) -> SimpleVocabulary:
    """Return the units that may follow, by their codes."""
    return choices_of({c: one.title for c, one in units_besides(unit).items()})


@implementer(IWritingPage)
class CloseUnitView(UnitsPage):
    """Show what closing means for this unit, and do it."""

    post_forms: ClassVar = {
        "reopen": PostForm(
            _("button_reopen_unit", default="Open it again"), look="btn-secondary"
        ),
        "close": PostForm(
            _("button_close_this_unit", default="Close this unit"),
            (
                Day(
                    __name__="closed_on",
                    title=_("label_closed_on", default="Closed on"),
                    defaultFactory=today,
                ),
                Choice(
                    __name__="successor",
                    title=_("label_successor", default="Unit that follows"),
                    source=possible_successors,
                    required=False,
                    missing_value="",
                ),
            ),
            "btn-danger",
        ),
        "move": PostForm(_("button_move_texts", default="Move the checked texts")),
        "move_all": PostForm(
            _(
                "button_move_everything",
                default="Move everything into the unit that follows",
            ),
            look="btn-outline-primary",
        ),
    }
    page_title = _("button_closing", default="Closing")
    results: list[MoveResult] = []

    def process_form(self) -> None:
        """Close, move or reopen; what is refused shows the form again, as typed."""
        name, _value = self.sent_form
        try:
            getattr(self, f"store_{name}")(**self.form_named(name).read())
        except InvalidInput as refused:
            self.error = refused.message

    def store_close(self, closed_on: date, successor: str) -> None:
        """Close the unit from the day given, and move the texts that were checked."""
        close_unit(self.context, closed_on, self.others.get(successor))
        self.show_message(
            _("msg_unit_now_closed", default="The closing of the unit is noted.")
        )
        self.store_move()

    def store_move(self) -> None:
        """Move the texts that were checked into the unit that follows."""
        uids = values_of(self.request.form.get("texts"))
        if self.successor is not None and uids:
            self.results = move_texts(uids, self.context, self.successor)

    def store_move_all(self) -> None:
        """Move everything into the unit that follows."""
        if self.successor is not None:
            self.results = move_everything(self.context, self.successor)

    def store_reopen(self) -> None:
        """Open the unit again."""
        reopen_unit(self.context)
        self.show_message(_("msg_unit_reopened", default="The unit is open again."))

    def first_values(self, name: str) -> dict[str, str]:
        """Propose the unit that was named before."""
        known = self.context.successor in self.others
        return (
            {"successor": self.context.successor} if name == "close" and known else {}
        )

    @property
    def closed(self) -> bool:
        return is_closed(self.context)

    @property
    def closing(self) -> bool:
        """Whether a day of closing is set, be it to come."""
        return self.context.closed_on is not None

    @property
    def closed_on(self) -> str:
        return format_day(self.context.closed_on)

    @cached_property
    def others(self) -> dict[str, Any]:
        """The units that may follow, by their codes."""
        return units_besides(self.context)

    @property
    def successor(self) -> Any | None:
        """The unit that follows, if one was named and is there."""
        return self.others.get(self.context.successor or "")

    def texts(self) -> list[dict[str, Any]]:
        """List what the unit has begun and not published."""
        return [
            {
                "uid": brain.UID,
                "title": brain.Title,
                "url": brain.getURL(),
                "state": state_title(brain.review_state),
            }
            for brain in unfinished_texts(self.context)
        ]

    @property
    def buttons(self) -> list[str]:
        """The buttons of the form, by name; none where nothing can be done with the texts."""
        if not self.closing:
            return ["close"]
        if self.successor is None:
            return []
        offered = {"move": self.texts(), "move_all": self.held}
        return [name for name, there in offered.items() if there]

    @property
    def held(self) -> int:
        """The number of items directly in the unit."""
        return len(self.context.objectIds())

    @property
    def people(self) -> int:
        """The number of people whose rights end."""
        return member_count(self.context)
