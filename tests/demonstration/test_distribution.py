"""The distribution stands beside the add-on: by choice, and on what is public of it."""

from pathlib import Path
from plone import api
from sonla.demonstration import PROFILE

import ast
import sonla.demonstration


def imported_names() -> set[str]:
    """Name what the sources import of the add-on."""
    sources = Path(sonla.demonstration.__file__).parent.rglob("*.py")
    return {
        f"{node.module}.{alias.name}"
        for path in sources
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module.startswith("sonla.pbgdpl")
        for alias in node.names
    }


def test_it_uses_only_what_is_public_and_no_page():
    names = imported_names()
    assert names
    parts = {part for name in names for part in name.split(".")}
    assert [part for part in parts if part.startswith("_")] == []
    assert "pages" not in parts


def test_it_is_a_profile_that_the_panel_does_not_offer(portal):
    known = {info["id"] for info in portal.portal_setup.listProfileInfo()}
    assert PROFILE in known
    with api.env.adopt_roles(["Manager"]):
        view = portal.restrictedTraverse("@@prefs_install_products_form")
        assert "sonla.demonstration" not in view.marshall_addons()
