"""Print what a portal has fetched and sent, as JSON behind the word REPORT.

usage: zconsole run zope.conf exchange_report.py
"""

from plone import api
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.jobs.site import acting
from sonla.pbgdpl.sync.store import store_of
from typing import Any

import json

USER = "pbgdpl-runner"
FILES = ("File", "Image")


def report(site: Any) -> dict[str, Any]:
    """Return what there is: every fetched item, and what the store knows."""
    store = store_of(site)
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(
        object_provides=IHarvested.__identifier__
    )
    items = {brain.UID: brain._unrestrictedGetObject() for brain in brains}
    return {
        "texts": sorted(
            uid for uid, item in items.items() if item.portal_type not in FILES
        ),
        "bound": {
            remote_id: {
                "uid": identity.uid,
                "title": items[identity.uid].title if identity.uid in items else None,
                "state": state_of(items[identity.uid]),
            }
            for remote_id, identity in store.bindings.get("btp", {}).items()
        },
        "dirty": len(store.outbox.dirty),
        "quarantine": [list(key) for key in store.quarantine],
        "deliveries": {
            uid: delivery.state for uid, delivery in store.outbox.deliveries.items()
        },
    }


def main(app: Any) -> None:
    """Print the report."""
    with acting(app, "/Plone", USER) as site:
        print("REPORT", json.dumps(report(site)))


main(app)  # noqa: F821 - zconsole provides it
