"""The forms that the portal has: shipped as drafts, then the administrator's.

One registry record holds them, the text of a file each version (`files`). A report keeps the text
that it was made by, so that what is corrected here later moves no number there.
"""

from collections.abc import Iterable
from datetime import date
from importlib.resources import files
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.files import read_form
from sonla.pbgdpl.statistics.forms.names import refuse_unknown_lists
from sonla.pbgdpl.statistics.periods import Period
from sonla.pbgdpl.statistics.periods import PeriodKind
from sonla.pbgdpl.statistics.periods import PROVINCE_LEVEL

RECORD = "sonla.pbgdpl.statistics.forms"


def stored_texts() -> list[str]:
    """List the stored forms as texts; none before installation and after it."""
    return list(api.portal.get_registry_record(RECORD, default=None) or ())


def all_forms() -> list[Form]:
    """List every version of every form, in the administrator's order.

    What is stored was read before it was stored, so it can be read.
    """
    return [read_form(text) for text in stored_texts()]


def offered_forms() -> list[Form]:
    """List every version by which people report, in the administrator's order."""
    return [form for form in all_forms() if form.offered]


def form_codes() -> list[Form]:
    """List one version of each form by which people report: the one in force today, else the latest."""
    newest: dict[str, Form] = {}
    for form in offered_forms():
        known = newest.get(form.code)
        if known is None or _rank(form) > _rank(known):
            newest[form.code] = form
    return list(newest.values())


def form_titles() -> dict[str, str]:
    """Map codes to titles of the forms by which people report; alike ones with their numbers."""
    forms = form_codes()
    titles = [form.title for form in forms]
    return {
        form.code: f"{form.title} ({form.number})"
        if titles.count(form.title) > 1
        else form.title
        for form in forms
    }


def form_on(code: str, day: date) -> Form | None:
    """Find the version of a form in force on a day; the latest where two are."""
    found = [
        form
        for form in offered_forms()
        if form.code == code
        and form.valid_from <= day
        and (form.valid_to is None or day <= form.valid_to)
    ]
    return max(found, key=lambda form: form.valid_from, default=None)


def form_for(code: str, kind: str, year: int) -> tuple[Form, Period] | None:
    """Find the version of a form for a period: in force on its last day."""
    for form in sorted(offered_forms(), key=lambda one: one.valid_from, reverse=True):
        if form.code != code or kind not in form.periods:
            continue
        period = form.periods[kind].of(year)
        in_force = form_on(code, period.last)
        if in_force is not None and in_force.key == form.key:
            return form, period
    return None


def period_kinds(code: str, year: int) -> list[PeriodKind]:
    """List the kinds for which a form reports in a year, by the versions in force then."""
    kinds = {
        kind for form in offered_forms() if form.code == code for kind in form.periods
    }
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
        refuse_unknown_lists(form)
    return True


def shipped_texts() -> list[str]:
    """List the forms that come with the add-on."""
    source = files("sonla.pbgdpl.statistics") / "data"
    names = sorted(one.name for one in source.iterdir() if one.name.endswith(".toml"))
    return [(source / name).read_text(encoding="utf-8") for name in names]


def fill_empty_forms() -> None:
    """Store the shipped forms where there are none."""
    if not stored_texts():
        api.portal.set_registry_record(RECORD, shipped_texts())


def _rank(form: Form) -> tuple[bool, date]:
    day = today()
    valid = form.valid_from <= day and (form.valid_to is None or day <= form.valid_to)
    return valid, form.valid_from
