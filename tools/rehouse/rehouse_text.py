"""Dotted names and paths of the package, wherever a text names them."""

from collections.abc import Container
from collections.abc import Iterable
from collections.abc import Iterator
from rehouse_map import PACKAGE
from rehouse_map import Plan
from rehouse_map import Tree

import os.path
import re

IDENTIFIERS = frozenset(
    {
        *("audit", "dialogue", "exchange", "jobs", "legal_documents", "notifications"),
        *("portlets", "public_address", "questions", "register", "statistics", "sync"),
        *("visits", "vocabularies", "exchange.files", "exchange.kept"),
        *("notifications.failures", "notifications.queue", "statistics.forms"),
        *("sync.sources", "vocabularies.terms"),
    }
)
"""Modules that are called as a record, behaviour, annotation, logger or resource is."""

DOTTED = re.compile(r"\bsonla\.pbgdpl\.((?:\w+\.)*\w+)")
SLASHED = re.compile(r"\bsonla/pbgdpl/([\w./-]*\w)")
QUOTED = re.compile(r"`((?:[a-z_]\w*[./])+\w+|[a-z_/]+/)(?=`)")
FILE = re.compile(
    r"(?<=\")(?:\.\./)*(?:[a-z_]+/)*(?:templates|data|static|schemas)(?:/[\w./-]+)?(?=\")"
)
MODULE = re.compile(r"(?<=\")((?:[a-z_]\w*/)+\w+\.py)(?=\")")
GAP = re.compile(r"`` {2,}")
BEFORE_MODULE = re.compile(
    r"(?:\bimport |files\(\"|-m |automodule:: |zope-interfaces:: |autoclass:: |prefix=\"|package=\")$"
)
AFTER_MODULE = re.compile(r":\w")


class Renamer:
    """Says what each name and path is called after the move."""

    def __init__(self, tree: Tree, plan: Plan) -> None:
        self.tree = tree
        self.plan = plan
        self.paths = {
            path: plan.path_of(plan.modules[module])
            for module, path in tree.paths.items()
            if module in plan.modules
        }

    def dotted(self, name: str, is_module: bool = False) -> str:
        """Return what a dotted name below the package is called."""
        parts = name.split(".")
        for count in range(len(parts), 0, -1):
            module, rest = ".".join(parts[:count]), parts[count:]
            if module not in self.tree.paths:
                continue
            if rest and not self.has(module, rest[0]):
                return name
            if not rest and module in IDENTIFIERS and not is_module:
                return name
            place = self.plan.place(module, rest[0] if rest else None)
            return ".".join([place, *rest])
        return name

    def has(self, module: str, name: str) -> bool:
        """Return whether a module has a name, such as all have."""
        return name.startswith("__") or name in self.tree.names(module)

    def path(self, path: str) -> str:
        """Return where a file or folder below the package stands."""
        if path in self.paths:
            return self.paths[path]
        for old, new in self.plan.files.items():
            if path == old:
                return new
        for old, new in self.plan.folders.items():
            if path == old or (path.startswith(f"{old}/") and old in self.plan.files):
                return new + path.removeprefix(old)
        return path

    def pointed(self, text: str, old: str, new: str) -> str:
        """Return the text of a module that finds its files from where it goes."""

        def found(match: re.Match[str]) -> str:
            file = os.path.normpath(os.path.join(os.path.dirname(old), match[0]))
            moved = self.path(file)
            if not self.tree.has(file) or (moved == file and old == new):
                return match[0]
            return os.path.relpath(moved, os.path.dirname(new))

        return FILE.sub(found, text)

    def edits(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield the places of a text where the package is named, with the new name."""
        for found in DOTTED.finditer(text):
            named = BEFORE_MODULE.search(text, 0, found.start())
            named = named or AFTER_MODULE.match(text, found.end())
            yield (*found.span(1), self.dotted(found[1], bool(named)))
        for found in SLASHED.finditer(text):
            yield (*found.span(1), self.path(found[1]))
        for found in MODULE.finditer(text):
            yield (*found.span(1), self.path(found[1]))
        for found in QUOTED.finditer(text):
            if not found[1].startswith("sonla"):
                yield self.in_place(text, found)

    def in_place(self, text: str, found: re.Match[str]) -> tuple[int, int, str]:
        """Return the edit for a name between accents; what follows it in a table stays."""
        new = self.in_prose(found[1])
        gap = GAP.match(text, found.end())
        if not gap:
            return (*found.span(1), new)
        width = len(found[1]) + len(gap[0]) - len("``")
        return found.start(1), gap.end(), f"{new}``".ljust(width + 2 - 1) + " "

    def in_prose(self, name: str) -> str:
        """Return what a name that stands between accents is called: a path or dotted."""
        if "/" in name or name.endswith(".py"):
            new = self.path(name.rstrip("/"))
            return f"{new}/" if name.endswith("/") else new
        return self.dotted(name)

    def comments(self, text: str) -> str:
        """Return a text with the names new that stand between accents."""
        found = QUOTED.finditer(text)
        return apply(text, [(*one.span(1), self.in_prose(one[1])) for one in found])

    def rewritten(self, text: str) -> str:
        """Return a text with all names new, and lines below titles as long as they are."""
        before = text.split("\n")
        after = apply(text, self.edits(text)).split("\n")
        for at, line in enumerate(before[:-1]):
            is_title = before[at + 1] and before[at + 1] == before[at + 1][0] * len(
                line
            )
            if line != after[at] and is_title and not before[at + 1][0].isalnum():
                after[at + 1] = after[at + 1][0] * len(after[at])
        return "\n".join(after)


def apply(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """Put the pieces into a text; of two that overlap the first one counts."""
    parts, at = [], 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        if start < at:
            continue
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at:]])


def leftovers(
    text: str, plan: Plan, exists: frozenset[str]
) -> Iterator[tuple[int, str]]:
    """Yield the lines that name a module by which it went, unless the name is another's."""
    for found in DOTTED.finditer(text):
        name = found[1]
        if name in IDENTIFIERS or name in exists:
            continue
        old = longest(name, plan.modules)
        if old and len(old) > len(longest(name, exists)):
            yield text.count("\n", 0, found.start()) + 1, f"{PACKAGE}.{name}"


def longest(name: str, modules: Container[str]) -> str:
    """Return the longest beginning of a dotted name that is a module."""
    parts = name.split(".")
    heads = (".".join(parts[:count]) for count in range(len(parts), 0, -1))
    return next((head for head in heads if head in modules), "")
