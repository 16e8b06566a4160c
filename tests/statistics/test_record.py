"""Reports for other systems: what is public of them, once they are approved."""

from desk_content import make_people
from desk_content import make_unit
from exchange_content import add_section
from lxml import etree
from people import enter
from plone import api
from plone.dexterity.utils import iterSchemataForType
from sonla.pbgdpl.exchange.exporter import is_exportable
from sonla.pbgdpl.exchange.exporter import record_of
from sonla.pbgdpl.exchange.field_types import InvalidValue
from sonla.pbgdpl.exchange.formats import jsonld
from sonla.pbgdpl.exchange.formats import pbgdpl_xml
from sonla.pbgdpl.exchange.part_types import FigureKind
from sonla.pbgdpl.exchange.record import Figure
from sonla.pbgdpl.exchange.record import Term
from sonla.pbgdpl.statistics.record import STATISTICS
from statistics_content import activity
from statistics_content import correct
from statistics_content import PEOPLE
from statistics_content import put_report
from statistics_content import report
from zope.schema import getFieldNames

import pytest

STAYS = {
    "corrects": "a UID of ours",
    "entered_by_office": "how the office works",
    "exclude_from_nav": "",
    "file": "the signed copy has every number",
    "form_code": "goes out with its title as kind",
    "form_version": "likewise",
    "id": "",
    "language": "",
    "period_kind": "goes out with its title",
    "revision": "part of the title",
    "rows": "go out as figures, those that are public",
}


@pytest.fixture
def unit(portal):
    with api.env.adopt_roles(["Manager"]):
        make_people()
    return make_unit(add_section(portal), "Sở Tư pháp", code="so-tu-phap")


def test_each_field_goes_out_or_is_said_to_stay(portal):
    goes = {n for place in STATISTICS.accessors.values() for n in place.attributes}
    fields = {
        name
        for schema in iterSchemataForType("StatisticsReport")
        for name in getFieldNames(schema)
    }
    assert fields <= goes | set(STAYS)
    assert goes.isdisjoint(STAYS)


@pytest.mark.parametrize("state", ["draft", "submitted", "approved", "locked"])
def test_only_what_is_approved_goes_out(unit, state):
    item = report(unit)
    put_report(item, state)
    assert is_exportable(item) is (state in ("approved", "locked"))


def test_numbers_arrive_in_every_format_as_they_are(unit):
    activity(unit, sessions=3, attendees=40)
    item = report(unit)
    correct(item, "ket_qua.so_cuoc", estimate=2)
    put_report(item, "approved")
    record = record_of(item)
    figures = {one.cell.token: (one.value, one.estimate) for one in record["figures"]}
    assert figures["ket_qua.so_cuoc"] == (5, 2)
    assert figures["ket_qua.nguoi_du"] == (40, 0)
    assert record["period_kind"] == Term("year", "Năm")
    assert record["year"] == 2026
    assert record["creator"] == "Sở Tư pháp"
    for module in (pbgdpl_xml, jsonld):
        assert module.load(module.dump(record))["figures"] == record["figures"]


def test_nobodys_sex_or_ethnicity_goes_out(unit):
    enter(unit, gender="female", ethnicity="Thái")
    item = report(unit, code=PEOPLE)
    put_report(item, "approved")
    record = record_of(item)
    cells = {one.cell.token.partition(".")[2] for one in record["figures"]}
    assert "tong_so" in cells
    assert cells.isdisjoint({"nam", "nu", "kinh", "dan_toc_khac"})
    text = etree.tostring(pbgdpl_xml.dump(record), encoding="unicode")
    assert "Dân tộc" not in text


def test_the_sum_of_one_unit_alone_is_that_unit(unit):
    """The record of the province tells of sex once another unit has reported, too."""
    section, sums = unit.aq_parent, []
    for place in (unit, make_unit(section, "Xã Mẫu", code="03679")):
        for number in range(10):
            gender = "female" if number < 5 else "male"
            enter(place, f"Lò Văn {number}", gender=gender)
        put_report(report(place, code=PEOPLE), "approved")
        with api.env.adopt_roles(["Manager"]):
            item = report(section, code=PEOPLE)
            put_report(item, "approved")
            cells = {one.cell.token: one.value for one in record_of(item)["figures"]}
            api.content.delete(item)
        sums.append((cells["cong.tong_so"], cells.get("cong.nu")))
    assert sums == [(10, None), (20, 10)]


@pytest.mark.parametrize(
    "value",
    [
        "5",
        Figure(Term("a.b", ""), -1),
        Figure(Term("a.b", ""), None),
        Figure(Term("a.b", ""), 5, 6),
    ],
)
def test_bad_figures_are_refused(value):
    with pytest.raises(InvalidValue):
        FigureKind().clean(value)


def test_a_figure_without_a_name_is_none():
    assert FigureKind().clean(Figure(Term("", ""), 5)) is None
