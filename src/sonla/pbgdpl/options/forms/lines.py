"""Lines of a form's tables: which cells they have, and by what names formulas know them."""

from collections.abc import Callable
from collections.abc import Mapping
from sonla.pbgdpl import _
from sonla.pbgdpl.options.forms.cells import Cell
from sonla.pbgdpl.options.forms.cells import DAY
from sonla.pbgdpl.options.forms.cells import DeadlineCell
from sonla.pbgdpl.options.forms.cells import Line
from sonla.pbgdpl.options.forms.cells import Part
from sonla.pbgdpl.options.forms.cells import show_text
from sonla.pbgdpl.options.forms.drafts import RawForm
from sonla.pbgdpl.options.forms.grid import CHECKS
from sonla.pbgdpl.options.forms.grid import COLUMNS
from sonla.pbgdpl.options.forms.grid import CROSS_CHECKS
from sonla.pbgdpl.options.forms.grid import ROWS
from sonla.pbgdpl.options.forms.parts import EXPLANATIONS
from sonla.pbgdpl.options.forms.parts import PARTIES
from sonla.pbgdpl.options.forms.parts import PERIODS
from sonla.pbgdpl.statistics.forms.files import CHILDREN
from sonla.pbgdpl.statistics.forms.formulas import CELL
from sonla.pbgdpl.statistics.forms.formulas import UNITS

import re

_NAMES = re.compile(r"[a-z][a-z0-9_]*")


def cells_of(part: Part, raw: RawForm) -> tuple[Cell, ...]:
    """Return the cells of a part; periods have one for each party that reports."""
    if part is not PERIODS:
        return part.cells
    deadlines = tuple(
        DeadlineCell(
            f"deadline-{party['role']}",
            _(
                "label_period_deadline",
                default="Deadline: ${party}",
                mapping={"party": show_text(party.get("title"))},
            ),
            DAY,
            role=str(party["role"]),
        )
        for party in PARTIES.lines(raw)
        if party.get("role") not in (None, "", "receiver")
    )
    main = [cell for cell in part.cells if cell.is_main]
    return (*main, *deadlines, *(cell for cell in part.cells if not cell.is_main))


def name_lines(part: Part, lines: list[Line]) -> None:
    """Add an id to each line without one: formulas have to name it."""
    if not part.prefix:
        return
    taken = {str(line.get("id")) for line in lines}
    for number, line in enumerate(lines, start=1):
        if line.get("id"):
            continue
        digits = "".join(filter(str.isdigit, str(line.get("code", ""))))
        wished = f"{part.prefix}{digits if part is COLUMNS and digits else number}"
        name, more = wished, 1
        while name in taken:
            more += 1
            name = f"{wished}_{more}"
        line["id"] = name
        taken.add(name)


def follow_names(part: Part, raw: RawForm, renamed: Mapping[str, str]) -> None:
    """Write new ids of rows or columns into everything that names them."""
    if not renamed or part not in (ROWS, COLUMNS):
        return

    def new(text: str) -> str:
        return _NAMES.sub(lambda found: renamed.get(found[0], found[0]), text)

    def in_cells(text: str) -> str:
        at = 1 if part is COLUMNS else 0
        return renamed_in_cells(text, at, renamed, str(raw.get("slug")))

    scope = "row" if part is COLUMNS else "column"
    for line in part.lines(raw):
        for name in ("formula", "parent", "part_of"):
            if line.get(name) != CHILDREN:
                change(line, name, new)
    for check in CHECKS.lines(raw):
        if check.get("scope", "row") == scope:
            change(check, "rule", new)
    for cross in CROSS_CHECKS.lines(raw):
        change(cross, "rule", in_cells)
    if part is COLUMNS:
        for one in EXPLANATIONS.lines(raw):
            change(one, "column", new)


def change(line: Line, name: str, new: Callable[[str], str]) -> None:
    """Write another text in the place of one, if there is any."""
    if isinstance(line.get(name), str):
        line[name] = new(line[name])


def renamed_in_cells(rule: str, at: int, renamed: Mapping[str, str], slug: str) -> str:
    """Return a comparison with new ids of rows (0) or columns (1) in cells of a form."""

    def new(found: re.Match[str]) -> str:
        names = [found["row"], found["column"]]
        other = found[0].removesuffix("/".join(names))
        if (found["form"] or "") in ("", UNITS, slug):
            names[at] = renamed.get(names[at], names[at])
        return f"{other}{'/'.join(names)}"

    return CELL.sub(new, rule)
