"""What tests take from the source tree: scripts, and configuration as documents show it."""

from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path
from types import ModuleType

import ast
import importlib.util
import os
import sys

ROOT = Path(__file__).parents[2]
HELPERS = ROOT / "tests" / "helpers"
ADDITIONAL = "zope-conf-additional"


def parsed(path: Path) -> ast.Module:
    """Return what a source file says; all of them take hundreds of megabytes."""
    return ast.parse(path.read_text(encoding="utf-8"))


def statements(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a part of a source file and what stands in its blocks, without expressions."""
    left = [node]
    while left:
        node = left.pop()
        yield node
        for block in ("body", "orelse", "finalbody", "handlers", "cases"):
            inner = getattr(node, block, None)
            if isinstance(inner, list):
                left.extend(inner)


def load_tool(name: str) -> ModuleType:
    """Import one of the scripts in tools/."""
    folder = ROOT / "tools"
    spec = importlib.util.spec_from_file_location(
        f"tools_{name}", folder / f"{name}.py"
    )
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(folder))  # as for a script that is started there
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(folder))
    return module


def path_with_tests() -> str:
    """Return the PYTHONPATH of a program that runs a script of tests/helpers which imports others."""
    return os.pathsep.join(filter(None, (str(HELPERS), os.environ.get("PYTHONPATH"))))


def readme_clock() -> str:
    """Return what README.rst tells an administrator to add to zope.conf for the clock."""
    parser = ConfigParser(interpolation=None)
    parser.read_string(load_tool("foreign").readme_block("clock"))
    return parser["instance"][f"{ADDITIONAL} +"]


def demonstration_conf(address: str, btp_port: int) -> str:
    """Return what the zope.conf of `make start` has of ours, served at an address."""
    return load_tool("instance").settings(address, btp_port)[ADDITIONAL]
