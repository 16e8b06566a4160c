"""The file of one version of a form: TOML, or JSON with the same keys.

Whoever edits a form is told everything that is wrong with it, each fault with its place: nothing half
right is stored. What the keys mean: ``docs/statistics.rst``, *The file of a form*.
"""

from collections.abc import Callable
from collections.abc import Container
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from functools import lru_cache
from graphlib import CycleError
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.statistics.definitions import Basis
from sonla.pbgdpl.statistics.definitions import CHECKED
from sonla.pbgdpl.statistics.definitions import COLUMN_TYPES
from sonla.pbgdpl.statistics.definitions import CrossCheck
from sonla.pbgdpl.statistics.definitions import EVIDENCE
from sonla.pbgdpl.statistics.definitions import Explanation
from sonla.pbgdpl.statistics.definitions import FLOW
from sonla.pbgdpl.statistics.definitions import Form
from sonla.pbgdpl.statistics.definitions import FormCheck
from sonla.pbgdpl.statistics.definitions import FormColumn
from sonla.pbgdpl.statistics.definitions import FormLine
from sonla.pbgdpl.statistics.definitions import FormNote
from sonla.pbgdpl.statistics.definitions import FormRow
from sonla.pbgdpl.statistics.definitions import FOUND
from sonla.pbgdpl.statistics.definitions import FREE
from sonla.pbgdpl.statistics.definitions import in_order
from sonla.pbgdpl.statistics.definitions import INT
from sonla.pbgdpl.statistics.definitions import ITEM
from sonla.pbgdpl.statistics.definitions import OpenQuestion
from sonla.pbgdpl.statistics.definitions import OrganisationGroup
from sonla.pbgdpl.statistics.definitions import Party
from sonla.pbgdpl.statistics.definitions import PATH_SIGN
from sonla.pbgdpl.statistics.definitions import RECALLED
from sonla.pbgdpl.statistics.definitions import REPEAT
from sonla.pbgdpl.statistics.definitions import ROW_KINDS
from sonla.pbgdpl.statistics.definitions import SEVERITIES
from sonla.pbgdpl.statistics.definitions import STATUSES
from sonla.pbgdpl.statistics.definitions import STOCK
from sonla.pbgdpl.statistics.definitions import Stub
from sonla.pbgdpl.statistics.definitions import TOTAL
from sonla.pbgdpl.statistics.definitions import UNKNOWN
from sonla.pbgdpl.statistics.definitions import WARN
from sonla.pbgdpl.statistics.definitions import WEAK
from sonla.pbgdpl.statistics.formulas import CrossRule
from sonla.pbgdpl.statistics.formulas import Formula
from sonla.pbgdpl.statistics.formulas import NAME
from sonla.pbgdpl.statistics.formulas import read_cross_rule
from sonla.pbgdpl.statistics.formulas import read_formula
from sonla.pbgdpl.statistics.formulas import read_rule
from sonla.pbgdpl.statistics.formulas import Rule
from sonla.pbgdpl.statistics.formulas import UNITS
from sonla.pbgdpl.statistics.periods import day_in
from sonla.pbgdpl.statistics.periods import PeriodKind
from typing import Any
from typing import TypeVar
from zope.i18nmessageid import Message

import json
import re
import tomli_w
import tomllib

SCHEMA = "pbgdpl-form/1"
CHILDREN = "children"
"""The formula of a row that sums the rows below it."""
LEAP_YEAR = 2024
"""A year that has every day that a form may name."""
ESTIMATES = ("yes", "no", "unknown")
UNSURE = (WEAK, RECALLED, UNKNOWN)
AXES = {"row": "columns", "column": "rows"}
"""Scope of a check → what it compares in each of these."""

_SLUG = re.compile(r"[a-z0-9][a-z0-9.-]{0,39}")
_SOURCE = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_]*")
_PLACE_IN_TOML = re.compile(r"line (\d+), column (\d+)")

MSG_NOT_TOML = _(
    "msg_form_not_toml",
    default="Line ${line}, column ${column}: this can't be read. Look at quotation marks, brackets and = there.",
)
MSG_NOT_A_FILE = _(
    "msg_form_not_a_file",
    default='This is no file of a form. It begins with schema = "pbgdpl-form/1".',
)
MSG_MISSING = _("msg_form_key_missing", default="${place} is missing.")
MSG_UNKNOWN_KEY = _(
    "msg_form_key_unknown",
    default="${place}: there is no such key. There are: ${known}.",
)
MSG_NOT_TEXT = _(
    "msg_form_not_text", default="${place} has to be text between quotation marks."
)
MSG_NOT_TEXTS = _(
    "msg_form_not_texts",
    default='${place} has to be a list of texts, such as ["a", "b"].',
)
MSG_NOT_TABLES = _(
    "msg_form_not_tables",
    default="${place} has to be tables, each below a line [[${place}]].",
)
MSG_NOT_TABLE = _(
    "msg_form_not_table", default='${place} has to be a table, such as { role = "a" }.'
)
MSG_NOT_FLAG = _("msg_form_not_flag", default="${place} has to be true or false.")
MSG_NOT_A_DATE = _(
    "msg_form_not_a_date",
    default="${place}: “${value}” is no date. Write it as 2026-01-31.",
)
MSG_NOT_A_DAY = _(
    "msg_form_not_a_day",
    default="${place}: “${value}” is no day of a period. Write 06-30, or next-01-20 in the year after.",
)
MSG_ONE_OF = _(
    "msg_form_one_of",
    default="${place}: “${value}” is not possible. Possible are: ${known}.",
)
MSG_BAD_NAME = _(
    "msg_form_bad_name",
    default="${place}: “${value}” can't be a code here. Write small letters without accents and digits, such as ${example}.",
)
MSG_TWICE = _("msg_form_twice", default="${place}: “${value}” is there twice.")
MSG_NOT_THERE = _("msg_form_not_there", default="${place}: the form has no “${value}”.")
MSG_FORMULA = _(
    "msg_form_bad_formula",
    default="${place}: “${value}” is no formula. Write codes with + and -, and <=, >= or = between the sides of a check.",
)
MSG_CIRCLE = _(
    "msg_form_circle",
    default="${place}: formulas need their own result: ${lines}. Take one of these names out of its formula.",
)
MSG_TEXT_ADDED = _(
    "msg_form_text_added",
    default="${place}: “${value}” holds words, which can't be added up or compared.",
)
MSG_DAYS = _(
    "msg_form_days",
    default="${place}: the last day of actual data has to lie between the first and the last day.",
)
MSG_ALL_ACTUAL = _(
    "msg_form_all_actual",
    default="${place}: without an estimate, the last day of actual data has to be the last day.",
)
MSG_NO_DEADLINE = _(
    "msg_form_no_deadline",
    default="${place}: a form by which people report needs a deadline here. Give one, or set offered = false.",
)
MSG_VALIDITY = _("msg_form_validity", default="${place}: it ends before it begins.")
MSG_NO_PARENT = _(
    "msg_form_no_parent",
    default="${place}: a row that repeats has to stand below another one.",
)
MSG_FREE_ROWS = _(
    "msg_form_free_rows",
    default="${place}: reports can't add rows of their own. Write each row as an item, or set offered = false.",
)
MSG_NO_SUM = _(
    "msg_form_no_sum",
    default='${place}: a total needs a formula, such as "children" for the rows below it.',
)
MSG_NO_CHILDREN = _(
    "msg_form_no_children", default="${place}: there are no rows below it to be summed."
)
MSG_SAME_ROW = _(
    "msg_form_same_row",
    default="${place}: another row with this code and title stands at the same place.",
)
MSG_PARENT_CIRCLE = _(
    "msg_form_parent_circle", default="${place}: the row stands below itself."
)
MSG_NOT_CHECKED = _(
    "msg_form_not_checked",
    default="${place}: a form may be called checked when nothing in it is unknown or at second hand. Still open: ${value}.",
)
MSG_NONE = _("msg_form_none", default="The form needs at least one ${place}.")
MSG_TWO_RESTS = _(
    "msg_form_two_rests",
    default="${place}: one group alone may take all others (rest = true).",
)


@dataclass(frozen=True)
class FormFault:
    """One thing that is wrong with a form, and where: `column.c3.formula`."""

    place: str
    message: Message


class FormRefused(InvalidInput):
    """Refuse a form, with all its faults."""

    def __init__(self, faults: Iterable[FormFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults[0].message)


@lru_cache(maxsize=128)
def read_form(text: str) -> Form:
    """Read one version of a form; raise `FormRefused` with all that is wrong."""
    faults: list[FormFault] = []
    form = _form(Table(raw_form(text), "", faults))
    if not faults:
        faults.extend(_contradictions(form))
    if faults:
        raise FormRefused(faults)
    return form


def raw_form(text: str) -> dict[str, Any]:
    """Return the keys of a file; raise `FormRefused` for what is no file of a form."""
    try:
        if text.lstrip()[:1] == "{":
            found = json.loads(text)
            write_form(found).encode()
        else:
            found = tomllib.loads(text)
    except json.JSONDecodeError as error:
        raise _not_toml(error.lineno, error.colno) from error
    except tomllib.TOMLDecodeError as error:
        place = _PLACE_IN_TOML.search(str(error))
        lines = text.count("\n") + 1
        raise _not_toml(*(place.groups() if place else (lines, 1))) from error
    except (ValueError, TypeError, RecursionError) as error:
        # Thousands of digits, lists within lists, halves of characters, null: neither reader has
        # an error of its own for them, and a draft of them could not be shown or written
        raise _not_toml(1, 1) from error
    if found.get("schema") != SCHEMA:
        raise FormRefused([FormFault("schema", MSG_NOT_A_FILE)])
    return dict(found)


def write_form(raw: dict[str, Any]) -> str:
    """Write the keys of a form as TOML; reading that gives the same keys."""
    return tomli_w.dumps(raw, multiline_strings=True)


def _not_toml(line: Any, column: Any) -> FormRefused:
    mapping = {"line": str(line), "column": str(column)}
    return FormRefused([FormFault("", Message(MSG_NOT_TOML, mapping=mapping))])


class Table:
    """One table of a file; each question notes what is wrong with the answer.

    A key that nobody asked for is a fault, too: it is misspelt more often than not.
    """

    def __init__(
        self, raw: dict[str, Any], place: str, faults: list[FormFault]
    ) -> None:
        self.raw = raw
        self.place = place
        self.faults = faults
        self.asked: list[str] = []

    def refuse(self, message: Message, name: str = "", **mapping: str) -> None:
        """Note a fault at a key."""
        place = ".".join(filter(None, (self.place, name)))
        words = Message(message, mapping={"place": place, **mapping})
        self.faults.append(FormFault(place, words))

    def get(self, name: str) -> Any:
        """Return what a key holds; None for nothing."""
        self.asked.append(name)
        return self.raw.get(name)

    def end(self) -> None:
        """Refuse the keys that nobody asked for."""
        for name in self.raw:
            if name not in self.asked:
                known = ", ".join(sorted(set(self.asked)))
                self.refuse(MSG_UNKNOWN_KEY, name, known=known)

    def text(self, name: str, required: bool = True) -> str:
        """Return a text."""
        found = self.get(name)
        if found is None:
            if required:
                self.refuse(MSG_MISSING, name)
            return ""
        if not isinstance(found, str):
            self.refuse(MSG_NOT_TEXT, name)
            return ""
        if required and not found.strip():
            self.refuse(MSG_MISSING, name)
        return found.strip()

    def matching(
        self, name: str, pattern: re.Pattern[str], example: str, required: bool = True
    ) -> str:
        """Return a text of a certain form."""
        found = self.text(name, required)
        if found and not pattern.fullmatch(found):
            self.refuse(MSG_BAD_NAME, name, value=found, example=example)
        return found

    def id(self) -> str:
        """Return the name by which formulas know it."""
        return self.matching("id", NAME, "kp_khac")

    def one_of(self, name: str, values: Iterable[str], default: str = "") -> str:
        """Return one of some words."""
        known = tuple(values)
        found = self.text(name, required=not default) or default
        if found and found not in known:
            self.refuse(MSG_ONE_OF, name, value=found, known=", ".join(known))
        return found

    def evidence(self) -> str:
        """Return how sure it is; what an administrator adds was found by them."""
        return self.one_of("evidence", EVIDENCE, FOUND)

    def flag(self, name: str, default: bool) -> bool:
        """Return true or false."""
        found = self.get(name)
        if found is None:
            return default
        if not isinstance(found, bool):
            self.refuse(MSG_NOT_FLAG, name)
        return bool(found)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts."""
        found = self.get(name)
        if found is None:
            return ()
        if not isinstance(found, list) or not all(isinstance(x, str) for x in found):
            self.refuse(MSG_NOT_TEXTS, name)
            return ()
        return tuple(found)

    def date(self, name: str, required: bool = False) -> date | None:
        """Return a date, which JSON has as text."""
        found = self.get(name)
        if isinstance(found, date):
            return date(found.year, found.month, found.day)
        if found in (None, ""):
            if required:
                self.refuse(MSG_MISSING, name)
            return None
        try:
            return date.fromisoformat(str(found))
        except ValueError:
            self.refuse(MSG_NOT_A_DATE, name, value=str(found))
            return None

    def day(self, name: str, required: bool = True) -> str:
        """Return a day of any year; '' for one that can't be read."""
        found = self.text(name, required)
        if not found:
            return ""
        try:
            day_in(LEAP_YEAR, found)
        except ValueError:
            self.refuse(MSG_NOT_A_DAY, name, value=found)
            return ""
        return found

    def table(self, name: str) -> dict[str, Any]:
        """Return a table inside."""
        found = self.get(name)
        if found is None:
            return {}
        if not isinstance(found, dict):
            self.refuse(MSG_NOT_TABLE, name)
            return {}
        return found

    def facts(self, name: str) -> dict[str, tuple[str, ...]]:
        """Return which records, or organisations, are meant."""
        found = {
            str(fact): tuple(map(str, values if isinstance(values, list) else [values]))
            for fact, values in self.table(name).items()
        }
        for fact, values in found.items():
            if not values:
                self.refuse(MSG_MISSING, f"{name}.{fact}")
        return found

    def tables(self, name: str, key: str = "id") -> list["Table"]:
        """Return the tables of a list, each known by its `key`; two can't have the same."""
        found = self.get(name)
        if found is None:
            return []
        if not isinstance(found, list) or not all(isinstance(x, dict) for x in found):
            self.refuse(MSG_NOT_TABLES, name)
            return []
        tables, seen = [], set()
        for number, raw in enumerate(found, start=1):
            known = str(raw.get(key) or number)
            place = ".".join(filter(None, (self.place, name, known)))
            tables.append(Table(raw, place, self.faults))
            if raw.get(key) and known in seen:
                self.refuse(MSG_TWICE, name, value=known)
            seen.add(known)
        return tables

    def formula(self, name: str) -> Formula | None:
        """Return a sum of names; None for none."""
        return self._read(name, read_formula, required=False)

    def rule(self, name: str) -> Rule:
        """Return a comparison."""
        return self._read(name, read_rule, required=True) or Rule(
            Formula(()), "=", Formula(())
        )

    def cross_rule(self, name: str) -> CrossRule:
        """Return a comparison with other reports."""
        return self._read(name, read_cross_rule, required=True) or CrossRule(
            (), "=", ()
        )

    def _read(
        self, name: str, read: Callable[[str], "AnyRead"], required: bool
    ) -> "AnyRead | None":
        text = self.text(name, required)
        if not text:
            return None
        try:
            return read(text)
        except InvalidInput:
            self.refuse(MSG_FORMULA, name, value=text)
            return None


AnyRead = TypeVar("AnyRead")
Made = TypeVar("Made")


def _each(table: Table, name: str, make: Callable[[Table], Made]) -> tuple[Made, ...]:
    """Make something of each table of a list."""
    return _made(table.tables(name), make)


def _made(tables: Iterable[Table], make: Callable[[Table], Made]) -> tuple[Made, ...]:
    found = []
    for one in tables:
        found.append(make(one))
        one.end()
    return tuple(found)


def _form(table: Table) -> Form:
    table.get("schema")
    parties = _made(table.tables("party", "role"), _party)
    form = Form(
        code=table.matching("slug", _SLUG, "04a-tp-pbgdpl"),
        number=table.text("code"),
        version=table.matching("version", _SLUG, "2025.1"),
        family=table.text("family", required=False),
        title=table.text("title"),
        status=table.one_of("status", STATUSES),
        offered=table.flag("offered", True),
        valid_from=table.date("valid_from", required=True) or date.min,
        valid_to=table.date("valid_to"),
        evidence=table.evidence(),
        supersedes=table.texts("supersedes"),
        bases=_made(table.tables("basis", "number"), _basis),
        questions=_each(table, "unknown", _question),
        parties=parties,
        periods={kind.kind: kind for kind in _each(table, "period", _period)},
        stubs=_made(table.tables("stub", "code"), _stub),
        groups=_each(table, "group", _group),
        rows=_with_children(_each(table, "row", _row)),
        columns=_each(table, "column", _column),
        checks=_each(table, "check", _check),
        cross_checks=_each(table, "cross", _cross_check),
        notes=_made(table.tables("note", "mark"), _note),
        explanations=_made(table.tables("explain", "column"), _explanation),
        checked_by=table.text("checked_by", required=False),
        checked_on=table.date("checked_on"),
        dress=table.table("dress"),
    )
    table.end()
    return form


def _basis(table: Table) -> Basis:
    table.date("in_force")
    table.evidence()
    return Basis(
        number=table.text("number"),
        day=table.date("date"),
        issuer=table.text("issuer", required=False),
        about=table.text("about", required=False),
    )


def _question(table: Table) -> OpenQuestion:
    return OpenQuestion(table.id(), table.text("what"), table.text("ask", False))


def _party(table: Table) -> Party:
    table.evidence()
    return Party(
        table.matching("role", NAME, "commune"),
        table.text("title"),
        table.text("level", required=False),
    )


def _stub(table: Table) -> Stub:
    table.evidence()
    return Stub(table.text("code"), table.text("title"))


def _group(table: Table) -> OrganisationGroup:
    table.evidence()
    return OrganisationGroup(
        table.matching("id", _SLUG, "co-quan-chuyen-mon"),
        table.text("title"),
        table.texts("members"),
        table.flag("rest", False),
    )


def _note(table: Table) -> FormNote:
    return FormNote(table.text("mark"), table.text("text"))


def _explanation(table: Table) -> Explanation:
    table.evidence()
    return Explanation(table.matching("column", NAME, "kp_khac"), table.text("text"))


def _period(table: Table) -> PeriodKind:
    table.evidence()
    days = {name: table.day(name) for name in ("first", "last", "actual_until")}
    found = _made(table.tables("deadline", "from"), _deadline)
    return PeriodKind(
        table.id(),
        table.text("title"),
        deadlines={role: day for role, day in found if day},
        in_words=table.text("in_words", required=False),
        estimate=table.one_of("estimate", ESTIMATES, "unknown"),
        **days,
    )


def _deadline(table: Table) -> tuple[str, str]:
    table.evidence()
    return table.text("from"), table.day("day", required=False)


def _row(table: Table) -> FormRow:
    summed = table.raw.get("formula") == CHILDREN
    formula = Formula(()) if summed else table.formula("formula")
    table.get("formula")
    return FormRow(
        id=table.id(),
        title=table.text("title"),
        code=table.text("code", required=False),
        kind=table.one_of("kind", ROW_KINDS, ITEM if formula is None else TOTAL),
        parent=table.text("parent", required=False),
        formula=formula,
        source=_source(table),
        where=table.facts("where"),
        over=table.text("over", required=False),
        first=table.texts("first"),
        printed=table.text("print", required=False),
        evidence=table.evidence(),
    )


def _source(table: Table) -> str:
    return table.matching("source", _SOURCE, "activities.sessions", required=False)


def _column(table: Table) -> FormColumn:
    path = table.texts("path")
    if not path:
        table.refuse(MSG_MISSING, "path")
    return FormColumn(
        id=table.id(),
        title=PATH_SIGN.join(path),
        path=path,
        code=table.text("code"),
        unit=table.text("unit", required=False),
        type=table.one_of("type", COLUMN_TYPES, INT),
        flow=table.one_of("flow", (FLOW, STOCK), FLOW),
        part_of=table.text("part_of", required=False),
        additive=table.flag("additive", True),
        formula=table.formula("formula"),
        source=_source(table),
        where=table.facts("where"),
        group=table.text("group", required=False),
        evidence=table.evidence(),
    )


def _check(table: Table) -> FormCheck:
    table.evidence()
    return FormCheck(
        id=table.id(),
        title=table.text("message"),
        rule=table.rule("rule"),
        axis=AXES.get(table.one_of("scope", AXES, "row"), "columns"),
        severity=table.one_of("severity", SEVERITIES, WARN),
    )


def _cross_check(table: Table) -> CrossCheck:
    table.evidence()
    return CrossCheck(
        id=table.id(),
        title=table.text("message"),
        rule=table.cross_rule("rule"),
        severity=table.one_of("severity", SEVERITIES, WARN),
    )


def _with_children(rows: tuple[FormRow, ...]) -> tuple[FormRow, ...]:
    """Write out the sums of the rows below a row."""
    below: dict[str, list[str]] = {}
    for row in rows:
        below.setdefault(row.parent, []).append(row.id)
    return tuple(
        replace(
            row, formula=Formula(tuple((1, name) for name in below.get(row.id, ())))
        )
        if row.formula is not None and not row.formula.terms
        else row
        for row in rows
    )


def _contradictions(form: Form) -> list[FormFault]:
    """List what is wrong between the parts of a form."""
    found = Contradictions(form)
    found.look()
    return found.faults


class Contradictions:
    """What is wrong between the parts of a form whose parts can be read."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.faults: list[FormFault] = []

    def say(self, place: str, message: Message, value: str = "", **words: str) -> None:
        """Note a fault."""
        mapping = {"place": place, "value": value, **words}
        self.faults.append(FormFault(place, Message(message, mapping=mapping)))

    def look(self) -> None:
        """Look at everything."""
        form = self.form
        if form.valid_to and form.valid_to < form.valid_from:
            self.say("valid_to", MSG_VALIDITY)
        for name, parts in (
            ("period", form.periods),
            ("row", form.rows),
            ("column", form.columns),
        ):
            if not parts:
                self.say(name, MSG_NONE)
        for kind in form.periods.values():
            self.look_at_period(kind)
        if sum(group.rest for group in form.groups) > 1:
            self.say("group", MSG_TWO_RESTS)
        self.look_at_formulas("row", form.rows)
        self.look_at_formulas("column", form.columns)
        self.look_at_rows()
        self.look_at_columns()
        for check in form.checks:
            known = form.column_by_id if check.axis == "columns" else form.row_by_id
            self.look_for(f"check.{check.id}.rule", check.rule.names, known)
            self.refuse_texts(f"check.{check.id}.rule", check.rule.names)
        for cross in form.cross_checks:
            place = f"cross.{cross.id}.rule"
            named = ("", UNITS, form.code)
            own = [term for term in cross.rule.terms if term.form in named]
            self.look_for(place, [term.row for term in own], form.row_by_id)
            self.look_for(place, [term.column for term in own], form.column_by_id)
            kinds = [term.period for term in own if term.period]
            self.look_for(place, kinds, form.periods)
        if form.status == CHECKED:
            self.look_at_evidence()

    def look_for(self, place: str, names: Iterable[str], known: Container[str]) -> bool:
        """Note the names that aren't there; return whether all are."""
        missing = [name for name in dict.fromkeys(names) if name not in known]
        for name in missing:
            self.say(place, MSG_NOT_THERE, name)
        return not missing

    def look_at_period(self, kind: PeriodKind) -> None:
        """Look at days, and at who is to report by when."""
        place = f"period.{kind.kind}"
        first, last, until = (
            day_in(LEAP_YEAR, day) for day in (kind.first, kind.last, kind.actual_until)
        )
        if not first <= until <= last:
            self.say(f"{place}.actual_until", MSG_DAYS)
        elif kind.estimate == "no" and until != last:
            self.say(f"{place}.actual_until", MSG_ALL_ACTUAL)
        roles = [party.role for party in self.form.parties]
        self.look_for(f"{place}.deadline.from", kind.deadlines, roles)
        if self.form.offered and not kind.deadlines:
            self.say(f"{place}.deadline", MSG_NO_DEADLINE)

    def look_at_formulas(self, name: str, lines: tuple[FormLine, ...]) -> None:
        """Look for names that aren't there, and for formulas that need themselves."""
        known = {line.id for line in lines}
        found = [
            self.look_for(f"{name}.{line.id}.formula", line.formula.names, known)
            for line in lines
            if line.formula is not None
        ]
        if not all(found):
            return
        try:
            in_order(lines)
        except CycleError as error:
            circle = " ← ".join(error.args[1])
            self.say(f"{name}.{error.args[1][0]}.formula", MSG_CIRCLE, lines=circle)

    def look_at_rows(self) -> None:
        """Look at where rows stand, and at what totals are made of."""
        form, seen = self.form, set()
        for row in form.rows:
            place = f"row.{row.id}"
            if row.parent:
                self.look_for(f"{place}.parent", [row.parent], form.row_by_id)
            elif row.repeats:
                self.say(f"{place}.parent", MSG_NO_PARENT)
            if row.kind == FREE and form.offered:
                self.say(f"{place}.kind", MSG_FREE_ROWS)
            if row.kind == REPEAT and not row.over:
                self.say(f"{place}.over", MSG_MISSING)
            if row.kind == TOTAL and row.formula is None:
                self.say(f"{place}.formula", MSG_NO_SUM)
            if row.formula is not None and not row.formula.terms:
                self.say(f"{place}.formula", MSG_NO_CHILDREN)
            if row.formula is not None and row.kind != TOTAL:
                self.say(f"{place}.kind", MSG_ONE_OF, row.kind, known=TOTAL)
            if (row.parent, row.code, row.title) in seen:
                self.say(place, MSG_SAME_ROW)
            seen.add((row.parent, row.code, row.title))
            if self.stands_below_itself(row.id):
                self.say(f"{place}.parent", MSG_PARENT_CIRCLE)

    def stands_below_itself(self, name: str) -> bool:
        """Return whether one comes back to a row by going up."""
        at, seen = self.form.row_by_id[name].parent, {name}
        while at in self.form.row_by_id and at not in seen:
            seen.add(at)
            at = self.form.row_by_id[at].parent
        return at == name

    def look_at_columns(self) -> None:
        """Look at parts, codes, and at what formulas add up."""
        form = self.form
        codes: set[str] = set()
        for column in form.columns:
            place = f"column.{column.id}"
            if column.part_of:
                self.look_for(f"{place}.part_of", [column.part_of], form.column_by_id)
            if column.code in codes:
                self.say(f"{place}.code", MSG_TWICE, column.code)
            codes.add(column.code)
            if column.formula is not None:
                self.refuse_texts(f"{place}.formula", column.formula.names)
        for one in form.explanations:
            self.look_for("explain", [one.column], form.column_by_id)

    def refuse_texts(self, place: str, names: Iterable[str]) -> None:
        """Refuse sums of words."""
        for name in dict.fromkeys(names):
            if name in self.form.texts:
                self.say(place, MSG_TEXT_ADDED, name)

    def look_at_evidence(self) -> None:
        """Refuse a checked form in which something is not sure."""
        form = self.form
        lines = [*form.rows, *form.columns]
        open_ones = [one.id for one in form.questions]
        open_ones += [one.id for one in lines if one.evidence in UNSURE]
        if open_ones:
            self.say("status", MSG_NOT_CHECKED, ", ".join(open_ones))
