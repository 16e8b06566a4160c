"""Each type is found by the words of the same fields as before, and by no protected one."""

from content_types import OWN_TYPES
from pathlib import Path
from searchable_items import FIELDS
from searchable_items import written_out

EXPECTED = Path(__file__).with_name("searchable_words.txt")
"""Type and index, then the words in the order of the alphabet; `*2` for one that stands twice."""


def test_each_type_has_an_item():
    assert set(FIELDS) == set(OWN_TYPES)


def test_words_of_one_item_of_each_type(portal):
    assert written_out(portal).splitlines() == EXPECTED.read_text().splitlines()
