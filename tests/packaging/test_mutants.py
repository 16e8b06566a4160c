"""The tool that changes functions finds what is worth a change, and changes what is loaded."""

from importlib import import_module
from textwrap import dedent
from types import ModuleType

import pytest
import sys

SOURCE = '''
"""A module."""

LIMIT = 3


class Notes:
    """Notes, and how many there may be."""

    kept: list[str] = []

    @property
    def is_full(self) -> bool:
        """Whether nothing goes in."""
        return len(self.kept) >= LIMIT

    def write(self, text: str, most: int = 100) -> None:
        """Write down what is short."""
        if text and len(text) < most:
            logger.info("written")
            self.kept.append(text)

    def asked(self) -> dict[str, str]:
        """Return a query."""
        return {"kind": "note", "state": _("public")}
'''


@pytest.fixture(scope="module")
def mutants(tool) -> ModuleType:
    return tool("mutants")


@pytest.fixture
def written(tmp_path, mutants, monkeypatch):
    """Return the path of a module that can be imported by its file's name."""
    monkeypatch.setattr(mutants, "SOURCES", tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "notes_to_change", raising=False)
    path = tmp_path / "notes_to_change.py"
    path.write_text(dedent(SOURCE), "utf-8")
    return path


def changes(mutants, path):
    """Return the mutants by the line that each has instead."""
    return {
        "".join(line[1:].strip() for line in mutant.diff if line[0] == "+"): mutant
        for mutant in mutants.mutants_of(path, path.read_text("utf-8"))
    }


def test_what_is_worth_a_change(mutants, written):
    found = changes(mutants, written)
    assert {
        "return len(self.kept) > LIMIT",
        "if text or len(text) < most:",
        "pass",
        'return {"kind": "note", }',
        'return {"state": _("public")}',
    } <= found.keys()
    assert not [line for line in found if "XXwritten" in line or "XXpublic" in line]
    left_out = found["pass"].diff
    assert "-            self.kept.append(text)" in left_out
    assert not [line for line in found if "logger" in line]
    assert not [line for line in found if line.startswith(("LIMIT", "def ", "kept"))]


@pytest.mark.parametrize(
    ("change", "works"),
    [
        ("return len(self.kept) > LIMIT", lambda notes: notes.is_full),
        ('return {"state": _("public")}', lambda notes: "kind" in notes.asked()),
    ],
)
def test_the_loaded_function_is_changed(mutants, written, change, works):
    module = import_module(written.stem)
    module._ = str
    notes = module.Notes()
    notes.kept = ["one", "two", "three"]
    assert works(notes)
    changes(mutants, written)[change].install()
    assert not works(notes)
    assert written.read_text("utf-8") == dedent(SOURCE)


def test_the_same_sample_for_the_same_seed(mutants, written):
    def chosen(seed):
        return [mutant.after for mutant in mutants.sample([written], 5, seed)]

    assert len(chosen(1)) == 5
    assert chosen(1) == chosen(1) != chosen(2)


STATEMENTS = [(2, [2]), (3, [3, 4]), (4, [3, 4]), (5, [5, 6, 7]), (7, [5, 6, 7])]


@pytest.mark.parametrize(("line", "expected"), STATEMENTS)
def test_a_statement_may_have_several_lines(mutants, line, expected):
    source = "def f(a):\n    a = 1\n    if (a\n            > 2):\n        b = [\n            1,\n        ]\n"
    assert list(mutants.statement_lines(source, line)) == expected
