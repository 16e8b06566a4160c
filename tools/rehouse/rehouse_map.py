"""The map of moves, and what a selection of its rows does to the package as it stands."""

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from functools import cached_property
from pathlib import Path

import ast
import csv

PACKAGE = "sonla.pbgdpl"
SOURCE = Path("src/sonla/pbgdpl")
GONE = "("
MADE = "(new)"


class Refused(Exception):
    """A row that can't be carried out as the code stands."""


@dataclass(frozen=True)
class Row:
    """One row: what stood at a path, or some of its definitions, stands at another."""

    old: str
    names: tuple[str, ...]
    new: str
    docstring: str = ""
    """What the new module says of itself, where it is made of parts of others."""

    @property
    def is_gone(self) -> bool:
        """Whether the file goes altogether."""
        return self.new.startswith(GONE)


def read_rows(path: Path) -> list[Row]:
    """Read the map; its rows for single registrations are left out, as they follow."""
    with path.open(encoding="utf-8", newline="") as stream:
        table = list(csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    rows = []
    for old, new, *rest in table[1:]:
        place, _, names = old.partition(" :: ")
        if not (place.endswith(".zcml") and new.startswith(GONE)):
            docstring = rest[2] if len(rest) > 2 else ""
            rows.append(Row(place, tuple(names.split()), new, docstring))
    return rows


def module_of(path: str) -> str:
    """Return the dotted name below the package of the module at a path."""
    return (
        path.removesuffix(".py").removesuffix("__init__").strip("/").replace("/", ".")
    )


def names_bound(node: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement at the top of a module defines."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            yield from (n.id for n in ast.walk(target) if isinstance(n, ast.Name))
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from (a.asname or a.name.partition(".")[0] for a in node.names)
    elif isinstance(node, ast.If | ast.Try):
        for part in ast.iter_child_nodes(node):
            if isinstance(part, ast.stmt):
                yield from names_bound(part)


@dataclass
class Tree:
    """The modules of the package as they stand before the move."""

    root: Path
    _names: dict[str, set[str]] = field(default_factory=dict)

    @cached_property
    def paths(self) -> dict[str, str]:
        """Dotted name of each module, with its path below the package."""
        base = self.root / SOURCE
        found = (str(path.relative_to(base)) for path in sorted(base.rglob("*.py")))
        return {module_of(path): path for path in found}

    def names(self, module: str) -> set[str]:
        """Return the names that a module has, defined or imported."""
        if module not in self._names:
            text = self.root / SOURCE / self.paths[module]
            body = ast.parse(text.read_text(encoding="utf-8")).body
            self._names[module] = {name for node in body for name in names_bound(node)}
        return self._names[module]

    def has(self, path: str) -> bool:
        """Return whether a file or folder stands at a path below the package."""
        return (self.root / SOURCE / path).exists()


@dataclass
class Plan:
    """Where modules, single definitions and other files go in this run."""

    modules: dict[str, str] = field(default_factory=dict)
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    docstrings: dict[str, str] = field(default_factory=dict)
    """Module that is made, with what it says of itself."""
    packages: set[str] = field(default_factory=set)
    """All packages, before and after."""

    def place(self, module: str, name: str | None = None) -> str:
        """Return the module that holds a module's definition, or its rest, afterwards."""
        if name is not None and (module, name) in self.names:
            return self.names[module, name]
        return self.modules.get(module, module)

    @cached_property
    def folders(self) -> dict[str, str]:
        """Folders below the package that move whole, the longest first."""
        found = {old: new for old, new in self.files.items() if not Path(old).suffix}
        for old, new in self.modules.items():
            if self.is_package(old):
                found[old.replace(".", "/")] = new.replace(".", "/")
        return dict(sorted(found.items(), key=lambda item: -len(item[0])))

    def is_package(self, module: str) -> bool:
        """Return whether a module is a package."""
        return module in self.packages

    def path_of(self, module: str) -> str:
        """Return the path below the package of a module as it is afterwards."""
        path = module.replace(".", "/")
        if module in self.packages:
            return f"{path}/__init__.py".lstrip("/")
        return f"{path}.py"


def make_plan(
    tree: Tree, rows: Iterable[Row], wanted: Iterable[str], without: Iterable[str]
) -> Plan:
    """Select the rows of some target packages; refuse those that can't be carried out."""
    rows, without = list(rows), set(without)
    chosen = [
        row
        for row in rows
        if not row.is_gone
        and row.old != row.new
        and f"{row.old} :: {' '.join(row.names)}".removesuffix(" :: ") not in without
        and any(f"{row.new}/".startswith(f"{name.strip('/')}/") for name in wanted)
    ]
    plan = Plan()
    plan.packages.update(m for m, p in tree.paths.items() if p.endswith("__init__.py"))
    plan.packages.update(
        module_of(row.new) for row in chosen if row.new.endswith("__init__.py")
    )
    here = current_places(tree, rows)
    for row in chosen:
        if row.docstring:
            plan.docstrings[module_of(row.new)] = row.docstring
        place = here.get(row.old)
        if row.old == MADE or place is None or place == row.new:
            continue
        if not place.endswith(".py"):
            plan.files[place] = row.new.rstrip("/")
        elif row.names:
            module = module_of(place)
            there = tree.names(module)
            for name in row.names:
                if name in there:
                    plan.names[module, name] = module_of(row.new)
        else:
            plan.modules[module_of(place)] = module_of(row.new)
    refuse_held(tree, plan, rows, here)
    return plan


def current_places(tree: Tree, rows: Iterable[Row]) -> dict[str, str]:
    """Return where what a row names stands now: an earlier run may have moved it."""
    whole = {row.old: row for row in rows if not row.names}
    came = {row.new: row.old for row in whole.values() if row.old != row.new}
    found = {}
    for old, row in whole.items():
        other = came.get(old)
        replaced = other is not None and not tree.has(other) and tree.has(row.new)
        if tree.has(old.rstrip("/")) and not replaced:
            found[old] = old.rstrip("/")
        elif not row.is_gone and tree.has(row.new.rstrip("/")):
            found[old] = row.new.rstrip("/")
    for row in rows:
        if row.old not in found and row.names and tree.has(row.old):
            found[row.old] = row.old
    return found


def refuse_held(
    tree: Tree, plan: Plan, rows: Iterable[Row], here: dict[str, str]
) -> None:
    """Refuse a target where something stands that another row is yet to take away."""
    moving = {tree.paths[module] for module in plan.modules} | set(plan.files)
    holders: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        place = here.get(row.old)
        if place and not row.names and place != row.new and place not in moving:
            holders[place].append(row.old)
    targets = {plan.path_of(new): old for old, new in plan.modules.items()}
    targets |= {plan.path_of(new): old for (old, _), new in plan.names.items()}
    targets |= {new: old for old, new in plan.files.items()}
    for target, old in targets.items():
        if target in holders:
            raise Refused(f"{old}: {target} is still held by {holders[target][0]}")
