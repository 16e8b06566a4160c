"""The approval desk shows the reports that wait for a person."""

from datetime import date
from desk_content import acting
from desk_content import make_unit
from lxml.html import fromstring
from statistics_content import PEOPLE
from statistics_content import put_report
from statistics_content import report
from statistics_content import step
from statistics_content import token
from statistics_content import view

import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

IN_NOVEMBER = date(2026, 11, 5)
"""Data of the year end on 31 October, units report until 7 November."""


def listed(context, user, asked=".//a/@href"):
    """Return the words and addresses of what is on a person's desk."""
    with acting(user):
        page = fromstring(view(context, "pbgdpl-review")())
    lines = [line for line in page.cssselect(".pbgdpl-line") if line.xpath(asked)]
    return [" ".join(line.text_content().split()) for line in lines], [
        found for line in lines for found in line.xpath(asked)
    ]


def test_a_report_waits_for_who_is_to_act(portal, section, unit):
    item = report(unit)
    draft = report(unit, code=PEOPLE)
    for user in ("tac-gia", "phe-duyet"):
        assert listed(section, user) == ([], [])
    step(item, "tac-gia", "submit")
    (words,), (address,) = listed(portal, "phe-duyet")
    assert words.startswith("Waits Approve: Kết quả phổ biến") and "Sở Tư pháp" in words
    assert "Submitted" in words and address == item.absolute_url()
    assert listed(section, "tac-gia") == ([], [])
    step(item, "phe-duyet", "return", "Thiếu tháng 3.")
    assert listed(section, "phe-duyet") == ([], [])
    assert listed(unit, "tac-gia")[1] == [item.absolute_url()]
    assert draft.absolute_url() not in listed(unit, "tac-gia")[1]
    step(item, "tac-gia", "submit")
    step(item, "phe-duyet", "approve")
    assert listed(section, "phe-duyet") == ([], [])


def test_reports_of_other_units_are_nobodys_business(section, unit):
    other = make_unit(section, "Xã Mẫu", "bien-tap", code="03679")
    step(report(other), "bien-tap", "submit")
    assert listed(other, "tac-gia") == ([], [])
    assert len(listed(other, "phe-duyet")[0]) == 1
    assert listed(unit, "phe-duyet") == ([], [])


@pytest.fixture
def on(monkeypatch):
    """Return what sets the day of the desk; it begins in November."""

    def set_day(day):
        for name in ("statistics.pages.desk_section", "editorial.pages.desk"):
            monkeypatch.setattr(f"sonla.pbgdpl.{name}.today", lambda: day)

    set_day(IN_NOVEMBER)
    return set_day


def owed(context, user):
    """Return the words and the buttons of the reports that a person is to send."""
    return listed(context, user, ".//button/@value")


def press(context, user, key):
    """Press the button of a report at the desk; return where that leads."""
    with acting(user):
        sent = {"fill_in_report": key, "_authenticator": token(context)}
        desk = view(context, "pbgdpl-review", "POST", **sent)
        page = desk()
    return desk.request.response.getHeader("Location"), page


def test_what_a_unit_owes_is_opened_at_its_desk(portal, unit, on):
    words, keys = owed(portal, "tac-gia")
    assert len(keys) == 2 and words[0].startswith("Saturday, 07/11")
    address, _page = press(portal, "tac-gia", keys[0])
    (made,) = unit.objectValues("Dexterity Item")
    assert address == f"{made.absolute_url()}/@@pbgdpl-cells"
    assert (made.period_kind, made.year) == ("year", 2026)
    assert press(portal, "tac-gia", keys[0])[0] == address
    step(made, "tac-gia", "submit")
    assert owed(portal, "tac-gia")[1] == keys[1:]
    # Returned, it waits above
    step(made, "phe-duyet", "return", "Thiếu tháng 3.")
    assert owed(portal, "tac-gia")[1] == keys[1:]


@pytest.mark.parametrize(
    "day, number",
    [(date(2026, 10, 31), 0), (date(2026, 11, 1), 2), (date(2026, 11, 28), 2)],
)
def test_a_report_is_owed_once_its_data_are_complete(portal, unit, on, day, number):
    on(day)
    words, keys = owed(portal, "tac-gia")
    assert len(keys) == number
    assert all(("day(s) late" in one) == (day > date(2026, 11, 7)) for one in words)


def test_nobody_opens_what_others_owe(portal, unit, on):
    _words, (key, _other) = owed(portal, "tac-gia")
    for user in ("phe-duyet", "nguoi-ngoai"):
        assert owed(portal, user)[1] == []
        address, page = press(portal, user, key)
        assert address is None and "not yours to send" in page
    assert unit.objectIds() == []
    put_report(report(unit), "locked")
    address, page = press(portal, "tac-gia", key)
    assert address is None and "was sent meanwhile" in page
