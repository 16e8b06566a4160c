"""Pages without what stands around their content, for tests that look at the content alone.

Header, toolbar, portlets and viewlets are most of the work of a page, and the same on all. They
are looked at by tests that ask for whole pages, in the process, over HTTP and in browsers.
"""

from collections.abc import Iterator
from Products.CMFPlone.browser.main_template import MainTemplate
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from typing import Any
from zope.component import getGlobalSiteManager
from zope.interface import alsoProvides
from zope.interface import Interface
from zope.interface import noLongerProvides
from zope.publisher.interfaces.browser import IDefaultBrowserLayer

import pytest


class IContentAlone(IDefaultBrowserLayer):
    """Mark a request, and its clones, whose pages are their content."""


class ContentAlone(MainTemplate):
    """Frame pages by what Plone sends to scripts."""

    use_ajax = True


@pytest.fixture
def content_alone(portal: Any) -> None:
    """Let pages be their content."""
    view, components = (Interface, IContentAlone), getGlobalSiteManager()
    if components.adapters.registered(view, Interface, "main_template") is None:
        components.registerAdapter(ContentAlone, view, Interface, "main_template")
    alsoProvides(portal.REQUEST, IContentAlone)


@pytest.fixture
def whole_page(content_alone: None, portal: Any) -> None:
    """Let pages be whole nevertheless."""
    noLongerProvides(portal.REQUEST, IContentAlone)


@pytest.fixture
def served_alone() -> Iterator[None]:
    """Let pages that are served be their content, for tests that read many of them."""
    components = getGlobalSiteManager()
    registered = (ContentAlone, (Interface, IBrowserLayer), Interface, "main_template")
    components.registerAdapter(*registered)
    yield
    components.unregisterAdapter(*registered)
