"""Lists as provinces and communes write them: parts, sums, signatures, titles, file names."""

from datetime import date
from io import BytesIO
from new_items import create
from openpyxl import Workbook
from people_lists import HEADINGS
from people_lists import row
from plone import api
from sonla.pbgdpl.core.tables.reader import read_table
from sonla.pbgdpl.people.importing import parts
from sonla.pbgdpl.people.importing.importer import import_list
from sonla.pbgdpl.people.importing.plan import ImportOptions
from sonla.pbgdpl.people.importing.plan import Plan
from sonla.pbgdpl.people.importing.rows import NEW
from sonla.pbgdpl.people.importing.rows import REFUSED
from sonla.pbgdpl.people.importing.suggestions import BY_FILE
from sonla.pbgdpl.people.importing.suggestions import BY_PLACE
from sonla.pbgdpl.people.importing.suggestions import BY_TITLE
from sonla.pbgdpl.people.importing.suggestions import suggested

import pytest

TITLE = (
    ("UBND TỈNH SƠN LA",),
    ("DANH SÁCH BÁO CÁO VIÊN PHÁP LUẬT CẤP TỈNH",),
    (
        "(Kèm theo Quyết định số 1234/QĐ-UBND ngày 15 tháng 8 năm 2025 của Chủ tịch UBND tỉnh Sơn La)",
    ),
    (),
)
SIGNED = (
    (None, "Tổng cộng: 4 người"),
    (None, None, None, None, None, None, None, "Sơn La, ngày 20 tháng 8 năm 2025"),
    (None, "Nơi nhận:", None, None, None, None, None, "NGƯỜI LẬP BIỂU"),
    (None, "- Như trên;"),
    (None, "- Lưu: VT.", None, None, None, None, None, "Lò Thị Lập Biểu"),
)
CHIENG_MAI = "04132"


def book(*lines, merge=()):
    """Make a workbook of lines; `merge` names boxes."""
    workbook = Workbook()
    for line in lines:
        workbook.active.append(list(line))
    for box in merge:
        workbook.active.merge_cells(box)
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def plan_of(section, data, portal_type="LegalPropagandist", **defaults):
    """Plan the import of a list, as the upload does."""
    with api.env.adopt_roles(["Manager"]):
        choices = ImportOptions(portal_type, defaults=defaults)
        return import_list(section, data, choices, dry_run=True)


def test_headings_of_parts_give_level_unit_and_agency(section):
    data = book(
        HEADINGS,
        ("I", "CẤP TỈNH"),
        (None, "1. Sở Tư pháp"),
        row(name="Lò Văn Một", agency=None, unit=None),
        (None, "II. TUYÊN TRUYỀN VIÊN CẤP XÃ"),
        ("1", "Phường Chiềng An (2 người)"),
        row(name="Lò Văn Hai", agency=None, unit=None, decided="10/09/2025"),
        row(name="Lò Văn Ba", agency="Sở Tư pháp", unit=None, decided="10/09/2025"),
        (None, "2. Xã Chiềng Mai"),
        row(name="Lò Văn Bốn", agency=None, unit=None, decided="10/09/2025"),
    )
    plan = plan_of(section, data)
    assert plan.counts == {NEW: 4}, [one.problems for one in plan.having(REFUSED)]
    assert [
        (one.recognition["level"], one.recognition["unit"], one.fields.get("agency"))
        for one in plan.rows
    ] == [
        ("tinh", "14", "so-tu-phap"),
        ("xa", "03664", None),
        ("xa", "03664", "so-tu-phap"),
        ("xa", CHIENG_MAI, None),
    ]
    assert {one.kind for one in plan.skipped()} == {parts.PART}
    assert [one.number for one in plan.skipped()] == [2, 3, 5, 6, 9]


def test_sums_and_signatures_are_skipped_and_told(section):
    people = [row(no=n, name=f"Lò Văn {w}") for n, w in enumerate("ABCD", 1)]
    data = book(*TITLE, HEADINGS, *people[:2], HEADINGS, *people[2:], *SIGNED)
    plan = plan_of(section, data, "LegalReporter", level="tinh")
    assert plan.counts == {NEW: 4}
    skipped = {one.text: one.kind for one in plan.skipped()}
    assert skipped["Tổng cộng: 4 người"] is parts.SUM
    assert skipped["Nơi nhận: – NGƯỜI LẬP BIỂU"] is parts.SIGNATURE
    assert skipped["- Lưu: VT. – Lò Thị Lập Biểu"] is parts.SIGNATURE
    assert parts.REPEATED in skipped.values()
    assert len(skipped) == 6


@pytest.mark.parametrize(
    "name", ["Tống Văn Cộng", "Công Thị Tổng", "Chu Tịch", "Lưu Văn Thư", "Ký Văn Tên"]
)
def test_names_that_begin_like_sums_and_signatures_are_people(section, name):
    plan = plan_of(section, book(HEADINGS, row(name=name)), level="tinh")
    assert [one.name for one in plan.having(NEW)] == [name]


def test_a_merged_heading_of_a_part_is_one(section):
    data = book(
        HEADINGS,
        ("Phường Chiềng An",),
        row(unit=None, decided="10/09/2025"),
        merge=["A2:L2"],
    )
    plan = plan_of(section, data)
    assert [one.recognition["unit"] for one in plan.rows] == ["03664"]


def test_the_province_is_asked_for_by_nobody(section):
    data = book(
        HEADINGS,
        *(row(no=n, name=f"Lò Văn {w}", unit=None) for n, w in enumerate("ABC")),
    )
    plan = plan_of(section, data, "LegalReporter", level="tinh")
    assert {one.recognition["unit"] for one in plan.having(NEW)} == {"14"}
    assert plan.counts == {NEW: 3}


class TestSuggestions:
    def suggested(self, container, lines=(), filename="ds.xlsx"):
        table = read_table(book(*lines, HEADINGS, row()))
        found = suggested(table, filename, container, date(2026, 1, 1))
        return {name: one.value for name, one in found.items()}, {
            one.source for one in found.values()
        }

    def test_the_title_says_level_and_decision(self, section):
        values, sources = self.suggested(section, TITLE)
        assert values == {
            "level": "tinh",
            "unit": "14",
            "decision_number": "1234/QĐ-UBND",
            "decision_date": date(2025, 8, 15),
            "issuer": "Chủ tịch UBND tỉnh Sơn La",
        }
        assert sources == {BY_TITLE}

    def test_the_name_of_the_file_says_the_ward(self, section):
        values, sources = self.suggested(
            section, filename="DS_TTV_phường Chiềng An_2025.xlsx"
        )
        assert values == {"level": "xa", "unit": "03664"} and sources == {BY_FILE}

    def test_the_commune_of_a_title_counts_more_than_the_province_in_it(self, section):
        values, _sources = self.suggested(
            section,
            [("DANH SÁCH TUYÊN TRUYỀN VIÊN PHÁP LUẬT PHƯỜNG CHIỀNG AN, TỈNH SƠN LA",)],
        )
        assert (values["level"], values["unit"]) == ("xa", "03664")

    def test_the_unit_in_which_one_imports_says_its_territory(self, section):
        with api.env.adopt_roles(["Manager"]):
            unit = create(
                section,
                "ContributingUnit",
                title="UBND phường Chiềng An",
                code="ca",
                territory=("03664",),
            )
        values, sources = self.suggested(unit)
        assert values == {"level": "xa", "unit": "03664"} and sources == {BY_PLACE}


@pytest.mark.parametrize(
    "text", ["UBND xã Chiềng Mai", "Ủy ban nhân dân xã Chiềng Mai, tỉnh Sơn La"]
)
def test_committees_of_communes_are_among_the_agencies(section, text):
    plan = plan_of(section, book(HEADINGS, row(agency=text)), level="tinh")
    (found,) = plan.having(NEW)
    assert found.fields["agency"].startswith("ubnd-0")


def test_what_was_typed_takes_the_place_of_a_cell_merged_or_not(section):
    data = book(HEADINGS, row(name="Lò Văn Sai", birth="31/02/1980"), merge=["E2:F2"])
    options = ImportOptions(
        "LegalReporter",
        defaults={"level": "tinh"},
        corrections={(2, 2): "28/02/1980", (2, 4): "Thái", (2, 5): "Trưởng phòng"},
    )
    plan = Plan(section, read_table(data), options)
    (found,) = plan.having(NEW)
    assert found.fields["birth_date"] == date(1980, 2, 28)
    assert found.fields["position"] == "Trưởng phòng"


def test_unknown_words_are_asked_for_once(section):
    people = [
        row(no=n, name=f"Lò Văn {w}", agency="Phòng Lạ") for n, w in enumerate("ABC")
    ]
    data = book(HEADINGS, *people)
    options = ImportOptions("LegalReporter", defaults={"level": "tinh"})
    plan = Plan(section, read_table(data), options)
    assert plan.unknown() == {("agency", "Phòng Lạ"): 3}
    options = ImportOptions(
        "LegalReporter",
        defaults={"level": "tinh"},
        meanings={"agency": {"phong la": "so-tu-phap"}},
    )
    plan = Plan(section, read_table(data), options)
    assert {one.fields["agency"] for one in plan.having(NEW)} == {"so-tu-phap"}
