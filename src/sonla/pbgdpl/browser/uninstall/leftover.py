"""The page of content whose type went with the add-on.

Plone has no view for content without a type, so a link from the navigation or from
another site would end in an error. The text that was public stays readable.
"""

from Acquisition import aq_base
from plone import api
from plone.app.textfield.interfaces import IRichTextValue
from sonla.pbgdpl.ui.view import BrowserView
from typing import Any


class LeftoverView(BrowserView):
    """Show title, summary and text of an item whose type is gone."""

    def text(self) -> str:
        """Return the text, filtered as everywhere; empty without one."""
        value: Any = getattr(aq_base(self.context), "text", None)
        if not IRichTextValue.providedBy(value):
            return ""
        return value.output_relative_to(self.context) or ""

    def may_change(self) -> bool:
        """Return whether the visitor would look for the form and has to be told."""
        return api.user.has_permission("Modify portal content", obj=self.context)
