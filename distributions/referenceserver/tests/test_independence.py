"""The reference server shares nothing with the code that it proves."""

from pathlib import Path

import ast
import pytest
import sonla.referenceserver
import subprocess
import sys

ROOM = Path(sonla.referenceserver.__file__).parent
MODULES = sorted(ROOM.rglob("*.py"))
OWN = "sonla.referenceserver"
ALLOWED = {"lxml", "oaipmh"}


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports can lead outside"
            found.add(node.module)
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOM)))
def test_imports_nothing_of_ours_and_nothing_undeclared(path):
    foreign = {
        name
        for name in imported(path)
        if name != OWN
        and not name.startswith(f"{OWN}.")
        and name.partition(".")[0] not in sys.stdlib_module_names
    }
    assert {name.partition(".")[0] for name in foreign} <= ALLOWED


def test_no_module_finds_code_by_name():
    words = ("importlib.import_module", "__import__", "entry_points(")
    texts = [path.read_text(encoding="utf-8") for path in MODULES]
    assert [word for text in texts for word in words if word in text] == []


def test_running_loads_nothing_of_plone():
    code = (
        # Files with namespaces, as Plone 6.1 has them, name those at the start.
        "import sys; before = set(sys.modules)\n"
        "from sonla.referenceserver.server import ReferenceServer\n"
        "with ReferenceServer(records=1): pass\n"
        "print(*sorted(name for name in set(sys.modules) - before if name.startswith('sonla.')"
        " or name in ('plone', 'Products', 'requests')))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr
    loaded = result.stdout.split()
    assert {name for name in loaded if not name.startswith(OWN)} == set()
