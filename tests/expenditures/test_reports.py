"""Money in a report: actual until its day, the estimate typed beside it, public once approved."""

from datetime import date
from expenditures import spend
from sonla.pbgdpl.statistics.cells.reported import totals
from statistics_content import cell
from statistics_content import correct
from statistics_content import put_report
from statistics_content import report
from statistics_content import view

REGULAR, OTHER = "ket_qua.kp_thuong_xuyen", "ket_qua.kp_khac"


def test_a_report_counts_until_its_day_and_the_rest_is_an_estimate(unit):
    spend(unit, 1_500_000, day=date(2026, 10, 31))
    spend(unit, 7, day=date(2026, 11, 1))
    spend(unit, 4_000_000, day=date(2026, 5, 1), stage="du-toan")
    made = report(unit)
    assert cell(made, REGULAR)["counted"] == cell(made, REGULAR)["actual"] == 1_500_000
    assert cell(made, OTHER)["counted"] == 0
    assert cell(made, REGULAR)["estimate"] is None
    correct(made, REGULAR, estimate=500_000)
    together = totals(made.form(), made.rows)
    assert together["ket_qua", "kinh_phi"] == 2_000_000


def test_a_report_of_a_unit_without_records_leaves_money_open(unit):
    made = report(unit)
    assert cell(made, REGULAR)["counted"] is None
    assert cell(made, REGULAR)["actual"] is None


def test_the_public_reads_money_once_the_report_is_approved(section, unit, other):
    spend(unit, 1_234_567)
    made = report(unit)

    def public():
        page = view(section, kind="year", year="2026", source="reports")
        page.office = False
        return page.now.total.value(("ket_qua", "kinh_phi"))

    assert public() is None
    put_report(made, "approved")
    made.reindexObject()
    assert public() == 1_234_567
    page = view(section, kind="year", year="2026")
    page.office = False
    assert page.now.total.value(("ket_qua", "kinh_phi")) is None
    assert not page.may_draw(("ket_qua", "kinh_phi"))
