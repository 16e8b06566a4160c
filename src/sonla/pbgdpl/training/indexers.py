"""What the catalog knows of courses."""

from plone.indexer import indexer
from sonla.pbgdpl.activities.indexers import year_of_start
from sonla.pbgdpl.training.content import ITrainingCourse
from sonla.pbgdpl.training.content import way_of

pbgdpl_year_of_course = indexer(ITrainingCourse)(year_of_start)


pbgdpl_kind_of_course = indexer(ITrainingCourse)(way_of)
