"""The forms of activities with all fields: what the quick form asks before it saves, they ask, too."""

from collections.abc import Mapping
from collections.abc import Sequence
from plone.dexterity.browser.add import DefaultAddForm
from plone.dexterity.browser.add import DefaultAddView
from plone.dexterity.browser.edit import DefaultEditForm
from plone.dexterity.interfaces import IDexterityEditForm
from plone.z3cform.layout import FormWrapper
from sonla.pbgdpl.activities.doubts import doubts
from sonla.pbgdpl.activities.doubts import doubts_of
from sonla.pbgdpl.activities.doubts import FACTS
from sonla.pbgdpl.activities.doubts import facts_of
from sonla.pbgdpl.activities.pages.doubts import AsksAboutDoubts
from sonla.pbgdpl.editorial.checks import Finding
from sonla.pbgdpl.ui.page import AllowedMethods
from typing import Any
from zope.interface import implementer

BUTTON = "form.buttons."
FILES = "pbgdpl_files"


class ActivityFormMixin(AsksAboutDoubts):
    """Mixin of core's forms: while something is asked, no button does what it does."""

    def extractData(self, setErrors: bool = True) -> tuple[dict[str, Any], Any]:
        """Return what was typed, and what is wrong with it, else what is asked."""
        data, errors = super().extractData(setErrors)
        if not errors and self.must_ask(self.found(typed_facts(data))):
            self.formErrorsMessage = ""
            self.files_again = ", ".join(one.filename for one in data.get(FILES) or ())
            errors = tuple(self.doubts)
        return data, errors

    def found(self, facts: Mapping[str, Any]) -> Sequence[Finding]:
        """Return what is asked of the facts that were typed."""
        return doubts(facts, self.context)

    @property
    def pressed(self) -> str:
        """The name of the button that was pressed."""
        return next((one for one in self.request.form if one.startswith(BUTTON)), "")

    def render(self) -> str:
        """Draw the form of core, below what it asks."""
        asked = self.doubts_box() if self.doubts else ""
        return asked + str(super().render())


class ActivityAddForm(ActivityFormMixin, DefaultAddForm):
    """Ask before an activity is made."""

    def found(self, facts: Mapping[str, Any]) -> Sequence[Finding]:
        """Return what is asked of a new activity; what was not typed is empty."""
        return super().found({**dict.fromkeys(FACTS), **facts})


class ActivityEditForm(ActivityFormMixin, DefaultEditForm):
    """Ask before an activity is changed, about what the change brings in."""

    def found(self, facts: Mapping[str, Any]) -> Sequence[Finding]:
        """Return what is asked of the change; what the user can't change is as stored."""
        known = doubts_of(self.context)
        changed = super().found({**facts_of(self.context), **facts})
        return [one for one in changed if one not in known]


class ActivityAddView(DefaultAddView):
    """Put the page around the form."""

    form = ActivityAddForm


@implementer(IDexterityEditForm)
class ActivityEditView(AllowedMethods, FormWrapper):
    """Put the page around the form."""

    form = ActivityEditForm


def typed_facts(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the fields on which something is asked, without the names of behaviors."""
    named = {key.rpartition(".")[2]: value for key, value in data.items()}
    return {name: value for name, value in named.items() if name in FACTS}
