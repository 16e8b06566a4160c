"""`@types` without the fields that forms leave out, as their option is off in this portal."""

from plone.dexterity.utils import iterSchemataForType
from plone.restapi.services.types.get import TypesGet
from sonla.pbgdpl.core.resting_fields import resting_fields
from typing import Any


class TypesWithoutResting(TypesGet):
    """Describe a type as its form is."""

    def reply_for_type(self) -> Any:
        """Return the schema of a type."""
        portal_type = self.params[-1]
        found = super().reply_for_type()
        if "properties" not in found:
            return found
        fields = resting_fields(iterSchemataForType(portal_type))
        resting = {name for _schema, name in fields}
        for fieldset in found["fieldsets"]:
            fieldset["fields"] = [
                name for name in fieldset["fields"] if name not in resting
            ]
        found["fieldsets"] = [one for one in found["fieldsets"] if one["fields"]]
        found["required"] = [one for one in found["required"] if one not in resting]
        for name in resting:
            found["properties"].pop(name, None)
        return found
