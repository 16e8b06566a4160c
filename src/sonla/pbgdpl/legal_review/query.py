"""Which texts are to be reviewed, and why."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from plone import api
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.names import NEXT_CHANGE_INDEX
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.legal_documents.query import cited_rows
from sonla.pbgdpl.legal_review.behavior import ILegalReview
from sonla.pbgdpl.legal_review.interfaces import IRestsOnDocuments
from sonla.pbgdpl.legal_review.rules import Dates
from sonla.pbgdpl.legal_review.rules import Reason
from typing import Any


def dates_of(text: Any) -> Dates:
    """Return what decides about the next review; a row that came without its day is left out."""
    rows = stored_value(text, "changes_ahead") or ()
    return Dates(
        stored_value(text, "checked_on"),
        stored_value(text, "review_by"),
        tuple((row["date"], row.get("what") or "") for row in rows if row.get("date")),
        tuple(cited_rows(text)),
        IRestsOnDocuments.providedBy(text),
    )


def review_reasons(text: Any, day: date | None = None) -> list[Reason]:
    """List why a text is to be reviewed; empty while it is not."""
    return list(dates_of(text).reasons_on(day or today()))


def changes_to_come(text: Any) -> list[dict[str, Any]]:
    """List the known changes of the law that are still to come, as rows."""
    known = stored_value(text, "changes_ahead") or ()
    return [row for row in known if row.get("date") and row["date"] > today()]


def published_due(place: Any, day: date) -> Iterator[Any]:
    """Load the public texts of a place that are to be reviewed on a day, by title.

    Permissions aren't checked.
    """
    # Without its index, as between two releases, the catalog would ignore the day.
    if NEXT_CHANGE_INDEX not in api.portal.get_tool("portal_catalog").indexes():
        return iter(())
    brains = api.content.find(
        unrestricted=True,
        path=path_of(place),
        object_provides=ILegalReview,
        review_state="published",
        sort_on="sortable_title",
        **{NEXT_CHANGE_INDEX: {"query": day.isoformat(), "range": "max"}},
    )
    return filter(partial(review_reasons, day=day), load_objects(brains))
