"""The regular expressions of the package, how each is asked, and texts made of their own pieces.

Whoever writes an expression that looks for the same end from each beginning anew doesn't see
it: on texts of people it is quick. On a text that repeats a piece of the expression itself, it
isn't.
"""

from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from itertools import product
from re import _constants as kinds
from re import _parser
from types import ModuleType
from typing import Any

import ast
import importlib
import inspect
import pkgutil
import re

ANYWHERE = ("search", "findall", "finditer", "sub", "subn", "split")
METHODS = ("match", "fullmatch", *ANYWHERE)
ENDS = ("", "\0", "\\")
"""Behind the repeated piece: nothing, what nothing expects, and what escapes nothing."""
LONGEST_PIECE = 100
MOST_TEXTS = 400
"""Of one expression; of more, some at equal distances."""
CLASSES = {
    kinds.CATEGORY_DIGIT: str.isdigit,
    kinds.CATEGORY_NOT_DIGIT: lambda sign: not sign.isdigit(),
    kinds.CATEGORY_SPACE: str.isspace,
    kinds.CATEGORY_NOT_SPACE: lambda sign: not sign.isspace(),
    kinds.CATEGORY_WORD: lambda sign: sign.isalnum() or sign == "_",
    kinds.CATEGORY_NOT_WORD: lambda sign: not (sign.isalnum() or sign == "_"),
}
SIGNS = "a1 A\n-.,;:<>\"'=/\\()[]{}@_é"
"""Signs of which one stands for a class: letters and digits first."""
A_CLASS_HAS = 3
"""So many signs of a class are tried."""


@dataclass(frozen=True)
class Expression:
    """A compiled expression, and by which of its methods the package asks it."""

    name: str
    pattern: re.Pattern[Any]
    method: str

    def run(self, text: Any) -> None:
        """Ask it as the package does, without keeping what it finds."""
        if self.method in ANYWHERE:
            for _found in self.pattern.finditer(text):
                pass
        else:
            getattr(self.pattern, self.method)(text)

    def texts(self) -> Iterator[Callable[[int], Any]]:
        """Yield what makes a text of a given length, for each piece and each beginning."""
        pieces = Pieces.of(self.pattern)
        starts = [""] if self.method in ANYWHERE else ["", *pieces.beginnings]
        parts = [*product(starts, sorted(pieces.found), ENDS)]
        for start, piece, end in parts[:: len(parts) // MOST_TEXTS + 1]:
            yield self._maker(start, piece, end)

    def _maker(self, start: str, piece: str, end: str) -> Callable[[int], Any]:
        def make(size: int) -> Any:
            text = f"{start}{piece * (size // len(piece))}{end}"
            return (
                text.encode("latin-1")
                if isinstance(self.pattern.pattern, bytes)
                else text
            )

        make.__doc__ = f"{start!r} + {piece!r} * n + {end!r}"
        return make


@dataclass
class Pieces:
    """Texts that fit an expression, and parts of it, with everything optional once."""

    found: set[str] = field(default_factory=set)
    beginnings: list[str] = field(default_factory=list)
    groups: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, pattern: re.Pattern[Any]) -> "Pieces":
        """Take an expression apart."""
        source, flags = pattern.pattern, pattern.flags
        if isinstance(source, bytes):
            source, flags = source.decode("latin-1"), flags & ~re.LOCALE
        pieces = cls()
        text = ""
        for item in _parser.parse(source, flags):
            text += pieces.sample([item])
            pieces._keep(text)
            if text not in pieces.beginnings and len(text) <= LONGEST_PIECE:
                pieces.beginnings.append(text)
        return pieces

    def sample(self, items: Any) -> str:
        """Return a text that fits, and keep what it is made of."""
        text = ""
        for kind, value in items:
            one = self._sample_of(kind, value)
            text += one
            self._keep(one)
            self._keep(text)
        return text

    def _sample_of(self, kind: Any, value: Any) -> str:
        if kind is kinds.LITERAL:
            return chr(value)
        if kind in (kinds.NOT_LITERAL, kinds.IN, kinds.ANY):
            signs = signs_of(kind, value)
            self.found.update(signs)
            return signs[0]
        if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT):
            least, _most, repeated = value
            return self.sample(repeated) * max(least, 1)
        if kind is kinds.SUBPATTERN:
            number, *_flags, inside = value
            text = self.sample(inside)
            self.groups[number] = text
            return text
        if kind is kinds.BRANCH:
            first, *_others = [self.sample(one) for one in value[1]]
            return first
        if kind is kinds.ATOMIC_GROUP:
            return self.sample(value)
        if kind is kinds.GROUPREF:
            return self.groups.get(value, "")
        if kind in (kinds.ASSERT, kinds.ASSERT_NOT):
            self.sample(value[1])
        return ""

    def _keep(self, text: str) -> None:
        if 0 < len(text) <= LONGEST_PIECE:
            self.found.add(text)


def signs_of(kind: Any, value: Any) -> list[str]:
    """Return some signs that a class admits."""
    if kind is kinds.ANY:
        return ["a", " "]
    if kind is kinds.NOT_LITERAL:
        return [sign for sign in SIGNS if ord(sign) != value][:A_CLASS_HAS]
    own = [
        chr(one[0] if kind is kinds.RANGE else one)
        for kind, one in value
        if kind in (kinds.LITERAL, kinds.RANGE)
    ]
    is_negated = value[0][0] is kinds.NEGATE
    known = SIGNS if is_negated else (*own, *SIGNS)
    fitting = [sign for sign in known if _admits(value, sign) != is_negated]
    return list(dict.fromkeys(fitting))[:A_CLASS_HAS] or own[:1]


def _admits(items: Any, sign: str) -> bool:
    for kind, value in items:
        if kind is kinds.LITERAL and ord(sign) == value:
            return True
        if kind is kinds.RANGE and value[0] <= ord(sign) <= value[1]:
            return True
        if kind is kinds.CATEGORY and CLASSES[value](sign):
            return True
    return False


def all_expressions(package: ModuleType) -> list[Expression]:
    """List the expressions of a package: those that modules hold, and those written where they are used."""
    modules = [
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]
    names: dict[re.Pattern[Any], str] = {}
    methods: dict[re.Pattern[Any], set[str]] = {}
    for module in modules:
        asked = asked_otherwise(module)
        for name, value in vars(module).items():
            for pattern in patterns_in(value):
                names.setdefault(pattern, f"{module.__name__}.{name}")
                if pattern is not value:
                    methods.setdefault(pattern, set()).update(asked)
        for pattern, method in uses_in(module):
            names.setdefault(pattern, f"{module.__name__}:{pattern.pattern}")
            methods.setdefault(pattern, set()).add(method)
    return [
        Expression(name, pattern, method)
        for pattern, name in names.items()
        for method in sorted(methods.get(pattern) or {"search"})
    ]


def patterns_in(value: Any, depth: int = 3) -> Iterator[re.Pattern[Any]]:
    """Yield the expressions that a value is or holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        for one in (*value, *value.values()):
            yield from patterns_in(one, depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from patterns_in(one, depth - 1)


def uses_in(module: ModuleType) -> Iterator[tuple[re.Pattern[Any], str]]:
    """Yield the expressions that a module asks by name or writes in a call, each with the method."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="re"), attr=method),
                args=[ast.Constant(value=str() | bytes() as source), *_others],
            ) if method in METHODS:
                yield re.compile(source), kind_of(method)
            case ast.Attribute(value=ast.Name(id=name), attr=method):
                pattern = getattr(module, name, None)
                if isinstance(pattern, re.Pattern) and method in METHODS:
                    yield pattern, kind_of(method)


def asked_otherwise(module: ModuleType) -> set[str]:
    """Return by which methods a module asks what it has no name for, such as one of a list."""
    return {
        kind_of(node.attr)
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Attribute)
        and node.attr in ("match", "fullmatch", "search", "finditer", "sub")
        and not (isinstance(node.value, ast.Name) and node.value.id == "re")
        and not isinstance(
            getattr(module, getattr(node.value, "id", ""), None), re.Pattern
        )
    }


def kind_of(method: str) -> str:
    """Return a method that looks at the same places of a text."""
    return "search" if method in ANYWHERE else method
