"""What the desk shows of one text."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from plone import api
from plone.app.iterate.interfaces import IWorkingCopy
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.section import unit_title
from sonla.pbgdpl.core.urls import edit_url
from sonla.pbgdpl.core.urls import page_url
from sonla.pbgdpl.editorial.authorship import shown_author
from sonla.pbgdpl.editorial.facts import gathered
from sonla.pbgdpl.editorial.history import Step
from sonla.pbgdpl.editorial.history import step_title
from sonla.pbgdpl.editorial.history import steps
from sonla.pbgdpl.editorial.history import waiting_since
from sonla.pbgdpl.editorial.pages.changes import PAGE_NAME as CHANGES
from sonla.pbgdpl.editorial.pages.preview import may_be_previewed
from sonla.pbgdpl.editorial.pages.preview import PAGE_NAME as PREVIEW
from sonla.pbgdpl.editorial.query import barred_as_author
from sonla.pbgdpl.editorial.query import open_transitions
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.editorial.states import state_title
from typing import Any
from zope.component import queryMultiAdapter

BADGES = {
    "draft": "text-bg-secondary",
    "submitted": "text-bg-info",
    "pending_edit": "text-bg-warning",
    "pending_approval": "text-bg-info",
    "published": "text-bg-success",
    "withdrawn": "text-bg-dark",
}


@dataclass(frozen=True)
class Choice:
    """One transition that is open to the user; `title` is a message."""

    id: str
    title: Any
    primary: bool


class DeskRow:
    """Read one text for the desk, each part when the template asks for it."""

    def __init__(self, text: Any) -> None:
        self.text = text
        self.uid = api.content.get_uuid(text)
        self.title = text.Title() or text.getId()
        self.url = page_url(text)
        self.state = state_of(text)

    @cached_property
    def type_title(self) -> Any:
        return api.portal.get_tool("portal_types")[self.text.portal_type].Title()

    @property
    def state_title(self) -> Any:
        return state_title(self.state)

    @property
    def badge(self) -> str:
        """The colour of the state; the words say it too."""
        return BADGES.get(self.state, "text-bg-secondary")

    @property
    def is_revision(self) -> bool:
        """Whether this is a working copy of a public text."""
        return IWorkingCopy.providedBy(self.text)

    @property
    def preview_url(self) -> str:
        """The address of the page as citizens will see it; "" for what has no such page."""
        name = self.text.getLayout()
        page = queryMultiAdapter((self.text, self.text.REQUEST), name=name)
        if not may_be_previewed(self.text, page):
            return ""
        return f"{self.text.absolute_url()}/@@{PREVIEW}"

    @property
    def changes_url(self) -> str:
        """The address of what a revision changes."""
        return f"{self.text.absolute_url()}/@@{CHANGES}" if self.is_revision else ""

    @property
    def edit_url(self) -> str:
        """The address of the form, if the user may edit."""
        return edit_url(self.text)

    @property
    def unit(self) -> str:
        """The unit in whose folder the text stands."""
        return unit_title(self.text)

    @property
    def author(self) -> str:
        """The author as the public sees it."""
        return shown_author(self.text)

    @cached_property
    def since(self) -> datetime:
        """Since when the text is in its state."""
        return waiting_since(self.text)

    @property
    def since_text(self) -> str:
        return format_moment(self.since)

    @property
    def waited(self) -> Any:
        """For how long, in whole days by the calendar."""
        days = (today() - self.since.date()).days
        if days < 1:
            return _("label_waited_today", default="today")
        return _("label_waited_days", default="${days} days", mapping={"days": days})

    @cached_property
    def steps(self) -> list[Step]:
        """The whole history, the newest step first."""
        return steps(self.text)

    @property
    def last_comments(self) -> list[Step]:
        """The latest two steps that carry a comment."""
        return [step for step in self.steps if step.comment][:2]

    @cached_property
    def choices(self) -> list[Choice]:
        """The transitions that are open to the user."""
        return choices(
            {name: step_title(self.text, name) for name in open_transitions(self.text)}
        )

    @property
    def barred(self) -> bool:
        """Whether the user would approve were it not their own text."""
        return barred_as_author(self.text)


def choices(titles: Mapping[str, Any]) -> list[Choice]:
    """Put transitions in the order of their workflows, given by id with their titles."""
    onward = gathered("onward")
    return [
        Choice(name, titles[name], name in onward)
        for name in gathered("offered")
        if name in titles
    ]
