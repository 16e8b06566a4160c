"""Compare what the package imports with what pyproject.toml declares.

Named is what is imported by Python, and what ZCML and profiles name: each distribution
that has such a module has to be declared, and each that is declared has to be named. What
others bring along today may be gone tomorrow.

Distributions are found by the files that the running environment has of them, not by
their names, which often are others than those of their modules.
"""

from collections.abc import Iterator
from functools import cache
from importlib.metadata import distributions
from importlib.util import find_spec
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from pathlib import Path

import ast
import os
import re
import sys
import tomllib

ROOT = Path(__file__).resolve().parents[1]
OWN = "sonla"
FOR_TESTS = "testing.py"
"""Runs where the extra `test` is installed."""
DOTTED = re.compile(r"(?<![\w.@/+])[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")
ATTRIBUTE = re.compile(r"""=\s*"([^"]*)"|>([^<>]*)<""")


@cache
def owners() -> dict[str, str]:
    """Tell which distribution brought a file; namespaces have no single owner."""
    found = {}
    for dist in distributions():
        folder = str(dist.locate_file(""))
        name = canonicalize_name(dist.metadata["Name"])
        for line in (dist.read_text("RECORD") or "").splitlines():
            path = line.partition(",")[0]
            if path.endswith((".py", ".so")):
                found[os.path.join(folder, path)] = name
    return found


@cache
def owner(module: str) -> str:
    """Name the distribution of a module; empty for a namespace or a name in a module."""
    try:
        spec = find_spec(module)
    except (ImportError, ValueError, AttributeError):
        return ""
    return owners().get(spec.origin or "", "") if spec else ""


def owner_of_name(dotted: str) -> str:
    """Name the distribution of the longest part of a dotted name that is a module."""
    while dotted:
        if found := owner(dotted):
            return found
        dotted = dotted.rpartition(".")[0]
    return ""


def imported(path: Path) -> Iterator[str]:
    """Yield the distributions that a source file imports; those for types only, too."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        yield from (owner_of_name(name) for name in names if is_foreign(name))


def named(path: Path) -> Iterator[str]:
    """Yield the distributions of the dotted names in a file of ZCML or of a profile."""
    for value in ATTRIBUTE.findall(path.read_text("utf-8")):
        for name in DOTTED.findall(" ".join(value)):
            if is_foreign(name):
                yield owner_of_name(name)


def is_foreign(name: str) -> bool:
    """Return whether a module is neither Python's nor ours."""
    top = name.split(".")[0]
    return top != OWN and top not in sys.stdlib_module_names


def used(source: Path) -> dict[str, Path]:
    """Return the distributions that the files of a folder name, with one that does."""
    found: dict[str, Path] = {}
    for path in sorted(source.rglob("*")):
        if path.suffix == ".py" and path.name != FOR_TESTS:
            names = imported(path)
        elif path.suffix in (".zcml", ".xml"):
            names = named(path)
        else:
            continue
        for name in filter(None, names):
            found.setdefault(name, path)
    return found


def declared(project: Path) -> set[str]:
    """Name what a project declares, for all and in its extras but that for tests."""
    facts = tomllib.loads(project.read_text("utf-8"))["project"]
    extras = facts.get("optional-dependencies", {})
    lines = [*facts["dependencies"]]
    lines += [line for name in extras if name != "test" for line in extras[name]]
    return {canonicalize_name(Requirement(line).name) for line in lines}


def problems(root: Path = ROOT) -> Iterator[str]:
    """Yield what is used and not declared, and what is declared and not used."""
    uses, says = used(root / "src"), declared(root / "pyproject.toml")
    for name in sorted(uses.keys() - says):
        yield f"{uses[name].relative_to(root)} uses {name}, which is not declared."
    for name in sorted(says - uses.keys()):
        yield f"{name} is declared, and nothing in src uses it."


def main() -> int:
    """Tell the problems; give the status for the shell."""
    faults = list(problems())
    for line in faults:
        print(line, file=sys.stderr)
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
