"""Enter the people of a plan: all of them in the present transaction, or none."""

from AccessControl import Unauthorized
from collections.abc import Iterator
from OFS.event import ObjectWillBeAddedEvent
from plone import api
from plone.dexterity.utils import createContent
from plone.i18n.normalizer.interfaces import IIDNormalizer
from sonla.pbgdpl import _
from sonla.pbgdpl.core.batching import with_savepoints
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.tables.reader import read_table
from sonla.pbgdpl.editorial.additions import closed_message
from sonla.pbgdpl.editorial.additions import closed_unit
from sonla.pbgdpl.people import IMPORT_PEOPLE
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.people.importing.plan import ImportOptions
from sonla.pbgdpl.people.importing.plan import Plan
from sonla.pbgdpl.people.importing.rows import ImportRow
from sonla.pbgdpl.people.importing.rows import NEW
from sonla.pbgdpl.people.importing.rows import REFUSED
from sonla.pbgdpl.people.workflow import may_keep_register
from typing import Any
from zope.component import getUtility
from zope.container.contained import notifyContainerModified
from zope.event import notify
from zope.i18nmessageid import Message
from zope.lifecycleevent import ObjectAddedEvent

import itertools

MSG_REFUSED_ROWS = _(
    "msg_import_refused_rows",
    default="${count} rows have errors: nothing was entered.",
)


def import_list(
    container: Any,
    data: bytes,
    choices: ImportOptions,
    dry_run: bool = False,
    leave_refused: bool = False,
) -> Plan:
    """Read a list and enter its people; return the plan that was carried out.

    For scripts: `import_list(unit, path.read_bytes(), Choices("LegalReporter"))`, then
    commit. Raises `Unreadable` for what is no list, and `InvalidInput` when rows are
    refused and `leave_refused` doesn't say to enter the others; nothing is changed
    then."""
    plan = Plan(container, read_table(data), choices)
    if not dry_run:
        carry_out(plan, leave_refused)
    return plan


def carry_out(plan: Plan, leave_refused: bool = False) -> list[Any]:
    """Enter the new people of a plan; see `import_list`."""
    refuse_place(plan.container, plan.choices.portal_type)
    refuse_unfit(plan, leave_refused)
    return enter_all(plan.container, plan.choices.portal_type, plan.having(NEW))


def enter_all(container: Any, portal_type: str, rows: list[ImportRow]) -> list[Any]:
    """Enter people without asking who may."""
    names = FreeNames(container)
    people = [
        enter_or_send(container, portal_type, names.name_for(row), row)
        for row in with_savepoints(rows)
    ]
    notifyContainerModified(container)
    return people


def types_to_send(container: Any) -> list[str]:
    """List the kinds of people whom the user may enter here by the form, and so send."""
    allowed = {fti.getId() for fti in container.allowedContentTypes()}
    return [name for name in PERSON_TYPES if name in allowed]


def refuse_place(container: Any, portal_type: str) -> None:
    """Raise `Unauthorized` or `InvalidInput` unless the user may enter people here.

    Somebody who keeps the register enters people wherever they keep it: the right to add
    items, which writers of texts have, is not asked for.
    """
    closed = closed_unit(container)
    if closed is not None:
        raise InvalidInput(closed_message(closed))
    if may_keep_register(container):
        return
    if portal_type not in types_to_send(container):
        raise Unauthorized(IMPORT_PEOPLE)


def refuse_unfit(plan: Plan, leave_refused: bool) -> None:
    """Raise `InvalidInput` for refused rows, unless they are to be left."""
    refused = len(plan.having(REFUSED))
    if refused and not leave_refused:
        raise InvalidInput(Message(MSG_REFUSED_ROWS, mapping={"count": refused}))


def enter_or_send(container: Any, portal_type: str, name: str, row: ImportRow) -> Any:
    """Enter one person; who doesn't keep the register sends them to who does.

    That the container has changed is left to the caller to tell, once for all of them.
    """
    person = enter(container, portal_type, name, row)
    if not may_keep_register(container):
        api.content.transition(person, "submit")
    return person


def enter(container: Any, portal_type: str, name: str, row: ImportRow) -> Any:
    """Enter one person, as the form of the register does."""
    person = createContent(portal_type, **row.fields, recognitions=[row.recognition])
    person.id = name
    notify(ObjectWillBeAddedEvent(person, container, name))
    container._setObject(name, person, suppress_events=True)
    person = container._getOb(name)
    notify(ObjectAddedEvent(person, container, name))
    return person


class FreeNames:
    """Make ids for people, of the name and numbered where somebody has it.

    The container is asked once: it may hold ten thousand.
    """

    def __init__(self, container: Any) -> None:
        self.taken = set(container.objectIds())
        self.numbers: dict[str, Iterator[int]] = {}

    def name_for(self, row: ImportRow) -> str:
        """Return an id that nobody has, and nobody else will get."""
        stem = getUtility(IIDNormalizer).normalize(row.name) or "nguoi"
        name = stem
        while name in self.taken:
            name = f"{stem}-{next(self.numbers.setdefault(stem, itertools.count(1)))}"
        self.taken.add(name)
        return name
