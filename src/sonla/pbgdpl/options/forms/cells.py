"""The cells of a form that people type: how each is shown, read, and stands in the file.

What can't be read stays as it was typed; the form is checked as a whole by `statistics.forms.files`.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from plone.api.portal import translate
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.vietnamese.folding import fold_name
from sonla.pbgdpl.options.forms.drafts import LANGUAGE
from sonla.pbgdpl.options.forms.drafts import RawForm
from sonla.pbgdpl.statistics import counting
from sonla.pbgdpl.statistics.forms.definition import DECIMAL
from sonla.pbgdpl.statistics.forms.definition import EVIDENCE
from sonla.pbgdpl.statistics.forms.definition import FLOW
from sonla.pbgdpl.statistics.forms.definition import FOUND
from sonla.pbgdpl.statistics.forms.definition import FREE
from sonla.pbgdpl.statistics.forms.definition import INT
from sonla.pbgdpl.statistics.forms.definition import ITEM
from sonla.pbgdpl.statistics.forms.definition import MONEY
from sonla.pbgdpl.statistics.forms.definition import OWN
from sonla.pbgdpl.statistics.forms.definition import PATH_SIGN
from sonla.pbgdpl.statistics.forms.definition import RECALLED
from sonla.pbgdpl.statistics.forms.definition import REPEAT
from sonla.pbgdpl.statistics.forms.definition import STOCK
from sonla.pbgdpl.statistics.forms.definition import TEXT
from sonla.pbgdpl.statistics.forms.definition import TOTAL
from sonla.pbgdpl.statistics.forms.definition import UNKNOWN
from sonla.pbgdpl.statistics.forms.definition import WEAK
from sonla.pbgdpl.statistics.forms.files import CHILDREN
from sonla.pbgdpl.statistics.forms.names import organisation_titles
from sonla.pbgdpl.statistics.forms.parts import BLOCK
from sonla.pbgdpl.statistics.forms.parts import LANDSCAPE
from sonla.pbgdpl.statistics.forms.parts import PORTRAIT
from sonla.pbgdpl.statistics.forms.parts import WARN
from sonla.pbgdpl.statistics.periods import NEXT_YEAR
from typing import Any
from zope.i18nmessageid import Message

import re

A_YEAR_LATER = _("words_day_a_year_later", default="next year")
"""What people write behind a day of the year after the one reported."""
Options = tuple[tuple[str, Message | str], ...]
Line = dict[str, Any]
"""One table of a file, such as a column."""

_DAY = re.compile(r"(\d{1,2})\s*[/-]\s*(\d{1,2})(?:\s+(.+))?")
_HEADS = re.compile("[›>\n]")


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
    """Write a day of a period, `next-01-20`, as people do: 20/01 and, in words, that it is a year later."""
    text = show_text(value)
    month, _sign, day = text.removeprefix(NEXT_YEAR).partition("-")
    if not (month.isdigit() and day.isdigit()):
        return text
    later = f" {translate(A_YEAR_LATER)}" if text.startswith(NEXT_YEAR) else ""
    return f"{day}/{month}{later}"


def read_day(text: str) -> str | None:
    """Read what `show_day` writes; anything else stays for the check to refuse."""
    found = _DAY.fullmatch(text.strip())
    later = " ".join((found[3] or "").split()).casefold() if found else ""
    words = {translate(A_YEAR_LATER, lang=one).casefold() for one in (None, LANGUAGE)}
    if found is None or (later and later not in words):
        return text.strip() or None
    prefix = NEXT_YEAR if later else ""
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


def show_lines(value: Any) -> str:
    """Write a list, one text in each line."""
    return "\n".join(map(str, value)) if isinstance(value, list) else show_text(value)


def read_lines(text: str) -> list[str] | None:
    """Read the lines that have anything."""
    return [one for line in text.splitlines() if (one := line.strip())] or None


def show_organisations(value: Any) -> str:
    """Write the organisations of some codes by their titles, one in each line."""
    if not isinstance(value, list):
        return show_text(value)
    titles = organisation_titles()
    return "\n".join(titles.get(str(code), str(code)) for code in value)


def read_organisations(text: str) -> list[str] | None:
    """Read titles or codes, one in each line; what is neither stays for the check to refuse."""
    titles = organisation_titles()
    codes = {fold_name(title): code for code, title in reversed(titles.items())}
    return [
        one if one in titles else codes.get(fold_name(one), one)
        for one in read_lines(text) or ()
    ] or None


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
LINES = Kind(show_lines, read_lines, "area")
ORGANISATIONS = Kind(show_organisations, read_organisations, "area")
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
    is_list: bool = True
    """Whether it has lines; else it is a single table, or the form itself."""

    def lines(self, raw: RawForm) -> list[Line]:
        """Return the lines of a form; what isn't a list of tables counts as none."""
        if not self.name:
            return [raw]
        found = raw.get(self.name)
        if not self.is_list:
            return [found if isinstance(found, dict) else {}]
        if not isinstance(found, list):
            return []
        return [one for one in found if isinstance(one, dict)]

    def put(self, raw: RawForm, lines: list[Line]) -> RawForm:
        """Return a form with other lines."""
        if not self.name:
            return lines[0]
        return raw | {self.name: lines if self.is_list else lines[0]}


YES_NO: Options = (("", "–"), *counting.YES_NO.items())
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
ORIENTATION_TITLES: dict[str, Message] = {
    "": _("orientation_fitting", default="As the table fits best"),
    PORTRAIT: _("orientation_portrait", default="Upright"),
    LANDSCAPE: _("orientation_landscape", default="Across"),
}
PARTY_TITLES: dict[str, Message] = {
    "commune": _("party_commune", default="Commune, ward"),
    "body": _("party_body", default="Body of the province"),
    "province": _("party_sums_up", default="The office that sums up"),
    "receiver": _("party_receiver", default="Who gets the report"),
    "reporter": _("party_reporter", default="Others who report"),
    "district": _("party_district", default="District (ended in 2025)"),
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
        default="Such as level = xa; group = so-nganh. Empty: all. What can be asked stands below the table.",
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


def words_of_day(value: Any) -> str:
    """Return a date of a file as people write it."""
    return format_day(value) if isinstance(value, date) else show_text(value)
