"""What must happen without a person hangs on no exchange."""

from pathlib import Path
from sonla.pbgdpl import administration
from sonla.pbgdpl import audit
from sonla.pbgdpl import councils
from sonla.pbgdpl import dialogues
from sonla.pbgdpl import editorial
from sonla.pbgdpl import exchange
from sonla.pbgdpl import homepage
from sonla.pbgdpl import legal_documents
from sonla.pbgdpl import mail
from sonla.pbgdpl import people
from sonla.pbgdpl import questions
from sonla.pbgdpl import statistics
from sonla.pbgdpl import sync
from sonla.pbgdpl import ui
from sonla.pbgdpl import units

import ast
import pytest
import sonla.pbgdpl.jobs

ROOM = Path(sonla.pbgdpl.jobs.__file__).parent
SUBJECTS = (
    *(administration, audit, councils, dialogues, editorial, exchange, homepage),
    *(legal_documents, mail, people, questions, statistics, sync, ui, units),
)


def imported(path):
    """Yield the names of the modules that a module imports, wherever it does."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)
        elif isinstance(node, ast.Import):
            yield from (one.name for one in node.names)


@pytest.mark.parametrize("path", sorted(ROOM.glob("*.py")), ids=lambda path: path.stem)
def test_the_runner_knows_no_subject(path):
    above = tuple(f"{room.__name__}." for room in SUBJECTS)
    assert [name for name in imported(path) if f"{name}.".startswith(above)] == []
