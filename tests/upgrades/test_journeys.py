"""The ways of a text through a portal that the first release made."""

from journeys.test_publication import test_from_the_unit_to_the_homepage
from journeys.test_publication import test_published_text_is_revised_as_a_working_copy
from journeys.test_publication import test_returning_asks_for_a_comment

__all__ = (
    "test_from_the_unit_to_the_homepage",
    "test_published_text_is_revised_as_a_working_copy",
    "test_returning_asks_for_a_comment",
)
