"""The page of one expenditure, and what money was spent on the page of what it was for."""

from functools import cached_property
from plone import api
from plone.app.layout.viewlets.common import ViewletBase
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.core.types import is_type_with
from sonla.pbgdpl.editorial.checks import warnings_of
from sonla.pbgdpl.options.finance import EXPENDITURE_TYPE
from sonla.pbgdpl.options.finance import LIST_NAME
from sonla.pbgdpl.options.finance.access import may_enter
from sonla.pbgdpl.options.finance.access import may_see
from sonla.pbgdpl.options.finance.pages.labels import expenditure_words
from sonla.pbgdpl.options.finance.pages.labels import ExpenditureWords
from sonla.pbgdpl.options.finance.pages.labels import money
from sonla.pbgdpl.options.finance.query import by_day
from sonla.pbgdpl.options.finance.query import sums_of
from sonla.pbgdpl.options.finance.vocabularies import ASKED
from sonla.pbgdpl.options.finance.vocabularies import PLANNED
from sonla.pbgdpl.options.finance.vocabularies import referring
from sonla.pbgdpl.options.finance.vocabularies import SPENT
from sonla.pbgdpl.ui.page import BrowserView
from typing import Any
from urllib.parse import urlencode


def place_of_item(item: Any) -> Any:
    """Return the unit in which something stands, else the section."""
    return unit_of(item) or section_of(item)


def add_url(place: Any, subject: Any | None = None) -> str:
    """Return the address of the form, which begins with what the money is for."""
    url = f"{place.absolute_url()}/++add++{EXPENDITURE_TYPE}"
    return url if subject is None else f"{url}?{urlencode({ASKED: IUUID(subject)})}"


class ExpenditureView(BrowserView):
    """Show one expenditure."""

    @cached_property
    def words(self) -> ExpenditureWords:
        return expenditure_words(self.context)

    @property
    def quantity(self) -> str:
        """How many, as text."""
        return money(stored_value(self.context, "quantity"))

    @property
    def rate(self) -> str:
        """The rate for one, as text."""
        return money(stored_value(self.context, "rate"))

    @property
    def basis(self) -> str:
        return stored_value(self.context, "basis") or ""

    @property
    def note(self) -> str:
        return stored_value(self.context, "note") or ""

    @property
    def place_title(self) -> str:
        """The unit, or the section, whose money it is."""
        place = place_of_item(self.context)
        return "" if place is None else place.Title()

    @property
    def list_url(self) -> str:
        """The address of all that its place recorded."""
        place = place_of_item(self.context) or api.portal.get()
        return f"{place.absolute_url()}/@@{LIST_NAME}"

    @property
    def another_url(self) -> str:
        """The address of the form for one more of the same subject; empty for who may add none."""
        place = place_of_item(self.context)
        if place is None or not may_enter(place):
            return ""
        subject = stored_value(self.context, "belongs_to")
        query = f"?{urlencode({ASKED: subject})}" if subject else ""
        return f"{add_url(place)}{query}"


class WarningsViewlet(ViewletBase):
    """Show what should be looked at once more."""

    def warnings(self) -> list[Any]:
        """List it, as messages."""
        return warnings_of(self.context)


class CostsViewlet(ViewletBase):
    """Show on the page of an activity or material what it cost, and lead to the form."""

    def available(self) -> bool:
        """Show it to those who may see the money of the place."""
        if not is_type_with("has_costs", self.context.portal_type):
            return False
        place = place_of_item(self.context)
        return place is not None and not api.user.is_anonymous() and may_see(place)

    @cached_property
    def found(self) -> list[Any]:
        """What was recorded for the item, the latest first."""
        uid = IUUID(self.context)
        return sorted(referring(self.context, uid), key=by_day, reverse=True)

    @property
    def lines(self) -> list[ExpenditureWords]:
        """What was recorded, in words."""
        return list(map(expenditure_words, self.found))

    @property
    def spent(self) -> str:
        """All that was spent, as text."""
        return money(sums_of(self.found).total(SPENT))

    @property
    def planned(self) -> str:
        """All that is planned, as text; empty for nothing."""
        amount = sums_of(self.found).total(PLANNED)
        return money(amount) if amount else ""

    @property
    def add_url(self) -> str:
        """The address of the form; empty for who may add nothing there."""
        place = place_of_item(self.context)
        return add_url(place, self.context) if may_enter(place) else ""
