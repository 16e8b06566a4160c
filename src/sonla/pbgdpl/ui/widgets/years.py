"""Years: numbers whose thousands nobody parts."""

from typing import Any
from z3c.form.converter import IntegerDataConverter
from z3c.form.interfaces import IWidget
from zope.component import adapter
from zope.interface import implementer
from zope.schema import Int
from zope.schema.interfaces import IInt


class IYear(IInt):
    """Mark a field that holds a year."""


@implementer(IYear)
class Year(Int):
    """A year."""


@adapter(IYear, IWidget)
class YearConverter(IntegerDataConverter):
    """Write 2026, which other numbers of this size would be 2.026."""

    def toWidgetValue(self, value: Any) -> str:
        """Return what stands in the input."""
        return "" if value is self.field.missing_value else str(value)
