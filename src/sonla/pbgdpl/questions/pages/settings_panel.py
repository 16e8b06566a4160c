"""The page with the settings of citizens' questions."""

from sonla.pbgdpl import _
from sonla.pbgdpl.questions.settings import IQuestionSettings
from sonla.pbgdpl.questions.settings import PREFIX
from sonla.pbgdpl.ui.control_panel import records_panel
from sonla.pbgdpl.ui.control_panel import settings_page

QuestionSettingsPage = settings_page(
    IQuestionSettings,
    PREFIX,
    page="questions",
    title=_("fieldset_questions", default="Questions of citizens"),
    order=15,
)
QuestionSettingsPanel = records_panel("questions", configlet_id="pbgdpl-questions")
