"""The element `<title>` and the last of the breadcrumbs of our pages."""

from collections.abc import Sequence
from html import escape
from plone import api
from plone.app.layout.viewlets.common import PathBarViewlet
from plone.app.layout.viewlets.common import TitleViewlet
from typing import Any


class PageTitleViewlet(TitleViewlet):
    """Put the name of the page before core's title of item and portal."""

    site_title: str

    def update(self) -> None:
        """Join the names, the narrowest first."""
        super().update()
        own = escape(api.portal.translate(self.view.page_title))
        self.site_title = self.sep.join([own, self.site_title])


class PageBreadcrumbsViewlet(PathBarViewlet):
    """Lead from the page back to the item it stands on: core links all but the last crumb."""

    breadcrumbs: Sequence[dict[str, Any]]

    def update(self) -> None:
        """Add the page to core's breadcrumbs of the item."""
        super().update()
        own = {
            "absolute_url": self.request.URL,
            "Title": api.portal.translate(self.view.page_title),
        }
        self.breadcrumbs = (*self.breadcrumbs, own)
