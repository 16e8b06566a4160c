"""The pages: figures for everybody, files, reports, their forms, the overview."""

from bench.wide_form import CODE
from bench.wide_form import COLUMNS
from bench.wide_form import KIND
from bench.wide_form import ROWS
from bench.wide_form import store_wide_form
from bench.wide_form import wide_form
from contextlib import nullcontext
from datetime import date
from datetime import timedelta
from desk_content import acting
from io import BytesIO
from lxml.html import fromstring
from openpyxl import load_workbook
from people import enter
from plone import api
from plone.app.testing import logout
from random import Random
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.interfaces import IHarvestTarget
from sonla.pbgdpl.core.tables.csv_files import read_csv
from sonla.pbgdpl.editorial.states import last_step
from sonla.pbgdpl.materials.content import IEducationMaterial
from sonla.pbgdpl.statistics import STATISTICS_WORKFLOW
from sonla.pbgdpl.statistics.content import IStatisticsReport
from sonla.pbgdpl.statistics.content import state_in_history
from sonla.pbgdpl.statistics.workflow import fill
from statistics_content import activity
from statistics_content import cell
from statistics_content import correct
from statistics_content import moment
from statistics_content import PEOPLE
from statistics_content import put_report
from statistics_content import report
from statistics_content import RESULTS
from statistics_content import step
from statistics_content import token
from statistics_content import view
from urllib.parse import parse_qsl
from urllib.parse import urlsplit
from z3c.form.interfaces import IDataConverter
from z3c.form.interfaces import IFieldWidget
from z3c.form.interfaces import IFormLayer
from zExceptions import NotFound
from zExceptions import Unauthorized
from zope.component import getMultiAdapter
from zope.i18n.locales import locales
from zope.interface import alsoProvides

import json
import pytest

pytestmark = pytest.mark.usefixtures("content_alone")


@pytest.fixture(autouse=True)
def october(monkeypatch):
    """Let it be a day of 2026 on which all activities of the tests have been."""
    for name in (
        "sonla.pbgdpl.statistics.recounting.today",
        "sonla.pbgdpl.statistics.pages.menus.today",
        "sonla.pbgdpl.statistics.pages.figures_filter.today",
        "sonla.pbgdpl.statistics.pages.item.today",
        "sonla.pbgdpl.statistics.pages.reports.today",
        "sonla.pbgdpl.statistics.pages.round.today",
    ):
        monkeypatch.setattr(name, lambda: date(2026, 12, 31))


def text_of(html):
    return " ".join(html.split())


@pytest.mark.parametrize("code", [RESULTS, PEOPLE])
@pytest.mark.parametrize("source", ["records", "reports"])
def test_the_page_answers_when_there_is_nothing(portal, section, unit, code, source):
    for place in (portal, section, unit):
        html = view(place, form=code, source=source)()
        assert "pbgdpl-statistics-filter" in html


@pytest.mark.parametrize(
    "form",
    [
        {"year": "abc", "kind": "month", "form": "nothing", "unit": "x"},
        {"year": "2011"},
        {"indicator": "ket_qua.nothing"},
        {"indicator": "x" * 500},
        {"source": "guess", "unit": "' OR 1"},
    ],
)
def test_nonsense_in_the_address_harms_nobody(section, form):
    assert "pbgdpl-statistics-filter" in view(section, **form)()


def by_hand(place, first, last):
    """Sum the columns of the results up by a loop over all activities below a place."""
    cells = dict.fromkeys(("so_cuoc", "nguoi_du", "cuoc_thi", "tai_lieu"), 0)
    items = [place]
    for item in items:
        items.extend(
            getattr(item.aq_base, "objectValues", tuple) and item.objectValues()
        )
    for item in items:
        if getattr(item, "portal_type", "") != "LegalActivity":
            continue
        day = in_portal_zone(item.start).date()
        if api.content.get_state(item) != "published" or not first <= day <= last:
            continue
        cells["tai_lieu"] += item.documents_handed_out or 0
        if item.dissemination_form == "truc-tiep":
            cells["so_cuoc"] += 1 if item.sessions is None else item.sessions
            cells["nguoi_du"] += item.attendees or 0
        if item.dissemination_form == "thi-tim-hieu":
            cells["cuoc_thi"] += 1 if item.sessions is None else item.sessions
    return cells


@pytest.mark.sample(1)
@pytest.mark.parametrize("seed", range(5))
def test_page_files_report_and_loop_agree(section, unit, other, seed):
    random = Random(seed)
    for _number in range(25):
        activity(
            random.choice([unit, other]),
            start=moment(2026, 1, 1, random.randrange(20))
            + timedelta(days=random.randrange(-40, 400)),
            state=random.choice(["published", "published", "draft", "withdrawn"]),
            form=random.choice(["truc-tiep", "thi-tim-hieu", "khac"]),
            sessions=random.choice([None, 0, 1, 2]),
            attendees=random.randrange(3, 2000),
            documents_handed_out=random.randrange(50),
        )
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    expected = {place: by_hand(place, first, last) for place in (section, unit, other)}
    columns = {
        "so_cuoc": "Số cuộc phổ biến pháp luật trực tiếp",
        "nguoi_du": "Số lượt người tham dự",
        "cuoc_thi": "Số cuộc thi tìm hiểu pháp luật",
        "tai_lieu": "Số tài liệu phát hành miễn phí (bản)",
    }
    shown = {line["title"]: line["now"] for line in view(section).rows()[0]["lines"]}
    data = json.loads(view(section, "pbgdpl-statistics.json")())
    lines = read_csv(view(section, "pbgdpl-statistics.csv")())
    sheet = load_workbook(BytesIO(view(section, "pbgdpl-statistics.xlsx")())).active
    table = [row for row in sheet.iter_rows(min_row=4, values_only=True)]
    for name, title in columns.items():
        total = expected[section][name]
        assert shown[title] == f"{total:,}".replace(",", ".")
        assert data["total"]["values"][f"ket_qua.{name}"] == total
        assert lines[-1][title.lower().replace(" ", "_")] == str(total)
        assert table[-1][table[0].index(title)] == total
        for place in (unit, other):
            item = report(place, kind="official") if name == "so_cuoc" else None
            mine = expected[place][name]
            at = [row[0] for row in table].index(place.Title())
            assert table[at][table[0].index(title)] == mine
            if item is not None:
                for each, number in expected[place].items():
                    assert cell(item, f"ket_qua.{each}")["counted"] == number


def test_one_indicator_by_units_beside_the_former_year(section, unit, other):
    activity(unit, sessions=3)
    activity(other, sessions=9)
    activity(other, start=moment(2025, 1, 5), sessions=1)
    activity(other, start=moment(2025, 5, 1), sessions=5)
    page = view(section, indicator="ket_qua.so_cuoc")
    lines = page.unit_lines()
    assert [(line["title"], line["now"], line["change"]) for line in lines] == [
        ("Xã Mẫu", "9", "+3 (+50,0%)"),
        ("Sở Tư pháp", "3", "+3"),
    ]
    assert page.total_line()["now"] == "12"


@pytest.fixture
def wide(section, unit):
    """Store a form of 300 rows and 20 columns, and hold what its rows 1 and 2 count."""
    store_wide_form()
    for row, attendees in ((1, 3), (2, 4)):
        kind = wide_form()["row"][row]["where"]["form"]
        activity(unit, attendees=attendees, form=kind)
    return {"form": CODE, "kind": KIND, "year": "2026"}


def test_a_form_of_many_rows_is_read_in_parts_and_whole(section, wide):
    first = fromstring(view(section, **wide)())
    tables = first.cssselect("#pbgdpl-rows table")
    assert len(tables) == 25
    assert all(len(one.cssselect("tbody tr")) == COLUMNS for one in tables)
    (after,) = first.cssselect("#pbgdpl-rows a[href*='rows=']")
    asked = dict(parse_qsl(urlsplit(after.get("href")).query))
    assert wide.items() <= asked.items()
    second = fromstring(view(section, **asked)())
    assert second.cssselect("#pbgdpl-rows h2")[0].text == "Hàng 25"
    (whole,) = first.cssselect("#pbgdpl-rows a[href*='whole=']")
    asked = dict(parse_qsl(urlsplit(whole.get("href")).query))
    page = view(section, **asked)
    assert len(fromstring(page()).cssselect("#pbgdpl-rows table")) == ROWS
    assert len(page.rows()) == ROWS


def test_one_row_or_one_cell_of_a_large_form_is_chosen_by_two_menus(section, wide):
    html = fromstring(view(section, **wide)())
    assert len(html.cssselect("select[name=row] option")) == ROWS + 1
    assert len(html.cssselect("select[name=column] option")) == COLUMNS + 1
    assert not html.cssselect("select[name=indicator]")
    page = view(section, **wide, row="r1")
    (row,) = page.rows()
    assert (row["title"], page.key_figures()[0]["value"]) == ("Hàng 1", "3")
    link = fromstring(page()).cssselect("#pbgdpl-rows tbody th a")[0].get("href")
    asked = dict(parse_qsl(urlsplit(link).query))
    assert asked == {**wide, "indicator": "r1.c1", "source": "records"}
    whole = view(section, **wide).key_figures()[0]["value"]
    for chosen, number in (
        (asked, "3"),
        ({**wide, "row": "r1", "column": "c1"}, "3"),
        ({**wide, "column": "c1"}, whole),
    ):
        page = view(section, **chosen)
        assert page.total_line()["now"] == number
        assert page.by_unit and "<table" in page()
    assert len(view(section, **wide, row="nothing").rows()) == 25


def test_kinds_of_period_are_never_compared_with_each_other(section, unit):
    activity(unit, start=moment(2025, 1, 9), sessions=0)
    activity(unit, start=moment(2025, 9, 1), sessions=5)
    activity(unit, sessions=5)
    page = view(section, kind="six_months")
    line = page.rows()[0]["lines"][0]
    assert (line["now"], line["before"]) == ("5", "0")
    assert page.before.period.kind == "six_months"


def test_figures_of_reports_are_what_was_reported_and_approved(section, unit, other):
    activity(unit, sessions=1)
    item = report(unit)
    correct(item, "ket_qua.so_cuoc", actual=7, estimate=2, note="Theo sổ")
    put_report(item, "approved")
    report(other)
    page = view(section, kind="year", source="reports")
    assert page.rows()[0]["lines"][0]["now"] == "9"
    assert [line.place.title for line in page.now.lines] == ["Sở Tư pháp"]


def people(unit, women, men, kinh):
    for number in range(women + men):
        enter(
            unit,
            f"Lò Văn {number}",
            gender="female" if number < women else "male",
            ethnicity="Kinh" if number < kinh else "Thái",
        )


def shown_people(place, **form):
    page = view(place, form=PEOPLE, **form)
    return {
        (row["title"], line["title"]): line["now"]
        for row in page.rows()
        for line in row["lines"]
    }


def test_the_public_sees_sex_and_ethnicity_of_nobody(section, unit, other):
    people(unit, women=4, men=7, kinh=5)
    people(other, women=0, men=1, kinh=1)
    with api.env.adopt_roles(["Anonymous"]):
        assert view(section).office is False
        cells = shown_people(section)
        assert cells["Tổng số", "Tổng số"] == "12"
        assert cells["Tổng số", "Nữ"] == cells["Tổng số", "Nam"] == "…"
        assert cells["Tổng số", "Dân tộc Kinh"] == "6"
        alone = shown_people(unit)
        assert {alone[key] for key in alone if key[1] in ("Nữ", "Dân tộc Kinh")} == {
            "…"
        }
        data = json.loads(view(section, "pbgdpl-statistics.json", form=PEOPLE)())
        assert "cong.nu" not in data["total"]["values"]
        assert "cong.nu" in data["total"]["hidden"]
        assert "bcv_tinh.kinh" not in data["units"][0]["values"]
        chosen = view(section, form=PEOPLE, indicator="cong.nu")
        assert "cong.nu" not in {one["value"] for one in chosen.indicators()}
        assert {line["now"] for line in chosen.unit_lines()} == {"…"}
        assert "<rect" not in chosen()
    with api.env.adopt_roles(["Manager"]):
        assert shown_people(section)["Tổng số", "Nữ"] == "4"


def test_only_who_reports_is_told_that_the_form_is_a_draft(section, unit):
    item = report(unit, code=PEOPLE)
    put_report(item, "approved")
    draft = "not compared with the circular"
    pages = [(section, {"form": PEOPLE}), (unit, {"form": PEOPLE}), (item, None)]
    for place, state in pages:
        page = view(place, "view") if state is None else view(place, **state)
        with api.env.adopt_roles(["Anonymous"]):
            html = page()
            assert draft not in html
            assert "đối chiếu" not in html
    with acting("tac-gia"):
        assert draft in view(unit, form=PEOPLE)()
        assert draft in view(item, "view")()
    with acting("phe-duyet"):
        assert draft in view(section, form=PEOPLE)()


@pytest.mark.parametrize("role,kept", [("Manager", "no-store, private"), (None, None)])
def test_files_of_the_office_stay_out_of_caches(section, role, kept):
    if role is None:
        logout()
    with api.env.adopt_roles([role]) if role else nullcontext():
        page = view(section, "pbgdpl-statistics.csv", form=PEOPLE)
        page()
    assert page.request.response.getHeader("Cache-Control") == kept


@pytest.mark.parametrize("source", ["records", "reports"])
def test_the_whole_of_one_unit_alone_is_that_unit(section, unit, other, source):
    """Whoever sees that the other units have nobody would read the one in the total."""
    asked = {"source": source, "kind": "year"}
    people(unit, women=6, men=6, kinh=6)
    put_report(report(unit, code=PEOPLE), "approved")
    with api.env.adopt_roles(["Anonymous"]):
        cells = shown_people(section, **asked)
    assert cells["Tổng số", "Tổng số"] == "12"
    assert cells["Tổng số", "Nữ"] == cells["Tổng số", "Dân tộc Kinh"] == "…"
    people(other, women=6, men=6, kinh=6)
    put_report(report(other, code=PEOPLE), "approved")
    with api.env.adopt_roles(["Anonymous"]):
        cells = shown_people(section, **asked)
    assert cells["Tổng số", "Nữ"] == cells["Tổng số", "Dân tộc Kinh"] == "12"


def test_what_is_hidden_in_a_row_cant_be_taken_from_the_total(section, unit, other):
    people(unit, women=6, men=6, kinh=6)
    people(other, women=6, men=6, kinh=6)
    enter(unit, "Vì Thị Mẫu", "LegalPropagandist", gender="female", ethnicity="Thái")
    with api.env.adopt_roles(["Anonymous"]):
        cells = shown_people(section)
    assert cells["Tổng số", "Nữ"] == "13"
    rows = {key[0] for key in cells} - {"Tổng số"}
    assert {cells[row, "Nữ"] for row in rows} == {"…"}


def test_the_page_of_a_report_for_office_and_public(section, unit):
    people(unit, women=2, men=3, kinh=1)
    item = report(unit, code=PEOPLE)
    put_report(item, "approved")
    with acting("tac-gia"):
        html = view(item, "view")()
        assert "pbgdpl-records?cell=bcv_tinh.nu" in html
    with api.env.adopt_roles(["Anonymous"]):
        cells = {
            one["title"]: one["total"] for one in view(item, "view").rows()[0]["cells"]
        }
        assert (cells["Tổng số"], cells["Nữ"], cells["Dân tộc khác"]) == ("5", "…", "…")
        html = view(item, "view")()
        assert "pbgdpl-records" not in html and "pbgdpl-cells" not in html
        with pytest.raises(Unauthorized):
            view(item, "pbgdpl-report.xlsx")()


def test_records_behind_a_number(section, unit):
    activity(unit, sessions=2)
    item = report(unit)
    with acting("tac-gia"):
        page = view(item, "pbgdpl-records", cell="ket_qua.so_cuoc")
        assert [line["amount"] for line in page.lines()] == ["2"]
        assert not page.differs
        assert "Hội nghị tuyên truyền mẫu" in page()
    activity(unit, sessions=5)
    with acting("tac-gia"):
        assert (
            "pbgdpl-differs" in view(item, "pbgdpl-records", cell="ket_qua.so_cuoc")()
        )
        with pytest.raises(NotFound):
            view(item, "pbgdpl-records", cell="ket_qua.nothing")()
    with api.env.adopt_roles(["Anonymous"]), pytest.raises(Unauthorized):
        view(item, "pbgdpl-records", cell="ket_qua.so_cuoc")()


def test_records_tell_nobodys_sex_to_who_may_not_see_it(section, unit):
    enter(unit, gender="female")
    item = report(unit, code=PEOPLE)
    with acting("tac-gia"):
        assert view(item, "pbgdpl-records", cell="bcv_tinh.tong_so")()
        with pytest.raises(Unauthorized):
            view(item, "pbgdpl-records", cell="bcv_tinh.nu")()
    with acting("phe-duyet"):
        assert "Lò Văn Ví Dụ" in view(item, "pbgdpl-records", cell="bcv_tinh.nu")()


def test_records_of_the_province_are_the_reports(section, unit):
    activity(unit, sessions=2)
    put_report(report(unit), "approved")
    item = report(section)
    with acting("phe-duyet"):
        page = view(item, "pbgdpl-records", cell="ket_qua.so_cuoc")
        assert [line["title"] for line in page.lines()] == ["Sở Tư pháp"]
        assert page.sum == 2


def sent(item, **cells):
    page = view(item, "pbgdpl-cells")
    found = {"stamp": page.stamp, "_authenticator": token(item)}
    return {
        **found,
        **{name.replace("__", "."): value for name, value in cells.items()},
    }


def post(item, **cells):
    page = view(item, "pbgdpl-cells", "POST", **sent(item, **cells))
    return page, page()


def test_cells_are_filled_in_by_the_unit(unit):
    activity(unit, sessions=2)
    item = report(unit)
    with acting("tac-gia"):
        page, _html = post(
            item,
            **{
                "actual-ket_qua__so_cuoc": "1 250",
                "estimate-ket_qua__so_cuoc": "1.000",
                "note-ket_qua__so_cuoc": "Theo sổ theo dõi",
            },
        )
    assert page.error is None
    row = cell(item, "ket_qua.so_cuoc")
    assert (row["counted"], row["actual"], row["estimate"]) == (2, 1250, 1000)
    assert row["note"] == "Theo sổ theo dõi"


def test_numbers_are_saved_and_sent(unit):
    item = report(unit)
    with acting("tac-gia"):
        numbers = {"estimate-ket_qua__so_cuoc": "3", "estimate-ket_qua__nguoi_du": "90"}
        post(item, send="1", comment="Đủ số.", **numbers)
        assert not view(item, "pbgdpl-cells").may_send
    assert cell(item, "ket_qua.so_cuoc")["estimate"] == 3
    last = last_step(item, STATISTICS_WORKFLOW)
    assert (last["review_state"], last["comments"]) == ("submitted", "Đủ số.")


def test_what_is_wrong_is_not_sent(unit):
    item = report(unit)
    with acting("tac-gia"):
        page, html = post(
            item, send="1", comment="Đủ số.", **{"actual-ket_qua__so_cuoc": "năm"}
        )
    assert page.error is not None and "Đủ số." in html
    assert last_step(item, STATISTICS_WORKFLOW)["review_state"] == "draft"


@pytest.mark.parametrize(
    "typed", ["-1", "1e3", "năm", "1,5", "1.5", "12.34", "9" * 20, "²"]
)
def test_what_is_no_number_is_refused_and_stays_in_the_form(unit, typed):
    item = report(unit)
    with acting("tac-gia"):
        page, html = post(item, **{"actual-ket_qua__so_cuoc": typed})
    assert page.error is not None
    assert f'value="{typed}"' in html
    assert cell(item, "ket_qua.so_cuoc")["actual"] == 0


@pytest.mark.parametrize(
    "typed,kept", [("961.000.000.000.000", 961 * 10**12), ("1" + "0" * 15, None)]
)
def test_sums_of_money_are_kept_to_the_dong_or_refused_by_their_length(
    unit, typed, kept
):
    item = report(unit)
    note = {"note-ket_qua__so_cuoc": "Theo quyết toán"}
    with acting("tac-gia"):
        page, html = post(item, **{"actual-ket_qua__so_cuoc": typed}, **note)
    assert cell(item, "ket_qua.so_cuoc")["actual"] == (kept or 0)
    assert ("15 digits" in html) == (page.error is not None) == (kept is None)


def test_a_sum_without_a_part_says_so_by_name(unit):
    item = report(unit, PEOPLE)
    with acting("tac-gia"):
        assert "Not whole" not in view(item, "view")()
        correct(item, "ttv.nam", actual=None, note="Chưa rõ")
        page = fromstring(view(item, "view")())
    (message,) = {
        " ".join(one.text_content().split())
        for one in page.xpath("//td/span[contains(., 'Not whole')]")
    }
    assert message.endswith("without Tuyên truyền viên pháp luật")


def test_a_correction_without_a_note_is_refused(unit):
    item = report(unit)
    with acting("tac-gia"):
        _page, html = post(item, **{"actual-ket_qua__so_cuoc": "5"})
    assert "pbgdpl-cells-error" in html
    assert cell(item, "ket_qua.so_cuoc")["actual"] == 0


def test_nobody_writes_over_what_another_saved_meanwhile(unit):
    item = report(unit)
    with acting("tac-gia"):
        form = sent(item, **{"estimate-ket_qua.so_cuoc": "3"})
        correct(item, "ket_qua.so_cuoc", estimate=8)
        page = view(item, "pbgdpl-cells", "POST", **form)
        html = page()
    assert page.error is not None and 'value="3"' in html
    assert cell(item, "ket_qua.so_cuoc")["estimate"] == 8


def test_two_people_typing_keep_each_cell(unit):
    """What only the other changed comes into the form; where both did, both are shown."""
    item = report(unit)
    with acting("tac-gia"):
        form = sent(
            item,
            **{
                "estimate-ket_qua.so_cuoc": "3",
                "note-ket_qua.so_cuoc": "Của tôi",
                "estimate-ket_qua.nguoi_du": "",
            },
        )
        correct(item, "ket_qua.so_cuoc", estimate=8)
        correct(item, "ket_qua.nguoi_du", estimate=5)
        page = view(item, "pbgdpl-cells", "POST", **form)
        page()
        lines = {
            one["actual"]["name"]: one for row in page.lines() for one in row["cells"]
        }
        both, theirs = (
            lines[f"actual-ket_qua.{name}"] for name in ("so_cuoc", "nguoi_du")
        )
        assert (both["estimate"]["value"], both["taken"]) == ("3", False)
        assert "8" in both["stored"]
        assert (theirs["estimate"]["value"], theirs["taken"]) == ("5", True)
        form |= {"stamp": page.stamp, "estimate-ket_qua.nguoi_du": "5"}
        view(item, "pbgdpl-cells", "POST", **form)()
    assert cell(item, "ket_qua.so_cuoc")["estimate"] == 3
    assert cell(item, "ket_qua.so_cuoc")["note"] == "Của tôi"
    assert cell(item, "ket_qua.nguoi_du")["estimate"] == 5


def test_earlier_reports_stand_beside_the_cells(unit):
    for kind, year, state, number in (
        ("year", 2025, "locked", 20),
        ("six_months", 2026, "approved", 7),
        ("official", 2025, "draft", 99),
    ):
        item = report(unit, kind=kind, year=year)
        correct(item, "ket_qua.so_cuoc", actual=number, note="x")
        put_report(item, state)
    with acting("tac-gia"):
        page = view(report(unit), "pbgdpl-cells")
        html = page()
    assert [one.title for one in page.former] == [
        "6 tháng đầu năm 2026",
        "Năm 2025",
    ]
    cells = page.lines()[0]["cells"]
    assert cells[0]["former"] == ["7", "20"]
    assert cells[0]["actual"]["value"] == "0", "nothing is copied"
    assert "6 tháng đầu năm 2026" in html


def test_what_was_sent_is_not_filled_in_any_more(unit):
    item = report(unit)
    put_report(item, "submitted")
    with acting("tac-gia"):
        _page, html = post(item, **{"estimate-ket_qua__so_cuoc": "3"})
    assert html == ""
    assert cell(item, "ket_qua.so_cuoc")["estimate"] is None


def test_failed_checks_name_their_cells_on_the_page(unit):
    activity(unit, sessions=5, attendees=1)
    item = report(unit)
    with acting("tac-gia"):
        html = text_of(view(item, "view")())
    assert "pbgdpl-failures" in html
    assert "Số cuộc phổ biến pháp luật trực tiếp, Số lượt người tham dự" in html


def send_version(item, reason=""):
    """Send the form that makes a new version; return its page."""
    page = view(
        item, "pbgdpl-new-version", "POST", reason=reason, _authenticator=token(item)
    )
    page.html = page()
    return page


def test_a_new_version_is_made_with_its_reason(unit):
    item = report(unit)
    put_report(item, "locked")
    with acting("tac-gia"):
        assert "invalid-feedback" in send_version(item).html
        send_version(item, "Thiếu một xã")
    assert [one.revision for one in view(item, "view").versions] == [2, 1]
    with acting("tac-gia"), pytest.raises(Unauthorized):
        view(item, "pbgdpl-new-version")()


def test_who_approves_corrects_too(unit):
    item = report(unit)
    put_report(item, "locked")
    with acting("phe-duyet"):
        assert "@@pbgdpl-new-version" in view(item, "view")()
        page = send_version(item, "Thiếu một xã")
        assert view(page.made, "view").may_edit


def test_the_overview_tells_who_has_not_reported(monkeypatch, section, unit, other):
    day = date(2027, 1, 21)
    monkeypatch.setattr("sonla.pbgdpl.statistics.pages.round.today", lambda: day)
    step(report(unit, kind="official"), "tac-gia", "submit")
    with acting("tac-gia"), pytest.raises(Unauthorized):
        view(section, "pbgdpl-reports")()
    with acting("phe-duyet"):
        page = view(section, "pbgdpl-reports", kind="official", year="2026")
        html = page()
        assert {name: page.numbers[name] for name in ("", "sent", "late")} == {
            "": 2,
            "sent": 1,
            "late": 1,
        }
        assert [line["title"] for line in page.lines()] == ["Sở Tư pháp", "Xã Mẫu"]
        assert "Xã Mẫu" in html


def test_approvers_open_see_and_send_the_report_of_the_province(section, unit):
    with api.env.adopt_roles(["Manager"]):
        api.user.create(username="duyet-khac", email="duyet-khac@sonla.example")
        api.user.grant_roles(
            username="duyet-khac", roles=["PBGDPL Approver"], obj=section
        )
    activity(unit, sessions=3, attendees=90)
    put_report(report(unit), "approved")
    for user, offered in (("phe-duyet", "Open the"), ("duyet-khac", "Go to the")):
        with acting(user):
            html = view(section, "pbgdpl-reports", kind="year")()
            assert f"{offered} province's report" in html.replace("&#x27;", "'")
            page = view(
                section,
                "pbgdpl-reports",
                "POST",
                kind="year",
                sum="1",
                _authenticator=token(section),
            )
            page()
    (item,) = (
        one for one in section.objectValues() if one.portal_type == "StatisticsReport"
    )
    assert cell(item, "ket_qua.so_cuoc")["actual"] == 3
    with acting("duyet-khac"):
        assert "Kết quả" in view(item, "view")()
    step(item, "phe-duyet", "submit")
    step(item, "duyet-khac", "approve")
    assert state_in_history(item) == "approved"


def test_the_next_steps_are_buttons(unit):
    item = report(unit)

    def offered(user):
        with acting(user):
            page = fromstring(view(item, "view")())
        links = page.xpath("//a[contains(@class, 'pbgdpl-step')]/@href")
        return [link.rpartition("=")[2] for link in links]

    assert offered("tac-gia") == ["submit"] and offered("phe-duyet") == []
    step(item, "tac-gia", "submit")
    assert offered("tac-gia") == []
    assert offered("phe-duyet") == ["approve", "return"]
    step(item, "phe-duyet", "approve")
    assert offered("phe-duyet") == ["lock", "return"]
    step(item, "phe-duyet", "lock")
    assert offered("phe-duyet") == []


def test_counting_again_is_a_button(unit):
    item = report(unit)
    activity(unit, sessions=3)
    with acting("tac-gia"):
        view(item, "pbgdpl-count-again", "POST", _authenticator=token(item))()
    assert cell(item, "ket_qua.so_cuoc")["counted"] == 3
    assert fill(item) is None


def test_the_page_of_a_unit_leads_to_its_reports(unit):
    report(unit)
    put_report(report(unit, kind="official"), "approved")
    with acting("tac-gia"):
        page = view(unit)
        assert len(page.unit_reports()) == 2
        assert page.add_url.endswith("/++add++StatisticsReport")
        assert "pbgdpl-unit-reports" in page()
    with acting("nguoi-ngoai"):
        page = view(unit)
        assert len(page.unit_reports()) == 1
        assert page.add_url == ""


def test_all_wrong_cells_are_marked_at_once(unit):
    item = report(unit)
    typed = {
        "actual-ket_qua__so_cuoc": "2 cuộc",
        "actual-ket_qua__phat_thanh": "150",
        "estimate-ket_qua__tin_bai": "-1",
    }
    with acting("tac-gia"):
        page, html = post(item, **typed)
    marked = {one.get("name") for one in fromstring(html).cssselect(".is-invalid")}
    assert marked == {
        "actual-ket_qua.so_cuoc",
        "note-ket_qua.phat_thanh",
        "estimate-ket_qua.tin_bai",
    }
    assert len(page.faults) == 3 and "Đang lưu" not in html
    assert cell(item, "ket_qua.phat_thanh")["actual"] == 0


def test_a_contradiction_with_a_note_is_shown_as_explained(unit):
    activity(unit, sessions=5, attendees=1)
    item = report(unit)
    correct(item, "ket_qua.nguoi_du", note="Một buổi chưa đếm")
    with acting("tac-gia"):
        html = view(item, "view")()
    assert "pbgdpl-failures" not in html and "pbgdpl-explained" in html


def test_a_draft_of_a_period_that_goes_on_says_so(monkeypatch, unit):
    item = report(unit, kind="official")
    for day, said in ((date(2026, 11, 26), True), (date(2027, 1, 2), False)):
        monkeypatch.setattr(
            "sonla.pbgdpl.statistics.pages.item.today", lambda day=day: day
        )
        with acting("tac-gia"):
            assert ("pbgdpl-unfinished" in view(item, "view")()) == said
    put_report(item, "approved")
    assert "pbgdpl-unfinished" not in view(item, "view")()


def test_the_report_of_the_province_tells_whom_it_sums_up(section, unit, other):
    put_report(report(unit), "approved")
    report(other)
    item = report(section)
    with acting("phe-duyet"):
        page = view(item, "view")
        assert page.summed() == {"all": "2", "summed": "1", "lacking": "Xã Mẫu"}
        assert "pbgdpl-summed" in page()
    put_report(item, "approved")
    with acting("nguoi-ngoai"):
        assert "pbgdpl-summed" not in view(item, "view")()
    with acting("tac-gia"):
        assert "pbgdpl-summed" not in view(report(unit, kind="official"), "view")()


def test_units_of_other_portals_are_no_line_of_figures(section, unit, other):
    alsoProvides(other, IHarvestTarget)
    other.reindexObject(idxs=["object_provides"])
    html = view(section, indicator="ket_qua.so_cuoc")()
    assert "Xã Mẫu" not in html and "Sở Tư pháp" in html
    activity(other, sessions=3)
    assert "Xã Mẫu" in view(section, indicator="ket_qua.so_cuoc")()


def test_the_overview_opens_with_what_is_due_next(monkeypatch, section):
    name = "sonla.pbgdpl.statistics.pages.round.today"
    monkeypatch.setattr(name, lambda: date(2026, 11, 26))
    with acting("phe-duyet"):
        asked = view(section, "pbgdpl-reports").asked
        chosen = view(section, "pbgdpl-reports", kind="official", year="2025").asked
    assert (asked.kind, asked.year) == ("year", 2026)
    assert (chosen.kind, chosen.year) == ("official", 2025)


def test_a_unit_is_led_to_its_figures_and_reports(unit):
    with acting("tac-gia"):
        assert "@@pbgdpl-statistics" in view(unit, "view")()
    with acting("nguoi-ngoai"):
        assert "@@pbgdpl-statistics" not in view(unit, "view")()


@pytest.mark.parametrize(
    "field", [IStatisticsReport["year"], IEducationMaterial["year"]]
)
def test_a_year_is_written_without_a_point(portal, http_request, field):
    http_request.locale = locales.getLocale("vi")
    alsoProvides(http_request, IFormLayer)
    widget = getMultiAdapter((field, http_request), IFieldWidget)
    converter = IDataConverter(widget)
    assert converter.toWidgetValue(2026) == "2026"
    assert converter.toWidgetValue(None) == ""
    assert converter.toFieldValue("2026") == 2026


def test_a_unit_in_preparation_is_named_to_nobody_who_may_not_see_it(section):
    with api.env.adopt_roles(["Manager"]):
        api.content.create(
            section, "ContributingUnit", title="Đơn vị sắp có", code="sap-co"
        )
    office = view(section, "pbgdpl-statistics")()
    logout()
    visitor = view(section, "pbgdpl-statistics")()
    assert "Đơn vị sắp có" not in visitor
    assert "Đơn vị sắp có" in office
