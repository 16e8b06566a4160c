"""The block of questions: those answered last, and the way to the form."""

from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.homepage.block import CatalogBlock
from sonla.pbgdpl.homepage.interfaces import BlockContent
from sonla.pbgdpl.homepage.interfaces import BlockOptions
from sonla.pbgdpl.questions import QUESTION_TYPE


class QuestionsBlock(CatalogBlock):
    """Show the questions answered last, with a button that leads to the form."""

    title = _("label_block_questions", default="Questions and answers")
    position = 45
    is_default = True
    portal_types = (QUESTION_TYPE,)
    template = ViewPageTemplateFile("templates/block_questions.pt")
    ask_url = ""

    def html(self) -> str:
        """Render the entries, then the button."""
        return self.template(entries=super().html())

    def more_url(self, options: BlockOptions) -> str:
        """Return the list of the section that was asked."""
        return f"{self.place_url(options)}/@@questions"

    def render(self, options: BlockOptions) -> BlockContent:
        """Render it for the section that was asked."""
        self.ask_url = f"{self.place_url(options)}/@@ask-question"
        return super().render(options)
