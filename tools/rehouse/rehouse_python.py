"""Python: imports and uses of what moves, and modules made of parts of others."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from rehouse_map import names_bound
from rehouse_map import PACKAGE
from rehouse_map import Refused
from rehouse_text import apply
from rehouse_text import Renamer

import ast
import re

Edit = tuple[int, int, str]
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Source:
    """A text of Python with the places of its nodes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tree = ast.parse(text)
        self.lines = text.splitlines(keepends=True)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))

    def at(self, line: int, column: int) -> int:
        """Return the place of a line's column, which Python counts in bytes."""
        before = self.lines[line - 1].encode()[:column].decode()
        return self.starts[line - 1] + len(before)

    def span(self, node: ast.expr | ast.stmt | ast.alias) -> tuple[int, int]:
        """Return where a node begins and ends."""
        start = self.at(node.lineno, node.col_offset)
        return start, self.at(node.end_lineno or 0, node.end_col_offset or 0)


def line_of(module: str, name: str, alias: str | None = None) -> str:
    """Return the line that imports a name from a module below the package."""
    whole = f"{PACKAGE}.{module}" if module else PACKAGE
    return f"from {whole} import {name}" + (f" as {alias}" if alias else "")


class Rewriter:
    """Rewrites one file of Python for a move."""

    def __init__(self, renamer: Renamer, text: str, module: str | None) -> None:
        self.renamer = renamer
        self.plan = renamer.plan
        self.known = renamer.tree.paths
        self.source = Source(text)
        self.own = None if module is None else self.plan.place(module)
        self.spans: list[tuple[int, int]] = []

    def rewritten(self) -> str:
        """Return the text with imports, uses and names in strings as they are now."""
        edits = [edit for node in self.imports() for edit in self.of_import(node)]
        kept = [
            edit
            for edit in self.renamer.edits(self.source.text)
            if not any(start <= edit[0] < end for start, end in self.spans)
        ]
        return apply(self.source.text, [*edits, *kept])

    def imports(self) -> Iterator[ast.ImportFrom]:
        """Yield the imports from the package, those inside of functions, too."""
        for node in ast.walk(self.source.tree):
            if isinstance(node, ast.ImportFrom) and not node.level and node.module:
                if node.module == PACKAGE or node.module.startswith(f"{PACKAGE}."):
                    yield node

    def of_import(self, node: ast.ImportFrom) -> Iterator[Edit]:
        """Yield the edits for an import and for the uses of a module that it binds."""
        base = (node.module or "").removeprefix(PACKAGE).lstrip(".")
        self.spans.append(self.source.span(node))
        lines: list[str] = []
        for alias in node.names:
            module = f"{base}.{alias.name}".lstrip(".")
            if module in self.known:
                more, uses = self.of_module(module, alias)
                lines += more
                yield from uses
            else:
                place = self.plan.place(base, alias.name)
                lines.append(line_of(place, alias.name, alias.asname))
        indent = "\n" + " " * node.col_offset
        yield (*self.source.span(node), indent.join(lines) or "pass")

    def of_module(self, module: str, alias: ast.alias) -> tuple[list[str], list[Edit]]:
        """Return the lines that bind a module, or what left it, and the edits of uses."""
        place, bound = self.plan.place(module), alias.asname or alias.name
        head, _, tail = place.rpartition(".")
        lines: list[str] = []
        uses: list[Edit] = []
        others = 0
        for node in self.attributes(bound):
            target = self.plan.place(module, node.attr)
            if target == self.own and place != module:
                uses.append((*self.source.span(node), node.attr))
            elif target != place:
                lines.append(line_of(target, node.attr))
                uses.append((*self.source.span(node), node.attr))
            else:
                others += 1
        if place == self.own and place != module:
            return sorted(set(lines)), uses
        if alias.asname or tail == alias.name:
            lines.append(line_of(head, tail, None if tail == bound else bound))
        elif self.may_rename(bound, tail):
            lines.append(line_of(head, tail))
            uses += self.renamed(bound, tail)
        else:
            lines.append(line_of(head, tail, bound))
        return sorted(set(lines)), uses

    def attributes(self, bound: str) -> Iterator[ast.Attribute]:
        """Yield what is asked of a name that stands for a module."""
        for node in ast.walk(self.source.tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                if node.value.id == bound:
                    yield node

    def may_rename(self, old: str, new: str) -> bool:
        """Return whether a name is bound once only, and the new one is free."""
        bound = 0
        for node in ast.walk(self.source.tree):
            names = set(own_names(node))
            if new in names:
                return False
            bound += old in names and not (
                isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
            )
        return bound == 1

    def renamed(self, old: str, new: str) -> Iterator[Edit]:
        """Yield the edits that call a name by another one."""
        for node in ast.walk(self.source.tree):
            if isinstance(node, ast.Name) and node.id == old:
                yield (*self.source.span(node), new)


def own_names(node: ast.AST) -> Iterator[str]:
    """Yield the names that a node itself binds or uses."""
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.alias):
        yield node.asname or node.name.partition(".")[0]
    elif isinstance(node, Function | ast.ClassDef):
        yield node.name


@dataclass
class Segment:
    """One statement at the top of a module with its comments and the line that explains it."""

    text: str
    names: frozenset[str]
    used: frozenset[str]
    is_import: bool

    @property
    def is_logger(self) -> bool:
        """Whether it makes the module's logger, of which each module has its own."""
        return "getLogger(__name__)" in self.text


@dataclass
class Parts:
    """A module taken apart."""

    docstring: str
    segments: list[Segment] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        """What it defines."""
        return {name for one in self.body for name in one.names}

    def follows(self, one: Segment, other: Segment) -> bool:
        """Return whether a statement stands next to another."""
        return self.segments.index(other) - self.segments.index(one) == 1

    @property
    def imports(self) -> list[Segment]:
        """Its statements that import."""
        return [one for one in self.segments if one.is_import]

    @property
    def body(self) -> list[Segment]:
        """Its other statements."""
        return [one for one in self.segments if not one.is_import]


def take_apart(text: str) -> Parts:
    """Take a module apart into its docstring and statements."""
    source = Source(text)
    nodes = list(source.tree.body)
    parts = Parts(ast.get_docstring(source.tree, clean=False) or "")
    end = 0
    if parts.docstring:
        end = nodes.pop(0).end_lineno or 0
    for node in nodes:
        last = node.end_lineno or 0
        chunk = "".join(source.lines[end:last])
        end = last
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            if parts.segments:
                parts.segments[-1].text += chunk
                continue
        parts.segments.append(
            Segment(
                chunk,
                frozenset(names_bound(node)),
                frozenset(names_used(node)),
                imports_only(node),
            )
        )
    return parts


def imports_only(node: ast.stmt) -> bool:
    """Return whether a statement only imports, also for those who check types alone."""
    if isinstance(node, ast.If):
        return all(map(imports_only, node.body)) and not node.orelse
    return isinstance(node, ast.Import | ast.ImportFrom)


def names_used(node: ast.AST) -> Iterator[str]:
    """Yield the names that a statement uses, those of quoted annotations, too."""
    for one in ast.walk(node):
        if isinstance(one, ast.Name):
            yield one.id
        elif isinstance(one, ast.Constant) and isinstance(one.value, str):
            if len(one.value) < 80 and re.fullmatch(r"[\w.\[\], |]+", one.value):
                yield from re.findall(r"[A-Za-z_]\w*", one.value)


def explained(docstring: str) -> tuple[str, str]:
    """Part a docstring into its first line and the rest."""
    first, _, rest = docstring.strip().partition("\n")
    return first, rest.strip("\n").rstrip()


def with_docstring(docstrings: Iterable[str]) -> str:
    """Return the docstring of a module made of several: the others follow the first."""
    told = [one for one in docstrings if one.strip()]
    if not told:
        return ""
    paragraphs: list[str] = []
    for one in told:
        first, rest = explained(one)
        paragraphs += [first, *([rest] if rest else [])]
    text = "\n\n".join(paragraphs)
    return f'"""{text}"""\n' if "\n" not in text else f'"""{text}\n"""\n'


@dataclass
class Piece:
    """What of one module, as its text is after rewriting, goes into another."""

    module: str
    parts: Parts
    names: frozenset[str] | None
    """Definitions that are taken; all but `without` if None."""
    without: frozenset[str] = frozenset()

    @property
    def body(self) -> list[Segment]:
        """The statements that go along."""
        if self.names is None:
            return [one for one in self.parts.body if not one.names & self.without]
        taken = [one for one in self.parts.body if one.names & self.names]
        used = {name for one in taken for name in one.used}
        logger = [o for o in self.parts.body if o.is_logger and o.names & used]
        return [*(one for one in logger if one not in taken), *taken]


def put_together(
    target: str,
    pieces: list[Piece],
    place: Callable[[str, str], str],
    docstring: str = "",
) -> str:
    """Return the text of a module made of pieces; `place` knows where each name is.

    Without a docstring of its own it has those of the modules that it holds whole.
    """
    told = [one.parts.docstring for one in pieces if one.names is None]
    docstrings = with_docstring([docstring] if docstring else told)
    pieces = in_order(pieces)
    body: list[str] = []
    defined: dict[str, str] = {}
    used: set[str] = set()
    for piece in pieces:
        last = None
        for one in piece.body:
            follows = last is not None and piece.parts.follows(last, one)
            text = one.text.strip("\n")
            known = {defined[name] for name in one.names if name in defined}
            if known == {text}:
                continue
            if known:
                raise Refused(f"{target}: two define {', '.join(sorted(one.names))}")
            defined.update(dict.fromkeys(one.names, text))
            used |= one.used
            gap = "\n\n\n" if last is None else "\n" if follows else "\n\n"
            body.append(gap + one.text.rstrip("\n"))
            last = one
    lines = bound_lines(target, pieces, set(defined), used, place)
    return f"{docstrings}\n" + "\n".join(lines) + "\n" + "".join(body) + "\n"


def in_order(pieces: list[Piece]) -> list[Piece]:
    """Put those first from which others import when they are loaded."""
    order: list[Piece] = []
    left = list(pieces)
    while left:
        for one in left:
            names = {name for part in one.body for name in part.used}
            before = [o for o in left if o is not one and names & defined_in(o)]
            if not before:
                break
        else:
            one = left[0]
        order.append(one)
        left.remove(one)
    return order


def defined_in(piece: Piece) -> set[str]:
    """Return what a piece defines and others may use."""
    return {n for one in piece.body for n in one.names if not one.is_logger}


def bound_lines(
    target: str,
    pieces: list[Piece],
    defined: set[str],
    used: set[str],
    place: Callable[[str, str], str],
) -> list[str]:
    """Return the imports that a module made of pieces needs, each once."""
    lines: dict[str, str] = {}
    blocks: list[str] = []
    own = f"from {PACKAGE}.{target} import "
    for piece in pieces:
        needed = {name for one in piece.body for name in one.used}
        for one in piece.parts.imports:  # those for the type checker use a condition
            needed |= one.used if one.names & needed else set()
        for one in piece.parts.imports:
            text = one.text.strip("\n")
            if not one.names & needed and "__future__" not in text:
                continue
            if text.startswith(own):
                if " as " in text:
                    raise Refused(f"{target}: {text} names its own by another name")
                continue
            for name in one.names:
                if lines.get(name, text) != text or name in defined:
                    raise Refused(f"{target}: two things are called {name}: {text}")
                lines[name] = text
            if text not in blocks:
                blocks.append(text)
        for name in needed & (piece.parts.names - defined):
            text = line_of(place(piece.module, name), name)
            lines[name] = text
            if text not in blocks:
                blocks.append(text)
    return blocks
