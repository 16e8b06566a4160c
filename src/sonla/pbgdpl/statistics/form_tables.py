"""A form as tables that people type: which cells there are, and how they stand in the file.

What can't be read stays as it was typed; the form is checked as a whole by `form_files`.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.statistics.definitions import BLOCK
from sonla.pbgdpl.statistics.definitions import COLUMN_TYPES
from sonla.pbgdpl.statistics.definitions import DECIMAL
from sonla.pbgdpl.statistics.definitions import EVIDENCE
from sonla.pbgdpl.statistics.definitions import FLOW
from sonla.pbgdpl.statistics.definitions import FOUND
from sonla.pbgdpl.statistics.definitions import FREE
from sonla.pbgdpl.statistics.definitions import INT
from sonla.pbgdpl.statistics.definitions import ITEM
from sonla.pbgdpl.statistics.definitions import MONEY
from sonla.pbgdpl.statistics.definitions import OWN
from sonla.pbgdpl.statistics.definitions import PATH_SIGN
from sonla.pbgdpl.statistics.definitions import RECALLED
from sonla.pbgdpl.statistics.definitions import REPEAT
from sonla.pbgdpl.statistics.definitions import ROW_KINDS
from sonla.pbgdpl.statistics.definitions import STOCK
from sonla.pbgdpl.statistics.definitions import TEXT
from sonla.pbgdpl.statistics.definitions import TOTAL
from sonla.pbgdpl.statistics.definitions import UNKNOWN
from sonla.pbgdpl.statistics.definitions import WARN
from sonla.pbgdpl.statistics.definitions import WEAK
from sonla.pbgdpl.statistics.form_drafts import RawForm
from sonla.pbgdpl.statistics.form_files import CHILDREN
from sonla.pbgdpl.statistics.formulas import UNITS
from sonla.pbgdpl.statistics.periods import NEXT_YEAR
from typing import Any
from zope.i18nmessageid import Message

import re

A_YEAR_LATER = "năm sau"
"""What people write behind a day of the year after the one reported."""
Options = tuple[tuple[str, Message | str], ...]
Line = dict[str, Any]
"""One table of a file, such as a column."""

_DAY = re.compile(
    rf"(\d{{1,2}})\s*[/-]\s*(\d{{1,2}})(\s+{A_YEAR_LATER})?", re.IGNORECASE
)
_HEADS = re.compile(r"\s*[›>\n]\s*")
_NAMES = re.compile(r"[a-z][a-z0-9_]*")
_CELLS = re.compile(rf"(\S+:)?{_NAMES.pattern}/{_NAMES.pattern}")


@dataclass(frozen=True)
class Kind:
    """How the value of a key is shown and read; None is no value."""

    show: Callable[[Any], str]
    read: Callable[[str], Any]
    widget: str = "text"


def show_text(value: Any) -> str:
    """Write any value."""
    return "" if value is None else str(value)


def read_text(text: str) -> str | None:
    """Read a text; an empty one is none."""
    return text.strip() or None


def show_day(value: Any) -> str:
    """Write a day of a period, `next-01-20`, as people do: 20/01 and that it is a year later."""
    text = show_text(value)
    month, _sign, day = text.removeprefix(NEXT_YEAR).partition("-")
    if not (month.isdigit() and day.isdigit()):
        return text
    later = f" {A_YEAR_LATER}" if text.startswith(NEXT_YEAR) else ""
    return f"{day}/{month}{later}"


def read_day(text: str) -> str | None:
    """Read what `show_day` writes; anything else stays for the check to refuse."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return text.strip() or None
    prefix = NEXT_YEAR if found[3] else ""
    return f"{prefix}{int(found[2]):02}-{int(found[1]):02}"


def read_date(text: str) -> date | str | None:
    """Read a date; anything else stays for the check to refuse."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return text.strip() or None


def show_list(value: Any) -> str:
    """Write a list with commas."""
    return ", ".join(map(str, value)) if isinstance(value, list) else show_text(value)


def read_list(text: str) -> list[str] | None:
    """Read words between commas."""
    return [one for part in text.split(",") if (one := part.strip())] or None


def show_path(value: Any) -> str:
    """Write the heads of a column from the uppermost down."""
    return PATH_SIGN.join(map(str, value)) if isinstance(value, list) else ""


def read_path(text: str) -> list[str] | None:
    """Read heads, parted by the sign or by ``>``."""
    return [one for part in _HEADS.split(text) if (one := part.strip())] or None


def show_facts(value: Any) -> str:
    """Write facts as ``name = value, value; name = value``."""
    if not isinstance(value, Mapping):
        return ""
    return "; ".join(
        f"{name} = {show_list(values if isinstance(values, list) else [values])}"
        for name, values in value.items()
    )


def read_facts(text: str) -> dict[str, list[str]] | None:
    """Read what `show_facts` writes."""
    parts = (part.partition("=") for part in text.split(";") if part.strip())
    return {
        name.strip(): read_list(values) or [] for name, _sign, values in parts
    } or None


def show_flag(value: Any) -> str:
    """Write a yes or no as a choice; empty is the default."""
    return {True: "yes", False: "no"}.get(value, "")


def read_flag(text: str) -> bool | None:
    """Read a choice of yes or no."""
    return {"yes": True, "no": False}.get(text)


WORDS = Kind(show_text, read_text)
AREA = Kind(show_text, read_text, "area")
CHOICE = Kind(show_text, read_text, "choice")
FLAG = Kind(show_flag, read_flag, "choice")
DATE = Kind(show_text, read_date, "date")
DAY = Kind(show_day, read_day)
LIST = Kind(show_list, read_list)
PATH = Kind(show_path, read_path, "area")
FACTS = Kind(show_facts, read_facts)


@dataclass(frozen=True)
class Cell:
    """One thing that is typed: a key of the file with its title."""

    name: str
    title: Message
    kind: Kind = WORDS
    options: Options = ()
    help: Message | str = ""
    is_main: bool = True
    """Whether it stands in the table; else it is shown with the line that is opened."""
    width: int = 10
    """In letters."""
    list: str = ""
    """What the options are that only the portal knows: `sources`, `organisations`, …"""

    def shown(self, line: Line) -> str:
        """Return what the cell shows."""
        return self.kind.show(line.get(self.name))

    def put(self, line: Line, text: str) -> None:
        """Write what was typed into a line; an empty cell takes its key away."""
        value = self.kind.read(text)
        if value is None:
            line.pop(self.name, None)
        else:
            line[self.name] = value


@dataclass(frozen=True)
class DeadlineCell(Cell):
    """The day by which one party reports; they lie one level deeper in the file."""

    role: str = ""

    def shown(self, line: Line) -> str:
        """Return the day of the party."""
        for one in line.get("deadline") or ():
            if one.get("from") == self.role:
                return show_day(one.get("day"))
        return ""

    def put(self, line: Line, text: str) -> None:
        """Write the day of the party."""
        others = [
            one for one in line.get("deadline") or () if one.get("from") != self.role
        ]
        day = read_day(text)
        if day:
            others.append({"from": self.role, "day": day})
        line["deadline"] = others


@dataclass(frozen=True)
class TotalCell(Cell):
    """The formula of a row; a total without one sums the rows below it."""

    def shown(self, line: Line) -> str:
        """Return the formula that was typed."""
        formula = super().shown(line)
        return "" if formula == CHILDREN else formula

    def put(self, line: Line, text: str) -> None:
        """Write the formula, or that all rows below are summed."""
        super().put(line, text)
        if line.get("kind") == TOTAL and not text.strip():
            line["formula"] = CHILDREN


@dataclass(frozen=True)
class Part:
    """A group of tables of the file that are edited together."""

    name: str
    """Their key in the file; empty for the keys of the form itself."""
    title: Message
    help: Message
    cells: tuple[Cell, ...]
    known_by: str = "id"
    """The key by which the check names a line."""
    prefix: str = ""
    """Begins the ids that are made for lines without one; empty: none are made."""
    is_tree: bool = False

    def lines(self, raw: RawForm) -> list[Line]:
        """Return the lines of a form; what isn't a list of tables counts as none."""
        if not self.name:
            return [raw]
        found = raw.get(self.name)
        if not isinstance(found, list):
            return []
        return [one for one in found if isinstance(one, dict)]


YES_NO: Options = (
    ("", "–"),
    ("yes", _("label_yes", default="Yes")),
    ("no", _("label_no", default="No")),
)
EVIDENCE_TITLES: dict[str, Message] = {
    FOUND: _("evidence_found", default="Read in the annex"),
    WEAK: _("evidence_weak", default="At second hand"),
    RECALLED: _("evidence_mem", default="Remembered"),
    OWN: _("evidence_design", default="The province's own"),
    UNKNOWN: _("evidence_unknown", default="Not known yet"),
}
ROW_KIND_TITLES: dict[str, Message] = {
    ITEM: _("row_kind_item", default="A row of its own"),
    TOTAL: _("row_kind_total", default="Total"),
    REPEAT: _("row_kind_repeat", default="One for each organisation"),
    FREE: _("row_kind_free", default="Added in the report"),
}
TYPE_TITLES: dict[str, Message] = {
    INT: _("column_type_int", default="Whole number"),
    DECIMAL: _("column_type_decimal", default="Number with a fraction"),
    MONEY: _("column_type_money", default="Money (đồng)"),
    TEXT: _("column_type_text", default="Words"),
}
FLOW_TITLES: dict[str, Message] = {
    FLOW: _("column_flow", default="What came about in the period"),
    STOCK: _("column_stock", default="What there is on the last day"),
}
SEVERITY_TITLES: dict[str, Message] = {
    WARN: _("check_warn", default="Warns, asks for a note"),
    BLOCK: _("check_block", default="Keeps the report from being sent"),
}
SCOPE_TITLES: dict[str, Message] = {
    "row": _("check_in_rows", default="Columns, in each row"),
    "column": _("check_in_columns", default="Rows, in each column"),
}
ESTIMATE_TITLES: dict[str, Message] = {
    "unknown": _("estimate_unknown", default="Not known"),
    "yes": _("estimate_yes", default="Is estimated"),
    "no": _("estimate_no", default="There is no estimate"),
}


def choices(titles: Mapping[str, Message], names: Iterable[str] = ()) -> Options:
    """Return the options of a choice, in the order of their names."""
    return tuple((name, titles[name]) for name in names or titles)


LABEL_ID = _("label_form_line_id", default="Name in formulas")
LABEL_FORMULA = _("label_form_formula", default="Formula")
LABEL_TITLE = _("label_form_line_title", default="Title")
LABEL_SOURCE = _("label_form_source", default="Counted from")
LABEL_WHERE = _("label_form_where", default="Only those with")
EVIDENCE_CELL = Cell(
    "evidence",
    _("label_evidence", default="How sure"),
    CHOICE,
    choices(EVIDENCE_TITLES, EVIDENCE),
    is_main=False,
)
WHERE_CELL = Cell(
    "where",
    LABEL_WHERE,
    FACTS,
    is_main=False,
    width=40,
    help=_(
        "help_form_where",
        default="Such as level = xa; group = so-nganh. Empty: all.",
    ),
)
SOURCE_CELL = Cell("source", LABEL_SOURCE, CHOICE, list="sources")
LABEL_RULE = _("label_check_rule", default="What has to hold")
SEVERITY_CELL = Cell(
    "severity",
    _("label_check_severity", default="If not"),
    CHOICE,
    choices(SEVERITY_TITLES),
)
MESSAGE_CELL = Cell(
    "message", _("label_check_message", default="What people are told"), AREA, width=40
)

GENERAL = Part(
    "",
    _("form_part_general", default="The form"),
    _(
        "help_form_part_general",
        default="Number and title as they are printed, and the days between which this version holds.",
    ),
    (
        Cell("code", _("label_form_number", default="Number, as printed"), width=30),
        Cell("title", LABEL_TITLE, AREA, width=60),
        Cell(
            "slug", _("label_form_slug", default="Short name, for addresses"), width=30
        ),
        Cell("version", _("label_form_version", default="Version")),
        Cell("valid_from", _("label_form_valid_from", default="Holds from"), DATE),
        Cell(
            "valid_to",
            _("label_form_valid_to", default="Holds until"),
            DATE,
            help=_(
                "help_form_valid_to",
                default="Empty: until another version follows.",
            ),
        ),
        Cell(
            "offered",
            _("label_form_offered", default="Communes and bodies report by it"),
            FLAG,
            YES_NO,
        ),
        Cell(
            "family",
            _("label_form_family", default="Series"),
            width=30,
            help=_(
                "help_form_family",
                default="Forms of one series followed each other, such as 09a and 04a.",
            ),
        ),
        EVIDENCE_CELL,
    ),
)
BASES = Part(
    "basis",
    _("form_part_bases", default="Legal basis"),
    _(
        "help_form_part_bases",
        default="The documents that ask for this form.",
    ),
    (
        Cell("number", _("label_form_basis_number", default="Number"), width=20),
        Cell("date", _("label_form_basis_date", default="Date"), DATE),
        Cell("issuer", _("label_form_basis_issuer", default="Issued by"), width=24),
        Cell("in_force", _("label_form_basis_in_force", default="In force from"), DATE),
        EVIDENCE_CELL,
    ),
    "number",
)
PERIODS = Part(
    "period",
    _("form_part_periods", default="Periods and deadlines"),
    _(
        "help_form_part_periods",
        default="Days as 31/05; for a day in the following year write 20/01 năm sau.",
    ),
    (
        Cell("title", LABEL_TITLE, width=20),
        Cell("first", _("label_period_first", default="From"), DAY),
        Cell("last", _("label_period_last", default="To"), DAY),
        Cell("actual_until", _("label_period_actual", default="Actual until"), DAY),
        Cell(
            "estimate",
            _("label_period_estimate", default="What follows"),
            CHOICE,
            choices(ESTIMATE_TITLES),
        ),
        Cell("id", LABEL_ID, is_main=False, width=20),
        Cell(
            "in_words",
            _("label_period_in_words", default="In titles"),
            is_main=False,
            width=40,
            help=_(
                "help_period_in_words",
                default="Such as “Cả năm ${year} (số chính thức)”. Empty: title and year.",
                mapping={"year": "${year}"},
            ),
        ),
        EVIDENCE_CELL,
    ),
    prefix="ky",
)
PARTIES = Part(
    "party",
    _("form_part_parties", default="Who reports"),
    _(
        "help_form_part_parties",
        default="Communes are called commune, bodies of the province body, the office that sums up province, who gets the report receiver.",
    ),
    (
        Cell("role", _("label_party_role", default="Name"), width=14),
        Cell("title", LABEL_TITLE, width=40),
        EVIDENCE_CELL,
    ),
    "role",
)
COLUMNS = Part(
    "column",
    _("form_part_columns", default="Columns"),
    _(
        "help_form_part_columns",
        default="From left to right as on paper. Heads above each other are parted by ›, such as Kinh phí › Tổng số; neighbours with the same head share it.",
    ),
    (
        Cell("code", _("label_column_code", default="Code, such as (1)"), width=6),
        Cell(
            "path",
            _("label_column_heads", default="Heads from the top down"),
            PATH,
            width=34,
        ),
        Cell("unit", _("label_column_form_unit", default="Unit"), width=8),
        Cell(
            "type",
            _("label_column_type", default="Holds"),
            CHOICE,
            choices(TYPE_TITLES, COLUMN_TYPES),
        ),
        Cell("formula", LABEL_FORMULA, width=16),
        SOURCE_CELL,
        Cell("id", LABEL_ID, width=10),
        Cell(
            "flow",
            _("label_column_flow", default="Counts"),
            CHOICE,
            choices(FLOW_TITLES),
            is_main=False,
        ),
        Cell(
            "part_of",
            _("label_column_part_of", default="A part of"),
            CHOICE,
            is_main=False,
            list="columns",
        ),
        Cell(
            "additive",
            _("label_column_additive", default="Rows may be added up"),
            FLAG,
            YES_NO,
            is_main=False,
            help=_(
                "help_column_additive",
                default="No, where one person may stand in several rows: then the total is counted or typed.",
            ),
        ),
        WHERE_CELL,
        Cell(
            "group",
            _("label_column_group", default="Sensitive group"),
            is_main=False,
            width=14,
            help=_(
                "help_column_group",
                default="Columns of one group, such as gender, don't show small numbers to the public.",
            ),
        ),
        EVIDENCE_CELL,
    ),
    prefix="c",
)
ROWS = Part(
    "row",
    _("form_part_rows", default="Rows"),
    _(
        "help_form_part_rows",
        default="From top to bottom as on paper; the arrows to the right put a row below the one before it. A total without a formula sums the rows below it.",
    ),
    (
        Cell("code", _("label_row_code", default="No."), width=6),
        Cell("title", LABEL_TITLE, AREA, width=44),
        Cell(
            "kind",
            _("label_row_kind", default="Kind"),
            CHOICE,
            choices(ROW_KIND_TITLES, ROW_KINDS),
        ),
        TotalCell("formula", LABEL_FORMULA, width=16),
        Cell("id", LABEL_ID, width=10),
        Cell("source", LABEL_SOURCE, CHOICE, is_main=False, list="sources"),
        WHERE_CELL,
        Cell(
            "over",
            _("label_row_over", default="One row for each of"),
            CHOICE,
            is_main=False,
            list="organisations",
        ),
        Cell(
            "first",
            _("label_row_first", default="Stand first"),
            LIST,
            is_main=False,
            width=40,
            help=_(
                "help_row_first",
                default="Codes of the organisations that stand before the others, with commas.",
            ),
        ),
        EVIDENCE_CELL,
    ),
    prefix="r",
    is_tree=True,
)
CHECKS = Part(
    "check",
    _("form_part_checks", default="Checks"),
    _(
        "help_form_part_checks",
        default="Such as c2 <= c1, or c9 = c10 + c11 + c12.",
    ),
    (
        Cell("rule", LABEL_RULE, width=30),
        Cell(
            "scope",
            _("label_check_scope", default="Compares"),
            CHOICE,
            choices(SCOPE_TITLES),
        ),
        SEVERITY_CELL,
        MESSAGE_CELL,
        Cell("id", LABEL_ID, is_main=False),
        EVIDENCE_CELL,
    ),
    prefix="kt",
)
CROSS_CHECKS = Part(
    "cross",
    _("form_part_cross", default="Comparisons with other reports"),
    _(
        "help_form_part_cross",
        default="Cells as row/column, with blanks around + and -. Before a colon: another form (bieu-khac:), another period (@year:), the year before (@year-1:), or units: for all units together.",
    ),
    (
        Cell("rule", LABEL_RULE, AREA, width=50),
        SEVERITY_CELL,
        MESSAGE_CELL,
        Cell("id", LABEL_ID, is_main=False),
        EVIDENCE_CELL,
    ),
    prefix="dc",
)
GROUPS = Part(
    "group",
    _("form_part_groups", default="Groups of organisations"),
    _(
        "help_form_part_groups",
        default="Rows that repeat name them as group = name. One group may take all organisations that no other one names.",
    ),
    (
        Cell("title", LABEL_TITLE, width=30),
        Cell(
            "members",
            _("label_group_members", default="Codes of the organisations"),
            LIST,
            width=60,
        ),
        Cell("rest", _("label_group_rest", default="All others"), FLAG, YES_NO),
        Cell("id", _("label_group_name", default="Name"), width=20),
        EVIDENCE_CELL,
    ),
    prefix="nhom",
)
STUBS = Part(
    "stub",
    _("form_part_stubs", default="Columns before the rows"),
    _(
        "help_form_part_stubs",
        default="The two columns that name the rows, such as A and B. Without them they are No. and Details.",
    ),
    (
        Cell("code", _("label_stub_code", default="Code, such as A"), width=6),
        Cell("title", LABEL_TITLE, width=30),
        EVIDENCE_CELL,
    ),
    "code",
)
NOTES = Part(
    "note",
    _("form_part_notes", default="Notes"),
    _("help_form_part_notes", default="What is printed below the table."),
    (
        Cell("mark", _("label_note_mark", default="Mark"), width=6),
        Cell("text", _("label_note_text", default="Text"), AREA, width=70),
    ),
    "mark",
)
EXPLANATIONS = Part(
    "explain",
    _("form_part_explanations", default="Explanations"),
    _(
        "help_form_part_explanations",
        default="What the annex says of a column; people read it where they type.",
    ),
    (
        Cell(
            "column",
            _("label_explain_column", default="Column"),
            CHOICE,
            list="columns",
        ),
        Cell("text", _("label_note_text", default="Text"), AREA, width=70),
        EVIDENCE_CELL,
    ),
    "column",
)
QUESTIONS = Part(
    "unknown",
    _("form_part_questions", default="Open questions"),
    _(
        "help_form_part_questions",
        default="What is not known of this form, and who would know. While one stands here the form can't be confirmed.",
    ),
    (
        Cell(
            "what",
            _("label_question_what", default="What is not known"),
            AREA,
            width=50,
        ),
        Cell(
            "ask",
            _("label_question_ask", default="Who or what would tell"),
            AREA,
            width=36,
        ),
        Cell("id", LABEL_ID, is_main=False),
    ),
    prefix="u",
)

PARTS = (
    GENERAL,
    BASES,
    PARTIES,
    PERIODS,
    STUBS,
    COLUMNS,
    GROUPS,
    ROWS,
    CHECKS,
    CROSS_CHECKS,
    NOTES,
    EXPLANATIONS,
    QUESTIONS,
)


def part_named(name: str) -> Part:
    """Return a part by the name in an address; the first one for any other."""
    return next((part for part in PARTS if part.name == name), GENERAL)


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
        prefix, colon, cell = found[0].rpartition(":")
        names = cell.split("/")
        if prefix.partition("@")[0] in ("", UNITS, slug):
            names[at] = renamed.get(names[at], names[at])
        return f"{prefix}{colon}{'/'.join(names)}"

    return _CELLS.sub(new, rule)


def words_of_day(value: Any) -> str:
    """Return a date of a file as people write it."""
    return format_day(value) if isinstance(value, date) else show_text(value)
