"""The block of questions, and how lists show them: those answered last."""

from collections.abc import Mapping
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import get_object
from sonla.pbgdpl.homepage.block import CatalogBlock
from sonla.pbgdpl.homepage.interfaces import BlockOptions
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.questions.covering import open_marks
from sonla.pbgdpl.questions.pages.listing import excerpt_of
from sonla.pbgdpl.questions.pages.section_pages import QUESTION_LISTING
from sonla.pbgdpl.search.topics import topic_part
from sonla.pbgdpl.ui.summaries import EntryStyle
from sonla.pbgdpl.ui.summaries import joined
from sonla.pbgdpl.ui.summaries import Summary
from typing import Any
from zope.globalrequest import getRequest
from zope.i18n import translate


class QuestionsBlock(CatalogBlock):
    """Show the questions answered last."""

    title = _("label_block_questions", default="Questions and answers")
    position = 30
    is_default = True
    landing_position = 50
    landing_title = _("heading_just_answered", default="Just answered")
    portal_types = (QUESTION_TYPE,)
    component = QUESTION_LISTING.key
    list_view = "questions"

    def brains(self, options: BlockOptions) -> list[Any]:
        """Leave out those with words that may be personal data and on which nobody decided."""
        found = super().brains(options)
        return [brain for brain in found if not open_marks(get_object(brain))]


class QuestionStyle(EntryStyle):
    """Show a question with its field of law and the day of the answer."""

    style = "question"
    icon = ""

    def facts(self, entry: Summary) -> Mapping[str, Any]:
        """Return field and day, and how the answer begins."""
        return {**super().facts(entry), "excerpt": lambda: excerpt_of(entry.obj)}

    def meta(self, entry: Summary) -> str:
        """Return the first field of law, and when it was answered."""
        field = next(iter(entry.indexed("pbgdpl_legal_fields", "legal_fields")), None)
        day = entry.published_text
        words = _(
            "label_answered_on", default="answered on ${date}", mapping={"date": day}
        )
        return joined(
            entry.titles("LegalFields", field),
            translate(words, context=getRequest()) if day else "",
        )


QuestionsPart = topic_part(
    order=30,
    title=_("label_block_questions", default="Questions and answers"),
    portal_types=(QUESTION_TYPE,),
    component=QUESTION_LISTING.key,
    list_name="questions",
)
