"""The page with the settings of citizens' questions."""

from plone.z3cform.layout import wrap_form
from sonla.pbgdpl import _
from sonla.pbgdpl.questions.settings import IQuestionSettings
from sonla.pbgdpl.questions.settings import PREFIX
from sonla.pbgdpl.ui.control_panel import PanelForm
from sonla.pbgdpl.ui.control_panel import PanelFormWrapper
from sonla.pbgdpl.ui.control_panel import RecordsPanel


class QuestionSettingsForm(PanelForm):
    """Edit `IQuestionSettings`."""

    schema = IQuestionSettings
    schema_prefix = PREFIX
    next_page = "questions"
    label = _("fieldset_questions", default="Questions of citizens")


class QuestionSettingsWrapper(PanelFormWrapper):
    """Stand beside the settings of the section."""

    page = "questions"
    title = _("fieldset_questions", default="Questions of citizens")
    order = 15


QuestionSettingsPage = wrap_form(QuestionSettingsForm, QuestionSettingsWrapper)


class QuestionSettingsPanel(RecordsPanel):
    """Offer the settings over REST."""

    panel = "questions"
    configlet_id = "pbgdpl-questions"
