"""The situations that are to be checked again, at the approval desk."""

from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.core.names import DECIDING_ROLES
from sonla.pbgdpl.editorial.guards import has_role
from sonla.pbgdpl.editorial.pages.desk_sections import DeskSection
from sonla.pbgdpl.situations.checks import words_of
from sonla.pbgdpl.situations.query import to_check
from typing import Any


class SituationsSection(DeskSection):
    """Lead those who edit and approve to the situations that are to be checked."""

    order = 25
    template = ViewPageTemplateFile("templates/desk_section.pt")

    @cached_property
    def situations(self) -> list[dict[str, Any]]:
        """The situations with the reasons, in words."""
        return [
            {
                "title": situation.Title(),
                "url": situation.absolute_url(),
                "reasons": [words_of(reason) for reason in reasons],
            }
            for place in self.scope
            if has_role(place, DECIDING_ROLES)
            for situation, reasons in to_check(place)
        ]
