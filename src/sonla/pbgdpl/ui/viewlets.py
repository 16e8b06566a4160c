"""Viewlets of all our pages: title, last breadcrumb, canonical address; the lazy base of others."""

from abc import ABC
from abc import abstractmethod
from collections.abc import Sequence
from functools import cached_property
from html import escape
from plone.app.layout.links.viewlets import CanonicalURL
from plone.app.layout.viewlets.common import PathBarViewlet
from plone.app.layout.viewlets.common import TitleViewlet
from plone.app.layout.viewlets.common import ViewletBase
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.settings.public_address import in_public
from typing import Any
from zope.component import getMultiAdapter
from zope.interface import Interface


class LazyViewlet(ViewletBase):
    """Look nothing up that isn't asked for.

    The base class looks up the state of the portal for each viewlet of each page, which
    the portal's other pages need not pay for.
    """

    def update(self) -> None:
        """Do nothing."""

    @cached_property
    def portal_state(self) -> Any:
        """The view on the portal's state."""
        return getMultiAdapter((self.context, self.request), name="plone_portal_state")

    @cached_property
    def site_url(self) -> str:
        return self.portal_state.portal_url()

    @cached_property
    def navigation_root_url(self) -> str:
        """The address of the language's or the portal's root."""
        return self.portal_state.navigation_root_url()


class ConditionalViewlet(LazyViewlet, ABC):
    """Render the template only where there is something to say.

    Not a condition in the template: a Zope page template that finds it has nothing to
    show takes longer than to ask.
    """

    @abstractmethod
    def available(self) -> bool:
        """Return whether there is something to say here, cheapest question first."""

    def render(self) -> str:
        """Render the template, or nothing."""
        return self.index() if self.available() else ""


class IOwnByline(Interface):
    """Mark a page that says itself by whom and of when it is, or has no author."""


class NoByline(ViewletBase):
    """Stand in for core's byline, which would say the same again to who is logged in.

    Where an item was not changed since it was published, core's line also ends in a
    dash that nothing follows.
    """

    def render(self) -> str:
        """Show nothing."""
        return ""


class PageTitleViewlet(TitleViewlet):
    """Put the name of the page before core's title of item and portal."""

    site_title: str

    def update(self) -> None:
        """Join the names, the narrowest first."""
        super().update()
        own = escape(self.view.translated_title)
        self.site_title = self.sep.join([own, self.site_title])


def confidential_title(item: Any, page: Any) -> str:
    """Return what a confidential page is called where others may see it."""
    section = section_of(item)
    return str(page.neutral_title or ("" if section is None else section.Title()))


class ConfidentialTitleViewlet(TitleViewlet):
    """Name the section where core names the item: in tabs, in the history, where it is shared."""

    site_title: str

    def update(self) -> None:
        """Put the neutral title, or the section's name, before the portal's."""
        super().update()
        title = confidential_title(self.context, self.view)
        if title:
            names = (escape(title), escape(self.site_title_setting))
            self.site_title = self.sep.join(names)


class PageBreadcrumbsViewlet(PathBarViewlet):
    """Lead from the page back to the item it stands on: core links all but the last crumb."""

    breadcrumbs: Sequence[dict[str, Any]]

    def update(self) -> None:
        """Add the page to core's breadcrumbs of the item."""
        super().update()
        own = {
            "absolute_url": self.request.URL,
            "Title": self.view.translated_title,
        }
        self.breadcrumbs = (*self.breadcrumbs, own)


class CanonicalViewlet(CanonicalURL):
    """Name the public address of what stands in a section; elsewhere be core's."""

    def render(self) -> Any:
        """Write the link."""
        if section_of(self.context) is None:
            return super().render()
        state = getMultiAdapter(
            (self.context, self.request), name="plone_context_state"
        )
        own = getattr(self.view, "canonical_name", "")
        url = escape(in_public(state.canonical_object_url()) + own)
        return f'    <link rel="canonical" href="{url}" />'
