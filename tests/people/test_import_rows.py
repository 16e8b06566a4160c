"""Lists with every kind of fault: each is refused with row, column and reason."""

from datetime import date
from datetime import datetime
from new_items import create
from people import enter
from people import recognition
from people_lists import GOOD
from people_lists import HEADINGS
from people_lists import LEVEL
from people_lists import row
from people_lists import workbook
from plone import api
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import actions_of
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.people.importing.importer import import_list
from sonla.pbgdpl.people.importing.plan import ImportOptions
from sonla.pbgdpl.people.importing.rows import KNOWN
from sonla.pbgdpl.people.importing.rows import NEW
from sonla.pbgdpl.people.importing.rows import REFUSED

import pytest
import unicodedata

FORMULA = "=A1+1"
BROKEN = {
    "no name": (row(name=None), "full_name", "name is missing"),
    "digits in the name": (row(name="Lò Văn 2"), "full_name", "signs"),
    "markup in the name": (row(name="<b>Lò</b>"), "full_name", "signs"),
    "an old font": (row(name="NguyÔn V¨n A"), "full_name", "Unicode"),
    "a lost letter": (row(name="L\ufffd Văn A"), "full_name", "can't be read"),
    "a control sign": (row(position="Phó\ue000"), "position", "can't be read"),
    "a long name": (row(name="Lò " * 150), "full_name", "More than 300"),
    "a formula": (row(position=FORMULA), "position", "formula"),
    "an error": (row(position="#N/A"), "position", "error"),
    "no such day": (row(birth="31/02/1980"), "birth_date", "no day"),
    "month before day": (row(birth="12/31/1980"), "birth_date", "Write 31/12/1980"),
    "no month either way": (row(birth="13/13/1980"), "birth_date", "no day"),
    "no date": (row(birth="không rõ"), "birth_date", "is no date"),
    "only a year": (row(birth="1985"), "birth_date", "only a year"),
    "a year as number": (row(birth=1985), "birth_date", "only a year"),
    "two digits of a year": (row(birth="05/09/85"), "birth_date", "two digits"),
    "a month alone": (row(birth="tháng 9 năm 1985"), "birth_date", "lacks the day"),
    "a month in digits": (row(birth="9/1985"), "birth_date", "lacks the day"),
    "a number that is no day": (row(birth=512345), "birth_date", "is no date"),
    "a number of a far day": (row(decided=99999), "decision_date", "the year"),
    "a year long ago": (row(birth="05/09/0985"), "birth_date", "the year"),
    "born tomorrow": (row(birth="05/09/2045"), "birth_date", "still to come"),
    "a far future": (row(decided="10/01/2924"), "decision_date", "the year"),
    "born after that": (row(birth="05/09/2024"), "valid_from", "before birth"),
    "no day at all": (row(decided=None), "valid_from", "Neither"),
    "an unknown gender": (row(gender="2"), "gender", "Nam / Nữ"),
    "an unknown degree": (row(degree="Khác"), "qualification", "not understood"),
    "an unknown agency": (row(agency="Công ty Mẫu"), "agency", "not in the list"),
    "an ended agency": (
        row(agency="Sở Giao thông vận tải"),
        "agency",
        "Write what holds today",
    ),
    "no telephone": (row(phone="xem sau"), "private_phone", "not a telephone"),
    "a shortened number": (row(phone="9.1E+08"), "private_phone", "Digits are lost"),
    "an unknown unit": (row(unit="Xã Không Có"), "unit", "is no unit"),
    "an ambiguous unit": (row(unit="Xã Chiềng Chung"), "unit", "may be"),
    "an ended unit": (
        row(unit="Huyện Mai Sơn", decided="10/01/2026"),
        "valid_from",
        "no recognition can begin",
    ),
    "a date for a number": (
        row(number=datetime(2024, 12, 1)),
        "decision_number",
        "made a date",
    ),
    "true for a text": (row(position=True), "position", "true"),
    "a name alone": ((1, "Lò Văn Ví Dụ"), "", "one cell"),
    "somebody twice": (GOOD, "full_name", "as in row 2"),
}


def attempt(section, data, **options):
    """Import as a keeper of the register does."""
    choices = ImportOptions("LegalReporter", defaults=options.pop("defaults", LEVEL))
    with api.env.adopt_roles(["Manager"]):
        plan = import_list(section, data, choices, **options)
        assert plan.counts, "the rows are read by whoever reads them first"
        return plan


def told(plan):
    """List row, column and reason of everything refused."""
    return [
        (row.number, problem.column, api.portal.translate(problem.message))
        for row in plan.rows
        for problem in row.problems
    ]


def test_each_fault_is_named_and_nothing_changes(section):
    assert len(BROKEN) >= 30
    data = workbook([GOOD, *(one for one, _column, _words in BROKEN.values())])
    plan = attempt(section, data, dry_run=True)
    found = told(plan)
    for number, (kind, (_row, column, words)) in enumerate(BROKEN.items(), start=3):
        reasons = [text for at, name, text in found if (at, name) == (number, column)]
        assert any(words in text for text in reasons), (kind, number, found)
    assert plan.counts == {NEW: 1, REFUSED: len(BROKEN)}
    with pytest.raises(InvalidInput, match="msg_import_refused_rows"):
        attempt(section, data)
    assert section.objectIds() == [] and log.count(actions_of("data")) == 0


def test_a_commune_is_asked_for_and_the_province_is_not(section):
    data = workbook([row(unit=None)])
    communal = attempt(section, data, dry_run=True, defaults={"level": "xa"})
    ((_number, column, reason),) = told(communal)
    assert column == "unit" and "commune or ward is missing" in reason
    assert attempt(section, data, dry_run=True).counts == {NEW: 1}


def test_merged_cells_are_refused_where_they_are_taken(section):
    second = row(no=2, name="Lò Văn Gộp")
    data = workbook([GOOD, second], merge=["K2:K3", "A2:A3"])
    found = told(attempt(section, data, dry_run=True))
    assert [(at, name) for at, name, _text in found] == [
        (2, "decision_number"),
        (3, "decision_number"),
    ]


def test_merged_titles_above_the_list_are_nothing_to_it(section):
    above = [("DANH SÁCH BÁO CÁO VIÊN",), ("(Kèm theo Quyết định số 12/QĐ-UBND)",), ()]
    numbers = tuple(f"({at})" for at in range(1, len(HEADINGS) + 1))
    data = workbook([numbers, GOOD], above=above, merge=["A1:L1", "A2:L2"])
    plan = attempt(section, data)
    assert plan.counts == {NEW: 1} and plan.header.number == 4


def test_what_loses_nothing_is_mended(section):
    name = unicodedata.normalize("NFD", " Lò\u00a0 Văn\u200b   Ví Dụ \n")
    plan = attempt(
        section,
        workbook(
            [row(name=name, phone=912345678, gender=" nữ ", agency="  sở tư  pháp ")]
        ),
    )
    (person,) = section.objectValues()
    assert plan.counts == {NEW: 1}
    assert person.title == "Lò Văn Ví Dụ"
    assert person.private_phone == "0912345678"
    assert (person.gender, person.agency) == ("female", "so-tu-phap")
    assert api.content.get_state(person) == "recognised"


def test_identity_cards_get_their_zeros_back(section):
    headings = ("Họ và tên", "Số CCCD", "Địa bàn", "Ngày công nhận")
    cells = [
        ("Lò Văn A", 14085001234, "Tỉnh Sơn La", date(2024, 1, 10)),
        ("Lò Văn B", 50123456, "Tỉnh Sơn La", date(2024, 1, 10)),
        ("Lò Văn C", "014085001234", "Tỉnh Sơn La", date(2024, 1, 10)),
    ]
    attempt(section, workbook(cells, headings=headings))
    found = {person.title: person.id_number for person in section.objectValues()}
    assert found == {
        "Lò Văn A": "014085001234",
        "Lò Văn B": "050123456",
        "Lò Văn C": "014085001234",
    }


def test_a_file_of_refused_rows_is_read_again(section):
    """Its own two columns are known and not taken."""
    headings = (*HEADINGS, "Dòng trong tệp gốc", "Lỗi cần sửa")
    plan = attempt(section, workbook([(*GOOD, 7, "Ngày sinh: sai")], headings=headings))
    assert plan.counts == {NEW: 1} and len(plan.columns) == len(HEADINGS) - 1


def test_the_others_can_be_entered_first(section):
    data = workbook([GOOD, row(name=None)])
    attempt(section, data, leave_refused=True)
    assert [one.title for one in section.objectValues()] == ["Lò Văn Ví Dụ"]


def test_whoever_is_known_stays_as_they_are(section):
    person = enter(section, birth_date=date(1985, 9, 5), position="Chuyên viên")
    plan = attempt(section, workbook([row(decided="11/01/2024")]))
    assert plan.counts == {KNOWN: 1} and len(section.objectIds()) == 1
    assert person.position == "Chuyên viên"
    assert plan.rows[0].known_path.endswith(person.getId())
    assert plan.rows[0].notes == ["note_other_recognition"]


@pytest.mark.parametrize(
    "cells",
    [
        {"birth": "06/09/1985"},
        {"name": "Lò Văn Ví Dự"},
        {"unit": "Phường Tô Hiệu"},
    ],
)
def test_another_name_birth_or_unit_is_another_person(section, cells):
    enter(section, birth_date=date(1985, 9, 5))
    assert attempt(section, workbook([row(**cells)])).counts == {NEW: 1}


def test_case_and_place_of_tones_tell_nobody_apart(section):
    enter(section, "Hà Văn Hòa", birth_date=date(1985, 9, 5))
    data = workbook([row(name="HÀ VĂN HOÀ")])
    assert attempt(section, data).counts == {KNOWN: 1}


def test_reporters_and_propagandists_are_two_records(section):
    enter(section, birth_date=date(1985, 9, 5), portal_type="LegalPropagandist")
    assert attempt(section, workbook([GOOD])).counts == {NEW: 1}


@pytest.mark.parametrize(
    ("unit", "decided", "token"),
    [
        ("Phường Chiềng Lề", "10/01/2024", "03646"),
        ("chiềng lề, TP. Sơn La, tỉnh Sơn La", "10/01/2024", "03646"),
        ("P. Tô Hiệu", "10/01/2026", "03646"),
        ("Xã Chiềng Chung, huyện Mai Sơn", "10/01/2024", "04117"),
        ("Xã Chiềng Chung - thị xã Mộc Châu", "10/01/2024", "04000"),
        ("03646", "10/01/2024", "03646"),
        ("Tỉnh Sơn La", "10/01/2024", "14"),
    ],
)
def test_old_names_become_the_new_units(section, unit, decided, token):
    plan = attempt(
        section,
        workbook([row(unit=unit, decided=decided)]),
        defaults={"level": "xa"},
    )
    assert told(plan) == []
    (person,) = section.objectValues()
    assert person.recognitions[0]["unit"] == token


def test_a_recognition_by_a_district_ended_with_it(section):
    data = workbook([row(unit="Mai Sơn", decided="10/01/2024")])
    plan = attempt(section, data, defaults={"level": "huyen"})
    assert plan.rows[0].notes == ["note_ended_with_level"]
    (person,) = section.objectValues()
    (found,) = person.recognitions
    assert (found["unit"], found["end_kind"]) == ("125-huyen", "sap-xep-dvhc")
    assert found["ended_on"] == date(2025, 7, 1)
    assert api.content.get_state(person) == "ended"


def test_what_holds_for_all_rows_fills_empty_cells(section):
    defaults = {
        "level": "tinh",
        "unit": "14",
        "decision_number": "99/QĐ-UBND",
        "decision_date": date(2023, 5, 1),
        "issuer": "Chủ tịch UBND tỉnh",
    }
    rows = [row(unit=None, number=None, decided=None), row(no=2, name="Cà Văn Mẫu")]
    attempt(section, workbook(rows), defaults=defaults)
    first, second = (one.recognitions[0] for one in section.objectValues())
    assert first["decision_number"] == "99/QĐ-UBND"
    assert first["valid_from"] == date(2023, 5, 1)
    assert second["decision_number"] == "12/QĐ-UBND"
    assert second["valid_from"] == date(2024, 1, 10)
    assert first["issuer"] == second["issuer"] == "Chủ tịch UBND tỉnh"


def test_csv_is_read_as_offices_write_it(section):
    lines = [";".join(HEADINGS), ";".join(map(str, GOOD))]
    data = b"\xef\xbb\xbf" + "\r\n".join(lines).encode()
    assert attempt(section, data).counts == {NEW: 1}
    assert attempt(section, "\n".join(lines).encode("utf-16")).counts == {KNOWN: 1}


def test_a_closed_unit_takes_nobody(section):
    with api.env.adopt_roles(["Manager"]):
        unit = create(section, "ContributingUnit", title="STP", code="stp")
    unit.closed_on = date(2025, 1, 1)
    with pytest.raises(InvalidInput, match="msg_unit_closed"):
        attempt(unit, workbook([GOOD]))


def test_the_record_is_what_the_form_would_make(section):
    """Every field is as the form stores it: the class and the schema accept it again."""
    attempt(section, workbook([GOOD]))
    (person,) = section.objectValues()
    typed = enter(
        section,
        person.title,
        recognitions=[recognition(issuer=None, decision_date=date(2024, 1, 10))],
    )
    assert person.recognitions == typed.recognitions


def test_accents_alone_are_pointed_out(section):
    """Hưng may be Hùng's brother, or the list of somebody who typed without accents."""
    enter(section, "Lò Văn Hưng", birth_date=date(1985, 9, 5))
    names = ("Lò Văn Hung", "Lò Văn Hùng", "Lò Văn Hương")
    plan = attempt(section, workbook([row(name=name) for name in names]), dry_run=True)
    assert plan.counts == {NEW: 3}
    assert [one.notes for one in plan.rows] == [
        ["note_other_accents"],
        ["note_other_accents"],
        [],
    ]
    assert "Lò Văn Hưng" in api.portal.translate(plan.rows[0].notes[0])
    (other,) = attempt(
        section, workbook([row(name="Lò Văn Hung", birth="06/09/1985")]), dry_run=True
    ).rows
    assert other.notes == []
