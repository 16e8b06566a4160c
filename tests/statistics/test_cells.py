"""Cells: numbers, gaps, what does not arise, words, decimals, and whence each comes."""

from decimal import Decimal
from plone import api
from sonla.pbgdpl.statistics.cells.formulas import lacking
from sonla.pbgdpl.statistics.cells.reported import values
from sonla.pbgdpl.statistics.content import ICell
from sonla.pbgdpl.statistics.forms.definition import FormColumn
from sonla.pbgdpl.statistics.forms.files import raw_form
from sonla.pbgdpl.statistics.forms.files import write_form
from sonla.pbgdpl.statistics.forms.store import RECORD
from sonla.pbgdpl.statistics.forms.store import shipped_texts
from sonla.pbgdpl.statistics.pages.cell_inputs import read_number
from sonla.pbgdpl.statistics.pages.cell_inputs import typed_unit
from sonla.pbgdpl.statistics.pages.labels import number
from statistics_content import activity
from statistics_content import cell
from statistics_content import put_report
from statistics_content import report
from statistics_content import token
from statistics_content import view
from zope.schema.interfaces import WrongType

import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

COLUMNS = {
    "so": {"type": "int", "source": "activities.sessions"},
    "nguoi": {"type": "int"},
    "gio": {"type": "decimal", "unit": "giờ"},
    "tien": {"type": "money"},
    "cong": {"formula": "so + nguoi"},
    "ghi_chu": {"type": "text"},
}


@pytest.fixture
def form(unit):
    """Store a form with a column of each type."""
    raw = raw_form(shipped_texts()[0]) | {"check": []}
    raw["column"] = [
        {"id": name, "code": f"({at})", "path": [name], **values}
        for at, (name, values) in enumerate(COLUMNS.items(), start=1)
    ]
    api.portal.set_registry_record(RECORD, [write_form(raw)])
    return raw["slug"]


def send(item, **typed):
    """Type into cells, and return the page."""
    stamp = view(item, "pbgdpl-cells").stamp
    sent = {f"actual-ket_qua.{name}": text for name, text in typed.items()}
    return view(
        item,
        "pbgdpl-cells",
        "POST",
        **{"stamp": stamp, "_authenticator": token(item), "save": "1", **sent},
    )()


def test_what_does_not_arise_is_no_gap_and_no_zero(form, unit):
    own = report(unit, form)
    send(own, nguoi="-")
    stored = cell(own, "ket_qua.nguoi")
    assert stored["not_arising"] and stored["actual"] is None
    done = values(own.form(), own.rows)
    assert done["ket_qua", "cong"] == 0
    assert lacking(own.form(), done) == {}
    html = view(own, "pbgdpl-cells")()
    assert 'name="actual-ket_qua.nguoi" value="-"' in " ".join(html.split())
    send(own, nguoi="")
    assert cell(own, "ket_qua.nguoi")["not_arising"] is False
    assert lacking(own.form(), values(own.form(), own.rows))


def test_the_province_says_that_nothing_arises_where_no_unit_has_it(
    form, section, unit
):
    own = report(unit, form)
    send(own, nguoi="-")
    put_report(own, "approved")
    total = report(section, form)
    assert cell(total, "ket_qua.nguoi")["not_arising"]


def test_whence_a_number_comes(form, section, unit):
    activity(unit, sessions=3)
    own = report(unit, form)
    assert cell(own, "ket_qua.so")["source"] == "counted"
    send(own, so="4", **{"ghi_chu": "Có một buổi chưa nhập"})
    assert cell(own, "ket_qua.so")["actual"] == 3, "a corrected number needs a note"
    own.rows = [{**row, "note": "Sổ"} for row in own.rows]
    send(own, so="4")
    assert cell(own, "ket_qua.so")["source"] == "typed"
    view(own, "pbgdpl-count-again", "POST", _authenticator=token(own))()
    assert cell(own, "ket_qua.so")["actual"] == 4
    send(own, so="3")
    assert cell(own, "ket_qua.so")["source"] == "counted"
    put_report(own, "approved")
    assert cell(report(section, form), "ket_qua.so")["source"] == "summed"


def test_words_are_kept_as_they_were_typed(form, unit):
    own = report(unit, form)
    send(own, ghi_chu="Chưa có kinh phí, chờ giao")
    assert cell(own, "ket_qua.ghi_chu")["text"] == "Chưa có kinh phí, chờ giao"
    assert "Chưa có kinh phí, chờ giao" in view(own, "view")()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12,5", Decimal("12.5")),
        ("1.250,75", Decimal("1250.75")),
        ("3,0", 3),
        ("7", 7),
        ("", None),
    ],
)
def test_decimals_are_exact(text, found):
    assert read_number(text, fraction=True) == found


def test_decimals_are_added_up_and_shown_with_a_comma(form, unit):
    own = report(unit, form)
    send(own, gio="12,125")
    assert cell(own, "ket_qua.gio")["actual"] == Decimal("12.125")
    assert "12,125" in view(own, "view")()
    assert number(Decimal("0.1") + Decimal("0.2")) == "0,3"
    assert number(Decimal("1234567.50")) == "1.234.567,5"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *[("gio", "12,1255"), ("gio", "12,"), ("gio", "1,2,3"), ("gio", "-1")],
        *[("nguoi", "1,5"), ("nguoi", "hai"), ("tien", "1" + "0" * 15)],
        ("tien", "3,5"),
    ],
)
def test_what_a_column_cant_hold_is_refused_and_stays_typed(form, unit, name, text):
    own = report(unit, form)
    before = own.rows
    html = send(own, **{name: text})
    assert own.rows == before
    assert "is-invalid" in html and f'value="{text}"' in html


def test_a_sum_of_money_of_thirteen_digits(form, unit):
    own = report(unit, form)
    send(own, tien="1.234.567.890.123")
    assert values(own.form(), own.rows)["ket_qua", "tien"] == 1_234_567_890_123


def test_rest_takes_decimals_as_text_and_never_rounds(form):
    field = ICell["actual"]
    assert field.fromUnicode("12.5") == Decimal("12.5")
    assert field.fromUnicode("12") == 12
    for wrong in (12.5, True, "12"):
        with pytest.raises(WrongType):
            field.validate(wrong)
    with pytest.raises(WrongType):
        field.fromUnicode("mười")
    for endless in ("1E99999", "1E-99999", "NaN", "Infinity", "9" * 5000):
        with pytest.raises(WrongType):
            field.fromUnicode(endless)


@pytest.mark.parametrize(
    ("unit", "told"),
    [("nghìn đồng", "msg_typed_in_dong"), ("đồng", "đồng"), ("", "")],
)
def test_money_is_typed_in_dong_whatever_is_printed(unit, told):
    assert typed_unit(FormColumn("kp", "", unit=unit, type="money")) == told
