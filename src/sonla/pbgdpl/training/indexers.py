"""What the catalog knows of courses."""

from plone.indexer import indexer
from sonla.pbgdpl.activities.indexers import year_of_start
from sonla.pbgdpl.training.content import ITrainingCourse
from typing import Any


@indexer(ITrainingCourse)
def pbgdpl_year_of_course(course: Any) -> int | None:
    """Index the year of a course."""
    return year_of_start(course)
