"""What is imported is declared, and what is declared has a reason."""

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from pathlib import Path

import pytest
import re
import tomllib

OWN = "sonla"


@pytest.fixture(scope="module")
def declared(root) -> dict[str, list[str]]:
    """Dependencies of the add-on by extra, and those of each distribution beside it."""

    def project(folder: Path) -> dict:
        return tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]

    ours = project(root)
    beside = (path.parent for path in root.glob("distributions/*/pyproject.toml"))
    return {
        "": ours["dependencies"],
        **ours["optional-dependencies"],
        **{
            folder.name: [
                line
                for line in project(folder)["dependencies"]
                if not line.startswith(f"{OWN}.")
            ]
            for folder in beside
        },
    }


def test_what_is_used_is_declared_and_nothing_else(tool):
    assert list(tool("declared").problems()) == []


USES = {
    "code.py": "def late():\n    from nh3 import clean\n    import os, sonla.pbgdpl",
    "configure.zcml": """<configure xmlns:zcml="http://namespaces.zope.org/zcml">
      <include package="plone.app.caching" zcml:condition="installed plone.app.caching" />
      <adapter for="zope.interface.Interface
                    plone.base.interfaces.INavigationRoot" factory=".code.Late" />
      </configure>""",
    "metadata.xml": """<metadata>
      <dependency>profile-Products.CMFPlacefulWorkflow:base</dependency></metadata>""",
    "page.pt": "<p>transaction.commit</p>",
    "testing.py": "import pytest",
}


def test_it_sees_python_configuration_and_profiles(tool, tmp_path):
    folder = tmp_path / "src" / OWN
    folder.mkdir(parents=True)
    for name, text in USES.items():
        (folder / name).write_text(text)
    (tmp_path / "pyproject.toml").write_text(
        """[project]
        dependencies = ["nh3>=0.3", "zope.interface", "transaction", "segno[x]<2"]
        [project.optional-dependencies]
        optional = ["plone.app.caching"]
        test = ["pytest"]"""
    )
    assert list(tool("declared").problems(tmp_path)) == [
        f"src/{OWN}/configure.zcml uses plone-base, which is not declared.",
        f"src/{OWN}/metadata.xml uses products-cmfplacefulworkflow, which is not declared.",
        "segno is declared, and nothing in src uses it.",
        "transaction is declared, and nothing in src uses it.",
    ]


def test_what_plone_does_not_bring_has_a_reason(root, declared, needs):
    text = (root / "docs/choices/dependencies.rst").read_text(encoding="utf-8")
    explained = set(re.findall(r"^``.+``$", text, re.MULTILINE))
    explained = {name for line in explained for name in re.findall(r"``(.+?)``", line)}
    tools = (root / "tools" / "requirements.txt").read_text(encoding="utf-8")
    lines = [line for group in declared.values() for line in group]
    lines += [line for line in tools.splitlines() if not line.startswith("#")]
    names = {Requirement(line).name for line in lines}
    brought = needs("Products.CMFPlone")
    assert explained <= names
    assert {canonicalize_name(name) for name in names - explained} <= brought
