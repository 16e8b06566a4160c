"""What the processes do that are killed, and those that look at what they left.

Each function is an order of `forked_orders`: it takes the site and a function to call when
its real work begins.
"""

from collections.abc import Callable
from collections.abc import Sequence
from datetime import datetime
from plone import api
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.core.options import switch
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.exchange.exporter import is_exportable
from sonla.pbgdpl.exchange.exporter import record_of
from sonla.pbgdpl.exchange.hashing import content_hash
from sonla.pbgdpl.exchange.hashing import field_hashes
from sonla.pbgdpl.exchange.settings import get_exchange_settings
from sonla.pbgdpl.exchange.settings import identifier_of
from sonla.pbgdpl.jobs import transactions
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.sync.http.client import OutboundClient
from sonla.pbgdpl.sync.store import store_of
from source_rows import source_row
from time import monotonic
from typing import Any
from ZODB.POSException import POSKeyError
from ZODB.serialize import referencesf
from ZODB.utils import z64
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import os
import signal
import transaction

SECTION = "chuyen-trang"
OWN_TEXTS = 5
FILES = ("File", "Image")
POINTS = {
    "before_send": (OutboundClient, "request", "before"),
    "after_send": (OutboundClient, "request", "after"),
    "before_commit": (transactions, "commit_unless_dry_run", "before"),
    "after_commit": (transactions, "commit_unless_dry_run", "after"),
    "between_pages": (JobContext, "keep_lease", "before"),
}
"""Name → owner of a function, its name, and on which side of it the process dies."""
Begin = Callable[[], None]


def set_up(
    site: Any,
    begin: Begin,
    push_url: str,
    oai_url: str = "",
    list_url: str = "",
    mapping: str = "",
) -> None:
    """Make a section with public texts; fetch from both sources, and send.

    With a mapping nothing is fetched, and what is sent goes out as it says.
    """
    workflow = api.portal.get_tool("portal_workflow")["pbgdpl_editorial_workflow"]
    switch("mappings", on=True)
    with api.env.adopt_roles(["Manager"]):
        section = api.content.create(
            site, "LegalEducationSection", id=SECTION, title="Chuyên trang"
        )
        set_state(section, workflow, "published")
        for number in range(OWN_TEXTS):
            write_text(section, f"tin-{number}")
    a_list = {"driver": "mapped-json", "metadata_prefix": "plqg-list"}
    settings = {
        "sources": [
            source_row(base_url=oai_url),
            source_row(name="so", title="Sở (mẫu)", base_url=list_url, **a_list),
        ],
        "pull_enabled": not mapping,
        "push_url": push_url,
        "push_enabled": True,
        "cap_percent": 100,
        "cap_count": 1000,
        "cap_changed_percent": 100,
    }
    if mapping:
        settings["sources"] = []
        settings["mappings"] = [{"name": "thu", "text": mapping}]
        settings["push_format"] = "thu"
    for name, value in settings.items():
        api.portal.set_registry_record(f"sonla.pbgdpl.sync.{name}", value)
    get_exchange_settings().repository_id = "sonla.example"
    transaction.commit()


def write_text(section: Any, name: str) -> None:
    """Make a public text."""
    workflow = api.portal.get_tool("portal_workflow")["pbgdpl_editorial_workflow"]
    text = api.content.create(section, "LegalNews", id=name, title="?")
    set_state(text, workflow, "published")


def run(
    site: Any,
    begin: Begin,
    now: str,
    titles: dict[str, str] | None = None,
    states: dict[str, str] | None = None,
    new: Sequence[str] = (),
    gone: Sequence[str] = (),
    point: str = "",
    nth: int = 0,
) -> dict[str, Any]:
    """Let an editor change our own texts, then run what is due, perhaps to a point.

    `titles` and `states` are new ones by the id of a text; texts named by `new` are written,
    those named by `gone` deleted. Return how it ended, how long it took, and how often it came
    by each of the points.
    """
    moment = datetime.fromisoformat(now)
    with api.env.adopt_roles(["Manager"]):
        for name in new:
            write_text(site[SECTION], name)
        for name in gone:
            api.content.delete(site[SECTION][name], check_linkintegrity=False)
    edit_own_texts(site[SECTION], titles or {}, states or {})
    passed = dict.fromkeys(POINTS, 0)
    for name in POINTS:
        watch(name, passed, nth if name == point else 0)
    begin()
    begun = monotonic()
    state = run_jobs(site, budget=120.0, now=lambda: moment).state
    return {"state": state, "spent": monotonic() - begun, "passed": passed}


def edit_own_texts(
    section: Any, titles: dict[str, str], states: dict[str, str]
) -> None:
    """Change titles and states of texts."""
    workflow = api.portal.get_tool("portal_workflow")["pbgdpl_editorial_workflow"]
    for name, title in titles.items():
        section[name].title = title
        notify(ObjectModifiedEvent(section[name]))
    for name, state in states.items():
        set_state(section[name], workflow, state)
    transaction.commit()


def watch(point: str, passed: dict[str, int], nth: int) -> None:
    """Count how often a point is passed, and die at the nth time."""
    owner, name, side = POINTS[point]
    original = getattr(owner, name)

    def come_by() -> None:
        passed[point] += 1
        if passed[point] == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    def call(*args: Any, **kwargs: Any) -> Any:
        if side == "before":
            come_by()
        result = original(*args, **kwargs)
        if side == "after":
            come_by()
        return result

    setattr(owner, name, call)


def report(site: Any, begin: Begin) -> dict[str, Any]:
    """Return what there is: every fetched item, every text of our own, what the store knows."""
    store = store_of(site)
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(
        object_provides=IHarvested.__identifier__
    )
    items = {brain.UID: brain._unrestrictedGetObject() for brain in brains}
    files = [item for item in items.values() if item.portal_type in FILES]
    return {
        "texts": sorted(set(items) - {item.UID() for item in files}),
        "files": [(getattr(one, "file", None) or one.image).filename for one in files],
        "bound": {
            source: {
                name: facts_of(identity, items[identity.uid])
                for name, identity in known.items()
            }
            for source, known in store.bindings.items()
        },
        "own": own_records(site[SECTION]),
        "titles": own_titles(site[SECTION]),
        "dirty": len(store.outbox.dirty),
        "unanswered": len(store.outbox.unanswered),
        "stuck": len(store.outbox.stuck),
        "held": [name for name, source in store.sources.items() if source.held],
        "quarantine": [list(key) for key in store.quarantine],
        "conflicts": len(store.conflicts),
    }


def facts_of(identity: Any, item: Any) -> dict[str, Any]:
    """Return what is known of a record, and what its item shows."""
    return {
        "uid": identity.uid,
        "hash": identity.content_hash,
        "title": item.title,
        "state": state_of(item),
        "fields": field_hashes(record_of(item)),
    }


def own_records(section: Any) -> dict[str, str]:
    """Return the hashes of what of ours is public, by the name that others know."""
    return {
        identifier_of(text.UID()): content_hash(record_of(text))
        for text in own_texts(section)
    }


def own_titles(section: Any) -> dict[str, str]:
    """Return the titles of what of ours is public, by the name that others know."""
    return {identifier_of(text.UID()): text.title for text in own_texts(section)}


def own_texts(section: Any) -> list[Any]:
    """Return what of ours is public."""
    texts = [one for one in section.objectValues() if one.portal_type == "LegalNews"]
    own = [text for text in texts if not IHarvested.providedBy(text)]
    return [text for text in own if is_exportable(text)]


def walk(site: Any, begin: Begin) -> dict[str, int]:
    """Load everything that the database refers to; count what is there and what isn't."""
    storage = site._p_jar.db().storage
    seen, waiting, missing = {z64}, [z64], 0
    while waiting:
        try:
            data, _tid = storage.load(waiting.pop())
        except POSKeyError:
            missing += 1
            continue
        found = set(referencesf(data)) - seen
        seen |= found
        waiting += found
    return {"there": len(seen) - missing, "missing": missing}


def pack(site: Any, begin: Begin) -> None:
    """Forget former states, as a server does at night."""
    site._p_jar.db().pack()
