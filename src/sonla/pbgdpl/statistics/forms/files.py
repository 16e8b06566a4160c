"""The file of one version of a form: TOML, or JSON with the same keys.

Whoever edits a form is told everything that is wrong with it, each fault with its place: nothing half
right is stored. What the keys mean: ``docs/statistics.rst``, *The file of a form*.
"""

from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from sonla.pbgdpl import _
from sonla.pbgdpl.core.toml_files import read_toml
from sonla.pbgdpl.statistics.forms.contradictions import contradictions
from sonla.pbgdpl.statistics.forms.definition import COLUMN_TYPES
from sonla.pbgdpl.statistics.forms.definition import FLOW
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.definition import FormColumn
from sonla.pbgdpl.statistics.forms.definition import FormRow
from sonla.pbgdpl.statistics.forms.definition import INT
from sonla.pbgdpl.statistics.forms.definition import ITEM
from sonla.pbgdpl.statistics.forms.definition import PATH_SIGN
from sonla.pbgdpl.statistics.forms.definition import ROW_KINDS
from sonla.pbgdpl.statistics.forms.definition import STATUSES
from sonla.pbgdpl.statistics.forms.definition import STOCK
from sonla.pbgdpl.statistics.forms.definition import TOTAL
from sonla.pbgdpl.statistics.forms.faults import FormFault
from sonla.pbgdpl.statistics.forms.faults import FormRefused
from sonla.pbgdpl.statistics.forms.faults import MSG_MISSING
from sonla.pbgdpl.statistics.forms.formulas import Formula
from sonla.pbgdpl.statistics.forms.formulas import NAME
from sonla.pbgdpl.statistics.forms.keys import FormTable
from sonla.pbgdpl.statistics.forms.parts import Basis
from sonla.pbgdpl.statistics.forms.parts import CrossCheck
from sonla.pbgdpl.statistics.forms.parts import Explanation
from sonla.pbgdpl.statistics.forms.parts import FormCheck
from sonla.pbgdpl.statistics.forms.parts import FormNote
from sonla.pbgdpl.statistics.forms.parts import FormPresentation
from sonla.pbgdpl.statistics.forms.parts import OpenQuestion
from sonla.pbgdpl.statistics.forms.parts import OrganisationGroup
from sonla.pbgdpl.statistics.forms.parts import ORIENTATIONS
from sonla.pbgdpl.statistics.forms.parts import Party
from sonla.pbgdpl.statistics.forms.parts import SEVERITIES
from sonla.pbgdpl.statistics.forms.parts import Stub
from sonla.pbgdpl.statistics.forms.parts import WARN
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
ESTIMATES = ("yes", "no", "unknown")
AXES = {"row": "columns", "column": "rows"}
"""Scope of a check → what it compares in each of these."""
_SLUG = re.compile(r"[a-z0-9][a-z0-9.-]{0,39}")
_SOURCE = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_]*")
_PLACE_IN_TOML = re.compile(r"line (\d+), column (\d+)")

MSG_NOT_TOML = _(
    "msg_form_not_toml",
    default="Line ${line}, column ${column}: this can't be read. Look at quotation marks, brackets and = there.",
)
MAX_SIGNERS = 4
"""For whom there is room side by side."""
MSG_SIGNERS = _(
    "msg_form_signers",
    default="${place}: at most ${number} people sign side by side.",
)
MSG_NOT_A_FILE = _(
    "msg_form_not_a_file",
    default='This is no file of a form. It begins with schema = "pbgdpl-form/1".',
)


@lru_cache(maxsize=128)
def read_form(text: str) -> Form:
    """Read one version of a form; raise `FormRefused` with all that is wrong."""
    form, faults = half_read_form(text)
    if faults:
        raise FormRefused(faults)
    return form


def half_read_form(text: str) -> tuple[Form, list[FormFault]]:
    """Return what can be read of a form, and what is wrong with it."""
    faults: list[FormFault] = []
    form = _form(FormTable(raw_form(text), "", faults))
    if not faults:
        faults.extend(contradictions(form))
    return form, faults


def raw_form(text: str) -> dict[str, Any]:
    """Return the keys of a file; raise `FormRefused` for what is no file of a form."""
    try:
        if text.lstrip()[:1] == "{":
            found = json.loads(text)
        else:
            found = read_toml(text)
        write_form(found).encode()
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


Made = TypeVar("Made")


def _each(
    table: FormTable, name: str, make: Callable[[FormTable], Made]
) -> tuple[Made, ...]:
    """Make something of each table of a list."""
    return _made(table.tables(name), make)


def _made(
    tables: Iterable[FormTable], make: Callable[[FormTable], Made]
) -> tuple[Made, ...]:
    found = []
    for one in tables:
        found.append(make(one))
        one.end()
    return tuple(found)


def _form(table: FormTable) -> Form:
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
        presentation=_presentation(table.inner("presentation")),
    )
    table.end()
    return form


def _presentation(table: FormTable) -> FormPresentation:
    presentation = FormPresentation(
        heading=table.texts("heading"),
        signers=table.texts("signers"),
        orientation=table.text("orientation", required=False),
    )
    if presentation.orientation:
        table.one_of("orientation", ORIENTATIONS)
    if len(presentation.signers) > MAX_SIGNERS:
        table.refuse(MSG_SIGNERS, "signers", number=str(MAX_SIGNERS))
    table.end()
    return presentation


def _basis(table: FormTable) -> Basis:
    table.date("in_force")
    table.evidence()
    return Basis(
        number=table.text("number"),
        day=table.date("date"),
        issuer=table.text("issuer", required=False),
        about=table.text("about", required=False),
    )


def _question(table: FormTable) -> OpenQuestion:
    return OpenQuestion(table.id(), table.text("what"), table.text("ask", False))


def _party(table: FormTable) -> Party:
    table.evidence()
    return Party(
        table.matching("role", NAME, "commune"),
        table.text("title"),
        table.text("level", required=False),
    )


def _stub(table: FormTable) -> Stub:
    table.evidence()
    return Stub(table.text("code"), table.text("title"))


def _group(table: FormTable) -> OrganisationGroup:
    table.evidence()
    return OrganisationGroup(
        table.matching("id", _SLUG, "co-quan-chuyen-mon"),
        table.text("title"),
        table.texts("members"),
        table.flag("rest", False),
    )


def _note(table: FormTable) -> FormNote:
    return FormNote(table.text("mark"), table.text("text"))


def _explanation(table: FormTable) -> Explanation:
    table.evidence()
    return Explanation(table.matching("column", NAME, "kp_khac"), table.text("text"))


def _period(table: FormTable) -> PeriodKind:
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


def _deadline(table: FormTable) -> tuple[str, str]:
    table.evidence()
    return table.text("from"), table.day("day", required=False)


def _row(table: FormTable) -> FormRow:
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


def _source(table: FormTable) -> str:
    return table.matching("source", _SOURCE, "activities.sessions", required=False)


def _column(table: FormTable) -> FormColumn:
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


def _check(table: FormTable) -> FormCheck:
    table.evidence()
    return FormCheck(
        id=table.id(),
        title=table.text("message"),
        rule=table.rule("rule"),
        axis=AXES.get(table.one_of("scope", AXES, "row"), "columns"),
        severity=table.one_of("severity", SEVERITIES, WARN),
    )


def _cross_check(table: FormTable) -> CrossCheck:
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
