"""Settings and controlled lists over REST: `@controlpanels/pbgdpl-…`."""

from plone import api
from plone.restapi.deserializer import json_body
from plone.restapi.deserializer.controlpanels import FakeDXContext
from plone.restapi.interfaces import IDeserializeFromJson
from plone.restapi.interfaces import IFieldDeserializer
from plone.restapi.serializer.controlpanels import ControlpanelSerializeToJson
from sonla.pbgdpl.core.errors import first_error
from sonla.pbgdpl.core.names import MANAGE_SETTINGS
from sonla.pbgdpl.settings.records import JointRecords
from sonla.pbgdpl.ui.control_panel import IPbgdplPanel
from sonla.pbgdpl.ui.control_panel import records_panel
from sonla.pbgdpl.ui.control_panel import RecordsPanel
from sonla.pbgdpl.ui.widgets.rows import read_rows
from sonla.pbgdpl.vocabularies.changes import check_change
from sonla.pbgdpl.vocabularies.settings import IVocabularySettings
from sonla.pbgdpl.vocabularies.settings import VOCABULARY_FIELDS
from typing import Any
from zExceptions import BadRequest
from zExceptions import Unauthorized
from zope.component import adapter
from zope.component import getMultiAdapter
from zope.i18n import translate
from zope.interface import implementer
from zope.schema import getFields
from zope.schema.interfaces import IObject
from zope.schema.interfaces import ValidationError


class SettingsPanel(RecordsPanel):
    """Offer the settings."""

    configlet_id = "pbgdpl-settings"

    def records(self) -> Any:
        """Return the records of all subjects."""
        return JointRecords(self.schema)


VocabulariesPanel = records_panel("lists", configlet_id="pbgdpl-vocabularies")


class RecordsByInterface:
    """Answer plone.restapi in place of the registry, which raises for a missing record."""

    def __init__(self, panel: Any) -> None:
        self.panel = panel

    def forInterface(self, schema: Any, prefix: str) -> Any:
        """Return the records of the panel, with defaults for those that are missing."""
        return self.panel.records()


@adapter(IPbgdplPanel)
class PanelSerializer(ControlpanelSerializeToJson):
    """Read a panel of ours: dates of rows as ISO 8601, terms as tokens."""

    def __init__(self, controlpanel: Any) -> None:
        super().__init__(controlpanel)
        self.registry = RecordsByInterface(controlpanel)

    def __call__(self) -> dict[str, Any]:
        """Return schema and values; raise for who may not manage the settings."""
        refuse_others()
        return without_fields(super().__call__(), self.controlpanel.resting())


@implementer(IDeserializeFromJson)
@adapter(IPbgdplPanel)
class PanelDeserializer:
    """Write a panel of ours: everything that was sent, or nothing and the reasons."""

    def __init__(self, panel: Any) -> None:
        self.schema = panel.schema
        self.resting = panel.resting()
        self.request = panel.request
        self.proxy = panel.records()

    def __call__(self, mask_validation_errors: bool = True) -> None:
        """Store what was sent; raise `BadRequest` with one message a field."""
        refuse_others()
        sent = json_body(self.request)
        values: dict[str, Any] = {}
        errors: list[dict[str, str]] = []
        for name, field in getFields(self.schema).items():
            if name not in sent or name in self.resting:
                continue
            try:
                values[name] = self.read(field, sent[name])
            except (ValidationError, ValueError) as error:
                errors.append(self.describe(name, error))
        if errors:
            raise BadRequest(errors)
        for name, value in values.items():
            setattr(self.proxy, name, value)

    def read(self, field: Any, sent: Any) -> Any:
        """Make the value of a field from JSON and check it whole."""
        value = field.missing_value if sent is None else self.parse(field, sent)
        field.validate(value)
        for vocabulary, name in VOCABULARY_FIELDS.items():
            if self.schema is IVocabularySettings and name == field.__name__:
                check_change(vocabulary, getattr(self.proxy, name), value)
        return value

    def parse(self, field: Any, sent: Any) -> Any:
        """Make a value that was sent; a list of ours is no field of our own class."""
        if IObject.providedBy(getattr(field, "value_type", None)):
            return read_rows(field, sent, FakeDXContext(), self.request)
        reader = getMultiAdapter(
            (field, FakeDXContext(), self.request), IFieldDeserializer
        )
        return reader(sent)

    def describe(self, name: str, error: Exception) -> dict[str, str]:
        """Describe an error for the client, in the language of the request."""
        found = first_error(error)
        message = found.doc() if isinstance(found, ValidationError) else str(found)
        return {
            "field": name,
            "error": "ValidationError",
            "message": translate(message, context=self.request),
        }


def without_fields(answer: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Take fields out of a panel as plone.restapi gives it, with what describes them."""
    described = answer["schema"]
    for name in names:
        answer["data"].pop(name, None)
        described["properties"].pop(name, None)
    for fieldset in described["fieldsets"]:
        fieldset["fields"] = [one for one in fieldset["fields"] if one not in names]
    return answer


def refuse_others() -> None:
    """Raise `Unauthorized` unless the user may manage the settings.

    plone.restapi asks only for the permission to see the site setup.
    """
    if not api.user.has_permission(MANAGE_SETTINGS, obj=api.portal.get()):
        raise Unauthorized(MANAGE_SETTINGS)
