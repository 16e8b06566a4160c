"""What may be chosen in the cells of a form that is written down."""

from collections.abc import Iterable
from collections.abc import Iterator
from functools import cached_property
from plone import api
from sonla.pbgdpl.statistics.form_cells import Cell
from sonla.pbgdpl.statistics.form_changes import line_words
from sonla.pbgdpl.statistics.form_drafts import RawForm
from sonla.pbgdpl.statistics.form_grid import COLUMNS
from sonla.pbgdpl.statistics.form_names import sources
from sonla.pbgdpl.statistics.interfaces import IOrganisationList
from typing import Any
from zope.component import getUtilitiesFor


class FormChoices:
    """The choices of the portal and of one form."""

    def __init__(self, raw: RawForm) -> None:
        self.raw = raw

    def options(self, cell: Cell, value: str) -> list[dict[str, Any]]:
        """List what may be chosen; what stands there stays, be it known or not."""
        if cell.kind.widget != "choice":
            return []
        known = list(cell.options) or [("", "–"), *self.lists[cell.list]]
        if value not in [name for name, _title in known]:
            known.append((value, value or "–"))
        return [
            {"value": name, "title": title, "chosen": name == value}
            for name, title in known
        ]

    @cached_property
    def lists(self) -> dict[str, list[tuple[str, Any]]]:
        """What only the portal, or this form, knows."""
        return {
            "": [],
            "sources": list(source_titles()),
            "organisations": sorted(
                (name, found.title)
                for name, found in getUtilitiesFor(IOrganisationList)
            ),
            "columns": [
                (str(line.get("id")), line_words(line))
                for line in COLUMNS.lines(self.raw)
                if line.get("id")
            ],
        }


def conditions(interfaces: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Yield the facts of counters, or lists of organisations, with what may be written of each."""
    for interface in interfaces:
        for _name, one in sorted(getUtilitiesFor(interface)):
            known = one.values()
            for fact in one.facts():
                words = [
                    {"condition": f"{fact} = {value}", "title": title}
                    for value, title in known.get(fact, {}).items()
                ]
                if words:
                    yield {"title": one.title, "fact": fact, "words": words}


def source_titles() -> Iterator[tuple[str, str]]:
    """Yield what cells can be counted from, with words for people."""
    for source, (counter, measure) in sources().items():
        title = counter.measure_titles.get(measure, measure)
        words = [api.portal.translate(one) for one in (counter.title, title)]
        yield source, ": ".join(words)
