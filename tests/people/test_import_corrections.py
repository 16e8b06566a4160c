"""What the preview lets its reader correct, and what an entered list leaves to take back."""

from datetime import date
from import_pages import address_of
from import_pages import call
from import_pages import look
from import_pages import send
from import_pages import words
from new_items import create
from people_lists import GOOD
from people_lists import HEADINGS
from people_lists import many
from people_lists import row
from people_lists import workbook
from plone import api
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import actions_of
from sonla.pbgdpl.people.importing.undoing import ListUndoing
from sonla.pbgdpl.vocabularies.terms import find_term
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import lxml.html
import pytest

pytestmark = pytest.mark.usefixtures("content_alone")


@pytest.fixture
def manager(section, acting):
    with acting("PBGDPL Approver"):
        yield


def follow(section, request):
    return look(section, address_of(request))


def inputs(page):
    return {
        one.get("name"): one.get("value")
        for one in page.cssselect("#pbgdpl-import-rows input[type=text]")
    }


def test_every_column_is_shown_and_a_wrong_cell_is_typed_anew(section, manager):
    bad = row(name="Lò Văn Sai", birth="31/02/1980")
    address, token = send(section, workbook([GOOD, bad]))
    page = look(section, address)
    assert words(page, "#pbgdpl-import-rows thead th")[1:12] == list(HEADINGS[1:])
    assert inputs(page) == {"cell-3-2": "31/02/1980"}
    request, _answer = call(
        section, correct="1", token=token, **{"cell-3-2": "28/02/1980"}
    )
    assert words(follow(section, request), ".nav-pills strong") == ["0", "2", "0"]
    call(section, apply="1", token=token)
    found = {one.title: one.birth_date for one in section.objectValues()}
    assert found["Lò Văn Sai"] == date(1980, 2, 28)


def test_what_is_not_changed_keeps_its_kind(section, manager):
    people = [row(birth=date(1985, 9, 5), phone=912345678)]
    address, token = send(section, workbook(people))
    page = look(section, f"{address}&show=new&edit=2")
    assert inputs(page)["cell-2-2"] == "05/09/1985"
    call(section, correct="1", token=token, **inputs(page))
    call(section, apply="1", token=token)
    (person,) = section.objectValues()
    assert person.private_phone == "0912345678"


def test_a_row_is_left_out(section, manager):
    _address, token = send(section, workbook([GOOD, row(name="Lò 2")]))
    request, _answer = call(section, correct="1", token=token, leave_out=["3"])
    page = follow(section, request)
    assert words(page, ".nav-pills strong") == ["0", "1", "0"]
    assert "Lò 2" in words(page, "#pbgdpl-import-skipped li")[0]


def test_unknown_words_are_given_a_meaning_once_and_for_ever(section, manager):
    people = [
        row(no=n, name=f"Lò Văn {w}", agency="Phòng Lạ") for n, w in enumerate("ABC")
    ]
    address, token = send(section, workbook(people))
    page = look(section, address)
    assert "Phòng Lạ" in words(page, "#pbgdpl-import-unknown label")[0]
    form = {
        "meaning-column-0": "agency",
        "meaning-said-0": "Phòng Lạ",
        "meaning-0": "so-tu-phap",
    }
    request, _answer = call(section, correct="1", remember="1", token=token, **form)
    assert words(follow(section, request), ".nav-pills strong") == ["0", "3", "0"]
    assert "Phòng Lạ" in find_term("sonla.pbgdpl.Agencies", "so-tu-phap").aliases
    address, _token = send(section, workbook([row(name="Lò Thị D", agency="Phòng Lạ")]))
    assert words(look(section, address), ".nav-pills strong") == ["0", "1", "0"]


def test_a_meaning_that_nobody_offered_is_none(section, manager):
    _address, token = send(section, workbook([row(agency="Phòng Lạ")]))
    form = {
        "meaning-column-0": "agency",
        "meaning-said-0": "Phòng Lạ",
        "meaning-0": "khong-co",
    }
    request, _answer = call(section, correct="1", remember="1", token=token, **form)
    assert words(follow(section, request), ".nav-pills strong") == ["1", "0", "0"]


def test_the_list_says_for_all_what_its_title_says(section, manager):
    title = [("DANH SÁCH TUYÊN TRUYỀN VIÊN PHÁP LUẬT PHƯỜNG CHIỀNG AN",)]
    data = workbook([row(unit=None, decided="10/09/2025")], above=title)
    fields = {"portal_type": "LegalPropagandist", "default-level": ""}
    address, _token = send(section, data, **fields)
    page = look(section, address)
    assert words(page, ".nav-pills strong") == ["0", "1", "0"]
    (unit,) = page.cssselect("#default-unit option[selected]")
    assert unit.get("value") == "03664"
    assert words(page, "#pbgdpl-import-match .form-text")


def test_a_list_is_taken_back(section, manager):
    _address, token = send(section, workbook(many(5)))
    request, _answer = call(section, apply="1", token=token)
    assert len(section.objectIds()) == 5 and "token" not in address_of(request)
    (entry,) = log.newest_first(actions_of("data"))
    assert (entry.action, entry.count) == ("import", 5)
    assert entry.facts["known"] == 0

    (listed,) = words(look(section, ""), "#pbgdpl-entered-lists li")
    assert "5" in listed
    changed = section.objectValues()[0]
    changed.position = "Trưởng phòng"
    notify(ObjectModifiedEvent(changed))
    changed.setModificationDate(changed.modified() + 1)
    _request, answer = call(section, undo=token)
    asked = lxml.html.fromstring(answer)
    assert "5" in words(asked, "#pbgdpl-import-undoing p strong")
    assert len(section.objectIds()) == 5, "nobody goes before it is confirmed"
    request, _answer = call(section, undo=token, confirmed="1")
    address_of(request)
    assert section.objectIds() == [changed.getId()]
    assert not look(section, "").cssselect("#pbgdpl-entered-lists")
    latest = next(iter(log.newest_first(actions_of("data"))))
    assert (latest.action, latest.count, latest.facts["left"]) == (
        "import_undone",
        4,
        1,
    )


def test_a_list_is_taken_back_only_where_it_was_entered(section, manager):
    _address, token = send(section, workbook([GOOD]))
    call(section, apply="1", token=token)
    with api.env.adopt_roles(["Manager"]):
        other = create(section, "ContributingUnit", title="Xã khác", code="x")
        with pytest.raises(KeyError):
            ListUndoing(other, token)
    assert (
        len(
            [
                one
                for one in section.objectValues()
                if one.portal_type == "LegalReporter"
            ]
        )
        == 1
    )


UPPER = (*HEADINGS[:10], "Quyết định công nhận", None)
LOWER = (*[None] * 10, "Số", "Ngày")
BAD_LIST = (
    LOWER,
    row(birth="ngày 5 tháng 9 năm 1985", decided=45292),
    row(no=2, name="Lò Thị Gộp"),
    row(no=3, name="Lò Văn Sai", birth="30/02/1980"),
    (*HEADINGS[:10], "Số quyết định", "Ngày quyết định"),
    row(no=4, name="Lò Văn Ví Dụ", birth="05-09-1985"),
    row(no=5, name="Lò Văn Ngắn", birth="5/9/85"),
)
"""Two heads, merged cells, days as text and as numbers, the same person twice."""


def test_a_bad_list_is_told_in_words_corrected_and_nobody_is_lost(section, manager):
    data = workbook(BAD_LIST, headings=UPPER, merge=["K1:L1", "K4:K5"])
    address, token = send(section, data)
    page = look(section, address)
    assert words(page, ".nav-pills strong") == ["4", "1", "0"]
    assert inputs(page) == {
        "cell-4-10": "12/QĐ-UBND",
        "cell-5-10": "",
        "cell-5-2": "30/02/1980",
        "cell-7-1": "Lò Văn Ví Dụ",
        "cell-8-2": "5/9/85",
    }
    faults = words(page, "#pbgdpl-import-rows .text-danger-emphasis")
    assert [
        any(part in text for text in faults)
        for part in ("Unmerge", "no day “30/02/1980”", "as in row 3", "two digits")
    ] == [True] * 4
    assert "The headings once more" in words(page, "#pbgdpl-import-skipped li")[0]
    (entered,) = look(section, f"{address}&show=new").cssselect(
        "#pbgdpl-import-rows tbody tr"
    )
    assert "45292" in entered.text_content() and "01/01/2024" in entered.text_content()
    typed = {"cell-4-10": "12 /QĐ-UBND", "cell-5-10": "12/QĐ-UBND"}
    typed |= {"cell-5-2": "28/02/1980", "cell-8-2": "5/9/1985"}
    request, _answer = call(section, correct="1", token=token, leave_out=["7"], **typed)
    page = follow(section, request)
    assert words(page, ".nav-pills strong") == ["0", "4", "0"]
    call(section, apply="1", token=token)
    found = {one.title: one.birth_date for one in section.objectValues()}
    assert found == {
        "Lò Văn Ví Dụ": date(1985, 9, 5),
        "Lò Thị Gộp": date(1985, 9, 5),
        "Lò Văn Sai": date(1980, 2, 28),
        "Lò Văn Ngắn": date(1985, 9, 5),
    }
