"""A closed unit takes nothing new; what was published in it stays."""

from OFS.interfaces import IObjectWillBeMovedEvent
from plone.dexterity.interfaces import IAddBegunEvent
from plone.dexterity.interfaces import IDexterityContent
from sonla.pbgdpl import _
from sonla.pbgdpl.clock import today
from sonla.pbgdpl.interfaces import IBrowserLayer
from sonla.pbgdpl.section import unit_of
from sonla.pbgdpl.workflow.exceptions import UnitClosed
from sonla.pbgdpl.workflow.states import walk
from typing import Any
from z3c.form.interfaces import IAddForm
from z3c.form.validator import InvariantsValidator
from zope.component import adapter
from zope.i18nmessageid import Message
from zope.interface import Interface
from zope.interface import Invalid
from zope.interface.interfaces import IInterface


def is_closed(unit: Any) -> bool:
    """Tell whether a unit is closed today."""
    closed_on = getattr(unit, "closed_on", None)
    return closed_on is not None and closed_on <= today()


def closed_unit(container: Any) -> Any | None:
    """Find the closed unit that a container is or stands in."""
    unit = unit_of(container)
    return unit if unit is not None and is_closed(unit) else None


def closed_message(unit: Any) -> Message:
    """Say since when a unit is closed."""
    return _(
        "msg_unit_closed",
        default="${unit} is closed since ${date}: nothing can be added here any more.",
        mapping={"unit": unit.title, "date": unit.closed_on.strftime("%d/%m/%Y")},
    )


def refuse_addition(obj: Any, event: IObjectWillBeMovedEvent) -> None:
    """Refuse to add, paste or move an item into a closed unit, on every road.

    Whoever catches the error (core's paste does) goes on with an item that has stayed
    where it was, so it is indexed again: it may have been unindexed before this.
    """
    container = event.newParent
    if container is None or not IDexterityContent.providedBy(obj):
        return
    if event.object is not obj or container is event.oldParent:
        return
    unit = closed_unit(container)
    if unit is not None:
        if event.oldParent is not None:
            for item in walk(obj):
                item.reindexObject()
        raise UnitClosed(closed_message(unit), container)


def refuse_form(container: Any, event: IAddBegunEvent) -> None:
    """Refuse the add form of a closed unit before anybody types into it."""
    unit = closed_unit(container)
    if unit is not None:
        raise UnitClosed(closed_message(unit), container)


@adapter(Interface, IBrowserLayer, IAddForm, IInterface, Interface)
class OpenUnitValidator(InvariantsValidator):
    """Refuse, in the form itself, what was typed before the unit closed.

    The text stays in the form and can be copied elsewhere.
    """

    def validate(self, data: dict[str, Any]) -> tuple[Invalid, ...]:
        """Add the unit's closing to the errors of the first schema of the form.

        A form is validated schema by schema, with the container as its context.
        """
        errors = super().validate(data)
        schemas = [field.interface for field in self.view.fields.values()]
        unit = closed_unit(self.view.context)
        if unit is None or self.schema is not schemas[0]:
            return errors
        return (*errors, Invalid(closed_message(unit)))
