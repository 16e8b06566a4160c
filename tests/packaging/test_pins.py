"""Every version is chosen once, and what pip and buildout install is the same."""

from importlib.metadata import distribution
from importlib.metadata import PackageNotFoundError
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from pathlib import Path

import configparser
import pytest
import tomllib


@pytest.fixture(scope="module")
def pins(tool) -> dict[str, str]:
    """The pins of the environment that runs this."""
    module = tool("pins")
    pins = module.read_versions(module.list_in_use())
    return {canonicalize_name(name): version for name, version in pins.items()}


def project(folder: Path) -> dict:
    """What a distribution declares; an editable install may be older."""
    return tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture(scope="module")
def declared(root) -> dict:
    return project(root)


@pytest.fixture(scope="module")
def direct(root, declared) -> list[Requirement]:
    """What the distributions, buildout.cfg and the tools ask for by name."""
    buildout = configparser.ConfigParser(interpolation=None)
    buildout.read(root / "buildout.cfg", encoding="utf-8")
    lines = [
        *declared["dependencies"],
        *declared["optional-dependencies"]["test"],
        *(root / "tools" / "requirements.txt").read_text("utf-8").splitlines(),
        *(
            line
            for path in root.glob("distributions/*/pyproject.toml")
            for line in project(path.parent)["dependencies"]
        ),
        *("zc.buildout", "zc.recipe.egg", "pip", "setuptools", "wheel"),
    ]
    for section in buildout.sections():
        lines += buildout[section].get("eggs", "").split()
        lines += buildout[section].get("recipe", "").split(":")[:1]
    return [
        Requirement(line)
        for line in lines
        if line and not line.startswith(("#", "sonla."))
    ]


def closure(direct: list[Requirement]) -> list[Requirement]:
    """What the requirements need in turn, on the Python that runs this."""
    seen: dict[tuple, Requirement] = {}
    waiting = list(direct)
    while waiting:
        requirement = waiting.pop()
        extras = requirement.extras or {""}
        if requirement.marker and not requirement.marker.evaluate():
            continue
        key = (canonicalize_name(requirement.name), frozenset(extras), str(requirement))
        if key in seen:
            continue
        seen[key] = requirement
        try:
            needs = distribution(requirement.name).requires or []
        except PackageNotFoundError:
            continue  # buildout's own needs are not in every environment
        for need in map(Requirement, needs):
            if need.marker is None or any(
                need.marker.evaluate({"extra": extra}) for extra in extras | {""}
            ):
                need.marker = None
                waiting.append(need)
    return list(seen.values())


@pytest.mark.parametrize("name", ["versions.cfg", "versions-6.1.cfg"])
def test_constraints_equal_versions(root, tool, name):
    assert tool("pins").found(root / name) == []


def test_a_portal_with_plone_needs_just_the_pins_of_the_addon(tool, declared):
    ours = closure([Requirement(line) for line in declared["dependencies"]])
    plone = closure([Requirement("Plone")])
    names = [{canonicalize_name(one.name) for one in found} for found in (ours, plone)]
    wanted = {canonicalize_name(name) for name in tool("pins").NOT_IN_PLONE}
    assert names[0] - names[1] == wanted


def test_the_readme_pins_the_same_for_buildout(root, tool):
    module = tool("pins")
    block = (root / "README.rst").read_text("utf-8").partition("[versions]")[2]
    lines = dict(
        line.strip().split(" = ")
        for line in block.partition("..")[0].split("\n")
        if line.strip()
    )
    lines.pop("sonla.pbgdpl")
    pins = module.addon_pins(module.read_versions())
    assert lines == pins
    assert list(lines) == list(module.NOT_IN_PLONE)


def test_the_list_of_another_plone_says_what_is_other(tool, tmp_path):
    module = tool("pins")
    base, other = tmp_path / "versions.cfg", tmp_path / "versions-6.1.cfg"
    base.write_text("[versions]\na = 1\nb-b = 1\nc = 1\n")
    other.write_text("[buildout]\nextends = versions.cfg\n[versions]\nB.b = 2\nc = 1\n")
    module.write(other, {"d": "1"})
    assert module.own_versions(other) == {"B.b": "2", "c": "1", "d": "1"}
    twice, same = module.found(other)
    assert "pins b-b twice" in twice
    assert "c = 1" in same
    other.write_text(other.read_text().replace("B.b", "b-b").replace("c = 1\n", ""))
    module.write(other, {})
    assert module.found(other) == []
    text = (tmp_path / "constraints-6.1.txt").read_text()
    assert text.splitlines()[1:] == ["a==1", "b-b==2", "c==1", "d==1"]


def test_what_we_name_is_pinned(pins, direct):
    names = {canonicalize_name(requirement.name) for requirement in direct}
    assert names - set(pins) == set()


def test_what_that_needs_is_pinned_and_content(pins, direct):
    found = []
    for requirement in closure(direct):
        pin = pins.get(canonicalize_name(requirement.name))
        if pin is None:
            found.append(f"{requirement.name} has no pin")
        elif not requirement.specifier.contains(pin, prereleases=True):
            found.append(f"{requirement} is not met by {pin}")
    assert found == []


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("versions.cfg", "plone.app.layout<7"),
        ("versions.cfg", "pytest<10"),
        ("versions.cfg", "zc.buildout>=5"),
        ("versions.cfg", "Zope>=6.3"),
        ("versions-6.1.cfg", "Products.CMFPlone==6.1.*"),
        ("versions-6.1.cfg", "collective.z3cform.datagridfield<4"),
        ("versions-6.1.cfg", "setuptools<82"),
    ],
)
def test_versions_that_are_held(root, tool, name, line):
    requirement = Requirement(line)
    version = tool("pins").read_versions(root / name)[requirement.name]
    assert requirement.specifier.contains(version)


def test_buildout_picks_nothing_itself(root):
    buildout = configparser.ConfigParser(interpolation=None)
    buildout.read(root / "buildout.cfg", encoding="utf-8")
    assert buildout["buildout"]["allow-picked-versions"] == "false"
    assert buildout["buildout"]["extends"] == "versions.cfg"


def test_commands_have_the_eggs_of_the_portal(root):
    """A class that one of them misses is a warning at each object of it."""
    buildout = configparser.ConfigParser(interpolation=None)
    buildout.read(root / "buildout.cfg", encoding="utf-8")
    portal, commands = (
        {Requirement(line).name for line in buildout[part]["eggs"].split()}
        for part in ("instance", "scripts")
    )
    assert portal <= commands


@pytest.mark.parametrize(
    "pins,stored,word",
    [
        ({"a": "1"}, "", "make pins"),
        ({"a.b": "1", "a-b": "1"}, None, "twice"),
        ({"b": "1", "a": "1"}, None, "order"),
        ({"a": ">=1"}, None, "exact"),
    ],
)
def test_check_tells_faults(tool, pins, stored, word):
    module = tool("pins")
    stored = module.constraints(pins) if stored is None else stored
    assert any(word in line for line in module.problems(pins, stored))


def test_what_comes_with_us_caps_nothing_that_plone_brings(tool):
    """A portal with a newer one could not be installed into, or would lose it."""
    ours = {canonicalize_name(name) for name in tool("pins").NOT_IN_PLONE}
    for name in ours:
        for line in distribution(name).requires or ():
            asked = Requirement(line)
            if asked.marker and not asked.marker.evaluate({"extra": ""}):
                continue
            if canonicalize_name(asked.name) not in ours:
                caps = {one.operator for one in asked.specifier}
                assert not caps & {"<", "<=", "==", "~=", "==="}, f"{name}: {line}"
