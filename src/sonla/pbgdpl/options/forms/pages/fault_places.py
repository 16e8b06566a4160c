"""Where the faults of a form lie in its tables, and how people are told of them."""

from collections.abc import Iterator
from functools import cached_property
from plone import api
from sonla.pbgdpl.options.forms.cells import Part
from sonla.pbgdpl.options.forms.changes import line_words
from sonla.pbgdpl.options.forms.drafts import RawForm
from sonla.pbgdpl.options.forms.lines import cells_of
from sonla.pbgdpl.options.forms.parts import part_named
from sonla.pbgdpl.statistics.forms.faults import FormFault
from sonla.pbgdpl.statistics.forms.faults import FormRefused
from sonla.pbgdpl.statistics.forms.files import write_form
from sonla.pbgdpl.statistics.forms.names import read_new_form
from zope.i18nmessageid import Message


class FaultPlaces:
    """The faults of a form by part, line and cell."""

    def __init__(self, raw: RawForm) -> None:
        self.raw = raw

    @cached_property
    def faults(self) -> tuple[FormFault, ...]:
        """All that is wrong with the form."""
        try:
            read_new_form(write_form(self.raw))
        except FormRefused as refused:
            return refused.faults
        return ()

    def number_in(self, part: Part) -> int:
        """Return how many faults a part has; what belongs to no other one is the form's."""
        names = [one.place.partition(".")[0] for one in self.faults]
        return sum(part_named(name) is part for name in names)

    def in_cells(self, part: Part) -> dict[tuple[int, str], list[Message]]:
        """Map lines and cells of a part to what is wrong with them."""
        found: dict[tuple[int, str], list[Message]] = {}
        for fault in self.faults:
            its_part, at, cell = self.place_of(fault)
            if its_part is part:
                found.setdefault((at, cell), []).append(self.words_of(fault))
        return found

    def listed(self) -> Iterator[tuple[Part, int, Message]]:
        """Yield part, line and words of each fault."""
        for fault in self.faults:
            part, at, _cell = self.place_of(fault)
            yield part, at, self.words_of(fault)

    def place_of(self, fault: FormFault) -> tuple[Part, int, str]:
        """Return part, line and cell of a fault."""
        name, _sign, rest = fault.place.partition(".")
        part = part_named(name)
        if not part.is_list:
            return part, 0, rest or fault.place
        keys = [
            str(line.get(part.known_by) or number)
            for number, line in enumerate(part.lines(self.raw), start=1)
        ]
        line = next((key for key in keys if f"{rest}.".startswith(f"{key}.")), "")
        cell = rest.removeprefix(line).strip(".").partition(".")[0]
        return part, keys.index(line) if line else 0, cell

    def words_of(self, fault: FormFault) -> Message:
        """Return a fault in words that name line and cell as the page does."""
        part, at, name = self.place_of(fault)
        lines = part.lines(self.raw)
        cell = next((one for one in cells_of(part, self.raw) if one.name == name), None)
        known = [line_words(lines[at]) if part.is_list and at < len(lines) else ""]
        titles = [part.title, *known, cell.title if cell else name]
        words = [api.portal.translate(one) if one else "" for one in titles]
        mapping = dict(fault.message.mapping or {})
        return Message(
            fault.message,
            mapping=mapping | {"place": " › ".join(filter(None, words))},
        )
