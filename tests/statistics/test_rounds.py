"""The collection round: states, findings, reminders, accepting, completing, closing."""

from datetime import date
from desk_content import acting
from desk_content import make_unit
from io import BytesIO
from lxml.html import fromstring
from new_items import create
from openpyxl import load_workbook
from plone import api
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.editorial.exceptions import AdditionRefused
from sonla.pbgdpl.editorial.exceptions import TransitionRefused
from sonla.pbgdpl.mail.outbox import current_outbox
from sonla.pbgdpl.statistics.closing import close_round
from sonla.pbgdpl.statistics.closing import reopen_round
from sonla.pbgdpl.statistics.content import state_in_history
from sonla.pbgdpl.statistics.forms.store import form_for
from sonla.pbgdpl.statistics.forms.store import RECORD
from sonla.pbgdpl.statistics.jobs import changed_deadlines
from sonla.pbgdpl.statistics.jobs import note_day
from sonla.pbgdpl.statistics.jobs import unit_reminders
from sonla.pbgdpl.statistics.mail import DEADLINE
from sonla.pbgdpl.statistics.pages import round_steps
from sonla.pbgdpl.statistics.query import owed_reports
from sonla.pbgdpl.statistics.rounds import CollectionRound
from sonla.pbgdpl.statistics.workflow import new_version
from statistics_content import activity
from statistics_content import cell
from statistics_content import correct
from statistics_content import put_report
from statistics_content import report
from statistics_content import RESULTS
from statistics_content import step
from statistics_content import token
from statistics_content import view

import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

DAY = date(2026, 11, 10)
SESSIONS, ATTENDEES = "ket_qua.so_cuoc", "ket_qua.nguoi_du"


@pytest.fixture(autouse=True)
def november(monkeypatch):
    """Let it be three days after the deadline of the units."""
    for name in ("round", "round_steps", "reports", "item"):
        module = f"sonla.pbgdpl.statistics.pages.{name}.today"
        monkeypatch.setattr(module, lambda: DAY)


@pytest.fixture
def commune(section):
    return make_unit(section, "Xã Mẫu", "nguoi-ngoai", code="03679")


def the_round(section, kind="year", year=2026, day=DAY):
    return CollectionRound.of(section, *form_for(RESULTS, kind, year), day)


def standing(section, **asked):
    return {line.unit.Title(): line for line in the_round(section, **asked).lines}


def page(section, method="GET", user="phe-duyet", **sent):
    with acting(user):
        asked = {"kind": "year", "year": "2026", **sent}
        if method == "POST":
            asked["_authenticator"] = token(section)
        found = view(section, "pbgdpl-reports", method, **asked)
        return found, found()


def filled_in(container, number=4, **asked):
    """Make a report in which every cell has a number."""
    item = report(container, **asked)
    item.rows = [
        {**row, "actual": number, "note": "Theo sổ theo dõi"} for row in item.rows
    ]
    return item


def test_each_state_is_told_and_counted(section, unit, commune):
    others = [
        make_unit(section, f"Xã Mẫu {number}", code=f"0368{number}")
        for number in range(4)
    ]
    report(commune)
    put_report(report(others[0]), "submitted")
    returned = report(others[1])
    put_report(returned, "submitted")
    step(returned, "phe-duyet", "return", "Thiếu số liệu")
    put_report(report(others[2]), "approved")
    put_report(report(others[3]), "locked")
    states = {title: line.state for title, line in standing(section).items()}
    assert states == {
        "Sở Tư pháp": "not-begun",
        "Xã Mẫu": "drafting",
        "Xã Mẫu 0": "sent",
        "Xã Mẫu 1": "returned",
        "Xã Mẫu 2": "accepted",
        "Xã Mẫu 3": "closed",
    }
    found, html = page(section)
    assert [found.numbers[name] for name in ("", "sent", "not-begun")] == [6, 1, 1]
    assert found.lines()[0]["title"] == "Xã Mẫu 0", "what the office acts on is first"
    for asked, titles in (
        ({"state": "returned"}, {"Xã Mẫu 1"}),
        ({"party": "body"}, {"Sở Tư pháp"}),
        ({"state": "nonsense", "party": "commune"}, {*states} - {"Sở Tư pháp"}),
    ):
        found, html = page(section, **asked)
        assert {line["title"] for line in found.lines()} == titles
        assert fromstring(html).get_element_by_id("pbgdpl-round-filter") is not None


def test_who_is_late_is_told_by_days(section, unit, commune):
    assert {line.days_late for line in standing(section).values()} == {3}
    assert {
        one.days_late for one in standing(section, day=date(2026, 11, 7)).values()
    } == {0}
    commune.opened_on = date(2026, 6, 1)
    commune.closed_on = date(2026, 8, 1)
    assert standing(section)["Xã Mẫu"].days_late == 3
    found, _html = page(section, state="late")
    assert len(found.lines()) == 2


def test_a_unit_stands_in_the_periods_in_which_it_existed(section, unit, commune):
    """On 1 July 2025 communes ended, and others began."""
    unit.closed_on, commune.opened_on = date(2025, 7, 1), date(2025, 7, 1)
    names = lambda kind, year: set(standing(section, kind=kind, year=year))  # noqa: E731
    assert names("six_months", 2025) == {"Sở Tư pháp"}
    assert names("year", 2025) == {"Sở Tư pháp", "Xã Mẫu"}
    assert names("year", 2026) == {"Xã Mẫu"}


def test_parties_have_days_of_their_own(section, unit, commune):
    day = 'from = "body"\n  day = "11-'
    texts = [
        text.replace(f"{day}07", f"{day}12")
        for text in api.portal.get_registry_record(RECORD)
    ]
    api.portal.set_registry_record(RECORD, texts)
    lines = standing(section)
    assert lines["Sở Tư pháp"].reports.deadline == date(2026, 11, 12)
    assert [lines[one].days_late for one in ("Sở Tư pháp", "Xã Mẫu")] == [0, 3]


def test_what_has_to_be_looked_at(section, unit):
    activity(unit, sessions=5, attendees=3)
    item = report(unit)
    line = standing(section)["Sở Tư pháp"]
    unknown = line.findings.unknown
    assert (line.findings.blocking, line.findings.explained) == (1, 0)
    correct(item, ATTENDEES, actual=None, note="Chưa đếm")
    found = standing(section)["Sở Tư pháp"].findings
    assert (found.unknown, found.corrected, found.blocking) == (unknown + 1, 1, 0)
    correct(item, ATTENDEES, actual=3, note="Phát thanh")
    found = standing(section)["Sở Tư pháp"].findings
    assert (found.blocking, found.explained, found.other_version) == (0, 1, "")


def later(text):
    """Return the version of a form that takes effect in the period."""
    return text.replace('version = "2019-1"', 'version = "2026-1"').replace(
        "valid_from = 2019-05-15", "valid_from = 2026-05-01"
    )


def test_a_form_that_changes_in_the_round_is_told(section, unit, commune):
    put_report(filled_in(unit), "approved")
    texts = list(api.portal.get_registry_record(RECORD))
    api.portal.set_registry_record(RECORD, [*texts, later(texts[0])])
    line = standing(section)["Sở Tư pháp"]
    assert line.findings.other_version == "2019-1"
    assert line.state == "accepted"
    found, html = page(section)
    assert "2019-1" in html
    assert found.own_facts()["missing"] == "Sở Tư pháp, Xã Mẫu", "it is in no sum"
    summed = view(report(section), "view").summed()
    assert summed == {"all": "2", "summed": "0", "lacking": "Sở Tư pháp, Xã Mẫu"}
    assert standing(section)["Xã Mẫu"].findings.other_version == ""


def test_a_report_is_converted_and_nothing_typed_is_lost(section, unit):
    item = filled_in(unit)
    texts = list(api.portal.get_registry_record(RECORD))
    column = texts[0].index('id = "tin_bai"')
    new = later(texts[0][:column] + texts[0][column:].replace("tin_bai", "bai_dang", 1))
    api.portal.set_registry_record(RECORD, [*texts, new])
    with acting("tac-gia"):
        page_of = view(item, "view")
        html = page_of()
        assert (page_of.outdated_version, "pbgdpl-old-form" in html) == ("2026-1", True)
        view(item, "pbgdpl-count-again", "POST", _authenticator=token(item))()
        page_of = view(item, "view")
        html = page_of()
    assert item.form_version == "2026-1"
    assert cell(item, SESSIONS)["actual"] == 4
    assert cell(item, SESSIONS)["note"] == "Theo sổ theo dõi"
    (left,) = page_of.left_out_cells()
    assert (left["number"], left["note"]) == ("4", "Theo sổ theo dõi")
    assert "pbgdpl-left-out" in html and not page_of.outdated_version


def test_another_deadline_is_told_to_those_who_were_told_the_former(section, unit):
    page(section, "POST", remind="1", units=[unit.UID()])
    assert list(changed_deadlines(DAY)) == []
    day = 'from = "body"\n  day = "11-'
    texts = [
        text.replace(f"{day}07", f"{day}12")
        for text in api.portal.get_registry_record(RECORD)
    ]
    api.portal.set_registry_record(RECORD, texts)
    (changed,) = changed_deadlines(DAY)
    assert changed[1].unit == unit
    (notice,) = unit_reminders(*changed[1:], kind=DEADLINE)
    assert (notice.kind, "12/11/2026" in notice.title) == ("statistics_deadline", True)
    note_day(*changed)
    assert list(changed_deadlines(DAY)) == [], "it is told once"


def test_the_mail_is_shown_before_it_is_sent(section, unit, commune):
    found, html = page(section, "POST", preview_all="1", message="Xin gửi sớm")
    assert current_outbox().items == []
    assert [line.unit.Title() for line in found.prepared] == ["Sở Tư pháp", "Xã Mẫu"]
    shown = fromstring(html).get_element_by_id("pbgdpl-mail-preview").text_content()
    assert "Xin gửi sớm" in shown and "tac-gia@sonla.example" in shown
    page(
        section,
        "POST",
        remind="1",
        units=found.prepared_uids,
        message="Xin gửi sớm",
    )
    assert {one.recipient.user_id for one in current_outbox().items} == {
        "tac-gia",
        "nguoi-ngoai",
    }


def test_a_unit_is_reminded_once_a_day_and_it_stays_in_the_history(
    section, unit, monkeypatch
):
    monkeypatch.setattr(round_steps, "today", today)
    send = {"remind": "1", "units": [unit.UID()]}
    page(section, "POST", **send)
    found, html = page(section, "POST", **send)
    assert len(current_outbox().items) == 1
    assert found.reminded == [{"title": "Sở Tư pháp", "again": True}]
    (kept,) = the_round(section).history.reminders()
    assert (kept.unit, kept.by, kept.people) == (unit.UID(), "Hà Thị Duyệt", 1)
    assert "pbgdpl-reminder-history" in html
    monkeypatch.setattr(round_steps, "today", lambda: date(2200, 1, 1))
    page(section, "POST", **send)
    assert len(the_round(section).history.reminders()) == 2


def test_a_unit_without_people_is_said(section):
    alone = make_unit(section, "Xã Mẫu", code="03679")
    found, html = page(section, "POST", preview="1", units=[alone.UID()])
    assert found.sample is None
    assert "alert-warning" in html
    found, html = page(section, "POST", remind="1", units=[alone.UID()])
    assert found.reminded == [{"title": "Xã Mẫu", "again": False, "count": 0}]


def test_several_reports_are_accepted_and_one_that_fails_is_told(
    section, unit, commune, monkeypatch
):
    reports = [filled_in(one) for one in (unit, commune)]
    for item in reports:
        put_report(item, "submitted")
    monkeypatch.setattr(round_steps, "SECONDS", 0)
    found, html = page(section, "POST", accept="1", units=[unit.UID(), commune.UID()])
    assert found.progress()["waiting"] == 2
    assert "pbgdpl-accepted" in html
    assert found.request.response.getHeader("Refresh")
    page(section, "POST", accept="1", units=[commune.UID()])
    assert len(the_round(section).history.waiting) == 2, "who waits stays in line once"
    step(reports[0], "phe-duyet", "return", "Sai")
    monkeypatch.setattr(round_steps, "SECONDS", 60)
    with acting("phe-duyet"):
        found = view(
            section,
            "pbgdpl-reports",
            **{"kind": "year", "year": "2026", "continue": "1"},
            _authenticator=token(section),
        )
        found()
    progress = found.progress()
    assert (progress["done"], progress["waiting"]) == (2, 0)
    assert [bool(one["reason"]) for one in progress["outcomes"]] == [True, False]
    assert [state_in_history(one) for one in reports] == ["draft", "approved"]


def test_all_are_accepted_but_those_to_be_looked_at(section, unit, commune):
    put_report(filled_in(unit), "submitted")
    item = filled_in(commune)
    correct(item, ATTENDEES, actual=None)
    put_report(item, "submitted")
    page(section, "POST", accept_all="1")
    states = {title: line.state for title, line in standing(section).items()}
    assert states == {"Sở Tư pháp": "accepted", "Xã Mẫu": "sent"}
    found, _html = page(section, "POST", accept_all="1")
    assert found.error is not None


@pytest.mark.parametrize("step_name", ["accept", "preview", "remind"])
def test_nothing_ticked_is_said(section, unit, step_name):
    found, html = page(section, "POST", **{step_name: "1"})
    assert found.error is not None
    assert 'role="alert"' in html


def test_the_office_completes_a_report_and_it_says_so(section, unit, commune):
    found, _html = page(section, "POST", complete=commune.UID())
    (item,) = commune.objectValues()
    assert found.request.response.getHeader("location").endswith("@@pbgdpl-cells")
    item.rows = [
        {**row, "actual": 1, "note": "Xã báo qua điện thoại"} for row in item.rows
    ]
    step(item, "phe-duyet", "submit")
    assert item.entered_by_office is True
    assert standing(section)["Xã Mẫu"].by_office
    with acting("tac-gia"):
        own = create(
            unit,
            "StatisticsReport",
            title="Báo cáo",
            form_code=RESULTS,
            period_kind="year",
            year=2026,
        )
    step(own, "tac-gia", "submit")
    assert own.entered_by_office is False
    found, _html = page(section, "POST", complete=unit.UID())
    assert found.error is not None, "what was sent is not the office's to enter"
    found, _html = page(section, "POST", complete="nonsense")
    assert found.error is not None


def test_the_office_reports_for_a_unit_that_ended(section, unit, commune):
    commune.closed_on = date(2026, 7, 1)
    page(section, "POST", complete=commune.UID())
    (item,) = commune.objectValues()
    assert item.period_kind == "year"
    with pytest.raises(AdditionRefused):
        report(commune, year=2027)


def test_a_unit_that_is_deleted_leaves_the_round(section, unit, commune):
    page(section, "POST", remind="1", units=[commune.UID()])
    with api.env.adopt_roles(["Manager"]):
        api.content.delete(commune)
    found, _html = page(section)
    assert [line["title"] for line in found.lines()] == ["Sở Tư pháp"]
    assert len(found.reminder_lines()) == 1


def close(section, reason=""):
    with acting("phe-duyet"):
        return close_round(the_round(section), reason)


@pytest.fixture
def province(section, unit, commune):
    """Return the province's approved report, and those of its units."""
    units = [filled_in(one) for one in (unit, commune)]
    for item in units:
        put_report(item, "approved")
    item = report(section)
    put_report(item, "approved")
    return item, *units


def test_a_round_is_closed_once(section, province):
    closing = close(section)
    assert {state_in_history(one) for one in province} == {"locked"}
    assert (closing.number, closing.missing) == (1, ())
    assert closing.by == "Hà Thị Duyệt"
    assert {one["title"] for one in closing.units} == {"Sở Tư pháp", "Xã Mẫu"}
    with pytest.raises(InvalidInput) as refused:
        close(section)
    assert refused.value.message.mapping["person"] == "Hà Thị Duyệt"
    assert len(the_round(section).history.closings()) == 1
    found, html = page(section, "POST", close="1")
    assert found.closing_error is not None
    assert "pbgdpl-round-closed" in html and "pbgdpl-closings" in html


def test_a_round_waits_for_the_province_and_for_reasons(section, unit, commune):
    put_report(filled_in(unit), "approved")
    with pytest.raises(InvalidInput):
        close(section)
    put_report(report(section), "approved")
    with pytest.raises(InvalidInput) as refused:
        close(section)
    assert refused.value.message.mapping["units"] == "Xã Mẫu"
    closing = close(section, "Xã chưa có người làm")
    assert (closing.missing, closing.reason) == (("Xã Mẫu",), "Xã chưa có người làm")


def test_a_sum_that_lacks_a_later_report_is_not_closed_unseen(section, unit, commune):
    put_report(filled_in(unit), "approved")
    put_report(report(section), "approved")
    put_report(filled_in(commune), "approved")
    assert page(section)[0].own_facts()["outdated"]
    with pytest.raises(InvalidInput):
        close(section)
    close(section, "Đã gửi Bộ trước khi xã gửi")


def test_a_closed_round_takes_nothing_and_loses_nothing(section, unit, commune):
    late = filled_in(commune, number=7)
    put_report(filled_in(unit), "approved")
    put_report(report(section), "approved")
    close(section, "Xã gửi muộn")
    with pytest.raises(TransitionRefused):
        step(late, "nguoi-ngoai", "submit")
    assert cell(late, SESSIONS)["actual"] == 7
    html = view_as("nguoi-ngoai", late, "pbgdpl-cells")
    assert "pbgdpl-closed-round" in html
    with acting("phe-duyet"):
        with pytest.raises(InvalidInput):
            reopen_round(the_round(section), " ")
        reopen_round(the_round(section), "Bổ sung số của xã")
    step(late, "nguoi-ngoai", "submit")


def test_who_gets_a_report_back_reads_why(section, unit):
    item = filled_in(unit)
    put_report(item, "submitted")
    step(item, "phe-duyet", "return", "Thiếu số liệu tháng 5")
    for name in ("view", "pbgdpl-cells"):
        html = view_as("tac-gia", item, name)
        (notice,) = fromstring(html).xpath("//*[@id='pbgdpl-returned']")
        assert "Thiếu số liệu tháng 5" in notice.text_content()
        assert "Hà Thị Duyệt" in notice.text_content()
    step(item, "tac-gia", "submit")
    assert "pbgdpl-returned" not in view_as("tac-gia", item, "view")


def test_nothing_is_owed_at_the_desk_in_a_closed_round(section, unit, commune):
    day = date(2026, 11, 10)
    key = {
        one.unit for one in owed_reports([commune], day) if one.due.form.code == RESULTS
    }
    assert key == {commune}
    put_report(filled_in(unit), "approved")
    put_report(report(section), "approved")
    close(section, "Xã gửi muộn")
    assert RESULTS not in {one.due.form.code for one in owed_reports([commune], day)}


def test_nobody_is_reminded_or_completed_in_a_closed_round(section, unit, commune):
    put_report(filled_in(unit), "approved")
    put_report(report(section), "approved")
    close(section, "Xã gửi muộn")
    for sent in (
        {"remind": "1", "units": [commune.UID()]},
        {"complete": commune.UID()},
        {"accept_all": "1"},
    ):
        found, html = page(section, "POST", **sent)
        assert found.error is not None
    assert "statistics" not in {one.kind for one in current_outbox().items}
    assert list(commune.objectValues()) == []
    assert "preview_all" not in html
    assert not any(line["can_be_reminded"] for line in found.lines())


def view_as(user, item, name):
    with acting(user):
        return view(item, name)()


def test_a_correction_is_another_version_and_what_was_sent_stays(section, province):
    own, first, _other = province
    sent = own.rows
    close(section)
    with acting("phe-duyet"):
        reopen_round(the_round(section), "Sở Tư pháp sửa số cuộc")
    second = new_version(first, "Sửa số cuộc")
    correct(second, SESSIONS, actual=9)
    put_report(second, "approved")
    corrected = new_version(own, "Sở Tư pháp sửa số cuộc")
    assert cell(corrected, SESSIONS)["actual"] == 8
    with api.env.adopt_roles(["Manager"]):
        view(corrected, "pbgdpl-count-again", "POST", _authenticator=token(section))()
    assert cell(corrected, SESSIONS)["actual"] == 13
    put_report(corrected, "approved")
    closing = close(section)
    assert (closing.number, closing.report) == (2, corrected.UID())
    assert own.rows == sent and state_in_history(own) == "locked"
    before = the_round(section).history.closings()[1]
    assert (before.report, before.reopened_for) == (own.UID(), "Sở Tư pháp sửa số cuộc")
    assert [one["revision"] for one in closing.units] == [2, 1]


def test_nothing_is_reopened_that_is_not_closed(section, unit):
    found, _html = page(section, "POST", reopen="1", reason="Sửa")
    assert found.closing_error is not None


def test_the_workbook_has_what_the_page_has(section, unit, commune):
    put_report(filled_in(commune), "submitted")
    with acting("phe-duyet"):
        asked = {"kind": "year", "year": "2026", "state": "sent"}
        data = view(section, "pbgdpl-reports.xlsx", **asked)()
    sheet = load_workbook(BytesIO(data)).active
    rows = [[one.value for one in row] for row in sheet.iter_rows(min_row=5)]
    assert len(rows) == 1
    assert rows[0][0] == "Xã Mẫu"
    assert rows[0][3].date() == date(2026, 11, 7)
