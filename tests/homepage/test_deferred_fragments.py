"""HTML that follows when the theme has been applied."""

from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.testing.zope import Browser
from plone.transformchain.interfaces import DISABLE_TRANSFORM_REQUEST_KEY
from sonla.pbgdpl.homepage.deferred_fragments import DeferredFragmentsTransform
from sonla.pbgdpl.homepage.deferred_fragments import fill_placeholders
from sonla.pbgdpl.homepage.deferred_fragments import placeholder_for

import pytest
import transaction

PART = "<p>Pháp luật</p>"


@pytest.fixture
def page(http_request):
    """Return a page with a postponed part."""
    return f"<body>{placeholder_for(http_request, PART)}</body>"


def test_a_comment_keeps_the_place(http_request, page):
    assert PART not in page and page.startswith("<body><!--")
    assert fill_placeholders(http_request, page) == f"<body>{PART}</body>"


def test_several_parts_come_each_in_its_place(http_request):
    page = "".join(
        placeholder_for(http_request, part) for part in ("<a>", "<b>", "<c>")
    )
    assert fill_placeholders(http_request, page) == "<a><b><c>"


def test_nothing_needs_no_place(http_request):
    assert placeholder_for(http_request, "") == ""


def test_nothing_is_postponed_where_no_transform_will_come(http_request):
    http_request.environ[DISABLE_TRANSFORM_REQUEST_KEY] = True
    assert placeholder_for(http_request, PART) == PART


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("as_what", ["text", "bytes", "pieces", "texts"])
def test_pages_of_each_kind_are_completed(http_request, page, encoding, as_what):
    transform = DeferredFragmentsTransform(None, http_request)
    found = {
        "text": lambda: transform.transformUnicode(page, encoding),
        "bytes": lambda: transform.transformBytes(page.encode(encoding), encoding),
        "pieces": lambda: transform.transformIterable(
            [page.encode(encoding)], encoding
        ),
        "texts": lambda: transform.transformIterable(iter(page), encoding),
    }[as_what]()
    text = found if isinstance(found, str) else found.decode(encoding)
    assert text == f"<body>{PART}</body>"


def test_other_pages_are_left_alone(http_request):
    transform = DeferredFragmentsTransform(None, http_request)
    assert transform.transformUnicode("<p>", "utf-8") is None
    assert transform.transformBytes(b"<p>", "utf-8") is None
    assert transform.transformIterable([b"<p>"], "utf-8") is None


@pytest.mark.parametrize("theme", [True, False])
@pytest.mark.parametrize("logged_in", [True, False])
def test_no_page_is_served_without_it(served, theme, logged_in):
    api.portal.set_registry_record(
        "plone.app.theming.interfaces.IThemeSettings.enabled", theme
    )
    transaction.commit()
    browser = Browser(served.aq_parent)
    if logged_in:
        browser.addHeader(
            "Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}"
        )
    browser.open(served.absolute_url())
    assert "Giới thiệu Luật Đất đai" in browser.contents
    assert "sonla.pbgdpl.deferred_fragments" not in browser.contents
