"""What is imported is declared, and what is declared has a reason."""

from functools import cache
from importlib.metadata import distributions
from importlib.util import find_spec
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from pathlib import Path
from source_tree import parsed
from source_tree import statements

import ast
import os
import pytest
import re
import sys
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


@cache
def owners() -> dict[str, str]:
    """Which distribution brought a file; namespaces have no single owner."""
    found = {}
    for dist in distributions():
        folder = str(dist.locate_file(""))
        name = canonicalize_name(dist.metadata["Name"])
        for line in (dist.read_text("RECORD") or "").splitlines():
            path = line.partition(",")[0]
            if path.endswith((".py", ".so")):
                found[os.path.join(folder, path)] = name
    return found


def imported(path: Path) -> set[str]:
    """The modules of others that a source file imports; those for types only, too."""
    found = set()
    for node in statements(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {
        name
        for name in found
        if name.split(".")[0] not in sys.stdlib_module_names | {OWN, "__future__"}
    }


@cache
def owner(module: str) -> str | None:
    """The distribution of a module; None for a namespace or a name in a module."""
    try:
        spec = find_spec(module)
    except (ImportError, ValueError, AttributeError):
        return None
    return owners().get(spec.origin or "") if spec else None


def test_what_is_imported_is_declared(root, declared, needs):
    source = root / "src" / OWN

    def allowed(*groups: str) -> set[str]:
        lines = [line for group in groups for line in declared[group]]
        return {name for line in lines for name in needs(Requirement(line).name)}

    always = allowed("")
    found = {
        f"{path.relative_to(source)} imports {module} of {owner(module)}"
        for path in source.rglob("*.py")
        if path.name != "testing.py"  # runs where the extra `test` is installed
        for module in imported(path)
        if owner(module) and owner(module) not in always
    }
    assert sorted(found) == []


def test_what_is_declared_has_a_reason(root, declared):
    text = (root / "docs" / "design-choices.rst").read_text(encoding="utf-8")
    section = text.partition("\nDependencies\n---")[2]
    section = re.split(r"\n\n.+\n-{5,}\n", section)[0]
    explained = set(re.findall(r"^``.+``$", section, re.MULTILINE))
    explained = {name for line in explained for name in re.findall(r"``(.+?)``", line)}
    tools = (root / "tools" / "requirements.txt").read_text(encoding="utf-8")
    lines = [line for group in declared.values() for line in group]
    lines += [line for line in tools.splitlines() if not line.startswith("#")]
    assert {Requirement(line).name for line in lines} == explained
