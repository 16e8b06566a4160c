"""Rows that a report adds to its form: named, summed, printed, read back, never lost."""

from desk_content import make_unit
from io import BytesIO
from made_once import made_once
from openpyxl import load_workbook
from plone import api
from sonla.pbgdpl.statistics.added_rows import added_row
from sonla.pbgdpl.statistics.cells.reported import values
from sonla.pbgdpl.statistics.forms.files import raw_form
from sonla.pbgdpl.statistics.forms.files import write_form
from sonla.pbgdpl.statistics.forms.store import form_for
from sonla.pbgdpl.statistics.forms.store import RECORD
from sonla.pbgdpl.statistics.forms.store import shipped_texts
from sonla.pbgdpl.statistics.overview import overview
from sonla.pbgdpl.statistics.record import figures
from sonla.pbgdpl.statistics.row_trees import report_form
from sonla.pbgdpl.statistics.row_trees import RowMember
from sonla.pbgdpl.statistics.workflow import fill
from statistics_content import put_report
from statistics_content import report
from statistics_content import token
from statistics_content import view

import lxml.html
import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

FORM, KIND = "04c-tp-pbgdpl", "so_bo_6_thang"


@pytest.fixture
def communes(portal, section):
    """Return two communes, to which a form is offered to whose total reports add rows."""
    return made_once(portal, make_communes, section.getPhysicalPath())


def make_communes(portal, path):
    """Make two communes, and offer a form to whose total reports add rows."""
    section = portal.unrestrictedTraverse(path)
    raw = next(raw_form(text) for text in shipped_texts() if f'"{FORM}"' in text)
    raw["offered"] = True
    for period in raw["period"]:
        period["deadline"] = [{"from": "province", "day": "next-01-10"}]
    money = {"id": "tien", "code": "(2)", "path": ["Kinh phí"], "type": "money"}
    raw["column"] = [raw["column"][0] | {"source": "activities.sessions"}, money]
    api.portal.set_registry_record(RECORD, [write_form(raw)])
    return [
        make_unit(section, title, code=code)
        for code, title in (("03646", "Phường Tô Hiệu"), ("04246", "Xã Mường Lạn"))
    ]


def open_form(item, name="pbgdpl-cells", **sent):
    """Return what a browser would send of the form that a page shows, and the page."""
    page = view(item, name, "POST" if sent else "GET", **sent)
    html = lxml.html.fromstring(page())
    (form,) = html.cssselect("#pbgdpl-cells")
    fields = {}
    for box in form.cssselect("input[name], textarea"):
        if box.get("type") != "checkbox" or box.get("checked"):
            fields[box.get("name")] = box.value or ""
    return {**fields, "_authenticator": token(item)}, html


def send(item, fields):
    """Send the form; return the page that comes back, None where all was saved."""
    answer = view(item, "pbgdpl-cells", "POST", **fields)()
    return lxml.html.fromstring(answer) if answer else None


def add(item, *titles):
    fields, _html = open_form(item)
    assert send(item, fields | {"add-tu_do": "\n".join(titles), "more": "1"}) is None


def row_named(item, title):
    return next(row.id for row in item.form().rows if row.title == title)


def enter(item, numbers):
    """Type numbers by titles of rows and columns."""
    fields, _html = open_form(item)
    for (title, column), number in numbers.items():
        fields[f"actual-{row_named(item, title)}.{column}"] = str(number)
    assert send(item, fields) is None


def titles(item):
    return [row.title for row in item.form().rows]


def commune_report(unit, numbers):
    """Have a commune add rows and type their numbers."""
    path = unit.getPhysicalPath()
    return made_once(api.portal.get(), make_commune_report, path, numbers)


def make_commune_report(portal, path, numbers):
    """Have the commune at a path add rows and type their numbers."""
    made = report(portal.unrestrictedTraverse(path), FORM, KIND)
    add(made, *dict.fromkeys(title for title, _column in numbers))
    enter(made, numbers)
    return made


ONE = {
    ("Ngày Pháp luật", "so"): 4,
    ("Ngày Pháp luật", "tien"): 1_500_000,
    ("Hội thi ở bản", "so"): 2,
}
OTHER = {("ngày pháp luật", "so"): 3, ("Phiên tòa giả định", "so"): 1}


def test_a_report_adds_rows_that_are_kept_and_summed(communes):
    item = commune_report(communes[0], ONE)
    assert titles(item) == ["Tổng số", "Ngày Pháp luật", "Hội thi ở bản"]
    done = values(item.form(), item.rows)
    assert (done["tong", "so"], done["tong", "tien"]) == (6, 1_500_000)
    assert all(row["counted"] is None for row in item.rows), "no record counts there"


def test_the_province_has_the_rows_of_all_communes_added_up(communes, section):
    for unit, numbers in zip(communes, (ONE, OTHER), strict=True):
        put_report(commune_report(unit, numbers), "approved")
    item = report(section, FORM, KIND)
    assert titles(item)[1:] == ["Ngày Pháp luật", "Hội thi ở bản", "Phiên tòa giả định"]
    done = values(item.form(), item.rows)
    assert done[row_named(item, "Ngày Pháp luật"), "so"] == 7
    assert done["tong", "so"] == 10
    add(item, "Việc của tỉnh")
    enter(item, {("Việc của tỉnh", "so"): 5})
    assert values(item.form(), item.rows)["tong", "so"] == 15
    _fields, html = open_form(item)
    named = [box.value for box in html.cssselect('[name^="title-"]')]
    assert named == ["Việc của tỉnh"], "what communes reported keeps their titles"
    shown = overview(section, *form_for(FORM, KIND, 2026), "reports", False)
    totals = {
        shown.form.row_by_id[row].title: number
        for (row, column), number in shown.total.values.items()
        if column == "so"
    }
    assert totals["Ngày Pháp luật"] == 7 and totals["Tổng số"] == 10
    assert "Hội thi ở bản: Tổng số" in {one.cell.title for one in figures(item)}


def test_a_row_is_renamed_with_its_numbers_and_taken_out(communes):
    item = commune_report(communes[0], ONE)
    fields, _html = open_form(item)
    first, second = (row_named(item, title) for title, _c in list(ONE)[::2])
    fields[f"title-{first}"] = "Ngày Pháp luật Việt Nam"
    fields[f"actual-{first}.so"] = "5"
    fields[f"drop-{second}"] = "1"
    assert send(item, fields) is None
    assert titles(item) == ["Tổng số", "Ngày Pháp luật Việt Nam"]
    done = values(item.form(), item.rows)
    assert done[row_named(item, "Ngày Pháp luật Việt Nam"), "tien"] == 1_500_000
    assert done["tong", "so"] == 5


@pytest.mark.parametrize(
    "change",
    [
        {"add-tu_do": "NGÀY pháp luật"},
        {"title-{0}": "  "},
        {"title-{1}": "Ngày Pháp luật"},
        {"add-tu_do": "x" * 301},
        {"add-tu_do": "\n".join(f"Dòng {number}" for number in range(400))},
        {"add-tu_do": "Dòng mới", "actual-{0}.so": "ba"},
    ],
)
def test_what_cant_be_stored_is_said_and_nothing_typed_is_lost(communes, change):
    item = commune_report(communes[0], ONE)
    rows, names = item.rows, titles(item)
    ids = [row_named(item, "Ngày Pháp luật"), row_named(item, "Hội thi ở bản")]
    typed = {name.format(*ids): text for name, text in change.items()}
    fields, _html = open_form(item)
    html = send(item, fields | typed)
    assert (item.rows, titles(item)) == (rows, names)
    assert html.cssselect(".is-invalid") and html.cssselect("#pbgdpl-cells-error")
    for name, text in typed.items():
        (box,) = html.cssselect(f'[name="{name}"]')
        assert (box.value or "").strip("\n") == text


def test_a_row_that_another_takes_out_is_not_lost_with_what_is_typed(communes):
    item = commune_report(communes[0], ONE)
    row = row_named(item, "Hội thi ở bản")
    mine, _html = open_form(item)
    theirs, _html = open_form(item)
    assert send(item, theirs | {f"drop-{row}": "1"}) is None
    html = send(item, mine | {f"actual-{row}.so": "9"})
    assert html.cssselect(f'[name="actual-{row}.so"]')[0].value == "9"
    assert "Hội thi ở bản" not in titles(item)
    again = {
        box.get("name"): box.value or ""
        for box in html.cssselect("#pbgdpl-cells input[name]")
    }
    assert send(item, again | {"_authenticator": token(item)}) is None
    assert values(item.form(), item.rows)[row, "so"] == 9


def test_rows_of_the_last_report_are_offered_again(communes):
    first = commune_report(communes[0], ONE)
    put_report(first, "approved")
    item = report(communes[0], FORM, "so_bo_nam")
    add(item, "HỘI THI Ở BẢN")
    fields, html = open_form(item)
    (button,) = html.cssselect("#pbgdpl-add-again")
    said = button.getprevious().text_content()
    assert "Ngày Pháp luật" in said and "Hội thi" not in said, "it is there already"
    own = row_named(item, "HỘI THI Ở BẢN")
    typed = {"more": "again", "add-tu_do": "Tủ sách", f"actual-{own}.so": "7"}
    assert send(item, fields | typed) is None
    assert titles(item)[1:] == ["HỘI THI Ở BẢN", "Tủ sách", "Ngày Pháp luật"]
    assert values(item.form(), item.rows)[own, "so"] == 7
    assert (
        values(item.form(), item.rows)[row_named(item, "Ngày Pháp luật"), "so"] is None
    ), "its numbers are not copied"
    _fields, html = open_form(item)
    assert not html.cssselect("#pbgdpl-add-again")


def test_the_province_is_offered_its_own_rows_and_not_those_of_communes(
    communes, section
):
    put_report(commune_report(communes[0], ONE), "approved")
    first = report(section, FORM, KIND)
    add(first, "Việc của tỉnh")
    put_report(first, "approved")
    _fields, html = open_form(report(section, FORM, "so_bo_nam"))
    (button,) = html.cssselect("#pbgdpl-add-again")
    said = button.getprevious().text_content()
    assert "Việc của tỉnh" in said and "Ngày Pháp luật" not in said


class Upload(BytesIO):
    filename = "bieu.xlsx"


def test_rows_are_printed_and_come_back_by_the_workbook(communes):
    item = commune_report(communes[0], ONE)
    book = load_workbook(BytesIO(view(item, "pbgdpl-report.xlsx")()))
    page = book.worksheets[0]
    line = next(
        one for one in page.iter_rows() if "Hội thi ở bản" in [c.value for c in one]
    )
    at = line[0].row
    page.insert_rows(at)
    page.cell(at, 2).value, page.cell(at, 3).value = "Tủ sách ở bản", 8
    stream = BytesIO()
    book.save(stream)
    fields, _html = open_form(
        item,
        "pbgdpl-cells-from-file",
        file=Upload(stream.getvalue()),
        _authenticator=token(item),
    )
    assert fields["add-tu_do"] == "Tủ sách ở bản"
    assert "Tủ sách ở bản" not in titles(item), (
        "nothing is saved before it was looked at"
    )
    assert send(item, fields) is None
    assert titles(item)[1:] == ["Ngày Pháp luật", "Hội thi ở bản", "Tủ sách ở bản"]
    assert values(item.form(), item.rows)["tong", "so"] == 14


def test_a_new_version_of_the_form_keeps_the_rows(communes):
    item = commune_report(communes[0], ONE)
    (text,) = api.portal.get_registry_record(RECORD)
    raw = raw_form(text) | {"version": "2026.9"}
    raw["column"][1]["code"] = "(2a)"
    api.portal.set_registry_record(RECORD, [write_form(raw)])
    fill(item)
    assert item.form().version == "2026.9"
    assert titles(item)[1:] == ["Ngày Pháp luật", "Hội thi ở bản"]
    assert values(item.form(), item.rows)["tong", "so"] == 6


def test_a_unit_has_the_rows_that_it_added_beside_its_own(portal):
    raw = next(raw_form(x) for x in shipped_texts() if '"04a-tp-pbgdpl"' in x)
    others = {"id": "khac", "code": "III", "title": "Hoạt động khác", "parent": "tong"}
    free = {"id": "tu_do", "code": "{n}", "title": "{text}", "parent": "khac"}
    raw["row"] += [
        others | {"kind": "total", "formula": "children"},
        free | {"kind": "free"},
    ]
    sets = (
        ("ubnd_xa_dv", (RowMember("03646", "Phường Tô Hiệu", "uid"),)),
        ("tu_do", (added_row("Tủ sách"),)),
    )
    form = report_form(write_form(raw), sets, True)
    assert [(row.title, row.parent) for row in form.rows] == [
        ("Phường Tô Hiệu", ""),
        ("Hoạt động khác", ""),
        ("Tủ sách", "khac"),
    ]
    assert form.row_by_id["khac"].formula.names == (form.rows[2].id,)
