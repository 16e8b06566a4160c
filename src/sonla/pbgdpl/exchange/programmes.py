"""The kind of values that parts of a programme are; who speaks is left out."""

from sonla.pbgdpl.exchange.kinds import Day
from sonla.pbgdpl.exchange.kinds import Text
from sonla.pbgdpl.exchange.parted import Part
from sonla.pbgdpl.exchange.parted import PartedKind
from sonla.pbgdpl.exchange.record import ProgrammePart

PROGRAMME_PART = (
    Part("day", Day(), "day", "pbgdpl:day"),
    Part("starts_at", Text(100), "startsAt", "pbgdpl:startsAt"),
    Part("ends_at", Text(100), "endsAt", "pbgdpl:endsAt"),
    Part("topic", Text(1000), "topic", "name"),
)
"""The parts in the order in which XML has them."""


class ProgrammePartKind(PartedKind):
    """Hold one part of a programme, in the words of schema.org an event of an event."""

    thing = "Event"
    parts = PROGRAMME_PART
    made = ProgrammePart
    called = "a part of a programme"

    def plain(self, value: ProgrammePart) -> list[str]:
        """Return the topic."""
        return [value.topic] if value.topic else []
