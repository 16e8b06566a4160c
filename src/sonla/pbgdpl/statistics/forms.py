"""The forms that the portal has: shipped as drafts, then the administrator's.

One registry record holds them, a JSON text each version. A report keeps the text that it
was made by, so that what is corrected here later moves no number there.

A form is read from JSON. Somebody who edits a form is told what is wrong and where: nothing half right is stored.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from graphlib import CycleError
from importlib.resources import files
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.statistics.definitions import Facts
from sonla.pbgdpl.statistics.definitions import Form
from sonla.pbgdpl.statistics.definitions import FormCheck
from sonla.pbgdpl.statistics.definitions import FormLine
from sonla.pbgdpl.statistics.definitions import in_order
from sonla.pbgdpl.statistics.definitions import STATUSES
from sonla.pbgdpl.statistics.formulas import NAME
from sonla.pbgdpl.statistics.formulas import read_formula
from sonla.pbgdpl.statistics.formulas import read_rule
from sonla.pbgdpl.statistics.periods import day_in
from sonla.pbgdpl.statistics.periods import LEVELS
from sonla.pbgdpl.statistics.periods import Period
from sonla.pbgdpl.statistics.periods import PeriodKind
from sonla.pbgdpl.statistics.periods import PROVINCE_LEVEL
from typing import Any
from zope.i18nmessageid import Message

import json
import re

_CODE = re.compile(r"[a-z0-9][a-z0-9.-]{0,39}")
_SOURCE = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_]*")
MSG_CIRCLE = _(
    "msg_form_circle",
    default="Formulas need their own result: ${lines}. Take one of these names out of its formula.",
)
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
    if not isinstance(found, dict) or not found:
        raise _refused("periods")
    return {kind: _period(kind, raw) for kind, raw in found.items()}


def _period(kind: str, raw: Any) -> PeriodKind:
    if not NAME.fullmatch(kind):
        raise _refused(f"periods: {kind}")
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
    words = str(raw.get("in_words") or "").strip()
    title = _text(raw, "title")
    return PeriodKind(kind, title, deadlines=deadlines, in_words=words, **days)


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
    """Refuse formulas over what isn't there or over themselves, and such checks."""
    for lines in (form.rows, form.columns):
        there = {line.id for line in lines}
        for line in lines:
            names = line.formula.names if line.formula else ()
            _refuse_missing(names, there, line.id)
        _refuse_circle(lines)
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


def _refuse_circle(lines: tuple[FormLine, ...]) -> None:
    try:
        in_order(lines)
    except CycleError as error:
        circle = " ← ".join(error.args[1])
        raise InvalidInput(Message(MSG_CIRCLE, mapping={"lines": circle})) from error


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


RECORD = "sonla.pbgdpl.statistics.forms"


def stored_texts() -> list[str]:
    """List the stored forms as texts; none before installation and after it."""
    return list(api.portal.get_registry_record(RECORD, default=None) or ())


def all_forms() -> list[Form]:
    """List every version of every form, in the administrator's order.

    What is stored was read before it was stored, so it can be read.
    """
    return [read_form(text) for text in stored_texts()]


def form_codes() -> list[Form]:
    """List one version of each form: the one in force today, else the latest."""
    newest: dict[str, Form] = {}
    for form in all_forms():
        known = newest.get(form.code)
        if known is None or _rank(form) > _rank(known):
            newest[form.code] = form
    return list(newest.values())


def form_on(code: str, day: date) -> Form | None:
    """Find the version of a form in force on a day; the latest where two are."""
    found = [
        form
        for form in all_forms()
        if form.code == code
        and form.valid_from <= day
        and (form.valid_to is None or day <= form.valid_to)
    ]
    return max(found, key=lambda form: form.valid_from, default=None)


def form_for(code: str, kind: str, year: int) -> tuple[Form, Period] | None:
    """Find the version of a form for a period: in force on its last day."""
    for form in sorted(all_forms(), key=lambda one: one.valid_from, reverse=True):
        if form.code != code or kind not in form.periods:
            continue
        period = form.periods[kind].of(year)
        if form_on(code, period.last) is form:
            return form, period
    return None


def period_kinds(code: str, year: int) -> list[PeriodKind]:
    """List the kinds for which a form reports in a year, by the versions in force then."""
    kinds = {kind for form in all_forms() if form.code == code for kind in form.periods}
    found = filter(None, (form_for(code, kind, year) for kind in kinds))
    return sorted(
        (form.periods[period.kind] for form, period in found),
        key=lambda kind: (kind.last, not kind.has_estimate, kind.kind),
    )


def full_year_kind(code: str, year: int) -> str:
    """Name the kind that tells the year as it was, else the last one; empty without a form."""
    kinds = period_kinds(code, year)
    whole = [kind for kind in kinds if kind.is_full_year]
    return (whole or kinds)[-1].kind if kinds else ""


def due_period(code: str, day: date) -> Period | None:
    """Find the period that is to be reported next: whose day for the province comes next."""
    return next(iter(due_periods(code, day)), None)


def due_periods(code: str, day: date) -> list[Period]:
    """List the periods that are to be reported, what the province has to send next first.

    The kinds of a year overlap; what is due for the ministry is what all work on.
    """
    found = [
        known[1]
        for year in (day.year - 1, day.year)
        for kind in period_kinds(code, year)
        if (known := form_for(code, kind.kind, year)) is not None
    ]
    due = [one for one in found if one.first <= day <= one.deadlines[PROVINCE_LEVEL]]
    return sorted(due, key=lambda one: one.deadlines[PROVINCE_LEVEL])


def all_due(day: date) -> list[tuple[str, Period]]:
    """List codes of forms and their periods to be reported, what is due next first."""
    due = [
        (form.code, one) for form in form_codes() for one in due_periods(form.code, day)
    ]
    return sorted(due, key=lambda pair: pair[1].deadlines[PROVINCE_LEVEL])


def text_of(form: Form) -> str:
    """Return the stored text of a form; raises LookupError for one that isn't stored."""
    for text in stored_texts():
        if read_form(text).key == form.key:
            return text
    raise LookupError(form.key)


def refuse_bad_forms(texts: Iterable[str]) -> bool:
    """Accept forms that can be read and are all different; raise `InvalidInput` otherwise."""
    seen: set[str] = set()
    for text in texts:
        form = read_form(text)
        if form.key in seen:
            raise InvalidInput(
                _(
                    "msg_form_repeated",
                    default="The version “${form}” is there twice. Give a changed form another version.",
                    mapping={"form": form.key},
                )
            )
        seen.add(form.key)
    return True


def shipped_texts() -> list[str]:
    """List the forms that come with the add-on."""
    source = files(__package__) / "data"
    names = sorted(one.name for one in source.iterdir() if one.name.endswith(".json"))
    return [(source / name).read_text(encoding="utf-8") for name in names]


def fill_empty_forms() -> None:
    """Store the shipped forms where there are none."""
    if not stored_texts():
        api.portal.set_registry_record(RECORD, shipped_texts())


def _rank(form: Form) -> tuple[bool, date]:
    day = today()
    valid = form.valid_from <= day and (form.valid_to is None or day <= form.valid_to)
    return valid, form.valid_from
