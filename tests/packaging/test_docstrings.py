"""Docstrings say what a function does: what `ruff` can't see of PEP 257."""

from collections.abc import Iterator
from dataclasses import dataclass
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


@dataclass
class Described:
    """A documented definition, without its syntax tree."""

    path: Path
    line: int
    name: str
    text: str
    is_function: bool
    returns_but_yields: bool
    """Whether its docstring says "Return" of a generator."""
    is_property: bool

    @property
    def place(self) -> str:
        """Where it stands."""
        return f"{self.path}:{self.line} {self.name}"

    @property
    def first(self) -> str:
        """The first line of the docstring."""
        return self.text.splitlines()[0]


def described(path: Path) -> Iterator[Described]:
    """Yield what has a docstring in a file."""
    for node in statements(parsed(path)):
        if not isinstance(node, Function | ast.ClassDef | ast.Module):
            continue
        if text := ast.get_docstring(node):
            decorators = map(ast.unparse, getattr(node, "decorator_list", ()))
            yield Described(
                path=path.relative_to(ROOT),
                line=getattr(node, "lineno", 1),
                name=getattr(node, "name", ""),
                text=text,
                is_function=isinstance(node, Function),
                returns_but_yields=isinstance(node, Function)
                and text.startswith("Return")
                and is_generator(node),
                is_property=any("property" in one for one in decorators),
            )


@pytest.fixture(scope="module")
def nodes() -> list[Described]:
    """Return what has a docstring."""
    return [
        one
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        for one in described(path)
    ]


@pytest.fixture(scope="module")
def found(nodes) -> list[Described]:
    """Return the functions among them."""
    return [one for one in nodes if one.is_function]


def test_what_yields_does_not_return(found):
    assert [
        f"{one.place}: {one.first}" for one in found if one.returns_but_yields
    ] == []


PACKAGES = ("src", "distributions")


@pytest.fixture(scope="module")
def packaged(nodes) -> list[Described]:
    """Return the modules, classes and functions of packages among them."""
    return [one for one in nodes if one.path.parts[0] in PACKAGES]


def test_nothing_tells_says_or_is_somebody(packaged):
    """Functions return, classes are described; "Tell whether" says neither."""
    wrong = re.compile(r"(Tell|Say|Give|Know|Be)\b")
    assert [f"{one.place}: {one.first}" for one in packaged if wrong.match(one.first)] == []  # fmt: skip


def test_a_property_is_a_noun_phrase(packaged):
    found = [one for one in packaged if one.is_property]
    assert len(found) > 200
    wrong = re.compile(r"(Return|Yield|Hold)\b")
    assert [f"{one.place}: {one.first}" for one in found if wrong.match(one.first)] == []  # fmt: skip


def test_nothing_is_returned_back_or_given(found):
    """As a word put in the place of another one says it."""
    wrong = re.compile(r"Return (back|(the|an?|one) [^,;:.]*\bback)\b|Give\b")
    assert [
        f"{one.place}: {one.first}" for one in found if wrong.match(one.first)
    ] == []


def test_each_says_something(found):
    assert [
        f"{one.place}: {one.first}" for one in found if EMPTY.fullmatch(one.first)
    ] == []


FILLERS = frozenset("a all an and each for in is it its of one return that the this to whether yield".split())  # fmt: skip
"""Words that say nothing of their own."""
PART = re.compile(r"[A-Z]?[a-z]+")


def says_only_its_name(name: str, text: str) -> bool:
    """Return whether a docstring has no word but those of the name, in singular or plural."""
    known = {part.lower().removesuffix("s") for part in PART.findall(name)}
    words = {word for word in re.findall(r"[a-z]+", text.lower())} - FILLERS
    return {word.removesuffix("s") for word in words} <= known


def test_none_repeats_its_name(packaged):
    repeated = [
        one.place
        for one in packaged
        if one.is_function and says_only_its_name(one.name, one.text)
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
