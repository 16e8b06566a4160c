"""What a subject sets up and takes back is a step that it registers."""

from loaded_zcml import loaded_zcml
from plone import api
from plone.registry import Record
from plone.registry.field import Int
from plone.registry.interfaces import IRegistry
from sonla.pbgdpl import _
from sonla.pbgdpl.core.health import repair
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.interfaces import ISetupStep
from sonla.pbgdpl.core.setup import Remainder
from sonla.pbgdpl.core.setup import setup_steps
from sonla.pbgdpl.core.setup import SetupStep
from sonla.pbgdpl.install.setuphandlers import post_install
from sonla.pbgdpl.vocabularies.terms import record_name
from zope.annotation.interfaces import IAnnotations
from zope.component import getUtilitiesFor
from zope.component import getUtility
from zope.interface import alsoProvides
from zope.interface.verify import verifyObject

import lxml.html
import pytest

PACKAGE = "sonla.pbgdpl."
OURS = [
    "types",
    "options",
    "province",
    "settings",
    "question_settings",
    "exchange_settings",
    "sync_settings",
    "mail",
    "vocabularies",
    "statistics",
    "form_drafts",
    "roles",
    "groups",
    "sections",
    "questions",
    "reporter_requests",
    "search",
    "emergencies",
    "homepage-portlet",
    "homepage",
    "event_lists",
    "jobs",
    "sync",
    "audit",
    "register",
    "content_import",
    "learners",
    "exchange",
]
LEAFLETS = "example.leaflets"


class LeafletsStep(SetupStep):
    """Make the box of leaflets, and take it away."""

    order = 200

    def install(self, site):
        """Make the box where there is none."""
        IAnnotations(site).setdefault(LEAFLETS, [])

    def uninstall(self, site):
        """Take the box away with what is in it."""
        IAnnotations(site).pop(LEAFLETS, None)

    def remains(self, site):
        """Say so before."""
        yield Remainder(45, _("Leaflets go."), name="leaflets")


ZCML = """
<utility factory="{step}" name="leaflets" />
"""


@pytest.fixture
def leaflets(portal):
    """Register a step of somebody else's."""
    with loaded_zcml(portal, ZCML, step=LeafletsStep):
        yield


def test_ours_in_their_order(portal):
    """The demonstration has one of its own, where a test of it ran before."""
    names = {id(step): name for name, step in getUtilitiesFor(ISetupStep)}
    ours = [step for step in setup_steps() if type(step).__module__.startswith(PACKAGE)]
    assert [names[id(step)] for step in ours] == OURS
    for step in setup_steps():
        assert verifyObject(ISetupStep, step)


def test_a_step_of_somebody_else_is_installed_and_uninstalled(
    portal, leaflets, installer
):
    post_install(None)
    assert IAnnotations(portal)[LEAFLETS] == []
    installer.uninstall_product("sonla.pbgdpl")
    assert LEAFLETS not in IAnnotations(portal)


def test_no_record_of_ours_stays_whatever_version_made_it(portal, installer):
    records = getUtility(IRegistry).records
    records[f"{PACKAGE}people.forgotten_days"] = Record(Int(title="Days"), 60)
    installer.uninstall_product("sonla.pbgdpl")
    assert [name for name in records if name.startswith(PACKAGE)] == []


def test_it_is_reported_before(portal, leaflets):
    request = portal.REQUEST.clone()
    alsoProvides(request, IBrowserLayer)
    with api.env.adopt_roles(["Manager"]):
        source = api.content.get_view("pbgdpl-uninstall-report", portal, request)()
    page = lxml.html.fromstring(source)
    lines = [li.get("id") for li in page.cssselect("#pbgdpl-goes ~ ul li")]
    assert lines == [None, None, None, None, None, "leaflets", None, None]
    assert page.cssselect("#leaflets")[0].text == "Leaflets go."


def test_lists_that_were_lost_are_filled_again(portal):
    record = record_name("Audiences")
    del portal.portal_registry.records[record]
    assert record in repair(portal)
    assert api.portal.get_registry_record(record)
