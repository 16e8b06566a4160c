"""The homepage centre as an HTML fragment, for themes that place it themselves."""

from hashlib import sha256
from sonla.pbgdpl.homepage.deferred_fragments import fill_placeholders
from sonla.pbgdpl.homepage.settings import get_homepage_settings
from sonla.pbgdpl.homepage.slot import render_slot
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.shared_caches import cache_control


class CentreFragment(BrowserView):
    """Provide the region alone, without the main template: `@@pbgdpl-centre`."""

    def __call__(self) -> str:
        """Render the fragment with the headers that let caches keep it."""
        html = self.html()
        response = self.request.response
        response.setHeader("Content-Type", "text/html; charset=utf-8")
        # The theme would wrap the fragment into a page.
        response.setHeader("X-Theme-Disabled", "1")
        response.setHeader("X-Robots-Tag", "noindex")
        response.setHeader("Cache-Control", cache_control())
        response.setHeader("Vary", "Accept-Language, Cookie, Authorization")
        tag = f'"{sha256(html.encode()).hexdigest()[:32]}"'
        response.setHeader("ETag", tag)
        if tag in (self.request.getHeader("If-None-Match") or ""):
            response.setStatus(304)
            return ""
        return html

    def html(self) -> str:
        """Render the region; empty when the settings switch it off."""
        if not get_homepage_settings().show_centre:
            return ""
        html = render_slot(self.context, self.request, self)
        return fill_placeholders(self.request, html)
