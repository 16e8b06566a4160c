"""The pages that visitors ask for most, with the add-on and without.

What stands for a page of ours without the add-on is Plone's own page for the same purpose,
over a catalog of as many texts: its listing of a folder of texts for the landing page,
its collection of all texts, the newest first, for the list of materials; both lists have
twenty texts on a page.
"""

from bench.building import LIST
from dataclasses import dataclass
from urllib.parse import quote

WORDS = quote("pháp luật")
"""Nearly every text holds these words: as much as a search can find."""


@dataclass(frozen=True)
class Page:
    """Name a page, and where it is on either side.

    An error page is quick, too; so each has a sign by which its content is known.
    """

    name: str
    ours: str
    sign: str
    stock: str
    stock_sign: str

    def path(self, addon: bool) -> str:
        """Return the path in the site."""
        return self.ours if addon else self.stock

    def is_whole(self, body: str, addon: bool) -> bool:
        """Return whether an answer is what it should be."""
        return (self.sign if addon else self.stock_sign) in body


PAGES = (
    Page("homepage", "", "pbgdpl-homepage-centre", "", "/noi-dung"),
    Page("landing page", "/phap-luat", "pbgdpl-block", "/noi-dung/thu-muc-0", "/bai-"),
    Page("list", "/@@materials", "pbgdpl-cards", f"/{LIST}", "/bai-"),
    Page(
        "search",
        f"/@@pbgdpl-search?q={WORDS}",
        "pbgdpl-search-title",
        f"/@@search?SearchableText={WORDS}",
        "searchResults",
    ),
)
