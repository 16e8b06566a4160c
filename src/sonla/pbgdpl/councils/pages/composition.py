"""The composition of a council on a day that is asked for: on a page, and as a table."""

from datetime import date
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import read_day
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.councils.append_only import LISTS
from sonla.pbgdpl.councils.append_only import MEMBERS
from sonla.pbgdpl.councils.append_only import SECRETARIAT
from sonla.pbgdpl.councils.pages.labels import members_in_words
from sonla.pbgdpl.councils.pages.labels import MemberWords
from sonla.pbgdpl.councils.pages.labels import role_order
from sonla.pbgdpl.councils.rules import composition
from sonla.pbgdpl.ui.downloads import offer_csv
from sonla.pbgdpl.ui.fields import YES
from sonla.pbgdpl.ui.page import BrowserView
from typing import Any

HEADER = (
    _("label_member_number", default="No."),
    _("label_full_name", default="Full name"),
    _("label_position_and_agency", default="Position, agency"),
    _("label_council_role", default="Role in the council"),
    _("label_member_invited", default="Invited to take part"),
    _("label_member_from", default="Member from"),
    _("label_member_ended_on", default="Until"),
    _("label_member_decision", default="Decision that named the member"),
)


class CompositionMixin:
    """Read the day from the address and list who sat in the council then."""

    context: Any
    request: Any

    @property
    def asked(self) -> str:
        """The day as it stands in the address."""
        return str(self.request.form.get("on") or "").strip()[:40]

    @cached_property
    def day(self) -> date:
        """The day asked for; without one, or with nonsense, today."""
        try:
            return read_day(self.asked) if self.asked else today()
        except InvalidInput:
            return today()

    @property
    def misread(self) -> bool:
        """Whether a day was asked for that is none."""
        try:
            return bool(self.asked) and not read_day(self.asked)
        except InvalidInput:
            return True

    @property
    def day_text(self) -> str:
        return format_day(self.day)

    @property
    def is_today(self) -> bool:
        """Whether the composition is the present one."""
        return self.day == today()

    def rows(self, name: str) -> list[Any]:
        """Return all memberships of a list, as stored."""
        return stored_value(self.context, name) or []

    def composed(self, name: str) -> list[MemberWords]:
        """List who was in a list on the day, in the order of the decision."""
        return members_in_words(composition(self.rows(name), self.day, role_order()))

    @cached_property
    def members(self) -> list[MemberWords]:
        return self.composed(MEMBERS)

    @cached_property
    def secretariat(self) -> list[MemberWords]:
        return self.composed(SECRETARIAT)


class CompositionCsv(CompositionMixin, BrowserView):
    """Provide the composition on a day as a CSV file, members first."""

    def __call__(self) -> bytes:
        """Send the file, named by the day."""
        header = [self.translated(title) for title in HEADER]
        lines = [self.line(one) for name in LISTS for one in self.composed(name)]
        stem = f"thanh-phan-{self.day.isoformat()}"
        return offer_csv(self.request, stem, header, lines)

    def line(self, one: MemberWords) -> list[Any]:
        """Return the cells of a member."""
        invited = self.translated(YES) if one.invited else ""
        return [
            one.number,
            one.name,
            one.office,
            one.role,
            invited,
            one.since,
            one.until,
            one.decision,
        ]
