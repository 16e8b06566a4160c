"""The check that holds for every form: nobody attends what was not held.

Forms name the cells of events and of people by their sources, so no form has to say it.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from sonla.pbgdpl import _
from sonla.pbgdpl.statistics.forms.definition import CellKey
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.formulas import Amount
from sonla.pbgdpl.statistics.forms.parts import WARN
from sonla.pbgdpl.statistics.interfaces import ICounter
from sonla.pbgdpl.statistics.interfaces import IEventCounter
from zope.component import queryUtility
from zope.i18nmessageid import Message

MSG_UNHELD = _(
    "check_people_without_events",
    default="People attended, and the number of events is 0",
)


@dataclass(frozen=True)
class UnheldEvents:
    """The check, beside those that forms have; a note in one of the cells explains it."""

    title: Message = MSG_UNHELD
    severity: str = WARN


def people_without_events(
    form: Form, values: Mapping[CellKey, Amount | None]
) -> Iterator[tuple[CellKey, CellKey]]:
    """Yield the cells of events that are 0, each with a cell of people that is more.

    `values` are complete; a number that nobody knows contradicts nothing.
    """
    for events, people in event_cells(form):
        if values.get(events) == 0 and (values.get(people) or 0) > 0:
            yield events, people


def event_cells(form: Form) -> Iterator[tuple[CellKey, CellKey]]:
    """Yield the cells that count the same events: the events, and the people who came."""
    asked = {key: form.source(key) for key in form.typed_cells}
    for people, (source, where) in asked.items():
        name, _dot, measure = source.partition(".")
        counter = queryUtility(ICounter, name=name) if name else None
        if not IEventCounter.providedBy(counter) or measure not in counter.people:
            continue
        wanted = (f"{name}.{counter.events}", where)
        for column in form.columns:
            events = (people[0], column.id)
            if asked.get(events) == wanted:
                yield events, people
