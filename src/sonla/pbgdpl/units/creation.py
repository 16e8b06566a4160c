"""Make units, groups and local roles, many at once and safe to repeat."""

from collections.abc import Iterable
from dataclasses import dataclass
from plone import api
from plone.i18n.normalizer.interfaces import IURLNormalizer
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import get_object
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.errors import reason_of
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import free_id
from sonla.pbgdpl.editorial.additions import is_closed
from sonla.pbgdpl.editorial.states import editorial_workflow
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.units.groups import ensure_group
from sonla.pbgdpl.units.groups import group_name
from sonla.pbgdpl.units.groups import open_to_group
from sonla.pbgdpl.units.proposals import Proposal
from typing import Any
from typing import Literal
from ZODB.POSException import ConflictError
from zope.component import getUtility

import transaction

Status = Literal["new", "made", "completed", "existing", "refused", "failed"]
"""`new` is what a preview says of a unit that is not there yet."""


MSG_NOT_MADE = _(
    "msg_unit_not_made",
    default="An error occurred, and this unit was not made; the others were. Try again with this one alone, or ask the administrator: the error is recorded in the log.",
)


@dataclass(frozen=True)
class UnitResult:
    """What became, or would become, of one proposal."""

    proposal: Proposal
    status: Status
    url: str = ""
    note: Any = ""


def units_by_code(section: Any) -> dict[str, Any]:
    """Map the code of each unit of a section to the unit, without checking permissions."""
    path = path_of(section)
    brains = api.content.find(
        unrestricted=True, portal_type=UNIT_TYPE, path=path, sort_on="sortable_title"
    )
    units = (get_object(brain) for brain in brains)
    return {unit.code: unit for unit in units}


def preview_units(section: Any, proposals: Iterable[Proposal]) -> list[UnitResult]:
    """Return what would be made, without making it."""
    known = units_by_code(section)
    return [previewed(proposal, known.get(proposal.code)) for proposal in proposals]


def previewed(proposal: Proposal, unit: Any | None) -> UnitResult:
    """Return whether a proposal is new, there already or refused."""
    if proposal.error:
        return UnitResult(proposal, "refused", note=proposal.error)
    if unit is None:
        return UnitResult(proposal, "new", note=group_name(proposal.code))
    return UnitResult(proposal, "existing", unit.absolute_url())


def make_units(
    section: Any, proposals: Iterable[Proposal], publish: bool = False
) -> list[UnitResult]:
    """Make what is missing of each unit; one that fails does not hold up the others."""
    known = units_by_code(section)
    return [
        create_unit(section, proposal, known.get(proposal.code), publish)
        for proposal in proposals
    ]


def create_unit(
    section: Any, proposal: Proposal, unit: Any | None, publish: bool
) -> UnitResult:
    """Make folder, group and local role of one unit, as far as they are missing."""
    if proposal.error:
        return UnitResult(proposal, "refused", note=proposal.error)
    savepoint = transaction.savepoint(optimistic=True)
    try:
        if unit is None:
            unit = create_folder(section, proposal)
            status: Status = "made"
            if publish:
                publish_folder(unit)
        else:
            status = "existing"
        if complete(unit) and status == "existing":
            status = "completed"
    except ConflictError:
        raise
    except Exception as error:
        savepoint.rollback()
        return UnitResult(
            proposal,
            "failed",
            note=reason_of(error, f"Making the unit {proposal.code}", MSG_NOT_MADE),
        )
    return UnitResult(proposal, status, unit.absolute_url(), group_name(unit.code))


def complete(unit: Any) -> bool:
    """Make sure that a unit has its group and, while it is open, the group its role.

    Return whether anything was missing.
    """
    made = ensure_group(unit)
    opened = False if is_closed(unit) else open_to_group(unit)
    return made or opened


def create_folder(section: Any, proposal: Proposal) -> Any:
    """Create the unit's folder; its address is made of its name."""
    name = getUtility(IURLNormalizer).normalize(proposal.title, locale="vi")
    return api.content.create(
        section,
        UNIT_TYPE,
        id=free_id(section, name),
        title=proposal.title,
        code=proposal.code,
        agency=proposal.agency,
        territory=proposal.territory,
        opened_on=today(),
        exclude_from_nav=True,
    )


def publish_folder(unit: Any) -> None:
    """Publish a folder without asking for approval: it is structure, not a text.

    Not by the chain's transitions, each of which would mail everybody for each unit.
    """
    set_state(unit, editorial_workflow(), "published")
    unit.reindexObject()
