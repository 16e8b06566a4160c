"""Pages without what stands around their content, for tests that look at the content alone.

Header, toolbar, portlets, viewlets and the tabs of the control panel are most of the work of a
page, and the same on all. They are looked at by tests that ask for whole pages, in the process,
over HTTP and in browsers. Over HTTP the content alone is asked for by a cookie.
"""

from collections.abc import Iterator
from Products.CMFPlone.browser.main_template import MainTemplate
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.component import getGlobalSiteManager
from zope.interface import alsoProvides
from zope.interface import Interface
from zope.interface import noLongerProvides
from zope.publisher.interfaces.browser import IDefaultBrowserLayer
from ZPublisher.interfaces import IPubAfterTraversal

import pytest

COOKIE = "content-alone"


class IContentAlone(IDefaultBrowserLayer):
    """Mark a request, and its clones, whose pages are their content."""


class ContentAlone(MainTemplate):
    """Frame pages by what Plone sends to scripts."""

    use_ajax = True


class ControlPanelAlone(BrowserView):
    """Frame pages of the control panel by nothing."""

    template = ViewPageTemplateFile("control_panel_alone.pt")

    @property
    def macros(self) -> Any:
        """The frame."""
        return self.template.macros


def register_frames() -> None:
    """Register what frames marked requests, once."""
    view, components = (Interface, IContentAlone), getGlobalSiteManager()
    for name, frame in (
        ("main_template", ContentAlone),
        ("prefs_main_template", ControlPanelAlone),
    ):
        if components.adapters.registered(view, Interface, name) is None:
            components.registerAdapter(frame, view, Interface, name)


def mark_request(event: IPubAfterTraversal) -> None:
    """Mark a request over HTTP that asks for the content alone."""
    if event.request.cookies.get(COOKIE):
        alsoProvides(event.request, IContentAlone)


@pytest.fixture
def content_alone(portal: Any) -> None:
    """Let pages be their content."""
    register_frames()
    alsoProvides(portal.REQUEST, IContentAlone)


@pytest.fixture
def whole_page(content_alone: None, portal: Any) -> None:
    """Let pages be whole nevertheless."""
    noLongerProvides(portal.REQUEST, IContentAlone)


def mark_every_request(event: IPubAfterTraversal) -> None:
    """Mark a request over HTTP, whatever it asks for."""
    alsoProvides(event.request, IContentAlone)


@pytest.fixture
def served_alone(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let pages that are served be their content, for tests that read many of them.

    In a browser they stay whole, for without their frame they look otherwise.
    """
    if "chromium" in request.fixturenames:
        yield
        return
    components = getGlobalSiteManager()
    components.registerHandler(mark_every_request, (IPubAfterTraversal,))
    yield
    components.unregisterHandler(mark_every_request, (IPubAfterTraversal,))


@pytest.fixture
def served_whole(served_alone: None) -> None:
    """Let pages that are served be whole nevertheless."""
    components = getGlobalSiteManager()
    components.unregisterHandler(mark_every_request, (IPubAfterTraversal,))
