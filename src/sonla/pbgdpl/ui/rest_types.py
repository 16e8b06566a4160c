"""What REST tells of types, fields and lists, without what belongs to an option that is off here.

`@types` leaves out types of which nothing can be added, and of a type the fields that its form
leaves out. What is stored stays, and the office sees it; to others nothing names it.
"""

from plone import api
from plone.app.querystring.registryreader import QuerystringRegistryReader
from plone.dexterity.interfaces import IDexterityContent
from plone.dexterity.utils import iterSchemataForType
from plone.registry.interfaces import IRegistry
from plone.restapi.serializer.schema import SerializeSchemaToJson
from plone.restapi.serializer.vocabularies import SerializeVocabularyToJson
from plone.restapi.services.types.get import TypesGet
from plone.restapi.services.types.get import TypesInfo
from plone.restapi.services.vocabularies.get import VocabulariesGet
from Products.CMFCore.permissions import ModifyPortalContent
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.options import rests
from sonla.pbgdpl.core.options import type_rests
from sonla.pbgdpl.core.resting_fields import resting_fields
from sonla.pbgdpl.core.section import may_decide
from sonla.pbgdpl.core.section import place_of_form
from typing import Any
from zope.component import adapter
from zope.component import queryUtility
from zope.interface.interfaces import IInterface
from zope.schema.interfaces import IVocabulary
from zope.schema.interfaces import IVocabularyFactory


@adapter(IDexterityContent, IBrowserLayer)
class OfferedTypes(TypesInfo):
    """List the types as part of an item."""

    def __call__(self, expand: bool = False) -> dict[str, Any]:
        """Return the list, or where it is to be had."""
        found: dict[str, Any] = super().__call__(expand)
        if expand:
            types = found["types"]
            found["types"] = [one for one in types if not type_rests(one["id"])]
        return found


class TypesWithoutResting(TypesGet):
    """List what can be added, and describe a type as its form is."""

    def reply(self) -> Any:
        """Return the list of types, or what is said of one."""
        if self.params:
            return super().reply()
        return OfferedTypes(self.context, self.request)(expand=True)["types"]

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


@adapter(IInterface, IDexterityContent, IBrowserLayer)
class ShownFields(SerializeSchemaToJson):
    """Tell of an item what belongs to an option that is off to those alone who may change the item."""

    def __call__(self) -> dict[str, Any]:
        """Return the values of one schema."""
        found: dict[str, Any] = super().__call__()
        if not api.user.has_permission(ModifyPortalContent, obj=self.context):
            for _schema, name in resting_fields([self.schema]):
                found.pop(name, None)
        return found


@adapter(IRegistry, IBrowserLayer)
class ShownCriteria(QuerystringRegistryReader):
    """Offer, to others than the office, no type of an option that is off to look for."""

    def getVocabularyValues(self, values: Any) -> Any:
        """Return the indexes with what can be chosen of each."""
        found = super().getVocabularyValues(values)
        types = (
            found.get(f"{self.prefix}.field").get("portal_type", {}).get("values", {})
        )
        if not may_decide(self.vocab_context):
            for name in filter(type_rests, list(types)):
                del types[name]
        return found


@adapter(IVocabulary, IBrowserLayer)
class ShownTerms(SerializeVocabularyToJson):
    """Give, to others than the office, lists of types without those of options that are off."""

    def __init__(self, context: Any, request: Any) -> None:
        if not may_decide(place_of_form(None)):
            context = [term for term in context if not type_rests(term.token)]
        super().__init__(context, request)


class ShownVocabularies(VocabulariesGet):
    """Name, to others than the office, no list that belongs to an option that is off."""

    def reply(self) -> Any:
        """Return the names of all lists, or what one has."""
        hidden = not may_decide(self.context)
        if hidden and self.params and list_rests(self.params[0]):
            return self._error(404, "Not Found", "There is no such vocabulary.")
        found = super().reply()
        if hidden and isinstance(found, list):
            return [one for one in found if not list_rests(one["title"])]
        return found


def list_rests(name: str) -> bool:
    """Return whether a vocabulary belongs to an option that is off here."""
    return rests(queryUtility(IVocabularyFactory, name))
