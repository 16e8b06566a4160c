"""The kind of values that memberships of a council are: a person in a role, with days."""

from sonla.pbgdpl.exchange.compound import Code
from sonla.pbgdpl.exchange.kinds import BadValue
from sonla.pbgdpl.exchange.kinds import Day
from sonla.pbgdpl.exchange.kinds import Kind
from sonla.pbgdpl.exchange.kinds import Text
from sonla.pbgdpl.exchange.parted import Part
from sonla.pbgdpl.exchange.parted import PartedKind
from sonla.pbgdpl.exchange.record import Membership
from typing import Any


class Flag(Kind):
    """Hold that something is so; that it is not so is no value."""

    def clean(self, value: Any) -> bool | None:
        """Refuse anything but a truth value."""
        if not isinstance(value, bool):
            raise BadValue("is neither true nor false")
        return value or None

    def to_json(self, value: bool) -> bool:
        """Return the value itself."""
        return value

    def to_text(self, value: bool) -> str:
        """Write it as XML Schema does."""
        return "true" if value else "false"

    def from_text(self, text: str) -> bool | None:
        """Read one of the four spellings of XML Schema."""
        words = {"true": True, "1": True, "false": None, "0": None, "": None}
        try:
            return words[text.strip()]
        except KeyError:
            raise BadValue("is neither true nor false") from None


MEMBERSHIP = (
    Part("name", Text(500), "name", "member/name"),
    Part("position", Text(500), "position", "member/jobTitle"),
    Part("agency", Code("Organization", "identifier"), "agency", "member/worksFor"),
    Part("role", Code(), "role", "roleName"),
    Part("invited", Flag(), "invited", "pbgdpl:invited"),
    Part("valid_from", Day(), "validFrom", "startDate"),
    Part("ended_on", Day(), "endedOn", "endDate"),
)
"""The parts in the order in which XML has them."""


class MembershipKind(PartedKind):
    """Hold one membership, in the words of schema.org a role of an organisation."""

    thing = "OrganizationRole"
    parts = MEMBERSHIP
    made = Membership
    called = "a membership"
    inner = {"member": "Person"}

    def plain(self, value: Membership) -> list[str]:
        """Return name and role."""
        words = [value.name, value.role.title if value.role else ""]
        told = ", ".join(word for word in words if word)
        return [told] if told else []
