"""The form of a person: without personal data for users who may not see it.

Recognitions as JSON: without the cells that are for the office alone.
"""

from plone import api
from plone.dexterity.browser.edit import DefaultEditForm
from plone.restapi.interfaces import IFieldSerializer
from plone.restapi.serializer.dxfields import DefaultFieldSerializer
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.names import VIEW_PERSONAL_DATA
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.people.behavior import IRecognition
from sonla.pbgdpl.people.behavior import IRecognitionRows
from sonla.pbgdpl.people.importing.suggestions import place_of
from sonla.pbgdpl.people.interfaces import IRegisteredPerson
from sonla.pbgdpl.people.privacy import PRIVATE_CELLS
from sonla.pbgdpl.ui.hidden_fields import HideFields
from typing import Any
from z3c.form.interfaces import IValue
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface
from zope.schema import getFieldNames


@adapter(IRegisteredPerson, IBrowserLayer, DefaultEditForm)
class HidePersonalData(HideFields):
    """Take private fields out of the edit form of a person."""

    prefix = "IPerson"


@implementer(IValue)
class OwnPlace:
    """Begin a new person's recognitions with level and place of the unit.

    Propagandists are recognised by communes alone, reporters by no commune: a unit of the
    other kind fills in nothing.
    """

    def __init__(
        self, context: Any, request: Any, form: Any, field: Any, widget: Any
    ) -> None:
        self.context, self.form = context, form

    def get(self) -> list[dict[str, Any]]:
        """Return one row, in which the decision is still to be typed; none for no place."""
        unit = unit_of(self.context)
        place = place_of(unit) if unit is not None else {}
        of_commune = self.form.portal_type == "LegalPropagandist"
        if not place or (place["level"] == "xa") != of_commune:
            return []
        return [dict.fromkeys(getFieldNames(IRecognition)) | place]


@implementer(IFieldSerializer)
@adapter(IRecognitionRows, IRegisteredPerson, Interface)
class RecognitionsSerializer(DefaultFieldSerializer):
    """Write the recognitions of a person for the user."""

    def __call__(self) -> Any:
        """Leave private cells out unless the user may see personal data."""
        rows = super().__call__() or []
        if api.user.has_permission(VIEW_PERSONAL_DATA, obj=self.context):
            return rows
        return [
            {name: cell for name, cell in row.items() if name not in PRIVATE_CELLS}
            for row in rows
        ]
