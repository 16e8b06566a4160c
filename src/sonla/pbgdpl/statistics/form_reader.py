"""Read a form from the JSON in which it is stored, shipped and edited.

Somebody who edits a form is told what is wrong and where: nothing half right is stored.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.statistics.definitions import Facts
from sonla.pbgdpl.statistics.definitions import Form
from sonla.pbgdpl.statistics.definitions import FormCheck
from sonla.pbgdpl.statistics.definitions import FormLine
from sonla.pbgdpl.statistics.definitions import STATUSES
from sonla.pbgdpl.statistics.formulas import NAME
from sonla.pbgdpl.statistics.formulas import read_formula
from sonla.pbgdpl.statistics.formulas import read_rule
from sonla.pbgdpl.statistics.periods import day_in
from sonla.pbgdpl.statistics.periods import KINDS
from sonla.pbgdpl.statistics.periods import LEVELS
from sonla.pbgdpl.statistics.periods import PeriodKind
from typing import Any

import json
import re

_CODE = re.compile(r"[a-z0-9][a-z0-9.-]{0,39}")
_SOURCE = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_]*")
LEAP_YEAR = 2024
"""A year that has every day that a form may name."""


@lru_cache(maxsize=64)
def read_form(text: str) -> Form:
    """Read one version of a form; raises `InvalidInput` with what is wrong."""
    try:
        raw = json.loads(text)
    except ValueError as error:
        raise _refused(str(error)) from error
    if not isinstance(raw, dict):
        raise _refused("{ … }")
    form = Form(
        code=_matching(raw, "code", _CODE),
        version=_matching(raw, "version", _CODE),
        title=_text(raw, "title"),
        status=_one_of(raw, "status", STATUSES),
        valid_from=_day(raw, "valid_from"),
        valid_to=_day(raw, "valid_to") if raw.get("valid_to") else None,
        basis=str(raw.get("basis") or ""),
        periods=_periods(raw),
        rows=_lines(raw, "rows"),
        columns=_lines(raw, "columns"),
        checks=tuple(map(_check, _list(raw, "checks"))),
    )
    _refuse_unknown_names(form)
    return form


def _periods(raw: dict[str, Any]) -> dict[str, PeriodKind]:
    found = raw.get("periods")
    if not isinstance(found, dict) or not found or not set(found) <= set(KINDS):
        raise _refused("periods")
    return {kind: _period(kind, found[kind]) for kind in KINDS if kind in found}


def _period(kind: str, raw: Any) -> PeriodKind:
    try:
        days = {name: raw[name] for name in ("first", "last", "actual_until")}
        deadlines = {level: raw["deadlines"][level] for level in LEVELS}
        read = [day_in(LEAP_YEAR, text) for text in days.values()]
        for text in deadlines.values():
            day_in(LEAP_YEAR, text)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _refused(f"periods.{kind}: {error}") from error
    if not read[0] <= read[2] <= read[1]:
        raise _refused(f"periods.{kind}")
    return PeriodKind(kind, _text(raw, "title"), deadlines=deadlines, **days)


def _lines(raw: dict[str, Any], name: str) -> tuple[FormLine, ...]:
    lines = tuple(_line(one, name) for one in _list(raw, name))
    ids = [line.id for line in lines]
    if not lines or len(set(ids)) != len(ids):
        raise _refused(f"{name}: {', '.join(ids)}")
    return lines


def _line(raw: Any, name: str) -> FormLine:
    if not isinstance(raw, dict):
        raise _refused(name)
    source = str(raw.get("source") or "")
    if source and not _SOURCE.fullmatch(source):
        raise _refused(f"{name}: {source}")
    formula = raw.get("formula")
    return FormLine(
        id=_matching(raw, "id", NAME),
        title=_text(raw, "title"),
        source=source,
        where=_facts(raw.get("where") or {}, name),
        formula=read_formula(str(formula)) if formula else None,
        group=str(raw.get("group") or ""),
    )


def _facts(raw: Any, name: str) -> Facts:
    if not isinstance(raw, dict):
        raise _refused(f"{name}: where")
    return {
        str(fact): tuple(map(str, values if isinstance(values, list) else [values]))
        for fact, values in raw.items()
    }


def _check(raw: Any) -> FormCheck:
    if not isinstance(raw, dict):
        raise _refused("checks")
    return FormCheck(
        id=_matching(raw, "id", NAME),
        title=_text(raw, "title"),
        rule=read_rule(str(raw.get("rule") or "")),
        axis=_one_of({"axis": "columns", **raw}, "axis", ("rows", "columns")),
    )


def _refuse_unknown_names(form: Form) -> None:
    """Refuse formulas over what isn't there, over other formulas, and such checks."""
    for lines in (form.rows, form.columns):
        plain = {line.id for line in lines if line.formula is None}
        for line in lines:
            names = line.formula.names if line.formula else ()
            _refuse_missing(names, plain, line.id)
    known = {
        "rows": {row.id for row in form.rows},
        "columns": {column.id for column in form.columns},
    }
    for check in form.checks:
        _refuse_missing(check.rule.names, known[check.axis], check.id)


def _refuse_missing(names: Iterable[str], known: set[str], where: str) -> None:
    missing = [name for name in names if name not in known]
    if missing:
        raise _refused(f"{where}: {', '.join(missing)}")


def _list(raw: dict[str, Any], name: str) -> list[Any]:
    found = raw.get(name, [])
    if not isinstance(found, list):
        raise _refused(name)
    return found


def _text(raw: dict[str, Any], name: str) -> str:
    found = raw.get(name)
    if not isinstance(found, str) or not found.strip():
        raise _refused(name)
    return found.strip()


def _matching(raw: dict[str, Any], name: str, pattern: re.Pattern[str]) -> str:
    found = _text(raw, name)
    if not pattern.fullmatch(found):
        raise _refused(f"{name}: {found}")
    return found


def _one_of(raw: dict[str, Any], name: str, values: Iterable[str]) -> str:
    found = raw.get(name)
    if found not in tuple(values):
        raise _refused(f"{name}: {found}")
    return str(found)


def _day(raw: dict[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(_text(raw, name))
    except ValueError as error:
        raise _refused(f"{name}: {raw.get(name)}") from error


def _refused(what: str) -> InvalidInput:
    return InvalidInput(
        _(
            "msg_form_not_accepted",
            default="The form can't be read. Look at this place: ${what}",
            mapping={"what": what},
        )
    )
