"""The documents are valid reStructuredText, and what they point to is there."""

from docutils.core import publish_doctree
from docutils.nodes import literal
from docutils.nodes import reference
from docutils.nodes import row
from docutils.nodes import table
from packaging.utils import canonicalize_name
from pathlib import Path

import pytest
import re

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.rst", ROOT / "CHANGES.rst", *(ROOT / "docs").glob("*.rst")]


@pytest.fixture(params=DOCUMENTS, ids=lambda path: path.name)
def document(request) -> Path:
    return request.param


def test_is_valid_and_its_links_lead_somewhere(document):
    tree = publish_doctree(
        document.read_text(encoding="utf-8"),
        source_path=str(document),
        settings_overrides={
            "halt_level": 2,
            "report_level": 2,
            "input_encoding": "utf-8",
        },
    )
    targets = {node["refuri"] for node in tree.findall(reference) if "refuri" in node}
    local = {target for target in targets if not re.match(r"\w+:", target)}
    missing = {
        target
        for target in local
        if not (document.parent / target.partition("#")[0]).exists()
    }
    assert missing == set()


def test_names_only_targets_that_make_has(document):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z0-9-]+):", makefile, re.MULTILINE))
    text = document.read_text(encoding="utf-8")
    lines = re.findall(r"``make ([^`]+)``|^    make (.+)$", text, re.MULTILINE)
    named = {
        word
        for line in lines
        for word in re.sub(r'"[^"]*"|#.*', "", "".join(line)).split()
        if re.fullmatch(r"[a-z0-9-]+", word)
    }
    assert named - targets == set()


def test_readme_has_the_pins_of_versions_cfg(tool):
    """An administrator copies them, and nobody looks at them twice."""
    versions = tool("pins").read_versions()
    lines = tool("foreign").readme_lines()
    pins = dict(re.findall(r"^(\S+) = (\d\S*)$", lines, re.MULTILINE))
    own = pins.pop("sonla.pbgdpl")
    assert f'version="{own}"' in (ROOT / "setup.py").read_text(encoding="utf-8")
    assert pins.items() <= versions.items()


def test_readme_pins_what_plone_does_not_bring(tool, needs):
    """Plone's own list of versions cannot be read here: what Plone needs stands for it."""
    lines = tool("foreign").readme_lines()
    pins = re.findall(r"^(\S+) = \d\S*$", lines, re.MULTILINE)
    assert set(map(canonicalize_name, pins)) == needs("sonla.pbgdpl") - needs("Plone")


def test_architecture_names_each_room_and_module(root):
    """A newcomer finds what each is for before opening it."""
    document = root / "docs" / "architecture.rst"
    tree = publish_doctree(document.read_text(encoding="utf-8"))
    rooms_and_modules = list(tree.findall(table))[:2]
    told = [
        name.astext()
        for part in rooms_and_modules
        for line in part.findall(row)
        for name in line[0].findall(literal)
    ]
    inside = list((root / "src" / "sonla" / "pbgdpl").iterdir())
    rooms = [f"{path.name}/" for path in inside if path.is_dir()]
    modules = [path.name for path in inside if path.suffix == ".py"]
    there = [name for name in rooms + modules if not name.startswith("__")]
    assert sorted(told) == sorted(there)


def test_tests_that_are_named_are_there(document):
    named = re.findall(r"``(tests/[\w/.]+)``", document.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []
