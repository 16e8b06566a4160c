"""Run the synchronisation once in a process of its own, which dies at a chosen point.

usage: zconsole run zope.conf killed_run.py

`PBGDPL_KILL` is `<point>:<nth>`, or empty; the points are those of `POINTS`. `PBGDPL_NOW`
is the moment, `PBGDPL_EDIT` a title to give to each of our own texts before.
"""

from collections.abc import Callable
from datetime import datetime
from plone import api
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.jobs import transactions
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.jobs.site import acting
from sonla.pbgdpl.sync.http.client import OutboundClient
from typing import Any
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import json
import os
import signal
import transaction

USER = "pbgdpl-runner"
POINTS = {
    "before_send": (OutboundClient, "request", "before"),
    "after_send": (OutboundClient, "request", "after"),
    "before_commit": (transactions, "commit_unless_dry_run", "before"),
    "after_commit": (transactions, "commit_unless_dry_run", "after"),
    "between_pages": (JobContext, "keep_lease", "before"),
}
"""Name → owner of a function, its name, and on which side of it the process dies."""


def arm(point: str, nth: int) -> None:
    """Let the process die at the nth passing of a point."""
    owner, name, side = POINTS[point]
    original = getattr(owner, name)
    setattr(owner, name, deadly(original, side, nth))


def deadly(original: Callable[..., Any], side: str, nth: int) -> Callable[..., Any]:
    """Wrap a function so that its nth call is the last thing that happens."""
    calls = 0

    def call(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if side == "before" and calls == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*args, **kwargs)
        if calls == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return call


def edit_own_texts(title: str) -> None:
    """Change the title of each of our own public texts, as an editor."""
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(portal_type="LegalNews"):
        text = brain._unrestrictedGetObject()
        if not IHarvested.providedBy(text):
            text.title = f"{text.getId()}: {title}"
            notify(ObjectModifiedEvent(text))
    transaction.commit()


def main(app: Any) -> None:
    """Edit, arm, run, tell."""
    moment = datetime.fromisoformat(os.environ["PBGDPL_NOW"])
    point, _, nth = os.environ.get("PBGDPL_KILL", "").partition(":")
    with acting(app, "/Plone", USER, "https://sonla.example") as site:
        if title := os.environ.get("PBGDPL_EDIT"):
            edit_own_texts(title)
        if point:
            arm(point, int(nth))
        result = run_jobs(site, budget=120.0, now=lambda: moment)
    print(json.dumps(result.as_json()))


main(app)  # noqa: F821 - zconsole provides it
