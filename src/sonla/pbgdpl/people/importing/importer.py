"""Enter the people of a plan: all of them in the present transaction, or none."""

from AccessControl import Unauthorized
from collections.abc import Iterator
from plone.dexterity.utils import createContent
from plone.i18n.normalizer.interfaces import IIDNormalizer
from sonla.pbgdpl import _
from sonla.pbgdpl.core.batching import with_savepoints
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.tables.reader import read_table
from sonla.pbgdpl.editorial.additions import closed_message
from sonla.pbgdpl.editorial.additions import closed_unit
from sonla.pbgdpl.people import MANAGE_REGISTRY
from sonla.pbgdpl.people.importing.plan import ImportOptions
from sonla.pbgdpl.people.importing.plan import Plan
from sonla.pbgdpl.people.importing.rows import ImportRow
from sonla.pbgdpl.people.importing.rows import NEW
from sonla.pbgdpl.people.importing.rows import REFUSED
from sonla.pbgdpl.people.workflow import may_keep_register
from typing import Any
from zope.component import getUtility
from zope.i18nmessageid import Message

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


def carry_out(
    plan: Plan, leave_refused: bool = False, most: int | None = None
) -> list[Any]:
    """Enter the new people of a plan, the first `most` of them; see `import_list`.

    Somebody who keeps the register enters people wherever they keep it: the right to add
    items, which writers of texts have, is not asked for.
    """
    refuse_unfit(plan, leave_refused)
    rows = plan.having(NEW)[:most]
    named = zip(rows, free_ids(plan.container, rows), strict=False)
    return [
        enter(plan.container, plan.choices.portal_type, name, row)
        for row, name in with_savepoints(named)
    ]


def refuse_unfit(plan: Plan, leave_refused: bool) -> None:
    """Raise `InvalidInput` unless the plan may be carried out."""
    if not may_keep_register(plan.container):
        raise Unauthorized(MANAGE_REGISTRY)
    closed = closed_unit(plan.container)
    if closed is not None:
        raise InvalidInput(closed_message(closed))
    refused = len(plan.having(REFUSED))
    if refused and not leave_refused:
        raise InvalidInput(Message(MSG_REFUSED_ROWS, mapping={"count": refused}))


def enter(container: Any, portal_type: str, name: str, row: ImportRow) -> Any:
    """Enter one person, as the form of the register does."""
    person = createContent(portal_type, **row.fields, recognitions=[row.recognition])
    person.id = name
    container._setObject(name, person)
    return container._getOb(name)


def free_ids(container: Any, rows: list[ImportRow]) -> Iterator[str]:
    """Yield an id for each row, made of the name and numbered where somebody has it.

    Asked of the container once: it may hold ten thousand.
    """
    taken = set(container.objectIds())
    normalize = getUtility(IIDNormalizer).normalize
    numbers: dict[str, Iterator[int]] = {}
    for row in rows:
        stem = normalize(row.name) or "nguoi"
        name = stem
        while name in taken:
            name = f"{stem}-{next(numbers.setdefault(stem, itertools.count(1)))}"
        taken.add(name)
        yield name
