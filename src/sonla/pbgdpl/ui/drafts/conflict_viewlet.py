"""The panel above an edit form that shows both texts after a conflict."""

from functools import cached_property
from plone.app.layout.viewlets.common import ViewletBase
from sonla.pbgdpl.ui.drafts.conflicts import CHOICE
from sonla.pbgdpl.ui.drafts.conflicts import choices
from sonla.pbgdpl.ui.drafts.conflicts import FIELD
from sonla.pbgdpl.ui.drafts.conflicts import THEIRS
from sonla.pbgdpl.ui.drafts.diff import as_text
from sonla.pbgdpl.ui.drafts.diff import side_by_side
from sonla.pbgdpl.ui.drafts.digests import digest
from sonla.pbgdpl.ui.drafts.digests import FieldDigests
from sonla.pbgdpl.ui.drafts.digests import Stamped
from typing import Any


class ConflictViewlet(ViewletBase):
    """Show each field that somebody else changed: theirs, mine, and a choice."""

    def available(self) -> bool:
        """Show it after a refused saving, until all is saved."""
        return bool(self.form is not None and self.names)

    @property
    def form(self) -> Any:
        """The edit form on the page; None on any other page."""
        return getattr(self.__parent__, "form_instance", None)

    @property
    def form_id(self) -> str:
        """The HTML id of the form, for inputs that stand outside of it."""
        return getattr(self.form, "id", None) or "form"

    @cached_property
    def names(self) -> list[str]:
        """The fields in conflict, and those already chosen but not saved yet."""
        changed = getattr(self.form, "pbgdpl_changed", [])
        known = self.stored.fields
        return [
            name for name in dict.fromkeys((*changed, *self.chosen)) if name in known
        ]

    @cached_property
    def chosen(self) -> dict[str, str]:
        """Mapping of fields to what was chosen for them before."""
        return choices(self.request)

    @cached_property
    def stored(self) -> Stamped:
        """Read what is stored now."""
        return Stamped(self.context)

    @cached_property
    def opened_with(self) -> FieldDigests:
        """Read the stamp that came back with the form."""
        return FieldDigests.load(self.request.form.get(f"form.widgets.{FIELD}"))

    @cached_property
    def typed(self) -> dict[str, Any]:
        """What was typed; fields with an error of their own are not among it."""
        return self.form.extractData(setErrors=False)[0]

    def fields(self) -> list[dict[str, Any]]:
        """Return what the panel shows of each field; where both agree there is no choice."""
        if not self.available():
            return []
        return [
            self.shown(name)
            for name in self.names
            if self.in_form(name) and not self.agreed(name)
        ]

    def agreed(self, name: str) -> bool:
        """Return whether both wrote the same; what has an error is not known yet."""
        if name not in self.typed:
            return False
        return digest(self.typed[name]) == digest(self.stored.value(name))

    def in_form(self, name: str) -> bool:
        """Return whether the editor could change the field at all."""
        widgets = [self.form.widgets, *(group.widgets for group in self.form.groups)]
        return any(name in one for one in widgets)

    def shown(self, name: str) -> dict[str, Any]:
        """Return both texts of a field and which one is proposed."""
        field, value = self.stored.fields[name], self.stored.value(name)
        mine = self.typed.get(name, value)
        theirs_text = as_text(field, value, self.context)
        left, right = side_by_side(theirs_text, as_text(field, mine, self.context))
        return {
            "name": f"{CHOICE}{name}",
            "id": name.replace(".", "-"),
            "title": field.title,
            "theirs": left,
            "mine": right,
            "choice": self.chosen.get(name) or self.proposed(name, mine),
        }

    def proposed(self, name: str, mine: Any) -> str:
        """Propose theirs where the editor changed nothing, mine where both did."""
        untouched = self.opened_with.get(name) == digest(mine)
        return THEIRS if untouched else "mine"
