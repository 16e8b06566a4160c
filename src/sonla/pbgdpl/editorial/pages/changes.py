"""What a revision changes in the public text, field by field, with the words marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.editorial.working_copies import baseline_of
from sonla.pbgdpl.ui.downloads import keep_private
from sonla.pbgdpl.ui.drafts.diff import as_text
from sonla.pbgdpl.ui.drafts.diff import DiffPart
from sonla.pbgdpl.ui.drafts.diff import side_by_side
from sonla.pbgdpl.ui.drafts.digests import digest
from sonla.pbgdpl.ui.drafts.digests import Stamped
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from typing import Any
from zExceptions import NotFound
from zope.i18nmessageid import Message

PAGE_NAME = "pbgdpl-changes"
LEFT_OUT = frozenset({"IShortName.id", "id"})
"""Fields in which a copy differs from its text by being one."""


@dataclass(frozen=True)
class ChangedField:
    """A field with what stands in the public text and in the revision."""

    title: Any
    before: list[DiffPart]
    after: list[DiffPart]


class ChangesPage(Page, BrowserView):
    """Show the changes of a working copy to those who may see it and its text."""

    page_title: Message = _("heading_changes", default="What is changed")
    stylesheets = ("editorial/desk.css",)

    def __call__(self) -> str:
        """Show them; an item that revises nothing has no such page."""
        if api.user.is_anonymous() or self.baseline is None:
            raise NotFound(PAGE_NAME)
        keep_private(self.request)
        return self.index()

    @cached_property
    def baseline(self) -> Any | None:
        """The public text, if the user may see it."""
        text = baseline_of(self.context)
        return text if text and api.user.has_permission("View", obj=text) else None

    @cached_property
    def fields(self) -> list[ChangedField]:
        """The fields that differ."""
        return list(self.changed())

    def changed(self) -> Iterator[ChangedField]:
        """Yield them in the order of the form."""
        before, after = Stamped(self.baseline), Stamped(self.context)
        for name, field in after.fields.items():
            old, new = before.value(name), after.value(name)
            if name in LEFT_OUT or digest(old) == digest(new):
                continue
            left, right = side_by_side(
                as_text(field, old, self.baseline), as_text(field, new, self.context)
            )
            yield ChangedField(field.title, left, right)
