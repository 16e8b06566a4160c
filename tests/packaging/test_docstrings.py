"""Docstrings say what a function does: what `ruff` can't see of PEP 257."""

from collections.abc import Iterator
from pathlib import Path
from source_tree import parsed
from source_tree import ROOT
from source_tree import statements

import ast
import pytest
import re

FOLDERS = ("src", "distributions", "bench", "tools", "tests")
Function = ast.FunctionDef | ast.AsyncFunctionDef
EMPTY = re.compile(
    r"(Return|Yield|Bring|Set|Draw|Do|End|Run|Write|Stop|Drop|Clean)"
    r"( (it|them|both|each|each of them))?\.|(It|Them|Both|Its \w+)\."
)
"""What says no more than that there is a function."""


def own(function: Function, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
    """Yield the parts of a function that stand in no function or class inside it."""
    left: list[ast.AST] = list(function.body)
    while left:
        node = left.pop()
        if isinstance(node, Function | ast.Lambda | ast.ClassDef):
            continue
        if isinstance(node, kinds):
            yield node
        left.extend(ast.iter_child_nodes(node))


def is_generator(function: Function) -> bool:
    """Return whether it yields."""
    return any(own(function, ast.Yield, ast.YieldFrom))


Described = Function | ast.ClassDef | ast.Module


@pytest.fixture(scope="module")
def nodes() -> list[tuple[Path, Described, str]]:
    """Return what has a docstring, where it stands, and the docstring."""
    return [
        (path.relative_to(ROOT), node, text)
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        for node in statements(parsed(path))
        if isinstance(node, Described) and (text := ast.get_docstring(node))
    ]


@pytest.fixture(scope="module")
def found(nodes) -> list[tuple[str, Function, str]]:
    """Return the place, the node and the first line of each docstring of a function."""
    return [
        (f"{path}:{node.lineno} {node.name}", node, text.splitlines()[0])
        for path, node, text in nodes
        if isinstance(node, Function)
    ]


def test_what_yields_does_not_return(found):
    assert [
        f"{place}: {line}"
        for place, node, line in found
        if line.startswith("Return") and is_generator(node)
    ] == []


PACKAGES = ("src", "distributions")


def is_property(node: Described) -> bool:
    """Return whether a decorator makes it one."""
    decorators = map(ast.unparse, getattr(node, "decorator_list", ()))
    return any("property" in one for one in decorators)


@pytest.fixture(scope="module")
def lines(nodes) -> list[tuple[str, str, bool]]:
    """Return the first line about each module, class and function of a package: place, line
    and whether it is about a property."""
    return [
        (
            f"{path} {getattr(node, 'name', '')}",
            text.splitlines()[0],
            is_property(node),
        )
        for path, node, text in nodes
        if path.parts[0] in PACKAGES
    ]


def test_nothing_tells_says_or_is_somebody(lines):
    """Functions return, classes are described; "Tell whether" says neither."""
    wrong = re.compile(r"(Tell|Say|Give|Know|Be)\b")
    assert [f"{place}: {line}" for place, line, _ in lines if wrong.match(line)] == []  # fmt: skip


def test_a_property_is_a_noun_phrase(lines):
    found = [(place, line) for place, line, is_property in lines if is_property]
    assert len(found) > 200
    assert [one for one in found if re.match(r"(Return|Yield|Hold)\b", one[1])] == []


def test_nothing_is_returned_back_or_given(found):
    """As a word put in the place of another one says it."""
    wrong = re.compile(r"Return (back|(the|an?|one) [^,;:.]*\bback)\b|Give\b")
    assert [
        f"{place}: {line}" for place, _node, line in found if wrong.match(line)
    ] == []


def test_each_says_something(found):
    assert [
        f"{place}: {line}" for place, _node, line in found if EMPTY.fullmatch(line)
    ] == []


FILLERS = frozenset("a all an and each for in is it its of one return that the this to whether yield".split())  # fmt: skip
"""Words that say nothing of their own."""
PART = re.compile(r"[A-Z]?[a-z]+")


def says_only_its_name(name: str, text: str) -> bool:
    """Return whether a docstring has no word but those of the name, in singular or plural."""
    known = {part.lower().removesuffix("s") for part in PART.findall(name)}
    words = {word for word in re.findall(r"[a-z]+", text.lower())} - FILLERS
    return {word.removesuffix("s") for word in words} <= known


def test_none_repeats_its_name(nodes):
    repeated = [
        f"{path}:{node.lineno} {node.name}"
        for path, node, text in nodes
        if path.parts[0] in PACKAGES
        and isinstance(node, Function)
        and says_only_its_name(node.name, text)
    ]
    assert repeated == []


@pytest.mark.parametrize(
    ("name", "text", "repeats"),
    [
        ("find_draft", "Find a draft.", True),
        ("secrets", "Yield the secret.", True),
        ("find_draft", "Find a draft by its name.", False),
    ],
)
def test_a_repetition_is_found(name, text, repeats):
    assert says_only_its_name(name, text) is repeats
