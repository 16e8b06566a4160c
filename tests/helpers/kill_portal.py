"""Set up the portal of the tests that kill processes, or report what it holds.

usage: zconsole run zope.conf kill_portal.py

`PBGDPL_KILL_PORTAL` is `report`, or the address of the reference server to set it up for.
"""

from plone import api
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.exchange.settings import get_exchange_settings
from sonla.pbgdpl.jobs.site import acting
from sonla.pbgdpl.sync.store import store_of
from source_rows import source_row
from typing import Any

import json
import os
import transaction

USER = "pbgdpl-runner"
SECTION = "chuyen-trang"
OWN_TEXTS = 3
FILES = ("File", "Image")


def set_up(base_url: str) -> None:
    """Make a section with public texts, fetch from the server and send to it."""
    workflow = api.portal.get_tool("portal_workflow")["pbgdpl_editorial_workflow"]
    with api.env.adopt_roles(["Manager"]):
        portal = api.portal.get()
        section = api.content.create(
            portal, "LegalEducationSection", id=SECTION, title="Chuyên trang"
        )
        set_state(section, workflow, "published")
        for number in range(OWN_TEXTS):
            text = api.content.create(
                section, "LegalNews", id=f"tin-{number}", title="?"
            )
            set_state(text, workflow, "published")
    source = source_row(base_url=f"{base_url}/oai")
    settings = {
        "sources": [source],
        "pull_enabled": True,
        "push_url": f"{base_url}/push",
        "push_enabled": True,
        "cap_percent": 100,
        "cap_count": 1000,
        "cap_changed_percent": 100,
    }
    for name, value in settings.items():
        api.portal.set_registry_record(f"sonla.pbgdpl.sync.{name}", value)
    get_exchange_settings().repository_id = "sonla.example"
    transaction.commit()


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
    """Do what is asked."""
    what = os.environ["PBGDPL_KILL_PORTAL"]
    with acting(app, "/Plone", USER) as site:
        if what == "report":
            print("REPORT", json.dumps(report(site)))
        else:
            set_up(what)


main(app)  # noqa: F821 - zconsole provides it
