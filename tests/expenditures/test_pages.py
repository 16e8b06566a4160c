"""The list of a place, the page of one, and what an activity cost."""

from datetime import date
from expenditures import spend
from plone import api
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.core.tables.csv_files import read_csv
from sonla.pbgdpl.editorial.checks import warnings_of
from sonla.pbgdpl.options.finance.pages.item import CostsViewlet
from statistics_content import view

import lxml.html
import pytest

pytestmark = pytest.mark.usefixtures("content_alone")


def texts(html, selector):
    found = lxml.html.fromstring(html).cssselect(selector)
    return [" ".join(one.text_content().split()) for one in found]


@pytest.fixture
def writer(unit):
    with api.env.adopt_user(username="tac-gia"):
        yield


def test_a_unit_reads_its_sums_by_source_planned_and_spent_apart(unit, writer):
    spend(unit, 1_500_000)
    spend(unit, 250_000, fund="khac")
    spend(unit, 9_000_000, stage="du-toan")
    spend(unit, 7, day=date(2025, 1, 1))
    page = view(unit, "pbgdpl-expenditures", year="2026")
    rows = texts(page(), "#pbgdpl-sums tbody td")
    assert rows == [
        "1.500.000",
        "0",
        "250.000",
        "1.750.000",
        "9.000.000",
        "0",
        "0",
        "9.000.000",
    ]
    assert len(texts(page(), "#pbgdpl-records tbody tr")) == 3


def test_the_office_sees_which_units_have_no_figure(section, unit, other):
    spend(unit, 1_500_000)
    with api.env.adopt_user(username="phe-duyet"):
        html = view(section, "pbgdpl-expenditures", year="2026")()
    lines = texts(html, "#pbgdpl-sums-by-unit tbody tr")
    assert sum("1.500.000" in line for line in lines) == 1
    assert sum("label_no_figure_yet" in line or "No figure" in line for line in lines)
    assert "1.500.000" in texts(html, "#pbgdpl-sums-by-unit tfoot tr")[0]


def test_without_records_the_page_says_that_there_is_no_figure(unit, writer):
    html = view(unit, "pbgdpl-expenditures")()
    assert not texts(html, "#pbgdpl-sums")
    assert "++add++Expenditure" in html


def test_a_long_list_comes_in_parts_the_latest_first(unit, writer):
    for day in range(1, 24):
        spend(unit, day, day=date(2026, 3, day))
    first = view(unit, "pbgdpl-expenditures", year="2026")
    second = view(unit, "pbgdpl-expenditures", year="2026", records="20")
    assert [one.amount for one in first.lines()][:2] == ["23", "22"]
    assert [one.amount for one in second.lines()] == ["3", "2", "1"]


def test_the_file_has_every_record_of_a_section(section, unit, other):
    spend(unit, 1_500_000, voucher="PC 1")
    spend(other, 2, item="khac", basis="Nghị quyết", note="Theo danh sách")
    with api.env.adopt_user(username="phe-duyet"):
        rows = read_csv(view(section, "pbgdpl-expenditures.csv", year="2026")())
    assert sorted(row["mã_đơn_vị"] for row in rows) == ["xa-khac", "xa-mau"]
    assert {row["số_tiền_(đồng)"] for row in rows} == {"1500000", "2"}


def test_an_activity_shows_what_it_cost_to_who_may_see_it(unit, kept_activity):
    spend(unit, 1_500_000, belongs_to=kept_activity.UID())
    spend(unit, 2_000_000, belongs_to=kept_activity.UID(), stage="du-toan")
    spend(unit, 3)
    costs = CostsViewlet(kept_activity, kept_activity.REQUEST, None)
    with api.env.adopt_user(username="tac-gia"):
        assert costs.available()
        assert (costs.spent, costs.planned) == ("1.500.000", "2.000.000")
        assert kept_activity.UID() in costs.add_url
    with api.env.adopt_user(username="nguoi-ngoai"):
        assert not CostsViewlet(kept_activity, kept_activity.REQUEST, None).available()


def test_the_page_of_one_names_what_is_deleted(unit, kept_activity, writer):
    one = spend(unit, 1_500_000, belongs_to=kept_activity.UID(), voucher="PC 7")
    with api.env.adopt_roles(["Manager"]):
        api.content.delete(kept_activity)
    html = view(one, "view")()
    assert "Hội nghị tuyên truyền mẫu" in html and "(deleted)" in html
    assert "PC 7" in html


def test_an_address_that_names_nothing_it_belongs_to_is_no_fault(unit, writer):
    for asked in ("", "x", ["x"], [{"a": 1}], {"a": 1}):
        unit.REQUEST.form["belongs_to"] = asked
        assert "belongs_to" in unit.restrictedTraverse("++add++Expenditure")()


def test_above_the_rate_warns_with_the_article_and_refuses_nothing(unit):
    (warning,) = warnings_of(spend(unit, 1_500_001))
    assert warning == "msg_above_rate"
    assert "khoản 6 Điều 3" in warning.mapping["basis"]
    assert not warnings_of(spend(unit, 1_500_000))
    assert not warnings_of(spend(unit, 1_500_001, basis="Nghị quyết của tỉnh"))


def test_the_log_tells_who_entered_changed_and_deleted(unit, writer):
    one = spend(unit, 1_500_000)
    with api.env.adopt_roles(["Manager"]):
        api.content.delete(one)
    entries = [
        entry
        for entry in log.newest_first(("expenditure_added", "expenditure_removed"))
    ]
    assert [entry.action for entry in entries] == [
        "expenditure_removed",
        "expenditure_added",
    ]
    assert "1.500.000" in entries[0].facts["expenditure"]
