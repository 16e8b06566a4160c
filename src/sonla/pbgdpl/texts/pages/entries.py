"""Entries of a list on a page of one text."""

from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.core.mixins import Mixin
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.ui.summaries import full_list
from sonla.pbgdpl.ui.summaries import Summary
from typing import Any


class EntriesMixin(Mixin):
    """Show a page of mixed entries, each type in its own way."""

    list_template = ViewPageTemplateFile("templates/entries_list.pt")

    @property
    def entries(self) -> list[Summary]:
        """The entries of this page."""
        raise NotImplementedError

    @property
    def list_macros(self) -> Any:
        """The macro that shows a page of entries."""
        return self.list_template.macros

    @property
    def entries_html(self) -> str:
        """Render the entries of this page, each type in its own style."""
        return full_list(self.entries)

    @property
    def batch_start(self) -> int:
        """The number of the first entry; what isn't a number counts as 0."""
        return parse_int(self.request.get("b_start"), 0)
