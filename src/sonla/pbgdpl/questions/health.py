"""What monitoring learns of questions of citizens: those that nobody has answered in time."""

from datetime import datetime
from datetime import time
from datetime import timedelta
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.clock import portal_zone
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.health import Health
from sonla.pbgdpl.core.health import HealthCheck
from sonla.pbgdpl.core.health import translated
from sonla.pbgdpl.questions import DUE_INDEX
from sonla.pbgdpl.questions import QUESTION_TYPE

GRACE_PERIOD = timedelta(days=30)
"""People are reminded each Monday; when that has helped nobody for so long, something else
is wrong."""


class QuestionsHealth(HealthCheck):
    """Count the questions beyond their day; fail when one is far beyond it."""

    def __call__(self) -> Health:
        """Return how many are overdue, and since when the first of them is."""
        catalog = api.portal.get_tool("portal_catalog")
        if DUE_INDEX not in catalog.indexes():
            return Health(True, count=0)
        day = today()
        brains = catalog.unrestrictedSearchResults(
            {
                "portal_type": QUESTION_TYPE,
                DUE_INDEX: {
                    "query": (day - timedelta(days=1)).isoformat(),
                    "range": "max",
                },
                "sort_on": DUE_INDEX,
            }
        )
        if not brains:
            return Health(True, count=0)
        due = next(
            (stored_value(one, "due_date") for one in load_objects(brains)), None
        )
        if due is None:
            return Health(True, count=0)
        late = day - due > GRACE_PERIOD
        message = _(
            "health_questions_overdue",
            default="questions beyond their day: ${number}, the oldest since ${since}",
            mapping={"number": len(brains), "since": due.isoformat()},
        )
        oldest = datetime.combine(due, time(), portal_zone())
        return Health(not late, translated(message), count=len(brains), oldest=oldest)
