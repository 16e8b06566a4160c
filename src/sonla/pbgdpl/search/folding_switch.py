"""Turn Vietnamese folding on or off for the search of the whole portal.

The lexicons whose pipeline has Plone's folding element get ours instead, or the
reverse; then each object's words are indexed again. That can be one call
(`enable`, `disable`) or many short ones (`start`, then `run_batch` until done),
whose progress is stored in the portal. Nothing is emptied before: meanwhile all
words that both elements fold alike stay findable, and what is indexed in between
is folded as it should be. Nothing here commits.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from persistent.mapping import PersistentMapping
from plone import api
from Products.CMFCore.indexing import processQueue
from Products.CMFPlone.UnicodeSplitter.splitter import I18NNormalizer
from sonla.pbgdpl.core.batching import flush
from sonla.pbgdpl.core.catalog import paths_by_record
from sonla.pbgdpl.core.catalog import pipeline_of
from sonla.pbgdpl.core.catalog import set_pipeline
from sonla.pbgdpl.search.lexicon import VietnameseNormalizer
from typing import Any
from ZODB.POSException import ConflictError
from zope.annotation.interfaces import IAnnotations

import logging

logger = logging.getLogger(__name__)

STATE_KEY = "sonla.pbgdpl.search_switch"
LEXICON_TYPE = "ZCTextIndex Lexicon"
BATCH = 500
"""Objects between two savepoints, which keep memory flat in a single call."""


@dataclass(frozen=True)
class Status:
    """How far the switch is."""

    on: bool
    """Whether the portal's lexicons fold Vietnamese."""
    running: bool
    """Whether objects still wait for being indexed again."""
    done: int
    total: int
    """Numbers of catalogued objects; the total as it was at the start."""

    @property
    def percent(self) -> int:
        """The progress from 0 to 100."""
        if not self.running:
            return 100
        return min(99, 100 * self.done // self.total) if self.total else 99


def status() -> Status:
    """Read the state of the switch."""
    state = _state()
    return Status(
        on=bool(folding_lexicons()),
        running="position" in state,
        done=state.get("done", 0),
        total=state.get("total", 0),
    )


def is_overridden() -> bool:
    """Return whether Plone's element came back although folding was turned on.

    A profile that imports `plone_lexicon` does that, and empties the lexicon.
    `enable` or `start(True)` mends it.
    """
    return bool(_state().get("on") and stock_lexicons())


def enable() -> Status:
    """Turn folding on and index everything again, in this call."""
    return _switch_at_once(True)


def disable() -> Status:
    """Restore Plone's own folding and results, in this call."""
    return _switch_at_once(False)


def start(on: bool) -> Status:
    """Swap the pipelines and remember that everything is to be indexed again.

    Does nothing where nothing is to swap: the second of two impatient clicks
    finds the work of the first.
    """
    changed = _swap(on)
    if changed:
        catalog = api.portal.get_tool("portal_catalog")
        _annotations()[STATE_KEY] = PersistentMapping(
            on=on,
            indexes=_indexes_on(changed),
            position=None,
            done=0,
            total=len(catalog),
        )
    return status()


def run_batch(size: int = BATCH) -> Status:
    """Index the next `size` objects again, then tell how far it is."""
    state = _state()
    if "position" not in state:
        return status()
    processQueue()
    catalog = api.portal.get_tool("portal_catalog")
    batch = list(islice(_records_after(catalog, state["position"]), size))
    for record, path in batch:
        _index_again(catalog, path, state["indexes"])
        state["position"] = record
        state["done"] += 1
    if len(batch) < size:
        _finish(state)
    return status()


def folding_lexicons() -> list[str]:
    """List the ids of the catalog's lexicons that fold Vietnamese."""
    return [
        lexicon_id
        for lexicon_id, lexicon in _lexicons()
        if _has(lexicon, VietnameseNormalizer)
    ]


def stock_lexicons() -> list[str]:
    """List the ids of the catalog's lexicons that fold as Plone does."""
    return [
        lexicon_id
        for lexicon_id, lexicon in _lexicons()
        if _has(lexicon, I18NNormalizer)
    ]


def _switch_at_once(on: bool) -> Status:
    current = start(on)
    while current.running:
        current = run_batch(BATCH)
        flush()
    return current


def _finish(state: Any) -> None:
    """Keep only what is still true: that folding is wanted, or nothing at all."""
    if state["on"]:
        for key in ("position", "indexes", "done", "total"):
            del state[key]
    else:
        del _annotations()[STATE_KEY]


def _swap(on: bool) -> list[str]:
    """Replace the elements in each lexicon; return the ids of those that changed."""
    old, new = I18NNormalizer, VietnameseNormalizer
    if not on:
        old, new = new, old
    changed = []
    for lexicon_id, lexicon in _lexicons():
        if _has(lexicon, old):
            elements = pipeline_of(lexicon)
            set_pipeline(
                lexicon,
                tuple(new() if type(one) is old else one for one in elements),
            )
            changed.append(lexicon_id)
    return changed


def _index_again(catalog: Any, path: str, indexes: list[str]) -> None:
    """Index one object again; one that is gone or broken is logged, not fatal."""
    obj = catalog.resolve_path(path)
    if obj is None:
        logger.warning("%s is in the catalog and can't be found", path)
        return
    try:
        catalog.catalog_object(obj, path, idxs=indexes, update_metadata=0)
    except ConflictError:
        raise
    except Exception:
        logger.exception("Can't index %s again", path)


def _records_after(catalog: Any, position: int | None) -> Iterator[tuple[int, str]]:
    """Walk (record id, path) in order of ids, from after `position`."""
    paths = paths_by_record(catalog)
    if position is None:
        return iter(paths.items())
    return iter(paths.items(min=position, excludemin=True))


def _indexes_on(lexicons: list[str]) -> list[str]:
    catalog = api.portal.get_tool("portal_catalog")
    return [
        index.getId()
        for index in catalog.getIndexObjects()
        if getattr(index, "lexicon_id", None) in lexicons
    ]


def _lexicons() -> list[tuple[str, Any]]:
    return api.portal.get_tool("portal_catalog").objectItems(LEXICON_TYPE)


def _has(lexicon: Any, element_type: type) -> bool:
    return any(type(element) is element_type for element in pipeline_of(lexicon))


def _state() -> Any:
    return _annotations().get(STATE_KEY) or {}


def _annotations() -> Any:
    return IAnnotations(api.portal.get())
