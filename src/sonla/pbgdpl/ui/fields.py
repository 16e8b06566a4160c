"""Schema fields for rows, which are also put into words, and for years."""

from collections.abc import Mapping
from collective.z3cform.datagridfield.row import DictRow
from datetime import date
from plone.app.z3cform.converters import DateWidgetConverter
from plone.app.z3cform.interfaces import IDateWidget
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import read_typed_day
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from z3c.form.converter import IntegerDataConverter
from z3c.form.interfaces import IWidget
from zope.component import adapter
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.interface import Interface
from zope.schema import Date
from zope.schema import getFieldsInOrder
from zope.schema import Int
from zope.schema import List
from zope.schema import TextLine
from zope.schema import Tuple
from zope.schema.interfaces import IBool
from zope.schema.interfaces import IChoice
from zope.schema.interfaces import IDate
from zope.schema.interfaces import IInt
from zope.schema.interfaces import IList
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary

YES, NO = _("label_yes", default="Yes"), _("label_no", default="No")


class IRows(IList):
    """Mark a field that holds rows: dictionaries with the keys of one schema."""


class RowsInWords:
    """Make a title for each row, as a vocabulary has one for each value.

    CMFDiffTool compares a list by the titles of `value_type.vocabulary`. Without one
    it shows rows as Python prints them, after an error text.
    """

    def __init__(self, schema: type[Interface]) -> None:
        self.schema = schema

    def getTerm(self, row: dict[str, Any]) -> SimpleTerm:
        """Return a term for the row, whose title is made of its cells."""
        return SimpleTerm(value=row, token="row", title=describe_row(self.schema, row))


class Row(DictRow):
    """Describe one row of content."""

    @property
    def vocabulary(self) -> RowsInWords:
        """What names the rows when versions are compared."""
        return RowsInWords(self.schema)


@implementer(IRows)
class Rows(List):
    """Rows; none is an empty list, never shared between items."""

    def __init__(self, schema: type[Interface], **options: Any) -> None:
        options = {
            "required": False,
            "missing_value": [],
            "defaultFactory": list,
            "value_type": Row(schema=schema),
            **options,
        }
        super().__init__(**options)


MAX_LINE = 200


def short_line(name: str, title: Message, description: Any = "", **options: Any) -> Any:
    """Return a field of one short line, which may stay empty."""
    options = {"required": False, "max_length": MAX_LINE, **options}
    return TextLine(__name__=name, title=title, description=description, **options)


def line_field(title: Message, description: Message, **options: Any) -> Tuple:
    """Make a field of plain sentences, one a line."""
    options = {"required": False, "missing_value": (), "default": (), **options}
    return Tuple(title=title, description=description, value_type=TextLine(), **options)


def describe_row(schema: type[Interface], row: dict[str, Any]) -> str:
    """Put a row into words: `Number: 31/2024/QH15; Issued by: Quốc hội`."""
    request = getRequest()
    return "; ".join(
        f"{translate(field.title, context=request)}: {describe_cell(field, row[name])}"
        for name, field in getFieldsInOrder(schema)
        if row.get(name)
    )


def describe_cell(field: Any, value: Any) -> str:
    """Put a cell into words: a term by its title, a date as Vietnamese write it."""
    if IBool.providedBy(field):
        return translate(YES if value else NO, context=getRequest())
    if IChoice.providedBy(field):
        return term_title(field.vocabularyName, value)
    return format_day(value) if isinstance(value, date) else str(value)


class IYear(IInt):
    """Mark a field that holds a year."""


@implementer(IYear)
class Year(Int):
    """A number that is shown without points between its thousands."""


@adapter(IYear, IWidget)
class YearConverter(IntegerDataConverter):
    """Write 2026; other numbers have their thousands parted: 2.026."""

    def toWidgetValue(self, value: Any) -> str:
        """Return what stands in the input."""
        return "" if value is self.field.missing_value else str(value)


class IDay(IDate):
    """Mark a day of a form."""


@implementer(IDay)
class Day(Date):
    """A day, in whatever way it is typed where the browser has no field for days."""


@adapter(IDay, IDateWidget)
class DayConverter(DateWidgetConverter):
    """Read a day as people write it."""

    def toFieldValue(self, value: str) -> date | None:
        """Return the day that was typed; raises `InvalidInput`."""
        return read_typed_day(value.strip()) if value.strip() else None


def choices_of(titles: Mapping[str, Any]) -> SimpleVocabulary:
    """Return what can be chosen: titles by what is stored."""
    return SimpleVocabulary(
        [SimpleTerm(value, value, title) for value, title in titles.items()]
    )
