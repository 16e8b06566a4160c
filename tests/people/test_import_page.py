"""The way through the page, as forms and scripts send it."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from import_pages import address_of
from import_pages import call
from import_pages import look
from import_pages import rows
from import_pages import send
from import_pages import upload
from import_pages import words
from io import BytesIO
from openpyxl import load_workbook
from people_lists import GOOD
from people_lists import HEADINGS
from people_lists import row
from people_lists import workbook
from plone import api
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import actions_of
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.tables.reader import read_table
from sonla.pbgdpl.people.importing import pending_lists
from sonla.pbgdpl.people.importing.plan import ImportOptions
from sonla.pbgdpl.people.importing.plan import Plan
from sonla.pbgdpl.people.importing.rows import NEW
from sonla.pbgdpl.people.pages.import_rows import COLUMNS
from zExceptions import Forbidden
from zope.interface import alsoProvides

import csv
import lxml.html
import pytest

pytestmark = pytest.mark.usefixtures("content_alone")


@pytest.fixture
def manager(section, acting):
    with acting("PBGDPL Approver"):
        yield api.user.get_current().getId()


def test_from_file_to_register(section, manager):
    address, token = send(section, workbook([GOOD, row(name="Lò Văn Hai")]))
    page = look(section, address)
    assert [line[1:3] for line in rows(page)] == [
        ["Lò Văn Ví Dụ", "05/09/1985"],
        ["Lò Văn Hai", "05/09/1985"],
    ]
    assert section.objectIds() == [], "the preview enters nobody"
    request, _answer = call(section, apply="1", token=token)
    assert "token" not in address_of(request)
    assert sorted(one.title for one in section.objectValues()) == [
        "Lò Văn Hai",
        "Lò Văn Ví Dụ",
    ]
    (entry,) = log.newest_first(actions_of("data"))
    assert (entry.action, entry.user, entry.count) == ("import", manager, 2)
    assert entry.facts == {"file": "danh-sach.xlsx", "known": 0, "refused": 0}
    assert pending_lists.lists().get(token) is None
    request, answer = call(section, apply="1", token=token)
    assert "pbgdpl-import-error" in answer and len(section.objectIds()) == 2


def test_one_request_is_enough(section, manager):
    request, _answer = call(
        section,
        apply_at_once="1",
        list=upload(workbook([GOOD])),
        portal_type="LegalReporter",
        **{"default-level": "tinh"},
    )
    address_of(request)
    assert len(section.objectIds()) == 1 and len(pending_lists.lists()) == 0


def test_columns_are_chosen_by_hand(section, manager):
    headings = ["A", "B", *HEADINGS[2:]]
    address, token = send(section, workbook([GOOD], headings=headings))
    page = look(section, address)
    assert page.cssselect("#pbgdpl-import-columns-lack") and rows(page) == []
    chosen = {"column-1": "full_name", "column-2": "birth_date", "column-9": "unit"}
    request, _answer = call(
        section,
        match="1",
        token=token,
        portal_type="LegalPropagandist",
        header="1",
        **chosen,
        **{"default-level": "xa", "default-valid_from": "2024-02-01"},
    )
    page = look(section, address_of(request))
    ((number, name, birth, _unit, recognition, _note),) = rows(page)
    assert (number, name, birth) == ("2", "Lò Văn Ví Dụ", "05/09/1985")
    assert "01/02/2024" in recognition
    call(section, apply="1", token=token)
    (person,) = section.objectValues()
    assert person.portal_type == "LegalPropagandist" and person.gender is None


@pytest.mark.parametrize("button", ["upload", "apply_at_once"])
@pytest.mark.parametrize("where", ["title", "file"])
def test_nobody_is_entered_as_another_kind_than_the_list_names(
    section, manager, button, where
):
    """Neither by the kind that the form has from the beginning, nor by one request."""
    above = [("DANH SÁCH TUYÊN TRUYỀN VIÊN PHÁP LUẬT",)] if where == "title" else []
    name = "tuyen-truyen-vien.xlsx" if where == "file" else "danh-sach.xlsx"
    sent = upload(workbook([GOOD], above=above), name)
    request, _answer = call(
        section, list=sent, portal_type="LegalReporter", **{button: "1"}
    )
    address = address_of(request)
    assert section.objectIds() == []
    page = look(section, address)
    (kind,) = page.cssselect("#import-type option[selected]")
    assert kind.get("value") == "LegalPropagandist"
    assert "propagandists" in words(page, "#pbgdpl-import-kind")[0]
    token = address.partition("token=")[2]
    call(section, match="1", token=token, portal_type="LegalReporter", header="1")
    page = look(section, address)
    assert "propagandists" in words(page, "#pbgdpl-import-contradicted")[0]


def test_what_is_not_taken_is_said_openly(section, manager):
    """Not in a folded panel alone; what nobody takes, such as numbers, is no news."""
    headings = [*HEADINGS[:6], "Cơ quan", *HEADINGS[7:], "Bí danh", "Trống"]
    address, _token = send(section, workbook([(*GOOD, "Tư")], headings=headings))
    page = look(section, address)
    (left,) = words(page, "#pbgdpl-import-columns-left")
    assert "“Bí danh”." in left and "STT" not in left and "Trống" not in left
    (agency,) = page.cssselect("#column-6 option[selected]")
    assert agency.get("value") == "agency"


def test_one_of_ours_for_two_of_theirs_is_refused(section, manager):
    _address, token = send(section, workbook([GOOD]))
    chosen = {"column-1": "full_name", "column-4": "full_name", "column-5": "rank"}
    fields = {"portal_type": "LegalReporter", "default-issuer": "UBND xã Mẫu"}
    _request, answer = call(section, match="1", token=token, **fields, **chosen)
    page = lxml.html.fromstring(answer)
    assert "Full name" in words(page, "#pbgdpl-import-error")[0]
    assert page.cssselect("#pbgdpl-import-match details[open]")
    (rank,) = page.cssselect("#column-5 option[selected]")
    (issuer,) = page.cssselect("#default-issuer")
    assert (rank.get("value"), issuer.get("value")) == ("rank", "UBND xã Mẫu")
    assert rows(look(section, f"?token={token}")), "what was chosen before still holds"


def test_what_can_not_be_read_is_told_and_typed_text_stays(section, manager):
    _request, answer = call(
        section,
        upload="1",
        list=upload(b"%PDF-1.7"),
        portal_type="LegalPropagandist",
        **{"default-issuer": "UBND phường Mẫu"},
    )
    page = lxml.html.fromstring(answer)
    assert "no spreadsheet" in words(page, "#pbgdpl-import-error")[0]
    (issuer,) = page.cssselect("#default-issuer")
    assert issuer.get("value") == "UBND phường Mẫu"
    (kind,) = page.cssselect("#import-type option[selected]")
    assert kind.get("value") == "LegalPropagandist"
    assert len(pending_lists.lists()) == 0


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_refused_rows_come_back_corrected(section, manager, kind):
    bad = row(name="Lò Văn Sai", birth="31/02/1980", agency=" =1+1")
    data = workbook([GOOD, bad])
    _address, token = send(section, data)
    request, answer = call(section, token=token, **{f"refused_{kind}": "1"})
    assert request.response.getHeader("Content-Disposition").endswith(f'.{kind}"')
    assert "no-store" in request.response.getHeader("Cache-Control")
    if kind == "csv":
        assert answer.startswith(b"\xef\xbb\xbf")
        found = list(csv.reader(answer.decode("utf-8-sig").splitlines(), delimiter=";"))
        header, line = found[0], found[1]
    else:
        sheet = load_workbook(BytesIO(answer)).active
        lines = list(sheet.iter_rows(values_only=True))
        header, line = lines[3], lines[4]
        assert sheet.cell(5, 2).data_type == "s"
    assert list(header[:12]) == list(HEADINGS) and line[1] == "Lò Văn Sai"
    assert str(line[12]) == "3" and "31/02/1980" in line[13]
    assert section.objectIds() == []
    (entry,) = log.newest_first(actions_of("data"))
    assert (entry.action, entry.count, entry.facts["format"]) == (
        "refused_rows",
        1,
        kind,
    )
    mended = [
        {2: "28/02/1980", 6: "Sở Tư pháp"}.get(at, cell) for at, cell in enumerate(line)
    ]
    _address, token = send(section, workbook([mended], headings=header))
    call(section, apply="1", token=token)
    assert [one.title for one in section.objectValues()] == ["Lò Văn Sai"]


def test_refused_rows_stay_until_they_are_dropped(section, manager):
    _address, token = send(section, workbook([GOOD, row(name=None)]))
    _request, answer = call(section, apply="1", token=token)
    assert "pbgdpl-import-error" in answer and section.objectIds() == []
    request, _answer = call(section, apply="1", leave_refused="1", token=token)
    page = look(section, address_of(request))
    assert len(section.objectIds()) == 1 and rows(page)[0][0] == "3"
    call(section, drop="1", token=token)
    assert len(pending_lists.lists()) == 0


def test_a_list_waits_for_its_owner_alone(section, manager, acting):
    _address, token = send(section, workbook([GOOD]))
    page = look(section, "")
    assert len(page.cssselect("#pbgdpl-waiting-lists li")) == 1
    with acting("Site Administrator"):
        assert not look(section, "").cssselect("#pbgdpl-waiting-lists")
        _request, answer = call(section, apply="1", token=token)
        assert "pbgdpl-import-error" in answer
        _request, answer = call(section, drop="1", token=token)
    assert section.objectIds() == [] and token in pending_lists.lists()


def test_a_list_is_not_kept_for_ever(section, manager):
    _address, token = send(section, workbook([GOOD]))
    later = datetime.now(UTC) + timedelta(days=pending_lists.KEPT_DAYS)
    assert pending_lists.drop_expired(later - timedelta(minutes=1)) == 0
    assert pending_lists.drop_expired(later) == 1 and token not in pending_lists.lists()


def test_a_form_from_elsewhere_is_refused(section, manager):
    with pytest.raises(Forbidden):
        call(section, protected=False, upload="1", list=upload(workbook([GOOD])))
    assert len(pending_lists.lists()) == 0


def test_an_empty_list_is_there_to_be_filled_in(section, manager):
    request = section.REQUEST.clone()
    alsoProvides(request, IBrowserLayer)
    request.form["sample"] = "1"
    answer = api.content.get_view("register-import", section, request)()
    sheet = load_workbook(BytesIO(answer)).active
    values = {"full_name": "Lò Văn Ví Dụ", "level": "Cấp xã", "unit": "Xã Chiềng Mai"}
    values |= {"valid_from": "10/09/2025", "decision_number": "1/QĐ-UBND"}
    sheet.append([values.get(name) for name in COLUMNS])
    stream = BytesIO()
    sheet.parent.save(stream)
    plan = Plan(
        section, read_table(stream.getvalue()), ImportOptions("LegalPropagandist")
    )
    assert set(plan.columns.values()) == set(COLUMNS)
    assert plan.counts == {NEW: 1}


def test_a_name_of_several_lines_is_one(section, manager):
    _address, token = send(section, workbook([GOOD]), "danh\r\n-sach.xlsx")
    waiting = pending_lists.lists()[token]
    assert waiting.filename == waiting.file.filename == "danh-sach.xlsx"
