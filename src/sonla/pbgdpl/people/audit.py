"""What the log of operations notes of people in the register."""

from collections.abc import Iterator
from plone import api
from plone.dexterity.utils import iterSchemataForType
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import REGISTER
from typing import Any
from zope.lifecycleevent.interfaces import IObjectAddedEvent
from zope.lifecycleevent.interfaces import IObjectModifiedEvent
from zope.lifecycleevent.interfaces import IObjectRemovedEvent


class ChangeAction(AuditAction):
    """Describe changes of somebody's data."""

    def facts(self, entry: log.AuditEntry) -> Iterator[tuple[Any, Any]]:
        """Yield the fields that were changed, as forms call them."""
        if entry.facts.get("fields"):
            titles = field_titles(entry.portal_type)
            words = [titles.get(name, name) for name in entry.facts["fields"]]
            label = _("log_fact_fields", default="Fields")
            yield label, ", ".join(map(api.portal.translate, words))


PERSON_ADDED = AuditAction(
    "person_added", _("log_person_added", default="Entered somebody"), REGISTER
)
PERSON_CHANGED = ChangeAction(
    "person_changed",
    _("log_person_changed", default="Changed somebody's data"),
    REGISTER,
)
PERSON_REMOVED = AuditAction(
    "person_removed", _("log_person_removed", default="Deleted somebody"), REGISTER
)


def field_titles(portal_type: str) -> dict[str, Any]:
    """Map the fields of a type to what forms call them."""
    return {
        name: schema[name].title
        for schema in iterSchemataForType(portal_type)
        for name in schema.names()
    }


def person_added(person: Any, event: IObjectAddedEvent) -> None:
    """Note somebody who was entered."""
    note_person(PERSON_ADDED, person)


def person_changed(person: Any, event: IObjectModifiedEvent) -> None:
    """Note whose data were changed, and which fields; never what stands in them."""
    fields = sorted(
        {
            name.rpartition(".")[2]
            for description in event.descriptions
            for name in getattr(description, "attributes", ())
        }
    )
    note_person(PERSON_CHANGED, person, fields=fields)


def person_removed(person: Any, event: IObjectRemovedEvent) -> None:
    """Note somebody who was taken out."""
    note_person(PERSON_REMOVED, person)


def note_person(action: AuditAction, person: Any, **facts: Any) -> None:
    """Note what happened to somebody."""
    log.note(action.name, person.portal_type, person, title=person.Title(), **facts)
