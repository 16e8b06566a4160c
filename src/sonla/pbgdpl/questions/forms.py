"""The edit form of a question: without the asker's data for whoever may not see it."""

from plone.dexterity.browser.edit import DefaultEditForm
from plone.z3cform.fieldsets.extensible import FormExtender
from sonla.pbgdpl.content.legal_question import ILegalQuestion
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.people.privacy import hidden_fields
from zope.component import adapter


@adapter(ILegalQuestion, IBrowserLayer, DefaultEditForm)
class HideAsker(FormExtender):
    """Take the fields out, and what is stored in them with them, as with people."""

    def update(self) -> None:
        """Remove the fields unless the user may see personal data."""
        hidden = hidden_fields(self.context)
        for name in hidden:
            self.remove(name)
        if hidden:
            self.form.groups = [
                group for group in self.form.groups if group.__name__ != "personal"
            ]
