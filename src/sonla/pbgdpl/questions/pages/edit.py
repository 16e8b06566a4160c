"""The edit form of a question, open at the tab that its state asks for."""

from plone.dexterity.browser.edit import DefaultEditForm
from plone.dexterity.interfaces import IDexterityEditForm
from plone.z3cform.layout import FormWrapper
from sonla.pbgdpl.questions.content import state_in_history
from sonla.pbgdpl.questions.pages.private_words import TellsWhatWasCovered
from sonla.pbgdpl.questions.rules import ACCEPTED
from sonla.pbgdpl.questions.rules import ANSWERED
from sonla.pbgdpl.questions.rules import ASSIGNED
from sonla.pbgdpl.questions.rules import DRAFTED
from sonla.pbgdpl.questions.rules import PUBLISHED
from sonla.pbgdpl.ui.page import AllowedMethods
from zope.interface import implementer

TABS = {
    ACCEPTED: "handling",
    ASSIGNED: "answer",
    DRAFTED: "answer",
    ANSWERED: "answer",
    PUBLISHED: "answer",
}
"""State → fieldset; in others it is the question itself that is looked at."""


class QuestionEditForm(TellsWhatWasCovered, DefaultEditForm):
    """Open at the agency for users who assign, at the answer for users who write it."""

    def render(self) -> str:
        """Draw the form of core; mark the tab that is to be looked at."""
        html = super().render()
        tab = self.tab()
        return open_at(html, tab) if tab else html

    def tab(self) -> str:
        """Name the tab of the first error, else that of the state; empty for the first."""
        if self.request.method == "GET":
            return TABS.get(state_in_history(self.context), "")
        if self.widgets.errors:
            return ""
        wrong = (group.__name__ for group in self.groups if group.widgets.errors)
        return next(wrong, "")


def open_at(html: str, tab: str) -> str:
    """Mark the legend of a fieldset as core's script of tabs (pat-autotoc) wants it.

    No template of core lets a form name the tab that is open at first.
    """
    legend = f'id="fieldsetlegend-{tab}"'
    return html.replace(legend, f'{legend} class="active"', 1)


@implementer(IDexterityEditForm)
class QuestionEditView(AllowedMethods, FormWrapper):
    """Put the page around the form."""

    form = QuestionEditForm
