"""Reports: filled from records, corrected with a note, approved, locked, versioned."""

from contextlib import nullcontext
from datetime import date
from desk_content import acting
from desk_content import make_unit
from new_items import create
from plone import api
from Products.CMFCore.WorkflowCore import WorkflowException
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.editorial.exceptions import AdditionRefused
from sonla.pbgdpl.editorial.exceptions import CommentRequired
from sonla.pbgdpl.editorial.exceptions import TransitionRefused
from sonla.pbgdpl.editorial.states import history_of
from sonla.pbgdpl.statistics import STATISTICS_WORKFLOW
from sonla.pbgdpl.statistics.content import due_form
from sonla.pbgdpl.statistics.content import due_kind
from sonla.pbgdpl.statistics.content import due_year
from sonla.pbgdpl.statistics.forms.store import RECORD
from sonla.pbgdpl.statistics.query import is_in_force
from sonla.pbgdpl.statistics.workflow import fill
from sonla.pbgdpl.statistics.workflow import MSG_LOCKED_ALREADY
from sonla.pbgdpl.statistics.workflow import MSG_SENT_ALREADY
from sonla.pbgdpl.statistics.workflow import MSG_THERE_ALREADY
from sonla.pbgdpl.statistics.workflow import new_version
from sonla.pbgdpl.statistics.workflow import versions_of
from statistics_content import activity
from statistics_content import cell
from statistics_content import change
from statistics_content import correct
from statistics_content import moment
from statistics_content import PEOPLE
from statistics_content import put_report
from statistics_content import report
from statistics_content import RESULTS
from statistics_content import step
from statistics_content import view
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

SESSIONS, ATTENDEES = "ket_qua.so_cuoc", "ket_qua.nguoi_du"


def counts(item, name=SESSIONS):
    row = cell(item, name)
    return row["counted"], row["actual"], row["estimate"]


def test_a_new_report_finds_its_cells_filled(unit):
    activity(unit, sessions=2, attendees=30)
    item = report(unit)
    assert counts(item) == (2, 2, None)
    assert item.title == "Kết quả phổ biến, giáo dục pháp luật – Năm 2026"
    assert item.form_version == "2019-1"


def test_actual_data_end_where_the_form_says(unit):
    activity(unit, start=moment(2026, 10, 31), sessions=1)
    activity(unit, start=moment(2026, 11, 1), sessions=2)
    assert counts(report(unit, kind="year")) == (1, 1, None)
    assert counts(report(unit, kind="official")) == (3, 3, None)
    assert counts(report(unit, kind="six_months")) == (0, 0, None)


def test_the_same_report_is_not_opened_twice(unit, section):
    first = report(unit)
    with pytest.raises(AdditionRefused) as refused:
        report(unit)
    assert refused.value.obj == first, "whoever tried is led to it"
    report(unit, kind="official")
    report(unit, code=PEOPLE)
    report(make_unit(section, "Xã Mẫu", code="03679"))


def test_the_form_offers_what_is_due_and_not_begun_here(unit, section, monkeypatch):
    monkeypatch.setattr(
        "sonla.pbgdpl.statistics.content.today", lambda: date(2026, 11, 20)
    )
    offered = [due_form, due_kind, due_year]
    assert [one(unit) for one in offered] == [RESULTS, "year", 2026]
    report(unit)
    assert [one(unit) for one in offered] == [PEOPLE, "year", 2026]
    assert [one(section) for one in offered] == [RESULTS, "year", 2026]


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ("draft", MSG_THERE_ALREADY),
        ("submitted", MSG_SENT_ALREADY),
        ("locked", MSG_LOCKED_ALREADY),
    ],
)
def test_a_second_report_is_refused_with_what_can_be_done(unit, state, message):
    put_report(report(unit), state)
    with pytest.raises(AdditionRefused) as refused:
        report(unit)
    assert refused.value.message == message


@pytest.mark.parametrize(
    ("day", "overdue", "late"),
    [
        (None, True, False),
        (date(2026, 11, 1), False, False),
        (date(2027, 1, 20), False, True),
    ],
)
def test_what_was_sent_is_not_told_as_still_due(unit, day, overdue, late, monkeypatch):
    item = report(unit)
    if day:
        put_report(item, "submitted")
    name = "sonla.pbgdpl.statistics.pages.item"
    monkeypatch.setattr(f"{name}.submitted_on", lambda report: day)
    monkeypatch.setattr(f"{name}.today", lambda: date(2027, 1, 21))
    page = view(item, "view")()
    assert ("Late: " in page, "(sent late)" in page) == (overdue, late)


def test_a_period_without_a_form_is_refused(unit):
    with pytest.raises(AdditionRefused):
        report(unit, year=2018)


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        ({"actual": 5}, True),
        ({"actual": 5, "note": "  "}, True),
        ({"actual": None}, True),
        ({"actual": -1, "note": "x"}, True),
        ({"actual": 10**15, "note": "x"}, True),
        ({"estimate": -1}, True),
        ({"indicator": "ket_qua.nothing"}, True),
        ({"indicator": ATTENDEES}, True),
        ({"counted": 5, "actual": 5}, True),
        ({"actual": 5, "note": "Theo sổ theo dõi"}, False),
        ({"estimate": 3}, False),
    ],
)
def test_a_cell_is_corrected_only_with_a_note(unit, values, refused):
    activity(unit, sessions=1)
    item = report(unit)
    rows = [
        {**row, **values} if row["indicator"] == SESSIONS else row for row in item.rows
    ]
    field = item.getTypeInfo().lookupSchema()["rows"].bind(item)
    with pytest.raises(InvalidInput) if refused else nullcontext():
        field.validate(rows)


def test_the_official_year_has_no_estimate(unit):
    item = report(unit, kind="official")
    field = item.getTypeInfo().lookupSchema()["rows"].bind(item)
    with pytest.raises(InvalidInput):
        field.validate([{**row, "estimate": 1} for row in item.rows])
    with pytest.raises(InvalidInput):
        field.validate(item.rows[1:])
    field.validate(item.rows)


def test_counting_again_keeps_what_a_person_changed(unit):
    activity(unit, sessions=1, attendees=10)
    item = report(unit)
    correct(item, SESSIONS, actual=4, note="Theo sổ")
    correct(item, ATTENDEES, estimate=7)
    activity(unit, sessions=1, attendees=10)
    fill(item)
    assert counts(item) == (2, 4, None)
    assert cell(item, SESSIONS)["note"] == "Theo sổ"
    assert counts(item, ATTENDEES) == (20, 20, 7)


def test_another_period_is_counted_anew(unit):
    activity(unit, sessions=1)
    item = report(unit)
    correct(item, SESSIONS, actual=4, note="Theo sổ")
    item.year = 2025
    notify(ObjectModifiedEvent(item))
    assert counts(item) == (0, 0, None)
    assert cell(item, SESSIONS)["note"] is None


def test_from_draft_to_locked(unit):
    with acting("tac-gia"):
        item = create(
            unit,
            "StatisticsReport",
            title="Báo cáo",
            form_code=RESULTS,
            period_kind="year",
            year=2026,
        )
    step(item, "tac-gia", "submit")
    with pytest.raises(WorkflowException):
        step(item, "tac-gia", "approve")
    step(item, "phe-duyet", "approve")
    step(item, "phe-duyet", "lock")
    states = [line["review_state"] for line in history_of(item, STATISTICS_WORKFLOW)]
    assert states == ["draft", "submitted", "approved", "locked"]


def test_a_return_says_why(unit):
    item = report(unit)
    put_report(item, "submitted")
    with pytest.raises(CommentRequired):
        step(item, "phe-duyet", "return")
    step(item, "phe-duyet", "return", "Thiếu số liệu tháng 5")
    assert (
        history_of(item, STATISTICS_WORKFLOW)[-1]["comments"] == "Thiếu số liệu tháng 5"
    )
    assert api.content.get_state(item) == "draft"


def test_a_failed_check_names_the_cells_and_a_note_explains_them(unit):
    activity(unit, sessions=5, attendees=3)
    item = report(unit)
    with pytest.raises(TransitionRefused) as caught:
        step(item, "bien-tap", "submit")
    assert "Số cuộc phổ biến pháp luật trực tiếp" in str(caught.value)
    assert "Số lượt người tham dự" in str(caught.value)
    correct(item, ATTENDEES, note="Có buổi phát thanh không đếm được người nghe")
    step(item, "bien-tap", "submit")


def test_a_check_that_only_the_totals_fail_is_found_too(unit):
    item = report(unit)
    correct(item, "ket_qua.tieng_dan_toc", estimate=5)
    with pytest.raises(TransitionRefused):
        step(item, "bien-tap", "submit")


@pytest.mark.parametrize("state", ["submitted", "approved", "locked"])
def test_what_was_sent_does_not_move(portal, unit, state):
    made = activity(unit, sessions=1, attendees=10)
    item = report(unit)
    rows, title = item.rows, item.title
    put_report(item, state)
    change(made, sessions=9)
    activity(unit, sessions=3)
    with pytest.raises(InvalidInput):
        correct(item, SESSIONS, actual=7, note="x")
    with pytest.raises(InvalidInput):
        fill(item)
    texts = [text.replace("Kết quả phổ", "Đổi tên phổ") for text in forms()]
    api.portal.set_registry_record(RECORD, texts)
    notify(ObjectModifiedEvent(item))
    portal.portal_catalog.clearFindAndRebuild()
    assert (item.rows, item.title) == (rows, title)


def forms():
    return api.portal.get_registry_record(RECORD)


def test_cells_are_copies(unit):
    item = report(unit)
    item.rows[0]["actual"] = 99
    assert cell(item, SESSIONS)["actual"] == 0


@pytest.mark.parametrize(
    "role", ["Manager", "PBGDPL Approver", "PBGDPL Editor", "Owner"]
)
def test_nobody_edits_or_deletes_a_locked_report(unit, role):
    item = report(unit)
    put_report(item, "locked")
    with api.env.adopt_roles([role]):
        for permission in ("Modify portal content", "Delete objects"):
            assert not api.user.has_permission(permission, obj=item)


def locked(unit):
    activity(unit, sessions=1)
    item = report(unit)
    put_report(item, "locked")
    return item


def test_a_new_version_corrects_a_locked_report(unit):
    first = locked(unit)
    rows = first.rows
    second = new_version(first, "Bổ sung số liệu của xã")
    correct(second, SESSIONS, actual=8, note="Bổ sung")
    assert (second.revision, second.corrects) == (2, first.UID())
    assert second.title.endswith("#2")
    assert first.rows == rows
    assert is_in_force(versions_of(first)) is not None
    assert is_in_force(versions_of(first)).UID() == first.UID()
    put_report(second, "approved")
    assert is_in_force(versions_of(first)).UID() == second.UID()


def test_a_new_version_needs_a_reason_and_the_latest_locked_report(unit):
    first = locked(unit)
    with pytest.raises(InvalidInput):
        new_version(first, "  ")
    second = new_version(first, "Sửa")
    with pytest.raises(InvalidInput):
        new_version(first, "Sửa nữa")
    with pytest.raises(InvalidInput):
        new_version(second, "Sửa nữa")
    put_report(second, "locked")
    assert new_version(second, "Sửa nữa").revision == 3


def test_the_province_sums_approved_reports(section, unit):
    other = make_unit(section, "Xã Mẫu", code="03679")
    third = make_unit(section, "Xã Khác", code="03680")
    numbers = (
        (unit, 1, 2, "approved"),
        (other, 10, 20, "locked"),
        (third, 100, 200, "submitted"),
    )
    for place, actual, estimate, state in numbers:
        item = report(place)
        correct(item, SESSIONS, actual=actual, estimate=estimate, note="x")
        put_report(item, state)
    report(unit, kind="official")
    item = report(section)
    assert counts(item) == (11, 11, 22)
    assert cell(item, "ket_qua.tin_bai")["actual"] == 0


def test_a_copy_is_a_first_version_and_a_second_of_one_place_is_refused(unit, section):
    second = new_version(locked(unit), "Sửa")
    with api.env.adopt_roles(["Manager"]):
        with pytest.raises(AdditionRefused):
            api.content.copy(second, unit, safe_id=True)
        other = make_unit(section, "Xã Mẫu", code="03679")
        copy = api.content.copy(second, other)
    assert (copy.revision, copy.corrects) == (1, None)


def test_no_initial_state_is_public_and_cells_never_are(unit):
    item = report(unit)
    for state in ("draft", "submitted", "approved", "locked"):
        put_report(item, state)
        with api.env.adopt_roles(["Anonymous"]):
            seen = api.user.has_permission("View", obj=item)
            assert seen is (state in ("approved", "locked"))
            assert not api.user.has_permission(
                "sonla.pbgdpl: View personal data", obj=item
            )
