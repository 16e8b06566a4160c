"""Fields that a user may change and not see: forms and the conflict of two forms leave them out.

A read permission is asked by displays alone; a form shows what is stored.
"""

from plone import api
from plone.z3cform.fieldsets.extensible import FormExtender
from sonla.pbgdpl.core.names import VIEW_PERSONAL_DATA
from sonla.pbgdpl.ui.interfaces import IHiddenFields
from typing import Any
from zope.interface import implementer

FIELDSET = "personal"
"""The part of a form in which schemata put such fields."""


def hidden_fields(item: Any) -> frozenset[str]:
    """Return the fields of an item that the user may not see; none of most types."""
    hidden = IHiddenFields(item, None)
    return frozenset() if hidden is None else hidden.names()


@implementer(IHiddenFields)
class HiddenFields:
    """Hide the named fields from users who may not see personal data."""

    fields: tuple[str, ...] = ()

    def __init__(self, item: Any) -> None:
        self.item = item

    def names(self) -> frozenset[str]:
        """Return all of them or none."""
        if api.user.has_permission(VIEW_PERSONAL_DATA, obj=self.item):
            return frozenset()
        return frozenset(self.fields)


class HideFields(FormExtender):
    """Take hidden fields out of the edit form, and what is stored in them with them.

    A `IFormExtender` that a subject registers for its type, our layer and `DefaultEditForm`. Somebody who enters a new item types what the list before them says; the form of an existing
    one shows what others typed.
    """

    prefix: str | None = None
    """That of the schema of the fields, unless it is the type's own."""

    def update(self) -> None:
        """Remove the fields, and the part of the form in which they stood."""
        hidden = hidden_fields(self.context)
        for name in hidden:
            self.remove(name, self.prefix)
        if hidden:
            self.form.groups = [
                group for group in self.form.groups if group.__name__ != FIELDSET
            ]
