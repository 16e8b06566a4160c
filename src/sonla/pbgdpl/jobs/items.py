"""Go on past what fails: one broken item must keep no job from all the others.

Inside of a run it is left as it is, logged with its traceback, and named in the result of
the job, which has then failed. Elsewhere, such as on a page, what is raised stays raised:
a job that is asked whether it is due counts as due then, and the run finds out.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from Products.CMFCore.indexing import processQueue
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import wrong_dates
from sonla.pbgdpl.jobs.failures import Bug
from sonla.pbgdpl.jobs.lease import LeaseLost
from sonla.pbgdpl.jobs.transactions import Unfinished
from transaction.interfaces import TransientError
from typing import Any
from typing import TypeVar

import logging
import transaction

logger = logging.getLogger(__name__)

Item = TypeVar("Item")
Found = TypeVar("Found")
Result = TypeVar("Result")
NAMED = 10
_left_out: ContextVar[dict[str, None] | None] = ContextVar("left_out", default=None)


@contextmanager
def naming_what_fails() -> Iterator[None]:
    """Let functions of this module go on past what fails; raise `Bug` in the end if anything did."""
    names: dict[str, None] = {}
    token = _left_out.set(names)
    try:
        yield
    finally:
        _left_out.reset(token)
    if names:
        raise Bug(
            _(
                "detail_left_out",
                default="${number} could not be dealt with and stay as they are: ${names}",
                mapping={
                    "number": len(names),
                    "names": ", ".join(list(names)[:NAMED]),
                },
            )
        )


@contextmanager
def tried(item: Any) -> Iterator[None]:
    """Name an item inside of a run if what is done with it fails."""
    names = _left_out.get()
    try:
        yield
    except (TransientError, LeaseLost, Unfinished):
        raise
    except Exception:
        if names is None:
            raise
        names[name_of(item)] = None
        logger.exception("%s is left as it is", name_of(item))


def forgetting_names() -> Callable[[], None]:
    """Return what takes back the names given from now on: a transaction begins anew."""
    names = _left_out.get()
    known = dict(names or {})

    def forget() -> None:
        """Take them back."""
        if names is not None:
            names.clear()
            names.update(known)

    return forget


def each(
    items: Iterable[Item], step: Callable[[Item], Result], most: int | None = None
) -> list[Result]:
    """Do a step for each item, its indexing too; what fails is undone by itself.

    Return what came of those that held. `most` ends it when so many have, and passes over
    what failed in this run before: more of them than that must not keep it from the others.
    """
    names = _left_out.get() or {}
    held: list[Result] = []
    for item in items:
        if len(held) == most:
            break
        if most is not None and name_of(item) in names:
            continue
        with tried(item):
            savepoint = transaction.savepoint(optimistic=True)
            try:
                result = step(item)
                processQueue()
            except Exception:
                savepoint.rollback()
                raise
            held.append(result)
    return held


def readable(items: Iterable[Item]) -> Iterator[Item]:
    """Yield the items that store dates where dates belong, for lists that need them.

    Others are named inside of a run. Elsewhere the check of what texts lack names them.
    """
    names = _left_out.get()
    for item in items:
        if not wrong_dates(item):
            yield item
        elif names is not None:
            names[name_of(item)] = None


def chosen(items: Iterable[Item], wanted: Callable[[Item], Any]) -> Iterator[Item]:
    """Yield the items that are wanted."""
    return found_for(items, lambda item: [item] if wanted(item) else ())


def found_for(
    items: Iterable[Item], find: Callable[[Item], Iterable[Found]]
) -> Iterator[Found]:
    """Yield what is found for each item: all of it, or nothing where that fails."""
    for item in items:
        found: list[Found] = []
        with tried(item):
            found = list(find(item))
        yield from found


def name_of(item: Any) -> str:
    """Name content by its path, other things by what they are called."""
    if isinstance(item, tuple):
        return " ".join(map(name_of, item))
    path = getattr(item, "getPhysicalPath", None)
    return "/".join(path()) if path is not None else str(item)
