"""Expenditures from a file: read cell by cell, never twice, taken back as one."""

from datetime import date
from expenditures import spend
from plone import api
from sonla.pbgdpl.core.tables.csv_files import read_csv
from sonla.pbgdpl.options.finance.query import load_records
from sonla.pbgdpl.options.finance.query import records_of
from statistics_content import token
from statistics_content import view

import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

HEAD = "Ngày;Số tiền (đồng);Loại;Nguồn kinh phí;Nội dung chi;Căn cứ;Số chứng từ"
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def send(unit):
    def post(*rows, place=unit, **form):
        table = "\n".join((HEAD, *rows))
        with api.env.adopt_user(username="tac-gia"):
            form = {"table": table, **form, "_authenticator": token(place)}
            page = view(place, "pbgdpl-expenditures-import", method="POST", **form)
            page()
        return page

    return post


GOOD = "10/03/2026;1.500.000;Thực chi;nsnn-thuong-xuyen;to-gap;;PC 1"


def test_rows_are_looked_at_and_then_taken_in(unit, send):
    page = send(GOOD, "2026-03-11;2 000 000 đồng;du-toan;khac;khac;Nghị quyết;")
    assert (len(page.good), page.bad, page.sum_words) == (2, [], "3.500.000")
    assert not records_of(unit, *YEAR)
    assert send(GOOD, apply="1").added == 1
    assert len(records_of(unit, *YEAR)) == 1


def test_the_same_row_is_never_taken_in_twice(unit, send):
    send(GOOD, GOOD, apply="1")
    assert send(GOOD, apply="1").added == 0
    assert len(records_of(unit, *YEAR)) == 1


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("31/02/2026;1;;khac;to-gap;;", "31/02/2026"),
        ("10/03/2026;1,5 triệu;;khac;to-gap;;", "1,5 triệu"),
        ("10/03/2026;-5;;khac;to-gap;;", "-5"),
        ("10/03/2026;1234567890123456;;khac;to-gap;;", "1234567890123456"),
        ("10/03/2026;1;;kho-bac;to-gap;;", "kho-bac"),
        ("10/03/2026;1;;khac;khong-co;;", "khong-co"),
        ("10/03/2026;1;;khac;khac;;", "Quantity, purpose, voucher"),
        ("10/03/1999;1;;khac;to-gap;;", "10/03/1999"),
        (";1;;khac;to-gap;;", "Ngày"),
        ("10/03/2026;;;khac;to-gap;;", "Số tiền"),
    ],
)
def test_a_row_that_cant_be_read_says_why_and_stops_no_other(unit, send, row, said):
    page = send(row, GOOD)
    assert len(page.good) == 1
    (bad,) = page.bad
    assert any(said in error for error in bad.errors), bad.errors


def test_an_import_is_taken_back_but_for_what_was_changed_since(unit, send):
    page = send(GOOD, GOOD.replace("PC 1", "PC 2"), apply="1")
    assert page.added == 2
    first = load_records(records_of(unit, *YEAR))[0]
    first.amount = 5
    undone = send(undo=page.batch)
    assert (undone.gone, undone.kept) == (1, 1)
    assert len(records_of(unit, *YEAR)) == 1


def test_the_file_of_the_list_is_read_again_as_it_was(unit, other, section, send):
    spend(unit, 1_500_000, voucher="PC 1", quantity=2, rate=750_000, note="Ghi chú")
    spend(unit, 0, item="khac", basis="Nghị quyết; điểm 2", stage="du-toan")
    with api.env.adopt_user(username="tac-gia"):
        data = view(unit, "pbgdpl-expenditures.csv", year="2026")()
    page = send(table=data.decode("utf-8-sig"))
    assert page.known == 2 and not page.bad
    with api.env.adopt_roles(["Manager"]):
        for one in load_records(records_of(unit, *YEAR)):
            api.content.delete(one)
    assert send(table=data.decode("utf-8-sig"), apply="1").added == 2
    with api.env.adopt_user(username="tac-gia"):
        again = view(unit, "pbgdpl-expenditures.csv", year="2026")()
    assert sorted(again.splitlines()) == sorted(data.splitlines())


def test_rows_of_another_unit_are_refused(unit, other, section):
    spend(unit, 1)
    with api.env.adopt_user(username="tac-gia"):
        table = view(unit, "pbgdpl-expenditures.csv", year="2026")().decode("utf-8-sig")
    with api.env.adopt_user(username="nguoi-ngoai"):
        page = view(
            other,
            "pbgdpl-expenditures-import",
            method="POST",
            table=table,
            _authenticator=token(other),
        )
        page()
    assert len(page.bad) == 1 and not page.good
    assert read_csv(table)
