"""A portal with one subject more, looked at in a process of its own; prints what was found.

The subject is `leaflets`, a package of the tests: its ZCML is loaded and its profile imported,
nothing else. Registered profiles and permissions can't be taken back, hence the process.
"""

from datetime import date
from plone import api
from plone.app.textfield.value import RichTextValue
from process_layer import portal_of_layer
from public_content import make
from secured_portal import make_accounts
from secured_portal import people
from sonla.pbgdpl.homepage.rendering import default_names
from sonla.pbgdpl.homepage.rendering import featured_types
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.jobs.runner import RunScope
from sonla.pbgdpl.mail.queue import queue_of
from sonla.pbgdpl.sections.setup import create_structure
from sonla.pbgdpl.statistics.counting import counter_named
from sonla.pbgdpl.statistics.counting import scope_of
from sonla.pbgdpl.testing import PbgdplLayer
from statistics_content import moment
from typing import Any
from zope.annotation.interfaces import IAnnotations

import json
import leaflets
import transaction

PAGES = {
    "homepage": "",
    "section": "{section}",
    "unit": "{unit}",
    "listing page": "{section}/to-roi",
    "own page": "{section}/@@leaflet-list",
    "add form": "{section}/++add++Leaflet",
    "search by a field": "{section}/@@pbgdpl-search?SearchableText=thong+nhat",
    "search by the body": "{section}/@@pbgdpl-search?SearchableText=trang+trong+cung",
    "desk": "/@@pbgdpl-review",
    "checks": "{section}/@@pbgdpl-check",
    "contributions": "{section}/@@pbgdpl-contributions",
    "settings": "/@@pbgdpl-settings",
    "administration": "/@@pbgdpl-settings?page=tools",
    "kinds offered": "/@@pbgdpl-settings?page=offer",
    "jobs": "/@@pbgdpl-jobs",
    "health": "/@@pbgdpl-health",
    "log of operations": "/@@pbgdpl-audit",
    "report before uninstalling": "/@@pbgdpl-uninstall-report",
    "offered sets": "/@@oai?verb=ListSets",
    "its record, for search engines": "{leaflet}",
}


class WithLeaflets(PbgdplLayer):
    """Load the ZCML of one subject more, and import its profile."""

    def setUpZope(self, app: Any, configurationContext: Any) -> None:
        """Load it after ours."""
        super().setUpZope(app, configurationContext)
        self.loadZCML(package=leaflets)

    def setUpPloneSite(self, portal: Any) -> None:
        """Import it after ours."""
        super().setUpPloneSite(portal)
        self.applyProfile(portal, "leaflets:default")


def make_content(portal: Any) -> dict[str, str]:
    """Make a section with a unit that has two leaflets; return their paths."""
    with api.env.adopt_roles(["Manager"]):
        create_structure(portal.portal_setup)
    (section,) = portal.objectValues("Dexterity Container")[-1:]
    unit = make(section, "ContributingUnit", "Đơn vị", code="don-vi")
    leaflet = make(
        unit,
        leaflets.LEAFLET_TYPE,
        "Đất đai của bạn",
        printer="Nhà in Thống Nhất",
        inside=RichTextValue("<p>Chữ ở trang trong cùng</p>"),
        copies=500,
        printed=moment(2026, 3, 10),
    )
    make(unit, leaflets.LEAFLET_TYPE, "Không rõ nhà in", printed=moment(2026, 4, 1))
    make_accounts(section)
    return {
        "section": section.absolute_url_path(),
        "unit": unit.absolute_url_path(),
        "leaflet": leaflet.absolute_url_path(),
    }


def report(portal: Any) -> dict[str, Any]:
    """Make content, run the jobs, ask for all pages, and say what was found."""
    paths = make_content(portal)
    api.portal.set_registry_record("sonla.pbgdpl.exchange.oai_enabled", True)
    transaction.commit()
    run_jobs(portal, scope=RunScope(names=("leaflets",)))
    transaction.begin()
    manager = people()["Manager"]
    site = portal.absolute_url_path()
    found = {}
    for name, address in PAGES.items():
        path = address.format(**paths)
        answer = manager.ask(path if path.startswith(site) else site + path)
        found[name] = [answer.status, answer.text]
    counter, _measure = counter_named("leaflets.copies")
    scope = scope_of(portal, date(2026, 1, 1), date(2026, 12, 31))
    queued = [mail for _key, mail in queue_of(portal).items()]
    return {
        "pages": found,
        "blocks": default_names(portal),
        "featured": featured_types(portal, portal.REQUEST),
        "counted": [entry[2:] for entry in counter.entries(scope)],
        "mails": [[mail.kind, mail.recipient["email"]] for mail in queued],
        "box": IAnnotations(portal).get("leaflets.box"),
    }


def main() -> None:
    """Set the portal up and print the report."""
    fixture = WithLeaflets(name="sonla.pbgdpl:With-leaflets")
    _layer, portal = portal_of_layer(fixture)
    print("REPORT", json.dumps(report(portal)))


if __name__ == "__main__":
    main()
