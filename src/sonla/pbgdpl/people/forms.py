"""The form of a person: without personal data for whoever may not see it.

Episodes as JSON: without the cells that are for the office alone.
"""

from plone import api
from plone.dexterity.browser.edit import DefaultEditForm
from plone.restapi.interfaces import IFieldSerializer
from plone.restapi.serializer.dxfields import DefaultFieldSerializer
from plone.z3cform.fieldsets.extensible import FormExtender
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.names import VIEW_PERSONAL_DATA
from sonla.pbgdpl.people.fields import IEpisodes
from sonla.pbgdpl.people.interfaces import IRegisteredPerson
from sonla.pbgdpl.people.privacy import hidden_fields
from sonla.pbgdpl.people.privacy import PRIVATE_CELLS
from typing import Any
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface

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


@implementer(IFieldSerializer)
@adapter(IEpisodes, IRegisteredPerson, Interface)
class EpisodesSerializer(DefaultFieldSerializer):
    """Write the episodes of a person for whoever asks."""

    def __call__(self) -> Any:
        """Leave private cells out unless the user may see personal data."""
        rows = super().__call__() or []
        if api.user.has_permission(VIEW_PERSONAL_DATA, obj=self.context):
            return rows
        return [
            {name: cell for name, cell in row.items() if name not in PRIVATE_CELLS}
            for row in rows
        ]
