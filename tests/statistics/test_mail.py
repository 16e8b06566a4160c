"""Who is told about the steps of a report: read from the outbox of the transaction."""

from desk_content import acting
from desk_content import PEOPLE
from new_items import create
from plone import api
from sonla.pbgdpl.mail.messages import compose
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.outbox import current_outbox
from sonla.pbgdpl.statistics.content import state_in_history
from statistics_content import report
from statistics_content import step

import pytest

SUBMIT = ("tac-gia", "submit", "")
APPROVE = ("phe-duyet", "approve", "")
STEPS = [
    ((), SUBMIT, {("report_waiting", "phe-duyet")}),
    (
        (SUBMIT,),
        ("phe-duyet", "return", "Thiếu hội nghị tháng 3."),
        {("report_returned", "tac-gia"), ("report_returned", "dong-nghiep")},
    ),
    (
        (SUBMIT,),
        APPROVE,
        {("report_approved", "tac-gia"), ("report_approved", "dong-nghiep")},
    ),
    (
        (SUBMIT, APPROVE),
        ("phe-duyet", "return", "Số người dự chưa đúng."),
        {("report_returned", "tac-gia"), ("report_returned", "dong-nghiep")},
    ),
    (
        (SUBMIT, APPROVE),
        ("phe-duyet", "lock", ""),
        {("report_locked", "tac-gia"), ("report_locked", "dong-nghiep")},
    ),
]


@pytest.fixture
def colleague(unit):
    """Let a second person write for the unit."""
    with api.env.adopt_roles(["Manager"]):
        api.user.create(username="dong-nghiep", email="dong-nghiep@sonla.example")
        api.user.grant_roles(
            username="dong-nghiep", roles=["PBGDPL Contributor"], obj=unit
        )


def posted():
    """Return what is in the outbox, then empty it."""
    items = list(current_outbox().items)
    current_outbox().items.clear()
    return items


def told():
    return {(item.kind, item.recipient.user_id) for item in posted()}


@pytest.mark.parametrize("before,taken,expected", STEPS)
def test_each_step_tells_the_right_people(unit, colleague, before, taken, expected):
    item = report(unit)
    for one in before:
        step(item, *one)
    posted()
    step(item, *taken)
    assert told() == expected


def test_the_mail_says_what_why_and_where(section, unit):
    item = report(unit)
    step(item, *SUBMIT)
    (waiting,) = posted()
    assert waiting.title == "Kết quả phổ biến, giáo dục pháp luật – Năm 2026"
    assert (waiting.unit, waiting.actor) == ("Sở Tư pháp", PEOPLE["tac-gia"])
    assert waiting.desk_url == (
        f"{section.absolute_url()}/@@pbgdpl-reports"
        "?form=ket-qua-pbgdpl&kind=year&year=2026"
    )
    step(item, "phe-duyet", "return", "Thiếu hội nghị tháng 3.")
    (returned,) = posted()
    (mail,) = compose([returned], "Cổng mẫu", "vi")
    assert mail.recipient.email == "tac-gia@sonla.example"
    assert "trả lại" in mail.subject and "Năm 2026" in mail.subject
    for words in ("Thiếu hội nghị tháng 3.", item.absolute_url(), returned.desk_url):
        assert words in mail.body
    (many,) = compose([waiting, waiting], "Cổng mẫu", "vi")
    assert "2 báo cáo" in many.subject


def test_the_province_is_told_of_its_own_report(section):
    with acting("bien-tap"):
        item = create(
            section,
            "StatisticsReport",
            title="x",
            form_code="ket-qua-pbgdpl",
            period_kind="year",
            year=2026,
        )
    step(item, "bien-tap", "submit")
    assert told() == {("report_waiting", "phe-duyet")}
    step(item, "phe-duyet", "approve")
    assert told() == {("report_approved", "bien-tap")}


def test_nobody_to_approve_is_the_administrators_news(section, unit):
    item = report(unit)
    with api.env.adopt_roles(["Manager"]):
        api.user.revoke_roles(
            username="phe-duyet", roles=["PBGDPL Approver"], obj=section
        )
    step(item, *SUBMIT)
    (problem,) = posted()
    assert isinstance(problem, DeliveryProblem) and problem.reason == "nobody"


def test_mails_can_be_switched_off(unit):
    api.portal.set_registry_record("sonla.pbgdpl.mail_steps", False)
    item = report(unit)
    step(item, *SUBMIT)
    step(item, *APPROVE)
    assert told() == set()


def test_a_step_stands_when_nobody_can_be_found_out(monkeypatch, unit):
    """A broken user folder must not keep a unit from reporting; administrators hear of it."""
    item = report(unit)
    monkeypatch.setattr(
        "sonla.pbgdpl.statistics.mail.rolesForPermissionOn", lambda *_args: 1 / 0
    )
    step(item, *SUBMIT)
    (problem,) = posted()
    assert state_in_history(item) == "submitted"
    assert (problem.reason, problem.detail) == ("unqueued", "ZeroDivisionError")
