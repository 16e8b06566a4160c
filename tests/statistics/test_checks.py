"""Checks: which keep a report from being sent, which ask for a note, what other reports say."""

from desk_content import make_unit
from plone import api
from sonla.pbgdpl.editorial.exceptions import CommentRequired
from sonla.pbgdpl.editorial.exceptions import TransitionRefused
from sonla.pbgdpl.statistics.forms.faults import FormRefused
from sonla.pbgdpl.statistics.forms.files import raw_form
from sonla.pbgdpl.statistics.forms.files import read_form
from sonla.pbgdpl.statistics.forms.files import write_form
from sonla.pbgdpl.statistics.forms.formulas import NoFormula
from sonla.pbgdpl.statistics.forms.formulas import read_cross_rule
from sonla.pbgdpl.statistics.forms.store import RECORD
from sonla.pbgdpl.statistics.forms.store import shipped_texts
from statistics_content import put_report
from statistics_content import report
from statistics_content import step
from statistics_content import view

import pytest

A, B = "ket-qua-pbgdpl", "bieu-hai"


def form(slug=A, checks=(), cross=()):
    """Return the text of a form of three columns, the last one a sum."""
    raw = raw_form(shipped_texts()[0])
    raw |= {"slug": slug, "check": list(checks), "cross": list(cross)}
    raw["column"] = [
        {"id": "a", "code": "1", "path": ["Cột a"]},
        {"id": "b", "code": "2", "path": ["Cột b"]},
        {"id": "c", "code": "3", "path": ["Cột c"], "formula": "a + b"},
    ]
    return write_form(raw)


def store(*texts):
    api.portal.set_registry_record(RECORD, list(texts))


def filled(container, code=A, kind="year", year=2026, note=None, **numbers):
    """Open a report and type numbers into it."""
    made = report(container, code, kind, year)
    made.rows = [
        {**row, "actual": numbers.get(row["indicator"][-1]), "note": note}
        for row in made.rows
    ]
    return made


def send(item, comment=""):
    step(item, "bien-tap", "submit", comment)


CHECK = {"id": "it_hon", "rule": "a <= b", "message": "a không quá b"}


def test_a_blocking_check_stops_sending_and_never_saving(unit):
    store(form(checks=[CHECK | {"severity": "block"}]))
    item = filled(unit, a=5, b=3, note="Có lý do")
    with pytest.raises(TransitionRefused) as refused:
        send(item)
    assert "msg_report_check_blocks" == refused.value.message
    assert "Cột a" in str(refused.value) and "Cột b" in str(refused.value)
    assert "must be corrected" in view(item, "view")()
    item.rows = [{**row, "actual": 3} for row in item.rows]
    send(item)


def test_a_warning_asks_for_a_note(unit):
    store(form(checks=[CHECK | {"severity": "warn"}]))
    item = filled(unit, a=5, b=3)
    with pytest.raises(TransitionRefused):
        send(item)
    item.rows = [{**row, "note": "Đúng như vậy"} for row in item.rows]
    send(item)


def test_what_is_not_known_contradicts_nothing(unit):
    rule = CHECK | {"rule": "a = b", "severity": "block"}
    store(form(checks=[rule, rule | {"id": "tong", "rule": "c <= b"}]))
    send(filled(unit, a=5), "Chưa có số cột b")


def test_a_sum_that_lacks_a_part_goes_upward_with_a_reason_alone(unit):
    store(form())
    item = filled(unit, a=5)
    with pytest.raises(CommentRequired) as refused:
        send(item)
    assert "Cột b" in str(refused.value)
    send(item, "Phòng Tài chính chưa có số")
    history = api.portal.get_tool("portal_workflow").getInfoFor(
        item, "review_history", []
    )
    assert history[-1]["comments"] == "Phòng Tài chính chưa có số"


def cross(rule, severity="block"):
    return {"id": "doi_chieu", "rule": rule, "message": "Khớp", "severity": severity}


ROW = "ket_qua"


def test_another_form_of_the_same_unit_is_compared(unit):
    store(form(cross=[cross(f"{ROW}/c = {B}@year:{ROW}/a")]), form(B))
    put_report(filled(unit, B, a=9, b=0), "approved")
    item = filled(unit, a=5, b=3)
    with pytest.raises(TransitionRefused) as refused:
        send(item)
    assert f"{B}@year:{ROW}/a" in str(refused.value)
    assert f"{B}@year:{ROW}/a" in view(item, "view")()
    item.rows = [
        {**row, "actual": 4 + (row["indicator"][-1] == "a")} for row in item.rows
    ]
    send(item)


def test_periods_are_compared_and_a_warning_is_explained(unit):
    rule = f"@six_months:{ROW}/a <= {ROW}/a"
    store(form(cross=[cross(rule, "warn")]))
    put_report(filled(unit, kind="six_months", a=9, b=0), "approved")
    item = filled(unit, a=5, b=3)
    with pytest.raises(TransitionRefused):
        send(item)
    item.rows = [{**row, "note": "Đã rà lại"} for row in item.rows]
    send(item)


def test_the_year_before_is_compared(unit):
    store(form(cross=[cross(f"{ROW}/a >= @year-1:{ROW}/a")]))
    put_report(filled(unit, year=2025, a=9, b=0), "approved")
    with pytest.raises(TransitionRefused):
        send(filled(unit, a=5, b=0))
    assert (
        read_cross_rule(f"{ROW}/a >= @year-1:{ROW}/a").right.names[0].years_before == 1
    )


def test_a_draft_and_a_missing_report_contradict_nothing(unit):
    store(form(cross=[cross(f"{ROW}/c = {B}@year:{ROW}/a")]), form(B))
    filled(unit, B, a=9, b=0)
    send(filled(unit, a=5, b=3))


def test_the_province_is_compared_with_its_units(section, unit):
    store(form(cross=[cross(f"{ROW}/a = units:{ROW}/a")]))
    put_report(filled(unit, a=9, b=1), "approved")
    total = report(section, A)
    assert [row["actual"] for row in total.rows] == [9, 1]
    total.rows = [{**row, "actual": 8, "note": "Theo sổ"} for row in total.rows]
    with pytest.raises(TransitionRefused) as refused:
        send(total)
    assert f"units:{ROW}/a" in str(refused.value)


def test_sums_of_units_are_worked_out_and_bind_no_unit(section, unit):
    store(form(cross=[cross(f"{ROW}/c = units:{ROW}/c")]))
    put_report(filled(unit, a=9, b=1), "approved")
    second = filled(make_unit(section, "Xã Mẫu", code="03679"), a=2, b=3)
    send(second)
    put_report(second, "approved")
    total = report(section, A)
    total.rows = [{**row, "actual": 8, "note": "Theo sổ"} for row in total.rows]
    with pytest.raises(TransitionRefused) as refused:
        send(total)
    assert f"units:{ROW}/c" in str(refused.value)
    total.rows = [{**row, "actual": row["counted"]} for row in total.rows]
    send(total)


def test_what_a_unit_does_not_know_is_in_no_sum(section, unit):
    store(form(cross=[cross(f"{ROW}/c <= units:{ROW}/c")]))
    put_report(filled(unit, a=9), "approved")
    total = report(section, A)
    total.rows = [{**row, "actual": 50, "note": "Theo sổ"} for row in total.rows]
    send(total)


@pytest.mark.parametrize(
    "rule",
    [
        *["a <= b", f"{ROW}/a", f"{ROW}/a <=", f"{ROW}/a - <= {ROW}/b"],
        *[f"{ROW}/a * 2 = {ROW}/b", f"{ROW}/a <= __import__('os')", "1 = 1"],
        *[f"{ROW}/a <= @year-2:{ROW}/a", f"{ROW}/a {ROW}/b = {ROW}/c"],
    ],
)
def test_what_is_no_rule_is_refused(rule):
    with pytest.raises(NoFormula):
        read_cross_rule(rule)
    with pytest.raises(FormRefused) as refused:
        read_form(form(cross=[cross(rule)]))
    assert refused.value.faults[0].place == "cross.doi_chieu.rule"


def test_a_rule_over_what_the_form_has_not_is_refused():
    rules = [f"{ROW}/x = {ROW}/a", f"khong/a = {ROW}/a", f"@quy:{ROW}/a = {ROW}/a"]
    for rule in (*rules, f"{ROW}/a = units:{ROW}/x"):
        with pytest.raises(FormRefused):
            read_form(form(cross=[cross(rule)]))


def test_people_at_what_was_not_held_are_asked_about(unit):
    raw = raw_form(shipped_texts()[0]) | {"slug": A, "check": [], "cross": []}
    raw["column"] = [
        {"id": "a", "code": "1", "path": ["Số cuộc"], "source": "activities.sessions"},
        {
            "id": "b",
            "code": "2",
            "path": ["Số lượt"],
            "source": "activities.attendees",
        },
    ]
    store(write_form(raw))
    item = filled(unit, a=0, b=40)
    assert "the number of events is 0" in view(item, "view")()
    with pytest.raises(TransitionRefused):
        send(item)
    item.rows = [{**row, "actual": 40} for row in item.rows]
    assert "the number of events is 0" not in view(item, "view")()
    send(item)
