"""Where the pages of questions stand: section, unit, or the root of the portal."""

from sonla.pbgdpl.ui.page import InSection


class QuestionPlace(InSection):
    """Mixin of pages: the section whose questions a page is about."""

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
