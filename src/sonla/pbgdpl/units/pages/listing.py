"""The list of a section's units."""

from collections.abc import Iterator
from functools import cached_property
from plone.protect.interfaces import IDisableCSRFProtection
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.editorial.states import state_title
from sonla.pbgdpl.editorial.states import STATES
from sonla.pbgdpl.ui.admin_pages import AdminPage
from sonla.pbgdpl.ui.admin_pages import FINE
from sonla.pbgdpl.ui.admin_pages import OPEN
from sonla.pbgdpl.ui.admin_pages import PageStatus
from sonla.pbgdpl.ui.admin_pages import PEOPLE
from sonla.pbgdpl.units.closing import apply_due_closings
from sonla.pbgdpl.units.overview import unit_lines
from sonla.pbgdpl.units.overview import UnitLine
from sonla.pbgdpl.units.pages.base import UnitsPage
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import term_titles
from typing import Any
from zope.interface import alsoProvides


class UnitsView(UnitsPage):
    """Show each unit with its people, its texts and whether it is open."""

    page_title = _("heading_units", default="Contributing units")

    def __call__(self) -> str:
        """End the roles in units whose day of closing has come, then show the list.

        Written without a button: it only does what an administrator has decided, and
        says so.
        """
        ended = apply_due_closings()
        if ended:
            alsoProvides(self.request, IDisableCSRFProtection)
            message = _(
                "msg_roles_ended",
                default="The day of closing has come; the rights of its people have ended: ${units}.",
                mapping={"units": ", ".join(unit.title for unit in ended)},
            )
            self.show_message(message)
        return self.index()

    @cached_property
    def lines(self) -> list[UnitLine]:
        """The number of what the page shows."""
        return unit_lines(self.section)

    def shown(self) -> Iterator[dict[str, Any]]:
        """Yield texts and links for each unit."""
        for line in self.lines:
            unit = line.unit
            yield {
                "title": unit.title,
                "url": unit.absolute_url(),
                "code": unit.code,
                "territory": ", ".join(term_titles(TERRITORIES, unit.territory)),
                "people": line.people,
                "texts": [
                    (state_title(state), line.states[state])
                    for state in STATES
                    if line.states[state]
                ],
                "last": format_day(line.last),
                "opened_on": format_day(unit.opened_on),
                "closed_on": format_day(unit.closed_on),
                "closed": line.closed,
            }

    @property
    def total(self) -> int:
        return len(self.lines)


class UnitsAdminPage(AdminPage):
    """Lead here from the administration page."""

    view = "pbgdpl-units"
    group = PEOPLE
    order = 10
    title = _("tool_units", default="Contributing units")
    help = _(
        "help_tool_units",
        default="Make units with their groups and rights, many at once; close a merged unit.",
    )

    def status(self) -> PageStatus:
        """Return how many units are open in the section."""
        units = sum(not line.closed for line in unit_lines(self.place))
        url = self.place.absolute_url()
        return PageStatus(
            heading=self.title,
            state=FINE if units else OPEN,
            advice=_(
                "units_open",
                default="Open: ${units}.",
                mapping={"units": units},
            )
            if units
            else _(
                "units_none",
                default="No unit is there yet: communes and agencies have no place to write.",
            ),
            remedy=self.url() if units else f"{url}/@@pbgdpl-units-make",
            remedy_title=_("button_see", default="See")
            if units
            else _("heading_make_units", default="Make units"),
        )
