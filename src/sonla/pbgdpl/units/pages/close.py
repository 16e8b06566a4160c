"""Close a unit, move what is unfinished to the one that follows, or open it again."""

from datetime import date
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import read_day
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.editorial.additions import is_closed
from sonla.pbgdpl.editorial.states import state_title
from sonla.pbgdpl.ui.drafts.assets import IWritingPage
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


@implementer(IWritingPage)
class CloseUnitView(UnitsPage):
    """Show what closing means for this unit, and do it."""

    post_forms: ClassVar = {
        "reopen": PostForm(
            _("button_reopen_unit", default="Open it again"), look="btn-secondary"
        ),
    }
    page_title = _("button_closing", default="Closing")
    results: list[MoveResult] = []

    def process_form(self) -> None:
        """Close, move or reopen; what is refused shows the form again, as typed."""
        try:
            if "close" in self.request.form:
                self.close()
            elif "move" in self.request.form:
                self.move(self.successor)
            elif "move_all" in self.request.form and self.successor is not None:
                self.results = move_everything(self.context, self.successor)
            elif "reopen" in self.request.form:
                reopen_unit(self.context)
                self.show_message(
                    _("msg_unit_reopened", default="The unit is open again.")
                )
        except InvalidInput as refused:
            self.error = refused.message

    def close(self) -> None:
        """Close the unit from the day given, and move the texts that were checked."""
        successor = self.chosen_successor()
        close_unit(self.context, self.closing_day(), successor)
        self.show_message(
            _("msg_unit_now_closed", default="The closing of the unit is noted.")
        )
        if successor is not None:
            self.move(successor)

    def move(self, successor: Any | None) -> None:
        """Move the texts that were checked into the unit that follows."""
        uids = values_of(self.request.form.get("texts"))
        if successor is None or not uids:
            return
        self.results = move_texts(uids, self.context, successor)

    def closing_day(self) -> date:
        """Read the day of closing; raises `InvalidInput`."""
        return read_day(str(self.request.form.get("closed_on", "")).strip())

    def chosen_successor(self) -> Any | None:
        """Find the unit that was chosen to follow; raises `InvalidInput` for none such."""
        code = str(self.request.form.get("successor", ""))
        if not code:
            return None
        if code not in self.others:
            raise InvalidInput(
                _(
                    "msg_unknown_unit",
                    default="There is no unit with the code ${code}.",
                    mapping={"code": code},
                )
            )
        return self.others[code]

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

    @property
    def default_day(self) -> str:
        """Propose what was typed, else today."""
        return str(self.request.form.get("closed_on", "")) or today().isoformat()

    @cached_property
    def others(self) -> dict[str, Any]:
        """Mapping of codes to the units that may follow: open ones, not this one."""
        units = units_by_code(self.section).items()
        own = self.context.code
        return {c: unit for c, unit in units if c != own and not is_closed(unit)}

    @property
    def successor(self) -> Any | None:
        """The unit that follows, if one was named and is there."""
        return self.others.get(self.context.successor or "")

    def options(self) -> list[dict[str, Any]]:
        """List the units that may follow."""
        chosen = self.request.form.get("successor") or self.context.successor
        return [
            {"code": code, "title": unit.title, "chosen": code == chosen}
            for code, unit in self.others.items()
        ]

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
    def held(self) -> int:
        """The number of items directly in the unit."""
        return len(self.context.objectIds())

    @property
    def people(self) -> int:
        """The number of people whose rights end."""
        return member_count(self.context)
