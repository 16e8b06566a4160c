"""What the catalog knows of courses."""

from plone.indexer import indexer
from sonla.pbgdpl.activities.indexers import year_of_start
from sonla.pbgdpl.training.content import ITrainingCourse
from sonla.pbgdpl.training.content import way_of
from typing import Any


@indexer(ITrainingCourse)
def pbgdpl_year_of_course(course: Any) -> int | None:
    """Index the year of a course."""
    return year_of_start(course)


@indexer(ITrainingCourse)
def pbgdpl_kind_of_course(course: Any) -> str:
    """Index whether a course is held online."""
    return way_of(course)
