"""Funds in forms: by source, place and period, exact; unknown is not zero."""

from datetime import date
from expenditures import spend
from plone import api
from random import Random
from sonla.pbgdpl.options.finance.query import sums_by_place
from sonla.pbgdpl.options.finance.query import together
from sonla.pbgdpl.statistics.cells.formulas import add_up
from sonla.pbgdpl.statistics.cells.formulas import complete
from sonla.pbgdpl.statistics.counted_cells import count
from sonla.pbgdpl.statistics.counting import entries_behind
from sonla.pbgdpl.statistics.counting import scope_of
from sonla.pbgdpl.statistics.forms.files import read_form
from sonla.pbgdpl.statistics.forms.store import shipped_texts
from sonla.pbgdpl.statistics.overview import overview
from sonla.pbgdpl.statistics.overview import RECORDS
from statistics_content import RESULTS

FUNDS = ("nsnn-thuong-xuyen", "nsnn-chuong-trinh", "khac")
ROW = "ket_qua"
COLUMNS = ("kinh_phi", "kp_thuong_xuyen", "kp_chuong_trinh", "kp_khac")
"""The columns of funds of the form that units fill in: the total, then by source."""


def money_form():
    forms = map(read_form, shipped_texts())
    return next(form for form in forms if form.code == RESULTS)


def counted(place, first=date(2026, 1, 1), last=date(2026, 12, 31)):
    """Return the complete cells of each place, by its title."""
    form, scope = money_form(), scope_of(place, first, last)
    values = count(form, scope)
    named = {
        scope.places[uid].title: complete(form, one) for uid, one in values.items()
    }
    named["together"] = complete(form, add_up(form, values.values()))
    return {
        title: [cells[ROW, column] for column in COLUMNS]
        for title, cells in named.items()
    }


def test_money_stands_in_the_columns_of_its_sources(section, unit, other):
    spend(unit, 1_500_000)
    spend(unit, 250_000, fund="khac")
    spend(unit, 999, purpose="hoa-giai")
    spend(unit, 7_000_000, stage="du-toan")
    spend(unit, 5, day=date(2025, 12, 31))
    spend(other, 961_000_000_000, fund="nsnn-chuong-trinh")
    figures = counted(section)
    assert figures["Xã Mẫu"] == [1_750_000, 1_500_000, 0, 250_000]
    assert figures["Xã Khác"] == [961_000_000_000, 0, 961_000_000_000, 0]
    assert figures["together"] == [961_001_750_000, 1_500_000, 961_000_000_000, 250_000]


def test_a_unit_that_entered_nothing_has_no_figure_and_zero_says_so(
    section, unit, other
):
    spend(unit, 0)
    figures = counted(section)
    assert figures["Xã Mẫu"] == [0, 0, 0, 0]
    assert figures["Xã Khác"] == [None, None, None, None]


def test_the_province_is_the_sum_of_its_units_to_the_dong(section, unit, other):
    random = Random(17)
    expected = dict.fromkeys(FUNDS, 0)
    for _ in range(30):
        fund, amount = random.choice(FUNDS), random.randrange(10**13)
        expected[fund] += amount
        spend(random.choice((unit, other, section)), amount, fund=fund)
    figures = counted(section)
    assert figures["together"] == [sum(expected.values()), *expected.values()]
    parts = [line for title, line in figures.items() if title != "together"]
    assert [sum(column) for column in zip(*parts, strict=True)] == figures["together"]
    pages = sums_by_place(section, date(2026, 1, 1), date(2026, 12, 31))
    assert [together(pages).amount("thuc-chi", fund) for fund in FUNDS] == figures[
        "together"
    ][1:]


def test_records_stand_behind_a_number_of_funds(section, unit):
    one = spend(unit, 1_500_000)
    spend(unit, 3, stage="du-toan")
    scope = scope_of(unit, date(2026, 1, 1), date(2026, 12, 31))
    behind = list(entries_behind(money_form(), scope, (ROW, "kp_thuong_xuyen")))
    catalog = api.portal.get_tool("portal_catalog")
    assert behind == [(catalog.getrid("/".join(one.getPhysicalPath())), 1_500_000)]


def test_a_deleted_activity_leaves_its_money(section, unit, kept_activity):
    one = spend(unit, 1_500_000, belongs_to=kept_activity.UID())
    with api.env.adopt_roles(["Manager"]):
        api.content.delete(kept_activity)
    assert counted(section)["Xã Mẫu"][0] == 1_500_000
    assert one.subject_title == "Hội nghị tuyên truyền mẫu"


def test_the_public_is_shown_no_money_as_it_is_counted_now(section, unit):
    spend(unit, 1_500_000)
    form = money_form()
    period = form.periods["year"].of(2026)
    public = overview(section, form, period, RECORDS, office=False)
    office = overview(section, form, period, RECORDS, office=True)
    key = (ROW, "kinh_phi")
    assert office.total.value(key) == 1_500_000
    assert public.total.value(key) is None
    assert {line.value(key) for line in public.lines} == {None}
