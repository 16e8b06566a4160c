"""A new subject is everywhere by its own folder alone: nothing else is changed for it."""

from datetime import date
from leaflets.services import set_up
from loaded_zcml import loaded_zcml
from pathlib import Path
from plone import api
from plone.dexterity.utils import createContentInContainer
from portal_snapshot import TOPICS
from Products.GenericSetup import EXTENSION
from Products.GenericSetup import profile_registry
from public_content import make_section
from public_content import publish
from reporting_script import report_of
from sonla.pbgdpl.core.names import PLACE_TYPES
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.homepage.rendering import default_names
from sonla.pbgdpl.homepage.rendering import featured_types
from sonla.pbgdpl.install.content_types import remove_types
from sonla.pbgdpl.install.content_types import section_policy
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.jobs.runner import RunScope
from sonla.pbgdpl.mail.queue import queue_of
from sonla.pbgdpl.statistics.counting import counter_named
from sonla.pbgdpl.statistics.counting import scope_of
from source_tree import ROOT
from statistics_content import moment

import leaflets
import pytest
import transaction

pytestmark = pytest.mark.served

SEEN = {
    "homepage": "Gấp ba: Đất đai của bạn",
    "section": "Kho tờ rơi",
    "unit": "Gấp ba: Đất đai của bạn",
    "listing page": "Gấp ba: Đất đai của bạn",
    "own page": "Danh sách: ",
    "add form": "Nhà in",
    "search by a field": "Đất đai của bạn",
    "search by the body": "Đất đai của bạn",
    "desk": '<p id="leaflets">',
    "checks": "Tờ rơi thiếu nhà in",
    "contributions": "Tờ rơi",
    "settings": "form.widgets.leaflet_orders",
    "administration": "Quản lý tờ rơi",
    "kinds offered": "Tờ rơi",
    "jobs": "Đặt in tờ rơi",
    "health": "2 tờ rơi",
    "log of operations": "Đặt in tờ rơi",
    "report before uninstalling": "Hộp tờ rơi không còn.",
    "offered sets": "type:leaflet",
    "its record, for search engines": "CreativeWork",
}


@pytest.fixture(scope="module")
def report():
    """Return what was found in a portal with the subject."""
    return report_of("added_subject.py")


@pytest.mark.long
@pytest.mark.parametrize("place", SEEN)
def test_a_page_has_it(report, place):
    status, text = report["pages"][place]
    assert status == (503 if place == "health" else 200), "no clock runs there"
    assert SEEN[place] in text


@pytest.mark.long
def test_each_page_was_asked(report):
    assert list(report["pages"]) == list(SEEN)


@pytest.mark.long
def test_new_portlets_have_its_block_and_editors_may_feature_one(report):
    assert "leaflets" in report["blocks"]
    assert "Leaflet" in report["featured"]


@pytest.mark.long
def test_statistics_count_it(report):
    counted = sorted([facts, amounts] for facts, amounts in report["counted"])
    assert counted == [[[""], [1, 0]], [["Nhà in Thống Nhất"], [1, 500]]]


@pytest.mark.long
def test_its_job_ran_and_wrote(report):
    assert report["mails"] == [["leaflets", "in@example.org"]]


@pytest.mark.long
def test_it_was_set_up(report):
    assert report["box"] == "hộp"


@pytest.fixture
def with_leaflets(functional_portal):
    """Yield a portal with the subject, less its permission, which stays in a process."""
    portal, name = functional_portal, "leaflets:default"
    path = str(Path(leaflets.__file__).parent / "profiles" / "default")
    with loaded_zcml(portal, '<include package="leaflets" file="components.zcml" />'):
        profile_registry.registerProfile(
            "default", "", "", path, "leaflets", EXTENSION, post_handler=set_up
        )
        try:
            portal.portal_setup.runAllImportStepsFromProfile(f"profile-{name}")
            yield portal
        finally:
            profile_registry.unregisterProfile("default", "leaflets")


def test_it_is_counted_has_a_block_and_a_job(with_leaflets):
    portal = with_leaflets
    section = make_section(portal)
    with api.env.adopt_roles(["Manager"]):
        leaflet = createContentInContainer(
            section,
            leaflets.LEAFLET_TYPE,
            checkConstraints=False,
            title="Đất đai của bạn",
            printer="Nhà in Thống Nhất",
            copies=500,
            printed=moment(2026, 3, 10),
        )
    publish(leaflet)
    transaction.commit()
    counter, measure = counter_named("leaflets.copies")
    scope = scope_of(portal, date(2026, 1, 1), date(2026, 12, 31))
    found = [entry[2:] for entry in counter.entries(scope)]
    assert (found, measure) == ([(("Nhà in Thống Nhất",), (1, 500))], "copies")
    assert "leaflets" in default_names(portal)
    assert leaflets.LEAFLET_TYPE in featured_types(portal, portal.REQUEST)
    assert run_jobs(portal, scope=RunScope(names=("leaflets",))).state == "done"
    transaction.begin()
    mails = [mail for _key, mail in queue_of(portal).items()]
    assert [mail.recipient["email"] for mail in mails] == ["in@example.org"]


def test_its_type_is_set_up_by_its_declaration_and_can_be_taken_back(with_leaflets):
    portal, name = with_leaflets, leaflets.LEAFLET_TYPE
    types = portal.portal_types
    chains = dict(portal.portal_workflow.listChainOverrides())
    assert chains[name] == section_policy().getChainFor(name) == (EDITORIAL_WORKFLOW,)
    for place in PLACE_TYPES:
        assert name in types[place].allowed_content_types
    assert name not in types["CoordinationCouncil"].allowed_content_types
    assert "plone.versioning" in types[name].behaviors
    assert portal.portal_diff.getDiffForPortalType(name)
    record = "plone.icon.contenttype/leaflet"
    assert api.portal.get_registry_record(record).endswith("/files.svg")
    with api.env.adopt_roles(["Manager"]):
        remove_types("leaflets:default")
    topics = ("types", "workflow chains", "workflow policies", "versioning")
    for topic in topics:
        assert name not in repr(dict(TOPICS[topic](portal)))
    assert api.portal.get_registry_record(record, default=None) is None


def test_nothing_outside_its_folder_names_it():
    sources = [
        path for path in (ROOT / "src").rglob("*") if path.suffix in (".py", ".zcml")
    ]
    assert len(sources) > 500
    named = [str(path) for path in sources if "Leaflet" in path.read_text()]
    assert named == []
