"""Rows as they arrive over REST.

plone.restapi takes an object that has a key `token` for a term of a vocabulary, so
the rows of our lists would be cut down to their codes; and what is no object at all
ends in a server error.
"""

from plone.dexterity.interfaces import IDexterityContent
from plone.restapi.deserializer.dxfields import DefaultFieldDeserializer
from plone.restapi.interfaces import IFieldDeserializer
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import cell_error
from sonla.pbgdpl.core.errors import first_error
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.ui.fields import IRows
from typing import Any
from zope.component import adapter
from zope.component import getMultiAdapter
from zope.interface import implementer
from zope.publisher.interfaces.browser import IBrowserRequest
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import ValidationError


@implementer(IFieldDeserializer)
@adapter(IRows, IDexterityContent, IBrowserRequest)
class RowsDeserializer(DefaultFieldDeserializer):
    """Read a field of rows."""

    def __call__(self, sent: Any) -> list[dict[str, Any]]:
        """Make the rows from JSON and validate them; raise `InvalidInput` for a bad cell."""
        return read_rows(self.field, sent, self.context, self.request)


def read_rows(
    field: Any, sent: Any, context: Any, request: Any
) -> list[dict[str, Any]]:
    """Make the rows of a field from JSON: dates from ISO 8601, terms from tokens."""
    if not isinstance(sent, list) or not all(isinstance(row, dict) for row in sent):
        raise InvalidInput(
            _("msg_rows_expected", default="A list of rows is expected here.")
        )
    rows = [
        {
            name: read_cell(number, cell, row.get(name), context, request)
            for name, cell in getFieldsInOrder(field.value_type.schema)
        }
        for number, row in enumerate(sent, 1)
    ]
    try:
        field.bind(context).validate(rows)
    except ValidationError as error:
        raise first_error(error) from None
    return rows


def read_cell(number: int, field: Any, sent: Any, context: Any, request: Any) -> Any:
    """Make the value of one cell; raise `InvalidInput` naming row and column if it is bad."""
    try:
        bound = field.bind(context)
        if sent is None:
            bound.validate(field.missing_value)
            return field.missing_value
        reader = getMultiAdapter((field, context, request), IFieldDeserializer)
        return reader(sent)
    except (ValidationError, ValueError, TypeError) as error:
        problem = error.doc() if isinstance(error, ValidationError) else str(error)
        raise cell_error(number, field.title, problem, request) from None
