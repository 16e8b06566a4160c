"""What ZCML includes and names follows the layers that `pyproject.toml` draws."""

from collections.abc import Iterator
from lxml import etree
from pathlib import Path
from source_tree import ROOT

import ast
import pytest
import re
import sonla.pbgdpl
import tomllib

SOURCE = Path(sonla.pbgdpl.__file__).parent
ZOPE = "{http://namespaces.zope.org/zope}"
NAMED = re.compile(r"(?<![\w.])(sonla\.pbgdpl\.|\.+)(\w[\w.]*)")


def layers() -> list[list[str]]:
    """Return the packages of each layer, from the bottom."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = settings["tool"]["importlinter"]["contracts"][0]
    return [
        [name.strip() for name in layer.split("|")]
        for layer in reversed(contract["layers"])
    ]


LAYER = {name: number for number, layer in enumerate(layers()) for name in layer}


def included(folder: Path) -> list[str]:
    """Return the packages below a folder that its ZCML includes, in its order."""
    elements = etree.parse(folder / "configure.zcml").iter(f"{ZOPE}include")
    names = [element.get("package", "") for element in elements]
    return [name.removeprefix(".") for name in names if name.startswith(".")]


def named(path: Path) -> set[str]:
    """Return the packages of ours that a file of ZCML names."""
    found = set()
    here = path.parent.relative_to(SOURCE).parts
    for element in etree.parse(path).iter(etree.Element):
        for value in element.attrib.values():
            for start, rest in NAMED.findall(value):
                dots = len(start) if start.startswith(".") else len(here) + 1
                base = here[: len(here) + 1 - dots]
                found.add([*base, *rest.strip(".").split(".")][0])
    return found & set(LAYER)


@pytest.mark.parametrize("page", ["architecture", "who-wants-this"])
def test_every_package_has_its_line(page):
    text = (ROOT / "docs" / f"{page}.rst").read_text(encoding="utf-8")
    options = {
        f"options/{path.parent.name}" for path in SOURCE.glob("options/*/option.py")
    }
    for name in set(LAYER) - {"options"} | options:
        assert f"\n``{name}/``  " in text, name


def test_every_package_is_included():
    folders = {path.parent for path in SOURCE.rglob("*.zcml")} - {SOURCE}
    there = {SOURCE: included(SOURCE)}
    there |= {folder: included(folder) for folder in folders}
    missing = [
        str(folder.relative_to(SOURCE))
        for folder in folders
        if folder.name not in there.get(folder.parent, ())
    ]
    assert folders and missing == []


def test_packages_are_included_from_the_bottom():
    assert included(SOURCE) == [name for layer in layers() for name in layer]


@pytest.mark.parametrize("package", sorted(LAYER))
def test_zcml_names_nothing_above_its_package(package):
    files = sorted((SOURCE / package).rglob("*.zcml"))
    above = {
        f"{path.relative_to(SOURCE)}: {name}"
        for path in files
        for name in named(path) - {package}
        if LAYER[name] >= LAYER[package]
    }
    assert above == set()


def imports_of(path: Path) -> Iterator[str]:
    """Yield what a module imports, wherever it does."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{one.name}" for one in node.names)
        elif isinstance(node, ast.Import):
            yield from (one.name for one in node.names)


def test_only_pages_import_pages():
    """The contract of import-linter names modules by their task; this asks all of them."""
    page = re.compile(r"sonla\.pbgdpl\.[\w.]+\.pages\b")
    others = [path for path in SOURCE.rglob("*.py") if "pages" not in path.parts]
    found = {
        f"{path.relative_to(SOURCE)}: {name}"
        for path in others
        for name in imports_of(path)
        if page.match(name)
    }
    assert len(others) > 300 and found == set()


def test_pages_take_only_base_classes_from_pages_of_other_subjects():
    """Constants and words stand beside the pages, where the other subject has its facts."""
    page = re.compile(r"sonla\.pbgdpl\.(\w+)\.pages\.\w+\.(\w+)")
    taken = {
        f"{path.relative_to(SOURCE)}: {name}": found[2]
        for path in SOURCE.rglob("*.py")
        for name in imports_of(path)
        if (found := page.fullmatch(name))
        and LAYER[found[1]] > LAYER["audit"]
        and found[1] != path.relative_to(SOURCE).parts[0]
    }
    bases = ("View", "Page", "Mixin", "Records")
    others = [where for where, name in taken.items() if not name.endswith(bases)]
    assert len(taken) > 5 and others == []
