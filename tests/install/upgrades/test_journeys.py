"""The journeys through a portal that the first release made: texts, homepage, all pages."""

from journeys.test_publication import test_author_with_every_role_but_four_eyes
from journeys.test_publication import test_from_the_unit_to_the_homepage
from journeys.test_publication import test_portlet_is_edited_through_manage_portlets
from journeys.test_publication import test_published_text_is_revised_as_a_working_copy
from journeys.test_publication import test_returning_asks_for_a_comment
from journeys.test_reading import filled
from journeys.test_reading import test_every_page_fits_and_asks_nobody_else

import pytest

pytestmark = pytest.mark.long

__all__ = (
    "filled",
    "test_author_with_every_role_but_four_eyes",
    "test_every_page_fits_and_asks_nobody_else",
    "test_from_the_unit_to_the_homepage",
    "test_portlet_is_edited_through_manage_portlets",
    "test_published_text_is_revised_as_a_working_copy",
    "test_returning_asks_for_a_comment",
)
