"""Schema fields that hold terms of our controlled lists.

A plain `Choice` answers "Constraint not satisfied" and is bound, in an add form,
to the container, whose own ended terms would then be offered for the new item.
"""

from datetime import date
from plone.dexterity.interfaces import IDexterityContent
from plone.dexterity.utils import iterSchemata
from plone.restapi.deserializer.dxfields import ChoiceFieldDeserializer
from plone.restapi.interfaces import IFieldDeserializer
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today as portal_today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.errors import first_error
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.core.section import place_of_form
from sonla.pbgdpl.vocabularies.terms import find_term
from typing import Any
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface
from zope.interface.interfaces import IInterface
from zope.schema import Choice
from zope.schema import getFieldsInOrder
from zope.schema import Tuple
from zope.schema.interfaces import ConstraintNotSatisfied
from zope.schema.interfaces import IChoice
from zope.schema.interfaces import ICollection
from zope.schema.interfaces import IObject
from zope.schema.interfaces import ITuple
from zope.schema.interfaces import WrongContainedType


class ITermChoice(IChoice):
    """Mark a field that holds the token of one term."""


class ITermChoices(ITuple):
    """Mark a field that holds the tokens of several terms."""


@implementer(IFieldDeserializer)
@adapter(IChoice, IOwnContent, IBrowserLayer)
class ChoiceOverRest(ChoiceFieldDeserializer):
    """Refuse a list or an object over REST, which stands in no list of values."""

    def __call__(self, value: Any) -> Any:
        """Return the value of a token; raise `ConstraintNotSatisfied` for what is none."""
        token = value.get("token") if isinstance(value, dict) else value
        if isinstance(token, list | dict) or (isinstance(value, dict) and not token):
            raise ConstraintNotSatisfied(
                value, self.field.__name__
            ).with_field_and_value(self.field, value)
        return super().__call__(value)


@implementer(ITermChoice)
class TermChoice(Choice):
    """The token of one term; the refusal of another value names it."""

    holder: "TermChoices | None" = None

    # The stubs say that `bind` of interfaces returns None.
    def bind(self, context: Any) -> "TermChoice":  # type: ignore[override]
        """Bind to the item edited; to none when `context` only contains the new item.

        A cell of a row in a form is bound to `None`: it is the item of the form that holds the row.
        """
        schema = (self.holder or self).interface
        if schema is None:
            return super().bind(context)
        place = place_of_form(context)
        return super().bind(place if has_schema(place, schema) else None)

    def _validate(self, value: Any) -> None:
        # z3c.form validates cells of rows unbound
        is_cell = self.context is None and place_of_form(None) is not None
        bound = self.bind(None) if is_cell else self
        try:
            super(TermChoice, bound)._validate(value)  # type: ignore[misc] # missing in the stubs
        except ConstraintNotSatisfied:
            raise term_refusal(self.vocabularyName, value) from None


@implementer(ITermChoices)
class TermChoices(Tuple):
    """The tokens of several terms; nothing chosen is an empty tuple."""

    def __init__(self, vocabulary: str, **options: Any) -> None:
        options = {
            "required": False,
            "missing_value": (),
            "default": (),
            "value_type": TermChoice(vocabulary=vocabulary),
            **options,
        }
        super().__init__(**options)
        self.value_type.holder = self

    def _validate(self, value: Any) -> None:
        try:
            super()._validate(value)  # type: ignore[misc] # missing in the stubs
        except WrongContainedType as error:
            raise first_error(error) from None


def term_refusal(
    vocabulary: str, token: Any, today: date | None = None
) -> InvalidInput:
    """Return why a token can't be chosen: unknown, ended, or not valid yet."""
    term = find_term(vocabulary, token)
    if term is None:
        message = _(
            "msg_term_unknown",
            default="“${value}” is not in the list. Choose a value of the list.",
            mapping={"value": str(token)},
        )
    elif term.valid_to and term.valid_to < (today or portal_today()):
        message = _(
            "msg_term_ended",
            default="“${value}” was valid until ${date} and can't be chosen for a new record.",
            mapping={"value": term.title, "date": format_day(term.valid_to)},
        )
    else:
        message = _(
            "msg_term_not_yet_valid",
            default="“${value}” can't be chosen before ${date}.",
            mapping={"value": term.title, "date": format_day(term.valid_from)},
        )
    return InvalidInput(message)


def has_schema(context: Any, schema: type[Interface]) -> bool:
    """Return whether `schema` describes `context` itself or rows that it stores."""
    if not IDexterityContent.providedBy(context):
        return False
    return any(
        part.isOrExtends(schema) or schema in row_schemas(part)
        for part in iterSchemata(context)
    )


def row_schemas(schema: IInterface) -> list[IInterface]:
    """List the schemas of the rows that the fields of `schema` hold."""
    return [
        field.value_type.schema
        for _name, field in getFieldsInOrder(schema)
        if ICollection.providedBy(field) and IObject.providedBy(field.value_type)
    ]
