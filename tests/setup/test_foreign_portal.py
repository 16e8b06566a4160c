"""The add-on enters a portal that is not ours, changes nothing else, and leaves it."""

from foreign_portal import install
from foreign_portal import uninstall
from portal_snapshot import compare
from portal_snapshot import take
from sonla.pbgdpl.config import OWN_TYPES

import pytest
import re

DEPENDENCIES = (
    "browser layers: collective.z3cform.datagridfield",
    "components: utility ILocalBrowserLayerType collective.z3cform.datagridfield",
    "components: utility IPlacefulWorkflowTool ",
    "configlets: placefulworkflow",
    "profiles: Products.CMFPlacefulWorkflow:base",
    "profiles: collective.z3cform.datagridfield:default",
    "registry: plone.bundles/datagridfield-bundle.",
    "tools: portal_placeful_workflow",
)
"""What the two add-ons bring on which ours depends; they stay when ours goes."""

BROUGHT = ("registry: plone.app.iterate.interfaces.IIterateSettings.",)
"""Records of core without which no working copy can be made; they go with us."""

OURS = re.compile(
    rf"pbgdpl|portlets\.LegalEducation|\b({'|'.join(OWN_TYPES)})\b", re.IGNORECASE
)
"""What an entry of ours is recognised by: our prefix, our portlet, one of our types."""


@pytest.fixture()
def before(foreign_portal):
    """Describe the portal as we find it."""
    return take(foreign_portal)


class TestForeignPortal:
    """One portal, each test from the beginning."""

    def test_portal_is_foreign(self, before):
        """The portal has what must not change: else the comparison proves little."""
        assert "collective.easyform:default" in before["profiles"]
        assert "collective.collectionfilter:default" in before["profiles"]
        assert before["workflow chains"]["Document"] == "('one_state_workflow',)"
        assert before["homepage"]["default page"] == "'trang-chu'"
        assert not any(map(OURS.search, before["registry"]))

    def test_installation_only_adds(self, foreign_portal, manager, before):
        install(manager, foreign_portal)
        difference = compare(before, take(foreign_portal)).without(*DEPENDENCIES)
        difference = difference.without(*BROUGHT)
        foreign = difference.only(lambda name: not OURS.search(name))
        assert not foreign, f"not ours:\n{foreign}"
        assert not difference.removed, str(difference)

    def test_uninstallation_takes_all_back(self, foreign_portal, manager, before):
        install(manager, foreign_portal)
        uninstall(manager, foreign_portal)
        difference = compare(before, take(foreign_portal)).without(*DEPENDENCIES)
        assert not difference, str(difference)

    def test_dependencies_are_named_exactly(self, foreign_portal, manager, before):
        install(manager, foreign_portal)
        uninstall(manager, foreign_portal)
        left = compare(before, take(foreign_portal)).added
        unused = [d for d in DEPENDENCIES if not any(n.startswith(d) for n in left)]
        assert unused == []
