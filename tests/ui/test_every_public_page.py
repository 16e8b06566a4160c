"""What each public page says of itself: to services that show it, to voices that read it."""

from lxml import html
from secured_portal import make_one_of_each
from secured_portal import people
from secured_portal import warm_up
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
BEYOND_SECTIONS = {"site", "leftover"}
"""Places whose pages keep what the portal itself writes for services."""


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
            address = places[row.place].partition("://")[2].partition("/")[2]
            if row not in known:
                answer = ANYBODY.ask(f"/{address}{row.address}")
                is_page = "text/html" in answer.headers.get("content-type", "")
                whole = is_page and "<head" in answer.text
                known[row] = html.fromstring(answer.text) if whole else None
            return known[row]

        return read

    @pytest.mark.sample(None)
    @pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name}-{row.place}")
    def test_each_says_to_services_what_it_is(self, places, read, row):
        page = read(row)
        if page is None or row.place in BEYOND_SECTIONS:
            return
        told = {
            tag.get("property"): tag.get("content")
            for tag in page.xpath("//meta[@property]")
        }
        heading = " ".join(page.findtext(".//h1").split())
        assert " ".join(told["og:title"].split()) == heading
        assert told["og:image"].startswith("http")
        own = row.address if row.name != "view" else ""
        assert told["og:url"].rstrip("/") == places[row.place] + own.partition("?")[0]

    @pytest.mark.sample(None)
    @pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name}-{row.place}")
    def test_each_says_in_which_language_it_is(self, read, row):
        page = read(row)
        if page is None:
            return
        assert page.get("lang")
        for element in page.xpath("//*[@lang or @hreflang]"):
            for name in ("lang", "hreflang"):
                assert element.get(name, "none").strip(), html.tostring(element)[:200]
