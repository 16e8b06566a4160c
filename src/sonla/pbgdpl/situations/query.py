"""What is to be checked again of one situation, and which situations are."""

from collections.abc import Iterator
from datetime import date
from datetime import datetime
from plone import api
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.clock import midnight
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.legal_documents.query import cited_rows
from sonla.pbgdpl.situations import SITUATION_TYPE
from sonla.pbgdpl.situations.rules import Dates
from sonla.pbgdpl.situations.rules import Reason
from typing import Any


def dates_of(situation: Any) -> Dates:
    """Return what decides about the next check; a row that came without its day is left out."""
    rows = stored_value(situation, "changes_ahead") or ()
    return Dates(
        stored_value(situation, "checked_on"),
        stored_value(situation, "review_by"),
        tuple((row["date"], row.get("what") or "") for row in rows if row.get("date")),
        tuple(cited_rows(situation)),
    )


def review_reasons(situation: Any, day: date | None = None) -> list[Reason]:
    """List why a situation is to be checked again; empty while it is not."""
    return list(dates_of(situation).reasons_on(day or today()))


def published_situations(place: Any) -> Iterator[Any]:
    """Load the situations of a place that are public, without checking permissions.

    A province has some dozens of them.
    """
    brains = api.content.find(
        unrestricted=True,
        path=path_of(place),
        portal_type=SITUATION_TYPE,
        review_state="published",
        sort_on="sortable_title",
    )
    return load_objects(brains)


def to_check(place: Any) -> Iterator[tuple[Any, list[Reason]]]:
    """Yield the public situations of a place that are to be checked, with the reasons."""
    for situation in published_situations(place):
        if reasons := review_reasons(situation):
            yield situation, reasons


class LastModified:
    """Since when a page says what it says: the notice of a check comes with a day."""

    def __init__(self, context: Any) -> None:
        self.context = context

    def __call__(self) -> datetime:
        """Return the later of the last change and the last day on which a check came due."""
        due = dates_of(self.context).last_check_day(today())
        moments = [self.context.modified(), *map(midnight, filter(None, [due]))]
        return max(moments).asdatetime()
