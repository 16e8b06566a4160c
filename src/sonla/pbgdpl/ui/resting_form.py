"""The answer to a form that somebody has opened before its option was switched off."""

from collections.abc import Iterator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.ui.office_forms import hidden_inputs
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from typing import Any
from ZPublisher.HTTPRequest import FileUpload

import re

CONFLICT = 409
"""The status: what was sent is in order, and may be taken later as it is."""
NOT_TYPED = re.compile(
    r"^_|^(stamp|proof|token|page|version)$|-empty-marker$|\.buttons\."
)
"""What names of fields are like that a form fills by itself."""


class RestingForm(Page, BrowserView):
    """Give back what was typed: to be sent again when the option is on, or to be copied.

    It doesn't name the option: while one is off, the page of options alone does.
    """

    page_title = _("heading_form_rests", default="Not stored: this is switched off")
    index = ViewPageTemplateFile("templates/resting_form.pt")

    def __call__(self) -> str:
        """Store nothing and show what was sent."""
        self.hide_columns()
        # Plone's transforms would set that of the exception anew.
        self.request.response.setStatus(CONFLICT, lock=True)
        self.request.response.setHeader("Cache-Control", "private, no-store")
        return self.index()

    @property
    def address(self) -> str:
        """Where the form goes again."""
        query = self.request.get("QUERY_STRING", "")
        url = self.request.get("ACTUAL_URL", self.request.URL)
        return f"{url}?{query}" if query else url

    def sent(self) -> Iterator[tuple[str, Any]]:
        """Return names and values of what was sent, but for files."""
        return hidden_inputs(self.request.form)

    @property
    def has_files(self) -> bool:
        """Whether a file was sent, which no page can give back."""
        return any(
            isinstance(one, FileUpload) and one.filename
            for one in self.request.form.values()
        )

    @property
    def typed(self) -> str:
        """What people may want to copy."""
        fields = self.sent()
        return "\n\n".join(
            str(text) for name, text in fields if text and not NOT_TYPED.search(name)
        )
