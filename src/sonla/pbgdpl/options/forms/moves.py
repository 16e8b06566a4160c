"""Lines of a form that is being edited: added, moved, taken out, put below each other."""

from collections.abc import Iterator
from sonla.pbgdpl.options.forms.cells import Line
from sonla.pbgdpl.options.forms.cells import Part
from sonla.pbgdpl.options.forms.cells import read_path
from sonla.pbgdpl.options.forms.grid import COLUMNS
from sonla.pbgdpl.options.forms.grid import ROWS
from sonla.pbgdpl.statistics.forms.definition import ITEM

import re

_ROMAN = re.compile(r"[IVXLC]+")
_NUMBER = re.compile(r"\d+(\.\d+)*")


def depth_of(lines: list[Line], at: int) -> int:
    """Return how many lines stand above one; a circle ends where it began."""
    by_id = {str(line.get("id")): line for line in lines}
    seen: set[str] = set()
    parent = str(lines[at].get("parent") or "")
    while parent in by_id and parent not in seen:
        seen.add(parent)
        parent = str(by_id[parent].get("parent") or "")
    return len(seen)


def block(lines: list[Line], at: int) -> range:
    """Return the places of a line and of those that stand below it."""
    depth, end = depth_of(lines, at), at + 1
    while end < len(lines) and depth_of(lines, end) > depth:
        end += 1
    return range(at, end)


def move_up(lines: list[Line], at: int) -> int:
    """Put a line, with those below it, before its neighbour; return its new place."""
    own = block(lines, at)
    before = [
        place
        for place in range(at - 1, -1, -1)
        if depth_of(lines, place) <= depth_of(lines, at)
    ]
    if not before or depth_of(lines, before[0]) < depth_of(lines, at):
        return at
    moved = lines[own.start : own.stop]
    del lines[own.start : own.stop]
    lines[before[0] : before[0]] = moved
    return before[0]


def move_down(lines: list[Line], at: int) -> int:
    """Put a line, with those below it, after its neighbour; return its new place."""
    after = block(lines, at).stop
    if after >= len(lines) or depth_of(lines, after) != depth_of(lines, at):
        return at
    size = len(block(lines, after))
    move_up(lines, after)
    return at + size


def remove(lines: list[Line], at: int) -> None:
    """Take a line out; those below it move up to where it stood."""
    gone = lines.pop(at)
    for line in lines:
        if gone.get("id") and line.get("parent") == gone["id"]:
            put_below(line, str(gone.get("parent") or ""))


def indent(lines: list[Line], at: int) -> None:
    """Put a line below the one before it at the same depth."""
    depth = depth_of(lines, at)
    for place in range(at - 1, -1, -1):
        if depth_of(lines, place) == depth:
            put_below(lines[at], str(lines[place]["id"]))
            return
        if depth_of(lines, place) < depth:
            return


def outdent(lines: list[Line], at: int) -> None:
    """Put a line beside the one that it stood below, after all of that one's lines."""
    by_id = {str(line.get("id")): line for line in lines}
    parent = by_id.get(str(lines[at].get("parent") or ""))
    if parent is None:
        return
    own = block(lines, at)
    end = block(lines, lines.index(parent)).stop
    moved = lines[own.start : own.stop]
    put_below(moved[0], str(parent.get("parent") or ""))
    lines[end:end] = moved
    del lines[own.start : own.stop]


def put_below(line: Line, parent: str) -> None:
    """Write below which line one stands; below none where `parent` is empty."""
    if parent:
        line["parent"] = parent
    else:
        line.pop("parent", None)


def pasted(part: Part, text: str) -> Iterator[Line]:
    """Yield the lines of a table that was copied elsewhere: a code and a title in each.

    A title without a code is taken, too. Columns have the heads behind the code, parted by tabs.
    """
    for row in text.splitlines():
        cells = [cell.strip() for cell in row.split("\t")]
        code, rest = (cells[0], cells[1:]) if len(cells) > 1 else ("", cells)
        rest = [cell for cell in rest if cell]
        if not rest:
            continue
        if part is COLUMNS:
            heads = rest if len(rest) > 1 else read_path(rest[0]) or rest
            yield {"code": code, "path": heads}
        elif part is ROWS:
            yield {"code": code, "title": rest[0], "kind": ITEM}
        else:
            yield dict(zip([cell.name for cell in part.cells], cells, strict=False))


def set_by_numbers(lines: list[Line], first: int) -> None:
    """Put lines that came in below others as their numbers say: I over 1, 1 over 1.1."""
    above: list[tuple[int, str]] = []
    for line in lines[first:]:
        level = level_of(str(line.get("code", "")))
        if level is None:
            continue
        above = [one for one in above if one[0] < level]
        if above:
            line["parent"] = above[-1][1]
        above.append((level, str(line["id"])))


def level_of(code: str) -> int | None:
    """Return how deep a number says that its row stands; None for no number."""
    if _ROMAN.fullmatch(code):
        return 0
    if _NUMBER.fullmatch(code):
        return 1 + code.count(".")
    return None
