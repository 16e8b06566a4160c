"""The portal's own search box leads to our page if the setting says so, and no other search."""

from plone import api
from plone.testing.zope import Browser
from search_content import request_for
from sonla.pbgdpl.search.settings import get_search_settings
from sonla.pbgdpl.search.settings import lead_to_own_search

import pytest
import transaction


class Event:
    def __init__(self, request):
        self.request = request


def asked(portal, path, **form):
    request = request_for(portal, form)
    request.other["URL"] = f"http://nohost/plone/{path}"
    return Event(request)


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("@@search", {"SearchableText": "x", "sort_on": "relevance"}),
        ("@@search", {}),
        ("@@search", {"SearchableText": ["x"]}),
        ("@@ajax-search", {"SearchableText": "x"}),
        ("pl/research", {"SearchableText": "x"}),
    ],
)
def test_other_searches_stay_where_they_are(portal, path, form):
    get_search_settings().portal_box_leads_here = True
    lead_to_own_search(asked(portal, path, **form))


def test_the_box_leads_to_our_page_only_if_wanted(functional, functional_portal):
    browser = Browser(functional["app"])
    browser.handleErrors = True
    box = f"{functional_portal.absolute_url()}/@@search?SearchableText=s%E1%BB%95+%C4%91%E1%BB%8F"
    browser.open(box)
    assert browser.url == box
    get_search_settings().portal_box_leads_here = True
    transaction.commit()
    browser.open(box)
    assert "/@@pbgdpl-search?q=s%E1%BB%95+%C4%91%E1%BB%8F" in browser.url
    assert f'href="{api.portal.get().absolute_url()}/@@search?' in browser.contents
    browser.getLink(url="sort_on=relevance").click()
    assert "/@@search?" in browser.url
