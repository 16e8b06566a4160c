"""Scripts that no test imports ask for what is there."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import ast
import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted(
    path
    for folder in ("deploy", "tools", "bench", "docs")
    for path in (ROOT / folder).rglob("*.py")
)


def asked_of_us(path: Path) -> Iterator[tuple[str, str]]:
    """Yield module and name of each import of ours."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sonla"):
            for name in node.names:
                yield str(node.module), name.name


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
