"""What a proxy forgets when an item is saved: subjects name their pages."""

from public_content import make
from sample_addon import registered
from sonla.pbgdpl.ui.cache_purge import PathsToPurge
from sonla.pbgdpl.ui.interfaces import CollectedPages

import pytest

SAMPLE = """
  <utility
      component=".CONTESTS"
      provides="sonla.pbgdpl.ui.interfaces.ICollectedPages"
      name="contests"
      />
"""


class ContestPages(CollectedPages):
    """Name the pages of contests, which are told of in news."""

    def concerns(self, item):
        return item.portal_type == "LegalNews"


CONTESTS = ContestPages("@@contests")


@pytest.fixture
def purged(section):
    """Return a function: the names below the section that are forgotten with an item."""

    def below(item):
        with registered(SAMPLE, CONTESTS=CONTESTS):
            paths = PathsToPurge(item).getAbsolutePaths()
        base = f"/{section.getId()}/"
        found = (path.rpartition(base) for path in paths)
        return {name for _before, is_below, name in found if is_below}

    return below


OURS = {
    "@@pbgdpl-search",
    "@@reporters",
    "@@propagandists",
    "@@pbgdpl-documents",
    "@@pbgdpl-statistics",
    "atom.xml",
    "rss.xml",
}


def test_pages_of_another_add_on_are_forgotten_with_what_concerns_them(section, purged):
    news = make(section, "LegalNews", "Kết quả cuộc thi")
    assert purged(news) >= OURS | {"@@contests"}


def test_with_another_item_they_stay(section, purged):
    page = make(section, "Document", "Quy chế")
    assert purged(page) >= OURS
    assert "@@contests" not in purged(page)


def test_what_is_in_no_section_has_none(site):
    assert PathsToPurge(site).getAbsolutePaths() == []
