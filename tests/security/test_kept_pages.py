"""Behind the shipped proxy: what it may keep is for everybody, and grows old in time."""

from collections.abc import Callable
from DateTime import DateTime
from kept_pages import keep_pages
from plone import api
from Products.CMFCore.indexing import processQueue
from public_content import make
from public_content import make_section
from secured_portal import make_one_of_each
from secured_portal import people
from secured_portal import ROLES
from secured_portal import warm_up
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.homepage.etag import last_passed
from sonla.pbgdpl.homepage.setup import remove_etag_part
from view_table import all_rows
from view_table import Row
from web_requests import Answer
from z3c.caching.registry import lookup
from zope.interface import alsoProvides

import pytest
import re
import transaction

PEOPLE = people()
PAGES = [row for row in all_rows() if row.answer == 200 and row.method == "GET"]
SHARED = re.compile(r"\b(s-maxage|public)\b")
TOKEN = re.compile(r'name="(_authenticator|stamp|proof)"')
"""What a form has that is one reader's alone."""


class TestServed:
    """One portal for all that is asked for."""

    @pytest.fixture(scope="class")
    def places(self, functional_portal_class):
        places = make_one_of_each(functional_portal_class)
        keep_pages(functional_portal_class)
        transaction.commit()
        warm_up(functional_portal_class, places)
        return {name: place.absolute_url_path() for name, place in places.items()}

    @pytest.fixture
    def get(self, places) -> Callable[..., Answer]:
        def get(row: Row, role: str) -> Answer:
            headers = {"Accept": "application/json"} if row.is_rest else {}
            return PEOPLE[role].ask(places[row.place] + row.address, headers=headers)

        return get

    @pytest.mark.parametrize("row", PAGES, ids=lambda row: f"{row.name}-{row.place}")
    def test_no_proxy_keeps_what_is_somebody_s(self, get, row):
        for role in ROLES[1:]:
            directives = get(row, role).headers.get("cache-control", "")
            assert not SHARED.search(directives), (role, directives)

    @pytest.mark.parametrize("row", PAGES, ids=lambda row: f"{row.name}-{row.place}")
    def test_what_a_proxy_keeps_has_no_token_of_a_form(self, get, row):
        answer = get(row, "Anonymous")
        if SHARED.search(answer.headers.get("cache-control", "")):
            assert answer.status == 200
            assert not TOKEN.search(answer.text)
            assert "set-cookie" not in answer.headers
        else:
            assert "s-maxage" not in answer.headers.get("cache-control", "")

    @pytest.mark.parametrize(
        "path",
        ["site", "section", "unit", "news", "introduction", "material", "question"],
    )
    def test_these_are_kept_for_some_seconds(self, places, path):
        answer = PEOPLE["Anonymous"].ask(places[path])
        assert "s-maxage=4" in answer.headers["cache-control"]
        assert "max-age=0" in answer.headers["cache-control"]


def test_the_mark_of_a_page_changes_when_a_date_passes(portal):
    """To be public from the day after tomorrow on, for two days."""
    now = DateTime()
    text = make(make_section(portal), "LegalNews", "Mới", effective_date=now + 2)
    text.expiration_date = now + 4
    text.reindexObject()
    processQueue()
    catalog = api.portal.get_tool("portal_catalog")
    before, published, expired = (
        {last_passed(catalog, now + day) for day in days}
        for days in ((1, 1.9), (2.1, 3.9), (4.1, 9))
    )
    assert len(before) == len(published) == len(expired) == 1
    assert max(before) < max(published) < max(expired)


LISTS = "activities councils courses dialogues materials questions situations topics"
FIGURES = "reporters propagandists pbgdpl-documents pbgdpl-search pbgdpl-statistics"


@pytest.mark.parametrize("name", f"{LISTS} {FIGURES}".split())
def test_a_rule_says_that_a_list_is_kept(portal, http_request, name):
    """One that is forgotten here would ask a client for each reader."""
    alsoProvides(http_request, IBrowserLayer)
    view = make_section(portal).restrictedTraverse(f"@@{name}")
    assert lookup(view) in ("plone.content.folderView", "plone.content.dynamic")


def test_nothing_of_it_stays_in_the_settings_of_caching(portal):
    keep_pages(portal)
    registry = portal.portal_registry
    name = "plone.app.caching.moderateCaching.plone.content.itemView.etags"
    assert "sonla.pbgdpl" in registry[name]
    remove_etag_part()
    assert registry[name] and "sonla.pbgdpl" not in registry[name]
    values = registry.records.values()
    assert not [
        one
        for one in values
        if "sonla.pbgdpl" in str(one.value) and "caching" in one.__name__
    ]
