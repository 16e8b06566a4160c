"""Where content stores tokens: in fields, collections and cells of rows."""

from collections.abc import Iterable
from collections.abc import Iterator
from typing import Any
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IChoice
from zope.schema.interfaces import ICollection
from zope.schema.interfaces import IObject


def tokens_in(field: Any, value: Any, vocabulary: str) -> Iterator[str]:
    """Yield each token of `vocabulary` that `value` of `field` holds, rows included."""
    if value is None:
        return
    if IChoice.providedBy(field):
        if field.vocabularyName == vocabulary and isinstance(value, str):
            yield value
    elif ICollection.providedBy(field) and isinstance(value, Iterable):
        for item in value:
            yield from tokens_in(field.value_type, item, vocabulary)
    elif IObject.providedBy(field) and isinstance(value, dict):
        for name, cell in getFieldsInOrder(field.schema):
            yield from tokens_in(cell, value.get(name), vocabulary)


def may_hold(field: Any, vocabulary: str) -> bool:
    """Return whether values of `field` can hold tokens of `vocabulary`."""
    if IChoice.providedBy(field):
        return field.vocabularyName == vocabulary
    if ICollection.providedBy(field):
        return may_hold(field.value_type, vocabulary)
    if IObject.providedBy(field):
        return any(
            may_hold(cell, vocabulary) for _name, cell in getFieldsInOrder(field.schema)
        )
    return False
