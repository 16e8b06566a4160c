"""The profiles: uninstall mirrors install file for file; versions are as released."""

from importlib.metadata import requires
from importlib.resources import files
from pathlib import Path
from plone import api
from xml.etree import ElementTree

import pytest

PROFILES = Path(str(files("sonla.pbgdpl"))) / "profiles"
BY_CONTAINER = {
    "portal_placeful_workflow": "portal_placeful_workflow.xml",
    "workflows": "workflows.xml",
}
"""Folder of definitions → the file whose counterpart removes what they define."""

BY_HANDLER = {
    "registry/plone.app.iterate.interfaces.IIterateSettings.xml": "only where unused",
    "rolemap.xml": "it names permissions of subjects that may not be loaded",
    "content_types": "what is made by a step is taken back by it",
}
"""Files and folders whose settings steps take back, and why."""

VERSIONS = {"default": "1000", "structure": "1000", "search": "1000"}


def names(profile):
    """List the files of a profile by their paths in it."""
    root = PROFILES / profile
    return {str(p.relative_to(root)) for p in root.rglob("*") if p.is_file()}


def counterpart(name):
    """Name the file of the uninstall profile that answers for a file of the default."""
    return BY_CONTAINER.get(name.partition("/")[0], name)


def test_uninstall_mirrors_install():
    expected = {
        counterpart(name)
        for name in names("default")
        if not {name, name.partition("/")[0]} & set(BY_HANDLER)
        if not name.startswith("registry/sonla.pbgdpl.")
    }
    assert names("uninstall") == expected


def test_exceptions_exist():
    assert all((PROFILES / "default" / name).exists() for name in BY_HANDLER)


@pytest.mark.parametrize("container", sorted(BY_CONTAINER.values()))
def test_each_definition_is_removed(container):
    """The container's file removes whatever the default profile's file adds."""
    added = objects(PROFILES / "default" / container)
    gone = objects(PROFILES / "uninstall" / container)
    assert set(added) == {name for name, removed in gone.items() if removed}


def objects(path):
    """Map the objects that a container's file names to whether it removes them."""
    root = ElementTree.parse(path).getroot()
    return {
        node.get("name"): node.get("remove", "").lower() == "true"
        for node in root.iter("object")
        if node is not root
    }


@pytest.mark.parametrize("name", VERSIONS)
def test_version(profile_last_version, portal, name):
    setup = portal.portal_setup
    assert setup.getVersionForProfile(f"sonla.pbgdpl:{name}") == VERSIONS[name]


def test_installed_version(portal, profile_last_version):
    assert profile_last_version("sonla.pbgdpl:default") == VERSIONS["default"]


def test_nothing_to_upgrade(portal):
    """A fresh installation is up to date."""
    assert portal.portal_setup.listUpgrades("sonla.pbgdpl:default") == []


def test_a_portal_that_runs_has_no_demonstration(portal):
    """That is a distribution of its own, which the add-on neither loads nor asks for."""
    known = {info["id"] for info in portal.portal_setup.listProfileInfo()}
    ours = {name for name in known if name.startswith("sonla.pbgdpl:")}
    assert ours == {f"sonla.pbgdpl:{name}" for name in (*VERSIONS, "uninstall")}
    required = requires("sonla.pbgdpl") or []
    assert [one for one in required if one.startswith("sonla.")] == []


def test_only_default_is_offered(portal):
    """The other profiles are not in the list of the Add-ons panel."""
    with api.env.adopt_roles(["Manager"]):
        view = portal.restrictedTraverse("@@prefs_install_products_form")
        addon = view.marshall_addons()["sonla.pbgdpl"]
    assert addon["install_profile_id"] == "sonla.pbgdpl:default"
    assert addon["uninstall_profile_id"] == "sonla.pbgdpl:uninstall"
    assert addon["other_profiles"] == []
