"""Reminders: by the clock before and after a deadline, and by the manager's hand."""

from datetime import date
from desk_content import acting
from desk_content import make_unit
from sonla.pbgdpl.jobs.base import days_after
from sonla.pbgdpl.jobs.store import make_job_store
from sonla.pbgdpl.mail.outbox import current_outbox
from sonla.pbgdpl.statistics.jobs import due_on
from sonla.pbgdpl.statistics.jobs import ReportReminderJob
from sonla.pbgdpl.statistics.jobs import to_be_reminded
from sonla.pbgdpl.statistics.jobs import unit_reminders
from statistics_content import put_report
from statistics_content import report
from statistics_content import token
from statistics_content import view
from types import SimpleNamespace

import pytest


def reminders(day):
    """Return the mails to all units that a day reminds."""
    return [
        mail
        for _section, line, due in to_be_reminded([day], day)
        for mail in unit_reminders(line, due)
    ]


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 5, 30), {"six_months"}),
        (date(2026, 6, 6), set()),
        (date(2026, 6, 7), {"six_months"}),
        (date(2026, 10, 31), {"year"}),
        (date(2027, 1, 13), {"official"}),
        (date(2027, 1, 21), {"official"}),
    ],
)
def test_days_of_reminders(section, day, due):
    found = [one.period for one in due_on(day)]
    assert {period.kind for period in found} == due
    assert {period.year for period in found} <= {2026}


def test_only_units_that_have_not_reported_are_reminded(section, unit):
    make_unit(section, "Xã Mẫu", "nguoi-ngoai", code="03679")
    day = date(2026, 10, 31)
    mails = reminders(day)
    assert {mail.recipient.user_id for mail in mails} == {"tac-gia", "nguoi-ngoai"}
    assert len(mails) == 4  # two forms
    put_report(report(unit), "submitted")
    mails = reminders(day)
    assert sorted(mail.recipient.user_id for mail in mails) == [
        "nguoi-ngoai",
        "nguoi-ngoai",
        "tac-gia",
    ]
    assert "07/11/2026" in mails[0].title


def test_a_draft_is_named_and_is_no_report(section, unit):
    item = report(unit)
    day = date(2026, 10, 31)
    urls = {mail.url for mail in reminders(day)}
    assert item.absolute_url() in urls


def test_units_closed_before_the_period_are_left_alone(section, unit):
    unit.closed_on = date(2025, 12, 31)
    day = date(2026, 10, 31)
    assert reminders(day) == []


@pytest.mark.parametrize(("opened", "owes"), [(6, True), (8, False)])
def test_a_unit_that_begins_after_the_deadline_owes_nothing(
    section, unit, opened, owes
):
    unit.opened_on = date(2026, 11, opened)
    day = date(2026, 10, 31)
    assert bool(reminders(day)) is owes


def test_a_unit_that_reported_without_having_to_is_listed(section, unit):
    unit.opened_on = date(2026, 11, 8)
    item = report(unit)

    def listed() -> set[str]:
        with acting("phe-duyet"):
            page = view(section, "pbgdpl-reports", kind="year", year="2026")
            return {line["url"] for line in page.lines()}

    assert listed() == set()
    put_report(item, "submitted")
    assert listed() == {item.absolute_url()}


def test_days_without_a_run_are_made_up_for():
    last, day = date(2026, 10, 28), date(2026, 10, 31)
    assert days_after(last, day) == [date(2026, 10, 29), date(2026, 10, 30), day]
    assert days_after(day, day) == []
    assert len(days_after(date(2020, 1, 1), day)) == 14


def test_the_manager_reminds_those_ticked(section, unit):
    other = make_unit(section, "Xã Mẫu", "nguoi-ngoai", code="03679")
    with acting("phe-duyet"):
        page = view(
            section,
            "pbgdpl-reports",
            "POST",
            kind="year",
            units=[other.UID()],
            message="Xin gửi sớm",
            _authenticator=token(section),
        )
        html = page()
    (notice,) = current_outbox().items
    assert notice.recipient.user_id == "nguoi-ngoai"
    assert (notice.comment, notice.actor) == ("Xin gửi sớm", "Hà Thị Duyệt")
    assert "pbgdpl-reminded" in html


def test_nobody_ticked_is_said(section, unit):
    with acting("phe-duyet"):
        page = view(
            section,
            "pbgdpl-reports",
            "POST",
            kind="year",
            _authenticator=token(section),
        )
        assert page.error is None
        page()
        assert page.error is not None


@pytest.fixture
def run(portal):
    """Run the daily job at a moment; `last` is the day of the run before."""

    def at(day, last=None, dry_run=False):
        before = len(current_outbox().items)
        context = SimpleNamespace(
            today=lambda: day,
            options={},
            dry_run=dry_run,
        )
        make_job_store(portal).done_on.clear()
        if last:
            make_job_store(portal).done_on["statistics-reminders"] = last
        job = ReportReminderJob(portal)
        if job.due(context):
            job.work(context)
        return len(current_outbox().items) - before

    return at


def test_the_clock_reminds_and_makes_up_for_days_without_a_run(section, unit, run):
    day = date(2026, 10, 31)
    assert run(day) == 2
    assert run(date(2026, 11, 3)) == 0
    assert run(date(2026, 11, 3), last=date(2026, 10, 29)) == 2
    assert run(day, dry_run=True) == 0
