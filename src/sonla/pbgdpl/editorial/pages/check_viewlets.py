"""The box that tells the people of a text what it lacks: on its page and in its forms."""

from functools import cached_property
from plone import api
from plone.app.layout.viewlets.common import ViewletBase
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.types import is_type_with
from sonla.pbgdpl.core.urls import edit_url
from sonla.pbgdpl.editorial.checks import warnings_of
from sonla.pbgdpl.editorial.queries import is_my_turn
from sonla.pbgdpl.editorial.queries import ONWARD
from typing import Any

FORWARDS = ONWARD | {"submit"}
"""Steps after which more people read the text."""


class WarningsViewlet(ViewletBase):
    """Warn those who may change the text or take its next step; block nothing."""

    def available(self) -> bool:
        """Show it only to them, and only when something lacks."""
        return bool(self.concerns_user() and self.warnings)

    def concerns_user(self) -> bool:
        """Return whether the visitor can do anything about it."""
        if api.user.is_anonymous() or section_of(self.context) is None:
            return False
        return bool(self.edit_url) or is_my_turn(self.context)

    @property
    def is_person(self) -> bool:
        """Whether this is somebody's record and no text."""
        return is_type_with("is_person", self.context.portal_type)

    @cached_property
    def warnings(self) -> list[Any]:
        """What lacks."""
        return warnings_of(self.context)

    @cached_property
    def edit_url(self) -> str:
        """The address of the form; empty for those who only take the step."""
        return edit_url(self.context)

    @property
    def form_url(self) -> str:
        """Where what lacks can be completed; empty for no link."""
        return self.edit_url


class EditWarningsViewlet(WarningsViewlet):
    """Warn the user who has the form open, about what was saved last."""

    form_url = ""


class TransitionWarningsViewlet(WarningsViewlet):
    """Warn before a step that brings a text nearer to the public."""

    def available(self) -> bool:
        """Return whether to show anything: not where a text is sent back, taken back or withdrawn."""
        return self.view.transition in FORWARDS and super().available()
