"""Registry records: read whether or not they are there, and rows that several can store."""

from collective.z3cform.datagridfield.interfaces import IRow
from collective.z3cform.datagridfield.registry import DictRow
from collective.z3cform.datagridfield.row import DictRow as TransientDictRow
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from plone.registry.interfaces import IPersistentField
from plone.registry.interfaces import IRegistry
from plone.registry.recordsproxy import RecordsProxy
from plone.supermodel.model import SchemaClass
from sonla.pbgdpl.core.options import rests
from typing import Any
from typing import TypeVar
from zope.component import adapter
from zope.component import getUtilitiesFor
from zope.component import getUtility
from zope.interface import Attribute
from zope.interface import directlyProvides
from zope.interface import implementer
from zope.interface import Interface
from zope.schema import getFieldNames

SchemaT = TypeVar("SchemaT")
"""Of a proxy for records it is the schema whose attributes the proxy has."""


class DefaultingRecords(RecordsProxy):
    """Read and write records; one that the database lacks has its field's default.

    A release may bring a field that the database of a portal doesn't have yet, and an
    administrator may delete a record. Neither may take down the pages that read it:
    the self-check reports the record, and writing a value makes it.
    """

    def __getattr__(self, name: str) -> Any:
        """Return the value of a record, else the default of its field."""
        if name in self.__schema__ and self.__prefix__ + name not in self.__registry__:
            return deepcopy(self.__schema__[name].default)
        return super().__getattr__(name)

    def __setattr__(self, name: str, value: Any) -> None:
        """Store a value, in a record that is made if it is missing."""
        schema, prefix = self.__schema__, self.__prefix__
        if name in schema and prefix + name not in self.__registry__:
            others = tuple(other for other in getFieldNames(schema) if other != name)
            self.__registry__.registerInterface(schema, omit=others, prefix=prefix)
        super().__setattr__(name, value)


def records_of(schema: type[SchemaT], prefix: str) -> SchemaT:
    """Return the records of a schema as attributes, to read and to write."""
    return getUtility(IRegistry).forInterface(
        schema, check=False, prefix=prefix, factory=DefaultingRecords
    )


NOT_COPIED = ("order", "constraint")
"""What persistent fields fix for themselves (`plone.registry.field`)."""


class ISettingsRow(IRow):
    """Mark the rows of which each registry record stores a copy."""


@implementer(ISettingsRow)
class SettingsRow(TransientDictRow):
    """Describe one row of a setting; belongs to a schema, never to a database.

    `collective.z3cform.datagridfield.registry.DictRow` is itself persistent, and
    plone.registry stores a persistent field as it is: the one object of the schema,
    shared by the whole process, would belong to the database connection that wrote it
    first. A second portal, or an installation after an uninstallation by another thread,
    would fail with `InvalidObjectReference`.
    """


@implementer(IPersistentField)
@adapter(ISettingsRow)
def stored_row(field: SettingsRow) -> DictRow:
    """Make the copy of a row that a registry record stores."""
    copy = DictRow.__new__(DictRow)
    copy.__dict__.update(
        {name: value for name, value in vars(field).items() if name not in NOT_COPIED}
    )
    return copy


class ISettingsFields(Interface):
    """A few settings of a subject, which have no page of their own: a named utility.

    They stand in the form *Settings*, in tabs after the fieldsets of their schema, and in
    `@controlpanels/pbgdpl-settings`; uninstallation keeps them with the first section. Asked
    whenever one of these is drawn or done; attributes only, so nothing is raised.
    """

    order = Attribute("A number: tabs stand in ascending order.")
    belongs_to = Attribute(
        "The option without which they aren't shown; empty for most."
    )
    schema = Attribute(
        "Schema of the records, a `model.Schema`. A fieldset that another schema has as well is "
        "one tab with it. No two schemas have fields of the same name."
    )
    prefix = Attribute("Prefix of the records.")


@implementer(ISettingsFields)
@dataclass(frozen=True)
class SettingsFields:
    """Name the schema of a subject and the prefix of its records."""

    order: int
    schema: Any
    prefix: str
    belongs_to: str = ""


def settings_fields() -> list[ISettingsFields]:
    """List the schemas of all subjects in the order of their tabs."""
    named = getUtilitiesFor(ISettingsFields)
    return [one for _, one in sorted(named, key=lambda pair: (pair[1].order, pair[0]))]


def shown_settings() -> list[ISettingsFields]:
    """List those that belong to no option that is off here."""
    return [one for one in settings_fields() if not rests(one)]


def joint_schema() -> Any:
    """Return one schema with the fields of all that are shown, which still know whose they are."""
    return schema_of_all(tuple(one.schema for one in shown_settings()))


@cache
def schema_of_all(schemata: tuple[Any, ...]) -> Any:
    """Make the schema that extends some others, once; their fieldsets keep the order.

    Interfaces of one name are the same to `zope.interface`, so it is named by all of them.
    """
    name = "+".join(one.__identifier__ for one in schemata)
    return SchemaClass(name, schemata[::-1], {}, __module__=__name__)


class JointRecords:
    """Read and write the settings of all subjects as attributes of one object."""

    def __init__(self, schema: Any) -> None:
        vars(self)["records"] = {
            name: records_of(one.schema, one.prefix)
            for one in shown_settings()
            for name in getFieldNames(one.schema)
        }
        directlyProvides(self, schema)

    def __getattr__(self, name: str) -> Any:
        """Return the value of a setting; called for what is no attribute of its own."""
        if name not in vars(self).get("records", ()):
            raise AttributeError(name)
        return getattr(self.records[name], name)

    def __setattr__(self, name: str, value: Any) -> None:
        """Store a setting in its record."""
        if name in self.records:
            setattr(self.records[name], name, value)
        else:
            super().__setattr__(name, value)
