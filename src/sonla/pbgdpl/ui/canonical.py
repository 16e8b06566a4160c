"""Which address of a page search engines keep."""

from html import escape
from plone.app.layout.links.viewlets import CanonicalURL
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.settings.public_address import in_public
from typing import Any
from zope.component import getMultiAdapter


class CanonicalViewlet(CanonicalURL):
    """Name the public address of what stands in a section; elsewhere be core's."""

    def render(self) -> Any:
        """Write the link."""
        if section_of(self.context) is None:
            return super().render()
        state = getMultiAdapter(
            (self.context, self.request), name="plone_context_state"
        )
        url = escape(in_public(state.canonical_object_url()))
        return f'    <link rel="canonical" href="{url}" />'
