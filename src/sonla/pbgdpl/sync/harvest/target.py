"""Where new items from a source are put; editors may move them later.

A source has a unit of its own, as every other agency that provides texts: a plain
folder can't hold our types.
"""

from plone import api
from plone.app.uuid.utils import uuidToObject
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.interfaces import IHarvestTarget
from sonla.pbgdpl.core.names import PLACE_TYPES
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.core.section import free_id
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.jobs.failures import ConfigurationFailure
from sonla.pbgdpl.sync.source_state import SourceState
from sonla.pbgdpl.sync.sources import Source
from sonla.pbgdpl.units.creation import publish_folder
from sonla.pbgdpl.units.creation import units_by_code
from typing import Any
from zope.interface import alsoProvides

import transaction

_CACHE_KEY = object()
"""Under this key a transaction keeps the containers that were found, by UID."""


def target_container(source: Source, state: SourceState) -> Any:
    """Find the container for new items of a source, made if there is none yet.

    That which the settings name, else one of the source's own in the first section.
    Raises `ConfigurationFailure` if there is no place inside a section: what is outside would
    not go through approval.
    """
    if source.target:
        return _chosen(source.target)
    existing = _existing(state.target) if state.target else None
    if existing is not None and section_of(existing) is not None:
        return existing
    for section in all_sections():
        unit = _own_unit(section, source)
        state.target = IUUID(unit)
        _containers()[state.target] = unit
        return unit
    raise ConfigurationFailure(NO_TARGET)


NO_TARGET = _(
    "detail_no_target",
    default="There is no place for what is fetched: name a section or a unit in the settings of the source.",
)


def _containers() -> dict[str, Any]:
    """Return the containers that this transaction knows.

    To ask the catalog would index what waits for it, with each record.
    """
    txn = transaction.get()
    try:
        return txn.data(_CACHE_KEY)
    except KeyError:
        found: dict[str, Any] = {}
        txn.set_data(_CACHE_KEY, found)
        return found


def _existing(uid: str) -> Any:
    """Find the container that was made, once a transaction."""
    found = _containers()
    if uid not in found:
        found[uid] = uuidToObject(uid, unrestricted=True)
    return found[uid]


def _chosen(path: str) -> Any:
    place = api.portal.get().unrestrictedTraverse(path, None)
    if getattr(place, "portal_type", None) not in PLACE_TYPES:
        raise ConfigurationFailure(NO_TARGET)
    return place


def _own_unit(section: Any, source: Source) -> Any:
    code = f"nguon-{source.name}"
    unit = units_by_code(section).get(code) or _make_unit(section, source, code)
    if not IHarvestTarget.providedBy(unit):
        alsoProvides(unit, IHarvestTarget)
        unit.reindexObject(idxs=["object_provides"])
    return unit


def _make_unit(section: Any, source: Source, code: str) -> Any:
    """Make a unit that everybody may see; what stands in it has states of its own."""
    unit = api.content.create(
        container=section,
        type=UNIT_TYPE,
        id=free_id(section, code),
        title=source.title,
        code=code,
        opened_on=today(),
        exclude_from_nav=True,
    )
    # Thousands may come: the default order is one list, written anew with each item.
    unit.setOrdering("unordered")
    publish_folder(unit)
    return unit
