"""The code of a unit: how it may look, and whose it is already.

Used by the schema of units, so nothing here may import what imports that schema.
"""

from Acquisition import aq_chain
from Acquisition import aq_inner
from plone import api
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import get_object
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.interfaces import ISectionRoot
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.validators import accepting
from sonla.pbgdpl.units.proposals import CODE
from typing import Any

unit_code = accepting(
    CODE.fullmatch,
    _(
        "msg_unit_code_refused",
        default="“${value}” can't be a code. Write small letters without accents, digits, point and hyphen, such as so-tu-phap; no blanks.",
    ),
)


def refuse_taken_code(code: str | None, context: Any) -> None:
    """Raise `InvalidInput` when another unit of the section has a code already.

    `context` is the unit that gets the code, or the container it is added to; None
    in an add form's invariants, which `units.forms` stands in for.
    """
    places = map(aq_inner, aq_chain(aq_inner(context)))
    section = next(filter(ISectionRoot.providedBy, places), None)
    if not code or section is None:
        return
    other = holder(code, context, path_of(section))
    if other is not None:
        raise InvalidInput(
            _(
                "msg_unit_code_taken",
                default="The code “${code}” belongs to another unit of this section: ${unit}.",
                mapping={"code": code, "unit": other.title},
            )
        )


def holder(code: str, context: Any, path: str | None = None) -> Any | None:
    """Find a unit with this code other than `context`, without checking permissions.

    Below `path`, else in the whole portal. Units are few, so codes have no index.
    """
    query = {"path": path} if path else {}
    own = IUUID(context, None)
    for brain in api.content.find(unrestricted=True, portal_type=UNIT_TYPE, **query):
        if brain.UID != own:
            unit = get_object(brain)
            if unit.code == code:
                return unit
    return None
