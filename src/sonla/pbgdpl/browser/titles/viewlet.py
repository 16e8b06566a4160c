"""The element `<title>` of our pages."""

from html import escape
from plone import api
from plone.app.layout.viewlets.common import TitleViewlet


class PageTitleViewlet(TitleViewlet):
    """Put the name of the page before core's title of item and portal."""

    def update(self) -> None:
        """Join the names, the narrowest first."""
        super().update()
        own = escape(api.portal.translate(self.view.page_title))
        self.site_title = self.sep.join([own, self.site_title])
