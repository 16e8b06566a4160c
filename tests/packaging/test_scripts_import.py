"""Scripts ask for what is there, also those that no test imports or only long ones start."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from source_tree import HELPERS
from source_tree import ROOT

import ast
import pytest

OURS = {"sonla", *(path.stem for path in HELPERS.iterdir())}
SCRIPTS = sorted(
    path
    for folder in ("deploy", "tools", "bench", "docs", "tests/helpers")
    for path in (ROOT / folder).rglob("*.py")
)


def asked_of_us(path: Path) -> Iterator[tuple[str, str]]:
    """Yield module and name of each import of ours."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and top_of(node) in OURS:
            for name in node.names:
                yield str(node.module), name.name


def top_of(node: ast.ImportFrom) -> str:
    return (node.module or "").partition(".")[0]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_script_imports_of_ours_exists(path):
    lacking = [
        f"{module}.{name}"
        for module, name in asked_of_us(path)
        if not hasattr(import_module(module), name)
        and not is_module(f"{module}.{name}")
    ]
    assert lacking == []


def is_module(name: str) -> bool:
    try:
        import_module(name)
    except ImportError:
        return False
    return True
