"""What a version of a form changes of another one, as an administrator compares it with a circular."""

from collections.abc import Iterator
from dataclasses import dataclass
from sonla.pbgdpl import _
from sonla.pbgdpl.options.forms.cells import Cell
from sonla.pbgdpl.options.forms.cells import Line
from sonla.pbgdpl.options.forms.cells import Part
from sonla.pbgdpl.options.forms.drafts import RawForm
from sonla.pbgdpl.options.forms.lines import cells_of
from sonla.pbgdpl.options.forms.parts import PARTS
from zope.i18nmessageid import Message

ADDED = _("form_change_added", default="Added")
REMOVED = _("form_change_removed", default="Taken out")
RENAMED = _("form_change_renamed", default="Renamed")
RECODED = _("form_change_recoded", default="Other code")
CHANGED = _("form_change_changed", default="Changed")
MOVED = _("form_change_moved", default="Moved")

WORDS = {"title": RENAMED, "path": RENAMED, "code": RECODED}
NOT_COMPARED = ("version", "status", "supersedes", "checked_by", "checked_on")


@dataclass(frozen=True)
class FormChange:
    """One difference: where, of what kind, and both sides as they are shown."""

    part: Message
    line: str
    kind: Message
    cell: Message | str = ""
    before: str = ""
    after: str = ""


def form_changes(before: RawForm, after: RawForm) -> Iterator[FormChange]:
    """Yield all differences, part by part in the order of the editor."""
    for part in PARTS:
        cells = cells_of(part, after)
        if not part.is_list:
            (old_line,), (new_line,) = part.lines(before), part.lines(after)
            yield from cell_changes(part, "", cells, old_line, new_line)
            continue
        old, new = by_name(part, before), by_name(part, after)
        for name, line in old.items():
            if name not in new:
                yield FormChange(part.title, line_words(line), REMOVED)
        for name, line in new.items():
            if name not in old:
                yield FormChange(part.title, line_words(line), ADDED)
            else:
                yield from cell_changes(part, line_words(line), cells, old[name], line)
        yield from moved(part, old, new)


def cell_changes(
    part: Part, line: str, cells: tuple[Cell, ...], before: Line, after: Line
) -> Iterator[FormChange]:
    """Yield what is typed otherwise in one line."""
    for cell in cells:
        if cell.name in NOT_COMPARED:
            continue
        old, new = cell.shown(before), cell.shown(after)
        if old != new:
            kind = WORDS.get(cell.name, CHANGED)
            yield FormChange(part.title, line, kind, cell.title, old, new)


def moved(
    part: Part, old: dict[str, Line], new: dict[str, Line]
) -> Iterator[FormChange]:
    """Yield the lines that stand at another place among those of both, or below another one."""
    shared = [name for name in old if name in new]
    order = [name for name in new if name in old]
    for name in order:
        if old[name].get("parent") != new[name].get("parent"):
            yield FormChange(part.title, line_words(new[name]), MOVED)
    if shared != order:
        first = next(b for a, b in zip(shared, order, strict=True) if a != b)
        yield FormChange(part.title, line_words(new[first]), MOVED)


def by_name(part: Part, raw: RawForm) -> dict[str, Line]:
    """Map the lines of a part by what the check names them by."""
    return {
        str(line.get(part.known_by) or number): line
        for number, line in enumerate(part.lines(raw))
    }


def line_words(line: Line) -> str:
    """Return a line as people know it: its code and its title."""
    heads = line.get("path")
    title = heads[-1] if isinstance(heads, list) and heads else ""
    title = str(line.get("title") or title or line.get("message") or "")
    title = title or str(
        line.get("what") or line.get("text") or line.get("number") or ""
    )
    return " ".join(filter(None, (str(line.get("code") or ""), title)))
