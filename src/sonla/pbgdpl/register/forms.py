"""The form of a person: without personal data for whoever may not see it."""

from plone.dexterity.browser.edit import DefaultEditForm
from plone.z3cform.fieldsets.extensible import FormExtender
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.interfaces import IRegisteredPerson
from sonla.pbgdpl.register.privacy import hidden_fields
from zope.component import adapter

PREFIX = "IPerson"


@adapter(IRegisteredPerson, IBrowserLayer, DefaultEditForm)
class HidePersonalData(FormExtender):
    """Take private fields out of the edit form, and what is stored in them with them.

    A read permission is asked by displays alone. Whoever enters a new person types what
    the list before them says; the form of an existing one shows what others typed.
    """

    def update(self) -> None:
        """Remove the fields unless the user may see personal data."""
        hidden = hidden_fields(self.context)
        for name in hidden:
            self.remove(name, PREFIX)
        if hidden:
            self.form.groups = [
                group for group in self.form.groups if group.__name__ != "personal"
            ]
