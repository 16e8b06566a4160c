"""What is sent over REST for a place to write in: no more than its form would take.

Core writes whatever a schema has, and sets any text as the layout. So what the forms keep
for the office, or leave out as their option is off, is left as it is stored, as core leaves
fields that the user may not write, and a layout is refused that its type doesn't offer.
What code passes, as Plone's import of content does, may have what an option kept.
"""

from collections.abc import Iterator
from plone.dexterity.interfaces import IDexterityContent
from plone.dexterity.utils import iterSchemata
from plone.restapi.deserializer import json_body
from plone.restapi.deserializer.dxcontent import DeserializeFromJson
from plone.restapi.interfaces import IDeserializeFromJson
from plone.supermodel.interfaces import FIELDSETS_KEY
from plone.supermodel.utils import mergedTaggedValueList
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import for_office
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.resting_fields import resting_fields
from sonla.pbgdpl.core.section import may_decide
from sonla.pbgdpl.core.section import section_of
from typing import Any
from zExceptions import BadRequest
from zope.component import adapter
from zope.i18n import translate
from zope.interface import implementer

OFFICE_FIELDSETS = ("dates",)
"""Fieldsets of Plone whose fields only editors and approvers write over REST."""


@implementer(IDeserializeFromJson)
@adapter(IDexterityContent, IBrowserLayer)
class SentFields(DeserializeFromJson):
    """Write the fields of an item; outside of sections as core does."""

    def __call__(
        self,
        validate_all: bool = False,
        data: dict[str, Any] | None = None,
        create: bool = False,
        mask_validation_errors: bool = True,
    ) -> Any:
        """Return the item; raise `BadRequest` for bad values, and for an unknown layout."""
        if data is None:
            found = resting_fields(iterSchemata(self.context))
            resting = {name for _schema, name in found}
            body = json_body(self.request).items()
            data = {name: sent for name, sent in body if name not in resting}
        if section_of(self.context) is not None:
            self.refuse_unknown_layout(data)
            if not may_decide(self.context):
                office = set(fields_for_office(self.context))
                data = {name: sent for name, sent in data.items() if name not in office}
        return super().__call__(validate_all, data, create, mask_validation_errors)

    def refuse_unknown_layout(self, data: dict[str, Any]) -> None:
        """Raise `BadRequest` for a layout in which the item could not be shown."""
        if "layout" not in data:
            return
        known = self.context.getTypeInfo().getAvailableViewMethods(self.context)
        if data["layout"] not in (*known, self.context.getLayout()):
            message = _(
                "msg_layout_unknown",
                default="Content of this type has no such view: ${name}",
                mapping={"name": str(data["layout"])},
            )
            raise BadRequest(translate(message, context=self.request))


def fields_for_office(item: Any) -> Iterator[str]:
    """Yield the names of fields of an item that are kept for the office."""
    for schema in iterSchemata(item):
        kept = {*OFFICE_FIELDSETS, *mergedTaggedValueList(schema, for_office.key)}
        for fieldset in mergedTaggedValueList(schema, FIELDSETS_KEY):
            if fieldset.__name__ in kept:
                yield from fieldset.fields
