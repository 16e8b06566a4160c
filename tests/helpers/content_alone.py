"""Pages without what stands around their content, for tests that look at the content alone.

Header, toolbar, portlets, viewlets and the tabs of the control panel are most of the work of a
page, and the same on all. They are looked at by tests that ask for whole pages, in the process,
over HTTP and in browsers. What is published has the content alone where its request asks for it
by a header, or where `served_alone` lets all requests have it; the layer that serves marks both.
"""

from collections.abc import Iterator
from dataclasses import dataclass
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

HEADER = "X-Content-Alone"


class IContentAlone(IDefaultBrowserLayer):
    """Mark a request, and its clones, whose pages are their content."""


class ContentAlone(MainTemplate):
    """Frame pages by what Plone sends to scripts."""

    use_ajax = True


class ControlPanelAlone(BrowserView):
    """Render pages of the control panel without their frame."""

    template = ViewPageTemplateFile("control_panel_alone.pt")

    @property
    def macros(self) -> Any:
        """The frame."""
        return self.template.macros


def register_frames() -> None:
    """Register what frames the pages of marked requests, once."""
    view, components = (Interface, IContentAlone), getGlobalSiteManager()
    for name, frame in (
        ("main_template", ContentAlone),
        ("prefs_main_template", ControlPanelAlone),
    ):
        if components.adapters.registered(view, Interface, name) is None:
            components.registerAdapter(frame, view, Interface, name)


@dataclass
class Serving:
    """Hold whether all that is published is its content alone."""

    alone: bool = False


SERVING = Serving()


def mark_request(event: IPubAfterTraversal) -> None:
    """Mark a request that is published and is to have the content alone."""
    if SERVING.alone or event.request.getHeader(HEADER):
        alsoProvides(event.request, IContentAlone)


@pytest.fixture
def content_alone(portal: Any) -> None:
    """Let pages that a test renders by itself be their content."""
    register_frames()
    alsoProvides(portal.REQUEST, IContentAlone)


@pytest.fixture
def whole_page(content_alone: None, portal: Any) -> None:
    """Let pages that a test renders by itself be whole nevertheless."""
    noLongerProvides(portal.REQUEST, IContentAlone)


@pytest.fixture
def served_alone(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let pages that are served be their content, for tests that read many of them.

    In a browser they stay whole, for without their frame they look otherwise.
    """
    SERVING.alone = "chromium" not in request.fixturenames
    yield
    SERVING.alone = False


@pytest.fixture
def served_whole(served_alone: None) -> None:
    """Let pages that are served be whole nevertheless."""
    SERVING.alone = False
