"""The manager's page: access, state in the address, reminders, workbooks."""

from AccessControl import Unauthorized
from desk_content import acting
from desk_content import make_unit
from desk_content import walk
from desk_content import write
from io import BytesIO
from new_items import create
from openpyxl import load_workbook
from plone import api
from plone.protect import createToken
from sonla.pbgdpl.contributions.mail import REMINDER
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.tables.xlsx_writer import workbook
from sonla.pbgdpl.mail.outbox import current_outbox
from zExceptions import BadRequest
from zExceptions import Forbidden
from zope.interface import alsoProvides

import lxml.html
import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

DONE = (("tac-gia", "submit"), ("bien-tap", "forward"), ("phe-duyet", "approve"))


def call(context, user_id, name="pbgdpl-contributions", method="GET", **form):
    request = context.REQUEST.clone()
    alsoProvides(request, IBrowserLayer)
    request.environ["REQUEST_METHOD"] = request.method = method
    request.form.update(form)
    with acting(user_id):
        if method == "POST":
            request.form.setdefault("_authenticator", createToken())
        return api.content.get_view(name, context, request)()


def page(context, user_id="phe-duyet", **form):
    return lxml.html.fromstring(call(context, user_id, **form))


def cells(row):
    return [" ".join(cell.text_content().split()) for cell in row.cssselect("th, td")]


def sheet(context, name, **form):
    data = call(context, "phe-duyet", name, **form)
    return load_workbook(BytesIO(data)).active


NAMES = ("pbgdpl-contributions", "pbgdpl-contributions.xlsx", "pbgdpl-royalties.xlsx")


@pytest.mark.parametrize("name", NAMES)
def test_approvers_and_administrators_are_let_in(section, unit, name):
    assert call(section, "phe-duyet", name)
    api.user.grant_roles(username="nguoi-ngoai", roles=["Site Administrator"])
    assert call(section, "nguoi-ngoai", name)


def test_an_approver_of_one_unit_does_not_see_the_section(section, unit):
    with api.env.adopt_roles(["Manager"]):
        api.user.grant_roles(
            username="nguoi-ngoai", roles=["PBGDPL Approver"], obj=unit
        )
    with pytest.raises(Unauthorized):
        call(section, "nguoi-ngoai")


def test_table_and_total(section, unit):
    make_unit(section, "Công an tỉnh")
    walk(write(unit, "tac-gia", "Bài"), *DONE)
    document = page(section)
    body = [cells(row)[1:5] for row in document.cssselect("tbody tr")]
    assert body == [["Công an tỉnh", "0", "0", "0"], ["Sở Tư pháp", "1", "0", "1"]]
    (total,) = document.cssselect("tfoot tr")
    assert cells(total)[2:6] == ["1", "0", "1", "0,0"]


def test_sorting_keeps_the_period_and_says_how_it_sorts(section, unit):
    document = page(section, part="q4", year="2026", sort="-sent")
    (sorted_by,) = document.cssselect("th[aria-sort]")
    assert sorted_by.get("aria-sort") == "descending"
    for link in document.cssselect("thead a"):
        assert "part=q4" in link.get("href") and "year=2026" in link.get("href")


def test_bad_dates_are_explained_and_kept(section, unit):
    form = {"part": "dates", "from": "2026-02-01", "to": "2026-01-01"}
    document = page(section, **form)
    assert document.cssselect("[role=alert]")
    assert document.cssselect("#pbgdpl-from")[0].get("value") == "2026-02-01"
    assert document.cssselect("option[selected]")[0].get("value") == "dates"
    assert not document.cssselect("table")
    with pytest.raises(BadRequest):
        call(section, "phe-duyet", "pbgdpl-contributions.xlsx", **form)


def test_only_silent_units(section, unit):
    from datetime import date

    unit.opened_on = date(2020, 1, 1)
    make_unit(section, "Đơn vị mới")
    rows = page(section, silent="1").cssselect("tbody tr")
    assert [cells(row)[1] for row in rows] == ["Sở Tư pháp"]


def test_a_section_without_units(section):
    assert page(section).cssselect("#pbgdpl-no-units")


def uid(context):
    return api.content.get_uuid(context)


def test_reminders_have_a_result_line_a_unit(section, unit):
    empty = make_unit(section, "Công an tỉnh")
    current_outbox().items.clear()
    document = page(
        section,
        method="POST",
        units=[uid(unit), uid(empty), "khong-co"],
        message="Hạn cuối 30/11.",
    )
    lines = document.cssselect("#pbgdpl-reminded li")
    assert [bool(line.cssselect(".text-bg-success")) for line in lines] == [
        True,
        False,
        False,
    ]
    (notice,) = current_outbox().items
    assert notice.kind == REMINDER.name
    assert notice.recipient.user_id == "tac-gia"
    assert notice.comment == "Hạn cuối 30/11."
    assert document.cssselect("[name=message]")[0].text == "Hạn cuối 30/11."


def test_a_reminder_without_units_keeps_the_message(section, unit):
    document = page(section, method="POST", message="Lời nhắn.")
    assert document.cssselect("[role=alert]")
    assert document.cssselect("[name=message]")[0].text == "Lời nhắn."


def test_a_reminder_needs_the_authenticator(section, unit):
    with pytest.raises(Forbidden):
        page(section, method="POST", units=[uid(unit)], _authenticator="gia-mao")


def test_a_unit_of_another_section_is_not_reminded(desk_site, section, unit):
    with api.env.adopt_roles(["Manager"]):
        other = create(desk_site, "LegalEducationSection", title="Khác")
    foreign = make_unit(other, "Đơn vị khác", "tac-gia")
    current_outbox().items.clear()
    page(section, method="POST", units=[uid(foreign)])
    assert current_outbox().items == []


def test_the_workbook_has_the_figures_of_the_page(section, unit):
    make_unit(section, "Công an tỉnh")
    walk(write(unit, "tac-gia", "Bài"), *DONE)
    form = {"part": "year", "sort": "-sent"}
    book = sheet(section, "pbgdpl-contributions.xlsx", **form)
    table = [[cell.value for cell in row] for row in book.iter_rows(min_row=5)]
    shown = [cells(row)[1:5] for row in page(section, **form).cssselect("tbody tr")]
    assert [[str(value) for value in row[:4]] for row in table[:-1]] == shown
    assert table[-1][1:4] == [1, 0, 1]
    assert book.cell(5, 6).is_date
    assert book.cell(5, 6).number_format == "dd/mm/yyyy"
    assert book.cell(5, 5).number_format == "0.0"


def test_the_royalty_list(section, unit):
    walk(write(unit, "tac-gia", "=1+1", word_count=250), *DONE)
    book = sheet(section, "pbgdpl-royalties.xlsx", part="year")
    row = [cell.value for cell in book[5]]
    assert row[1] == "=1+1"
    assert row[4] == 250
    assert book.cell(5, 2).data_type == "s"
    assert book.cell(6, 5).value == 250


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(0)", "\tx"]
)
def test_no_text_runs_as_a_formula(text):
    data = workbook(text, text, text, [text], [[text]], [text])
    for row in load_workbook(BytesIO(data)).active.iter_rows():
        for cell in row:
            assert cell.value is None or (cell.data_type == "s" and cell.quotePrefix)


def test_a_workbook_takes_every_character():
    data = workbook("a/b:c?*[x]" * 9, "Đ\x00\x07ầy", "", ["Cột"], [["a\x0bb"], [None]])
    assert load_workbook(BytesIO(data)).active.cell(1, 1).value == "Đầy"
