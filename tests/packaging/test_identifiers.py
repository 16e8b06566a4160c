"""Identifiers use the field's words: those that once were words of this project stay away."""

from collections.abc import Iterator
from source_tree import ROOT

import ast
import pytest
import re

FOLDERS = ("src", "distributions", "bench", "tools")
PRIVATE = {
    "arrival": "a staged change",
    "buried": "it has a tombstone",
    "discreet": "under embargo",
    "dispute": "a conflict",
    "episode": "a recognition",
    "guest": "a waiting writer, or a type that is not ours",
    "hurry": "a budget of time",
    "intake": "ingest",
    "knock": "to report a retry",
    "least": "MIN_",
    "leftover": "orphaned content",
    "longest": "MAX_",
    "lonely": "the only value",
    "most": "MAX_",
    "pace": "the size of batches",
    "parcel": "a prepared delivery, or a mail",
    "patience": "a timeout, or a limit of attempts",
    "road": "a route",
    "spoilt": "incomplete",
    "stray": "missing at the source",
    "veil": "a keyed hash",
}
"""Word → what the field calls it. A newcomer had to ask what each of them meant here."""
CONSTANTS_ONLY = {"least", "longest", "most"}
"""As a parameter `most` is a word like any other; `MAX_ROWS` is a limit."""
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def names(tree: ast.AST) -> Iterator[str]:
    """Yield what a module defines: classes, functions, parameters, variables, attributes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def private_words(name: str) -> set[str]:
    """Return the private words in an identifier, in singular."""
    found = {word.lower().removesuffix("s") for word in WORD.findall(name)}
    allowed = set() if name.isupper() else CONSTANTS_ONLY
    return found & PRIVATE.keys() - allowed


def test_no_private_word_is_in_an_identifier():
    found = sorted(
        f"{path.relative_to(ROOT)}: {name} ({word}: {PRIVATE[word]})"
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
        for name in set(names(ast.parse(path.read_text(encoding="utf-8"))))
        for word in private_words(name)
    )
    assert found == []


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("class WaitingParcel: pass", "parcel"),
        ("def episodes(): pass", "episode"),
        ("lambda intake: None", "intake"),
        ("MOST_ROWS = 5", "most"),
        ("self.pace = 1", "pace"),
        ("lastArrivals = ()", "arrival"),
    ],
)
def test_one_is_found_wherever_it_is_defined(code, word):
    assert {word} == {one for name in names(ast.parse(code)) for one in private_words(name)}  # fmt: skip


def test_other_words_are_not_taken_for_one():
    assert not private_words("landing_blocks") | private_words("almost") | private_words("most")  # fmt: skip
