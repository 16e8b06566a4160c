"""Fill a portal with approved activities of one year: real content, without events."""

from bench.datasets import DataSet
from bench.publishing import publish
from collections.abc import Iterator
from datetime import datetime
from datetime import timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

YEAR = 2026
"""The year in which all of them are: the most that has to be counted at once."""
MINUTES = 365 * 24 * 60


def activities(folders: list[Any], dataset: DataSet) -> Iterator[Any]:
    """Yield stored, approved activities that wait for the catalog."""
    from sonla.pbgdpl.vocabularies.terms import all_terms

    random = Random(dataset.items)
    forms = [term.token for term in all_terms("sonla.pbgdpl.DisseminationForms")]
    for number in range(dataset.items):
        folder = folders[number % len(folders)]
        yield create_activity(folder, number, random, forms)


def create_activity(folder: Any, number: int, random: Random, forms: list[str]) -> Any:
    """Store one activity with all its numbers."""
    from DateTime import DateTime
    from plone.uuid.handlers import addAttributeUUID
    from sonla.pbgdpl.activities.content import COUNTS
    from sonla.pbgdpl.activities.content import LegalActivity

    first = datetime(YEAR, 1, 1, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    activity = LegalActivity(id=f"hoat-dong-{number}")
    activity.portal_type = "LegalActivity"
    activity.title = f"Hội nghị mẫu số {number}"
    activity.start = first + timedelta(minutes=random.randrange(MINUTES))
    activity.end = activity.start + timedelta(hours=2)
    activity.dissemination_form = random.choice(forms)
    activity.organiser_kind = "agency"
    for name in COUNTS:
        setattr(activity, name, random.randrange(200))
    activity.language = "vi"
    activity.effective_date = DateTime(activity.start)
    activity.exclude_from_nav = True
    addAttributeUUID(activity, None)
    folder._setObject(activity.id, activity, suppress_events=True)
    activity = folder._getOb(activity.id)
    publish(activity)
    return activity
