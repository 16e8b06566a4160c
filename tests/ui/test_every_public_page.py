"""What each public page says of itself: to services that show it, to voices that read it."""

from lxml import html
from secured_portal import make_one_of_each
from secured_portal import people
from secured_portal import warm_up
from urllib.parse import urlsplit
from view_table import all_rows

import pytest
import transaction

ROWS = [
    row
    for row in all_rows()
    if "Anonymous" in row.allowed
    and row.answer == 200
    and row.method == "GET"
    and not row.is_rest
]
ANYBODY = people()["Anonymous"]
VIEWS = {"view", "pbgdpl-listing", "listing_view"}
BEYOND_SECTIONS = {"site", "leftover"}
"""Places whose pages keep what the portal itself writes for services, as core's own page does."""
CORES_PAGE = "search"
NEUTRAL_TITLES = {"emergencies": "Information"}
"""What pages tell services instead of their heading: others may see the phone."""


def own(row):
    """Return what follows the address of an item; its view needs no name."""
    return "" if row.name in VIEWS else f"/@@{row.name}{row.query}"


class TestServed:
    """One portal for all that is asked for."""

    @pytest.fixture(scope="class")
    def places(self, functional_portal_class):
        places = make_one_of_each(functional_portal_class)
        transaction.commit()
        warm_up(functional_portal_class, places)
        return {name: place.absolute_url() for name, place in places.items()}

    @pytest.fixture(scope="class")
    def read(self, places):
        """Return a function that reads the page of a row; None for what is no page."""
        known = {}

        def read(row):
            if row not in known:
                answer = ANYBODY.ask(f"{urlsplit(places[row.place]).path}{own(row)}")
                is_whole = "<html" in answer.text and not answer.headers.get(
                    "content-disposition"
                )
                known[row] = html.fromstring(answer.text) if is_whole else None
            return known[row]

        return read

    @pytest.mark.sample(20)
    @pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name}-{row.place}")
    def test_each_says_to_services_what_it_is(self, places, read, row):
        page = read(row)
        if page is None or row.place in BEYOND_SECTIONS or row.name == CORES_PAGE:
            return
        properties = {
            tag.get("property"): tag.get("content")
            for tag in page.xpath("//meta[@property]")
        }
        heading = " ".join(page.findtext(".//h1").split())
        title = NEUTRAL_TITLES.get(row.name, heading)
        assert " ".join(properties["og:title"].split()) == title
        assert properties["og:image"].startswith("http")
        address = places[row.place] + own(row).partition("?")[0]
        assert properties["og:url"].rstrip("/") == address

    @pytest.mark.sample(20)
    @pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name}-{row.place}")
    def test_each_says_in_which_language_it_is(self, read, row):
        page = read(row)
        if page is None:
            return
        assert page.get("lang")
        for element in page.xpath("//*[@lang or @hreflang]"):
            for name in ("lang", "hreflang"):
                assert element.get(name, "none").strip(), html.tostring(element)[:200]
