"""Registry records of a schema that are read whether or not they are there."""

from copy import deepcopy
from plone.registry.interfaces import IRegistry
from plone.registry.recordsproxy import RecordsProxy
from typing import Any
from typing import TypeVar
from zope.component import getUtility
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
