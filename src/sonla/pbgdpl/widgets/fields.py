"""The schema field that holds rows."""

from collective.z3cform.datagridfield.row import DictRow
from typing import Any
from zope.interface import implementer
from zope.interface import Interface
from zope.schema import List
from zope.schema.interfaces import IList


class IRows(IList):
    """Mark a field that holds rows: dictionaries with the keys of one schema."""


@implementer(IRows)
class Rows(List):
    """Hold rows; none is an empty list, never shared between items."""

    def __init__(self, schema: type[Interface], **options: Any) -> None:
        options = {
            "required": False,
            "missing_value": [],
            "defaultFactory": list,
            "value_type": DictRow(schema=schema),
            **options,
        }
        super().__init__(**options)
