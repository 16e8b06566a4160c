"""Rows of organisations: who stands in them, what they add up to, what is missing."""

from datetime import date
from desk_content import make_unit
from io import BytesIO
from made_once import made_once
from openpyxl import load_workbook
from openpyxl import Workbook
from plone import api
from plone.api.exc import InvalidParameterError
from pypdf import PdfReader
from random import Random
from sonla.pbgdpl.editorial.exceptions import AdditionRefused
from sonla.pbgdpl.statistics.cells.formulas import complete
from sonla.pbgdpl.statistics.cells.formulas import lacking
from sonla.pbgdpl.statistics.cells.formulas import upper_bounds
from sonla.pbgdpl.statistics.cells.reported import values
from sonla.pbgdpl.statistics.forms.files import raw_form
from sonla.pbgdpl.statistics.forms.files import read_form
from sonla.pbgdpl.statistics.forms.files import write_form
from sonla.pbgdpl.statistics.forms.store import form_for
from sonla.pbgdpl.statistics.forms.store import RECORD
from sonla.pbgdpl.statistics.forms.store import shipped_texts
from sonla.pbgdpl.statistics.interfaces import ICounter
from sonla.pbgdpl.statistics.organisations import row_sets
from sonla.pbgdpl.statistics.overview import overview
from sonla.pbgdpl.statistics.paper.reading import merged
from sonla.pbgdpl.statistics.paper.reading import read_numbers
from sonla.pbgdpl.statistics.places import place_of
from sonla.pbgdpl.statistics.row_trees import opened
from sonla.pbgdpl.statistics.row_trees import RowMember
from statistics_content import correct
from statistics_content import put_report
from statistics_content import report
from statistics_content import token
from statistics_content import view
from zope.component import getGlobalSiteManager
from zope.interface import implementer

import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

FORM = "04a-tp-pbgdpl"
SUMMED = (
    *("bcv", "cuoc_truc_tiep", "luot_nguoi", "cuoc_thi", "luot_thi"),
    *("tai_lieu", "tai_lieu_mang", "kp_thuong_xuyen", "kp_chuong_trinh", "kp_khac"),
)
BODIES = {
    "so-tu-phap": "Sở Tư pháp",
    "so-giao-duc-dao-tao": "Sở Giáo dục và Đào tạo",
    "cong-an-tinh": "Công an tỉnh",
}
COMMUNES = {
    "03646": "Phường Tô Hiệu",
    "04246": "Xã Mường Lạn",
    "04006": "Xã Song Khủa",
}
REPORTED = {
    "so-tu-phap": (
        *(12, 10, 18, 2_460, 1, 15_240, 6_000, 84),
        *(412_500_000, 150_000_000, 20_000_000),
    ),
    "so-giao-duc-dao-tao": (8, 5, 9, 3_120, 1, 8_800, 1_500, 12, 96_000_000, 0, 0),
    "cong-an-tinh": (15, 15, 26, 4_010, 0, 0, 2_200, 0, 180_000_000, 60_000_000, 0),
    "03646": (0, 0, 22, 1_870, 1, 640, 900, 6, 24_000_000, 0, 3_500_000),
    "04246": (0, 0, 14, 1_105, 0, 0, 350, 0, 15_000_000, 0, 0),
}
"""Invented figures in the order of the columns that are typed."""
EXPECTED = {
    "cqcm": (20, 27, 5_580, 2, 24_040, 7_500, 96, 508_500_000, 150_000_000, 20_000_000),
    "tinh_khac": (15, 26, 4_010, 0, 0, 2_200, 0, 180_000_000, 60_000_000, 0),
    "tinh": (35, 53, 9_590, 2, 24_040, 9_700, 96, 688_500_000, 210_000_000, 20_000_000),
    "ubnd_xa": (0, 36, 2_975, 1, 640, 1_250, 6, 39_000_000, 0, 3_500_000),
    "xa": (0, 36, 2_975, 1, 640, 1_250, 6, 39_000_000, 0, 3_500_000),
    "tong": (
        *(35, 89, 12_565, 3, 24_680, 10_950, 102),
        *(727_500_000, 210_000_000, 23_500_000),
    ),
}
"""Worked out by hand."""
FUNDS = {
    "cqcm": 678_500_000,
    "tinh_khac": 240_000_000,
    "tinh": 918_500_000,
    "ubnd_xa": 42_500_000,
    "xa": 42_500_000,
    "tong": 961_000_000,
}


def offered(name):
    """Return the text of a shipped form, by which people then report."""
    raw = next(raw_form(text) for text in shipped_texts() if f'"{name}"' in text)
    return write_form(raw | {"offered": True})


@pytest.fixture
def bodies(portal, section):
    """Return units of three bodies and three communes, to which the form is offered."""
    return made_once(portal, make_bodies, section.getPhysicalPath())


def make_bodies(portal, path):
    """Make units of three bodies and three communes, and offer the form to them."""
    section = portal.unrestrictedTraverse(path)
    api.portal.set_registry_record(RECORD, [offered(FORM)])
    record = "sonla.pbgdpl.vocabularies.agencies"
    terms = api.portal.get_registry_record(record)
    api.portal.set_registry_record(
        record, [one for one in terms if one["token"] in BODIES]
    )
    made = {}
    for code, title in {**BODIES, **COMMUNES}.items():
        made[code] = make_unit(section, title, code=code)
        made[code].agency = code if code in BODIES else None
    return made


def fill_in(item, numbers):
    """Type the numbers of a report, in the order of its cells."""
    item.rows = [
        {**row, "actual": number, "note": "Theo sổ"}
        for row, number in zip(item.rows, numbers, strict=True)
    ]


def province_report(section, bodies):
    """Have all but one commune report, and sum them up."""
    paths = {code: bodies[code].getPhysicalPath() for code in REPORTED}
    path = section.getPhysicalPath()
    return made_once(api.portal.get(), make_province_report, path, paths)


def make_province_report(portal, path, paths):
    """Have units report at their paths, and sum them up in the section at its path."""
    for code, numbers in REPORTED.items():
        one = report(portal.unrestrictedTraverse(paths[code]), FORM, "so_bo_6_thang")
        fill_in(one, numbers)
        put_report(one, "approved")
    return report(portal.unrestrictedTraverse(path), FORM, "so_bo_6_thang")


def test_a_unit_fills_in_its_own_row(bodies):
    own = report(bodies["03646"], FORM, "so_bo_6_thang")
    (row,) = own.form().rows
    assert row.key == "03646@2025-07-01"
    assert row.title == "Phường Tô Hiệu"
    assert len(own.rows) == 11
    assert values(own.form(), own.rows)[row.id, "kp"] is None


def test_the_worked_example_to_the_dong(section, bodies):
    total = province_report(section, bodies)
    form, done = total.form(), values(total.form(), total.rows)
    for row, numbers in EXPECTED.items():
        assert tuple(done[row, name] for name in SUMMED) == numbers, row
    assert {row: done[row, "kp"] for row in FUNDS} == FUNDS
    assert [row.code for row in form.rows if row.base == "cqcm_dv"] == ["1.1", "1.2"]
    leaf = form.row_by_id["ubnd_xa_dv:04006@2025-07-01"]
    assert done[leaf.id, "kp"] is None


def test_what_is_missing_is_named_in_every_sum_above_it(section, bodies):
    total = province_report(section, bodies)
    form, done = total.form(), values(total.form(), total.rows)
    gaps = lacking(form, done)
    assert {row for row, _column in gaps} == {"ubnd_xa", "xa", "tong"}
    for (row, column), cells in gaps.items():
        assert {cell[0] for cell in cells} == {"ubnd_xa_dv:04006@2025-07-01"}, row
        assert column == "kp" or cells[0][1] == column
    html = view(total, "view")()
    assert "Xã Song Khủa" in html


def test_people_are_not_added_up(section, bodies):
    total = province_report(section, bodies)
    form = total.form()
    actual = values(form, total.rows)
    assert actual["tong", "bcv_truc_tiep"] == 0
    assert not form.formula(("tong", "bcv_truc_tiep"))
    assert upper_bounds(form, actual)["tong", "bcv_truc_tiep"] == 30


@implementer(ICounter)
class Speakers:
    """Count five people, one of whom spoke for two bodies."""

    title = "Người nói"

    def __init__(self, bodies):
        self.places = [
            place_of(bodies[code]) for code in ("so-tu-phap", "cong-an-tinh")
        ]

    def facts(self):
        return ("role",)

    def values(self):
        return {}

    def measures(self):
        return ("took_part",)

    def entries(self, scope):
        first, second = self.places
        for rid, place in (
            (1, first),
            (2, first),
            (3, first),
            (3, second),
            (4, second),
        ):
            if place in scope.places:
                yield rid, place, ("LegalReporter",), (1,)


def test_who_spoke_for_two_bodies_is_one_person_in_their_sum(section, bodies):
    components = getGlobalSiteManager()
    counter = Speakers(bodies)
    known = components.queryUtility(ICounter, "people")
    components.registerUtility(counter, ICounter, "people")
    try:
        for code in ("so-tu-phap", "cong-an-tinh"):
            put_report(report(bodies[code], FORM, "so_bo_6_thang"), "approved")
        total = report(section, FORM, "so_bo_6_thang")
    finally:
        components.unregisterUtility(counter, ICounter, "people")
        components.registerUtility(known, ICounter, "people")
    counted = {row["indicator"]: row["counted"] for row in total.rows}
    assert counted["cqcm_dv:so-tu-phap.bcv_truc_tiep"] == 3
    assert counted["tinh_khac_dv:cong-an-tinh.bcv_truc_tiep"] == 2
    assert counted["tong.bcv_truc_tiep"] == counted["tinh.bcv_truc_tiep"] == 4
    assert counted["cqcm.bcv_truc_tiep"] == 3
    form = total.form()
    assert upper_bounds(form, values(form, total.rows))["tong", "bcv_truc_tiep"] == 5


def test_the_same_code_below_other_rows_is_another_row(section, bodies):
    form = report(section, FORM, "so_bo_6_thang").form()
    assert form.row_by_id["cqcm"].code == form.row_by_id["ubnd_xa"].code == "1"
    assert form.path("cqcm") == ("tong", "tinh", "cqcm")
    assert form.path("ubnd_xa") == ("tong", "xa", "ubnd_xa")


def test_rows_stay_as_they_were_when_the_report_was_opened(section, bodies):
    total = province_report(section, bodies)
    before = [row.id for row in total.form().rows]
    make_unit(section, "Xã Mường Bú", code="03847")
    bodies["04246"].title = "Xã Khác"
    assert [row.id for row in total.form().rows] == before
    assert "Xã Khác" not in [row.title for row in total.form().rows]


def test_what_joined_a_list_is_offered_and_nothing_entered_is_lost(section, bodies):
    total = province_report(section, bodies)
    assert view(total, "view").row_changes == {}
    make_unit(section, "Xã Mường Bú", code="03847")
    with api.env.adopt_roles(["Manager"]):
        for code in ("04006", "04246"):
            bodies[code].closed_on = date(2025, 12, 31)
        before = {row["indicator"]: row["actual"] for row in total.rows}
        page = view(total, "view")
        assert page.row_changes == {"added": "Xã Mường Bú", "removed": "Xã Song Khủa"}
        assert "pbgdpl-row-changes" in page()
        view(
            total, "pbgdpl-count-again", "POST", rows="1", _authenticator=token(total)
        )()
    titles = [row.title for row in total.form().rows if row.base == "ubnd_xa_dv"]
    assert titles == ["Phường Tô Hiệu", "Xã Mường Bú", "Xã Mường Lạn"]
    assert view(total, "view").row_changes == {}
    name = "ubnd_xa_dv:04246.cuoc_truc_tiep"
    assert name in before and name in {row["indicator"] for row in total.rows}


def test_a_unit_that_ended_stands_before_and_not_after(section, bodies):
    closed = make_unit(section, "Xã Cũ", code="99999")
    closed.opened_on, closed.closed_on = date(2020, 1, 1), date(2025, 7, 1)
    raw = raw_form(offered(FORM)) | {"valid_from": date(2019, 1, 1)}
    api.portal.set_registry_record(RECORD, [write_form(raw)])

    def units(kind, year):
        found = dict(row_sets(section, *form_for(FORM, kind, year)))
        titles = [one.title for one in found["ubnd_xa_dv"]]
        return [one for one in titles if one in ("Xã Cũ", "Phường Tô Hiệu")]

    assert units("tron_nam", 2024) == ["Xã Cũ"]
    assert units("so_bo_6_thang", 2025) == ["Xã Cũ"]
    assert units("tron_nam", 2025) == ["Phường Tô Hiệu", "Xã Cũ"]
    assert units("so_bo_6_thang", 2026) == ["Phường Tô Hiệu"]


def test_a_unit_for_which_the_form_has_no_row_is_told_so(section, bodies):
    raw = raw_form(offered(FORM))
    for row in raw["row"]:
        if row["id"] == "ubnd_xa_dv":
            row["where"] = {"code": "03646"}
    api.portal.set_registry_record(RECORD, [write_form(raw)])
    with pytest.raises((AdditionRefused, InvalidParameterError)) as refused:
        report(bodies["04006"], FORM, "so_bo_6_thang")
    assert "Xã Song Khủa" in str(refused.value)


def tree(random, depth):
    """Return rows of a random tree, and the members of what repeats."""
    rows, sets = [], {}

    def grow(parent, level):
        for number in range(random.randint(1, 4)):
            name = f"{parent}_{number}" if parent else f"r{number}"
            repeats = parent and random.random() < 0.4
            if level == depth or repeats:
                kind = "repeat" if parent else "item"
                rows.append(
                    {"id": name, "title": name, "kind": kind, "parent": parent}
                    | ({"over": "units"} if kind == "repeat" else {})
                )
                if kind == "repeat":
                    sets[name] = tuple(
                        RowMember(str(n), f"Đơn vị {n}")
                        for n in range(random.choice((1, 2, 30, 200)))
                    )
            else:
                rows.append(
                    {
                        **{"id": name, "title": name, "kind": "total"},
                        **{"parent": parent, "formula": "children"},
                    }
                )
                grow(name, level + 1)

    grow("", 1)
    return rows, sets


@pytest.mark.parametrize("seed", range(25))
def test_random_trees_agree_with_an_independent_sum(seed):
    random = Random(seed)
    rows, sets = tree(random, 1 + seed % 5)
    raw = raw_form(offered(FORM)) | {"row": rows}
    form = opened(read_form(write_form(raw)), sets)
    leaves = [row for row in form.rows if row.formula is None]
    sent = {
        (leaf.id, column.id): random.randrange(10**12)
        for leaf in leaves
        for column in form.columns
        if column.formula is None
    }
    done = complete(form, sent)
    above = {leaf.id: form.path(leaf.id)[:-1] for leaf in leaves}
    for row in form.rows:
        if row.formula is not None:
            below = [leaf for leaf, path in above.items() if row.id in path]
            assert done[row.id, "kp_khac"] == sum(sent[x, "kp_khac"] for x in below)
            funds = ("kp_thuong_xuyen", "kp_chuong_trinh", "kp_khac")
            assert done[row.id, "kp"] == sum(sent[x, y] for x in below for y in funds)
    gone = random.choice(leaves).id
    left = complete(form, sent | {(gone, "bcv"): None})
    gaps = lacking(form, left)
    known = {(row, "bcv") for row in above[gone] if left[row, "bcv"] is not None}
    assert set(gaps) == known
    assert all(cells == [(gone, "bcv")] for cells in gaps.values())


def test_the_worked_example_on_paper_and_back(section, bodies):
    total = province_report(section, bodies)
    form, done = total.form(), values(total.form(), total.rows)
    pages = PdfReader(BytesIO(view(total, "pbgdpl-report.pdf")())).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert len(pages) <= 2
    assert "961.000.000*" in text and "688.500.000" in text
    assert "còn thiếu: Xã Song Khủa" in text
    assert "Phường Tô Hiệu" not in text, "details are left out unless asked for"
    asked = view(total, "pbgdpl-report.pdf", details="1")()
    pages = PdfReader(BytesIO(asked)).pages
    assert "Phường Tô Hiệu" in " ".join(page.extract_text() for page in pages)

    # A spreadsheet in which columns moved and heads changed is read as it was
    lines = list(
        load_workbook(
            BytesIO(view(total, "pbgdpl-report.xlsx")()), data_only=True
        ).worksheets[0]
    )
    at = next(n for n, line in enumerate(lines) if line[2].value == "(1)")
    book = Workbook()
    for line in lines[at : at + 1 + len(form.rows)]:
        number, title, *rest = (cell.value for cell in line)
        Random(1).shuffle(rest)
        book.active.append([title, *rest, number])
    stream = BytesIO()
    book.save(stream)
    found = read_numbers(stream.getvalue(), form)
    assert not found.problems
    assert found.values == {key: done.get(key) for key in form.cells()}


def test_a_slip_that_one_axis_does_not_see_is_named(section, bodies):
    """The row agrees with itself, (9) = (10) + (11) + (12); the column alone tells."""
    total = province_report(section, bodies)
    book = load_workbook(BytesIO(view(total, "pbgdpl-report.xlsx")()))
    page = book.worksheets[0]
    codes = next(line for line in page if line[2].value == "(1)")
    row = next(line[1].row for line in page if line[1].value == "Tại cấp tỉnh")
    for code, number in (("(12)", 0), ("(9)", FUNDS["tinh"] - 20_000_000)):
        column = next(one.column for one in codes if one.value == code)
        page.cell(row, column).value = number
    stream = BytesIO()
    book.save(stream)
    form = total.form()
    found = read_numbers(stream.getvalue(), form)
    merged(form, total.rows, found, "")
    assert {(one.mapping["found"], one.mapping["sum"]) for one in found.problems} == {
        ("0", "20.000.000"),
        ("898.500.000", "918.500.000"),
    }


def test_totals_of_a_file_without_their_parts_are_named(section, bodies):
    total = report(section, FORM, "so_bo_6_thang")
    book = Workbook()
    book.active.append(["A", "B", "(1)", "(9)"])
    book.active.append(["", "Tổng số trên địa bàn", 35, 961_000_000])
    stream = BytesIO()
    book.save(stream)
    found = read_numbers(stream.getvalue(), total.form())
    merged(total.form(), total.rows, found, "")
    said = [one for one in found.problems if one == "msg_file_total_alone"]
    assert {one.mapping["found"] for one in said} >= {"961.000.000"}


def test_bodies_without_a_unit_are_in_public_sums_or_named_as_missing(section, bodies):
    section.manage_delObjects([bodies["cong-an-tinh"].getId()])
    for code, numbers in REPORTED.items():
        if code != "cong-an-tinh":
            one = report(bodies[code], FORM, "so_bo_6_thang")
            fill_in(one, numbers)
            put_report(one, "approved")
    public = overview(section, *form_for(FORM, "so_bo_6_thang", 2026), "reports", False)
    assert public.outside.missing == ["Công an tỉnh"]
    assert public.total.values["tong", "cuoc_truc_tiep"] == 63
    item = report(section, FORM, "so_bo_6_thang")
    (row,) = [one.id for one in item.form().rows if one.title == "Công an tỉnh"]
    correct(item, f"{row}.cuoc_truc_tiep", actual=26, note="Theo công văn")
    put_report(item, "approved")
    public = overview(section, *form_for(FORM, "so_bo_6_thang", 2026), "reports", False)
    assert (public.outside.stated, public.outside.missing) == (["Công an tỉnh"], [])
    assert public.total.values["tong", "cuoc_truc_tiep"] == 89
    page = view(section, form=FORM, kind="so_bo_6_thang", year="2026", source="reports")
    assert "have 1 bodies that have no unit" in page()
