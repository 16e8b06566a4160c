"""A portal has of each type what its declaration promises, and keeps what is changed there."""

from content_types import OWN_TYPES
from content_types import STOCK_TEXT_TYPES
from pathlib import Path
from plone import api
from portal_snapshot import TOPICS
from sonla.pbgdpl.core.types import facts_in_order
from sonla.pbgdpl.install.content_types import ADDING_ROLES
from sonla.pbgdpl.install.content_types import remove_unused_workflows
from sonla.pbgdpl.install.content_types import section_policy
from sonla.pbgdpl.install.content_types import TypesStep
from xml.etree import ElementTree

import pytest
import sonla.pbgdpl

PROFILES = Path(sonla.pbgdpl.__file__).parent / "profiles"
PROFILE = "profile-sonla.pbgdpl:default"
KNOWN = (*OWN_TYPES, *STOCK_TEXT_TYPES, "File", "Image")
SETTINGS = (
    "workflow chains",
    "workflow policies",
    "versioning",
    "permissions",
    "types",
)


def settings(portal):
    """Describe how the types of a portal are set up."""
    found = {name: dict(TOPICS[name](portal)) for name in SETTINGS}
    found["workflows"] = portal.portal_workflow.objectIds()
    shown = api.portal.get_registry_record("plone.displayed_types")
    return {**found, "navigation": tuple(shown)}


def holders(portal, name):
    """Name the types of ours in which a type may be added."""
    types = portal.portal_types
    return {one for one in OWN_TYPES if name in types[one].allowed_content_types}


def keeps_versions(portal, name):
    """Return whether the parts that versions need agree; fails where they don't."""
    tool, fti = portal.portal_repository, portal.portal_types[name]
    said = {
        name in tool.getVersionableContentTypes(),
        set(tool.getPolicyMap().get(name, ()))
        == {"at_edit_autoversion", "version_on_revert"},
        bool(portal.portal_diff.getDiffForPortalType(name)),
        "plone.versioning" in fti.behaviors,
    }
    assert len(said) == 1
    return said == {True}


def test_each_type_that_a_section_knows_is_declared(portal):
    assert tuple(name for name, _facts in facts_in_order()) == KNOWN


@pytest.mark.parametrize("name", KNOWN)
def test_sections_bind_and_hold_a_type_as_declared(portal, name):
    facts = dict(facts_in_order())[name]
    assert section_policy().getChainFor(name) == (facts.chain,)
    assert holders(portal, name) == set(facts.added_in)


@pytest.mark.parametrize("name", OWN_TYPES)
def test_the_portal_has_a_type_of_ours_as_declared(portal, name):
    facts = dict(facts_in_order())[name]
    chains = dict(portal.portal_workflow.listChainOverrides())
    assert chains[name] == (facts.chain,)
    assert keeps_versions(portal, name) == facts.is_versioned
    permission = getattr(portal, f"_sonla_pbgdpl__Add_{name}_Permission")
    assert set(permission) == ADDING_ROLES
    shown = api.portal.get_registry_record("plone.displayed_types")
    assert (name in shown) == facts.is_in_navigation
    icon = api.portal.get_registry_record(f"plone.icon.contenttype/{name.lower()}")
    assert icon == f"++plone++bootstrap-icons/{facts.icon}.svg"


def test_files_of_the_profiles_name_no_type_of_ours_but_its_own():
    files = [path for path in PROFILES.rglob("*") if path.is_file()]
    assert len(files) > 50
    named = {
        str(path.relative_to(PROFILES))
        for path in files
        for name in OWN_TYPES
        if name in path.read_text("utf-8")
        if path.parts[-3:] != ("default", "content_types", f"{name}.xml")
        if name not in ("Guidance", "Expenditure")  # words, too
    }
    assert named == set()
    types = PROFILES / "default" / "content_types"
    assert {path.stem for path in types.iterdir()} == set(OWN_TYPES)


@pytest.mark.parametrize("name", OWN_TYPES)
def test_the_information_of_a_type_repeats_nothing_of_its_declaration(name):
    root = ElementTree.parse(
        PROFILES / "default" / "content_types" / f"{name}.xml"
    ).getroot()
    lists = {
        one.get("name"): {element.get("value") for element in one}
        for one in root.iter("property")
    }
    assert lists["allowed_content_types"] == set()
    assert "plone.versioning" not in lists["behaviors"]


@pytest.fixture
def changed(portal):
    """Change of each kind of setting something, as administrators may."""
    with api.env.adopt_roles(["Manager"]):
        types, tool = portal.portal_types, portal.portal_workflow
        news, section = types["LegalNews"], types["LegalEducationSection"]
        tool.setChainForPortalTypes(["LegalNews"], ("one_state_workflow",))
        section_policy().setChain("Guidance", ("one_state_workflow",))
        section_policy().delChain("Link")
        section.manage_changeProperties(allowed_content_types=("Document",))
        behaviors = [one for one in news.behaviors if one != "plone.versioning"]
        news.manage_changeProperties(behaviors=tuple(behaviors), title="Tin")
        portal.portal_repository.removePolicyFromContentType(
            "Guidance", "version_on_revert"
        )
        portal.portal_repository.setVersionableContentTypes(["Document"])
        name = "sonla.pbgdpl: Add LegalNews"
        portal.manage_permission(name, ["Manager"], acquire=0)
        api.portal.set_registry_record("plone.displayed_types", ("Document",))
        yield settings(portal)


def test_what_administrators_changed_stays_with_another_installation(portal, changed):
    TypesStep().install(portal)
    assert settings(portal) == changed
    portal.portal_setup.runAllImportStepsFromProfile(PROFILE)
    assert settings(portal) == changed


def test_a_type_that_is_lost_comes_back_whole_and_changes_no_other(portal):
    before = settings(portal)
    with api.env.adopt_roles(["Manager"]):
        portal.portal_types.manage_delObjects(["CoordinationCouncil"])
        TypesStep().install(portal)
    assert settings(portal) == before


def test_types_are_set_up_where_no_versions_are_kept(portal):
    with api.env.adopt_roles(["Manager"]):
        portal.portal_types.manage_delObjects(["LegalNews"])
        portal.manage_delObjects(["portal_repository"])
        TypesStep().install(portal)
        assert "plone.versioning" not in portal.portal_types["LegalNews"].behaviors
        TypesStep().uninstall(portal)
    assert not set(OWN_TYPES) & set(portal.portal_types.objectIds())


def test_uninstallation_forgets_permissions_of_what_is_not_loaded(portal):
    portal._sonla_pbgdpl__Add_Forgotten_Permission = ("Manager",)
    portal._sonla_pbgdpl_other__Add_Permission = ("Manager",)
    with api.env.adopt_roles(["Manager"]):
        TypesStep().uninstall(portal)
    stored = [one for one in vars(portal) if one.startswith("_sonla_pbgdpl")]
    assert stored == ["_sonla_pbgdpl_other__Add_Permission"]


@pytest.fixture
def workflows(portal):
    """Return the tool that has all workflows, of which expenditures follow none."""
    tool = portal.portal_workflow
    tool.setChainForPortalTypes(["Expenditure"], None)
    section_policy().delChain("Expenditure")
    return tool


def test_a_workflow_of_the_profile_that_no_type_follows_goes(workflows):
    before = set(workflows.objectIds())
    remove_unused_workflows()
    assert before - set(workflows.objectIds()) == {"pbgdpl_expenditure_workflow"}


@pytest.mark.parametrize("place", ["portal", "section"])
def test_a_workflow_that_is_bound_in_one_place_stays(workflows, place):
    chain = ("pbgdpl_expenditure_workflow",)
    if place == "portal":
        workflows.setChainForPortalTypes(["Document"], chain)
    else:
        section_policy().setChain("Document", chain)
    before = workflows.objectIds()
    remove_unused_workflows()
    assert workflows.objectIds() == before
