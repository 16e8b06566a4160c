"""Where the pages of questions stand: section, unit, or the root of the portal."""

from functools import cached_property
from plone import api
from sonla.pbgdpl.questions.submission import section_for
from typing import Any


class QuestionPlace:
    """Mixin of pages: the section whose questions a page is about."""

    context: Any

    @cached_property
    def section(self) -> Any | None:
        """The section; None in a portal that has none yet."""
        return section_for(self.context)

    @property
    def section_url(self) -> str:
        """Its address, or that of the portal."""
        place = self.section if self.section is not None else api.portal.get()
        return place.absolute_url()

    @property
    def questions_url(self) -> str:
        return f"{self.section_url}/@@questions"

    @property
    def ask_url(self) -> str:
        return f"{self.section_url}/@@ask-question"

    @property
    def status_url(self) -> str:
        """The address at which an asker sees how far their question is."""
        return f"{self.section_url}/@@question-status"
