"""What the add form of units asks beyond the schema."""

from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.editorial.additions import AdditionValidator
from sonla.pbgdpl.units.codes import refuse_taken_code
from sonla.pbgdpl.units.content import IContributingUnit
from typing import Any
from z3c.form.interfaces import IAddForm
from z3c.form.util import getSpecification
from zope.component import adapter
from zope.interface import Interface
from zope.interface import Invalid


@adapter(
    Interface,
    IBrowserLayer,
    IAddForm,
    getSpecification(IContributingUnit, force=True),
    Interface,
)
class NewUnitValidator(AdditionValidator):
    """Refuse a code that another unit has: an add form tells invariants no place."""

    def validate(self, data: dict[str, Any]) -> tuple[Invalid, ...]:
        """Add the refusal of the code to the other errors."""
        errors = super().validate(data)
        try:
            refuse_taken_code(data.get("code"), self.view.context)
        except InvalidInput as refusal:
            return (*errors, refusal)
        return errors
