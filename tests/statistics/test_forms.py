"""Forms as data: what is shipped can be read, what is wrong is refused."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from plone import api
from random import Random
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.statistics.cells.formulas import add_up
from sonla.pbgdpl.statistics.cells.formulas import cell_formula
from sonla.pbgdpl.statistics.cells.formulas import complete
from sonla.pbgdpl.statistics.cells.formulas import CompleteCells
from sonla.pbgdpl.statistics.cells.formulas import lacking
from sonla.pbgdpl.statistics.cells.reported import failures
from sonla.pbgdpl.statistics.content import IStatisticsReport
from sonla.pbgdpl.statistics.forms.definition import FormColumn
from sonla.pbgdpl.statistics.forms.definition import parts_of
from sonla.pbgdpl.statistics.forms.faults import FormRefused
from sonla.pbgdpl.statistics.forms.files import raw_form
from sonla.pbgdpl.statistics.forms.files import read_form
from sonla.pbgdpl.statistics.forms.files import write_form
from sonla.pbgdpl.statistics.forms.formulas import NoFormula
from sonla.pbgdpl.statistics.forms.formulas import read_formula
from sonla.pbgdpl.statistics.forms.formulas import read_rule
from sonla.pbgdpl.statistics.forms.names import read_new_form
from sonla.pbgdpl.statistics.forms.names import unknown_names
from sonla.pbgdpl.statistics.forms.store import due_period
from sonla.pbgdpl.statistics.forms.store import form_codes
from sonla.pbgdpl.statistics.forms.store import form_for
from sonla.pbgdpl.statistics.forms.store import full_year_kind
from sonla.pbgdpl.statistics.forms.store import period_kinds
from sonla.pbgdpl.statistics.forms.store import RECORD
from sonla.pbgdpl.statistics.forms.store import refuse_bad_forms
from sonla.pbgdpl.statistics.forms.store import shipped_texts
from sonla.pbgdpl.statistics.pages.menus import period_menus
from statistics_content import report
from statistics_content import view
from zope.i18n import translate

import json
import pytest
import re

ROOT = Path(__file__).resolve().parents[2]


def shipped(code="bcv-ttv"):
    return next(raw_form(x) for x in shipped_texts() if f'slug = "{code}"' in x)


def test_shipped_forms_can_be_read_and_are_drafts():
    assert refuse_bad_forms(shipped_texts())
    assert {read_form(text).status for text in shipped_texts()} == {"draft"}


def line(raw, kind, name):
    key = {"party": "role"}.get(kind, "id")
    return next(one for one in raw[kind] if one[key] == name)


def change(kind, name, /, **values):
    return lambda raw: line(raw, kind, name).update(values)


def drop(kind, name, key):
    return lambda raw: line(raw, kind, name).pop(key)


BROKEN = {
    "title": lambda raw: raw.pop("title"),
    "slug": lambda raw: raw.update(slug="Mẫu 1"),
    "status": lambda raw: raw.update(status="final"),
    "valid_from": lambda raw: raw.update(valid_from="15/5/2019"),
    "valid_to": lambda raw: raw.update(valid_to=date(2019, 1, 1)),
    "offered": lambda raw: raw.update(offered="có"),
    "colums": lambda raw: raw.update(colums=[]),
    "row": lambda raw: raw.update(row=[]),
    "column": lambda raw: raw.update(column={"id": "a"}),
    "party.commune.title": drop("party", "commune", "title"),
    "period": lambda raw: raw.pop("period"),
    "period.tron_nam.first": change("period", "tron_nam", first="13-01"),
    "period.tron_nam.actual_until": change("period", "tron_nam", actual_until="11-30"),
    "period.so_bo_nam.actual_until": change("period", "so_bo_nam", last="01-31"),
    "period.so_bo_nam.deadline.from": lambda raw: line(raw, "period", "so_bo_nam")[
        "deadline"
    ].append({"from": "district", "day": "11-01"}),
    "row.tong.formula": change("row", "tong", formula="tinh + huyen"),
    "row.tinh.parent": change("row", "tinh", parent="khong_co"),
    "row.xa.formula": drop("row", "xa", "formula"),
    "row.ubnd_xa_dv.over": drop("row", "ubnd_xa_dv", "over"),
    "row.ubnd_xa_dv.parent": drop("row", "ubnd_xa_dv", "parent"),
    "row.tinh_khac": change("row", "tinh_khac", code="1", title="Cơ quan chuyên môn"),
    "row.cqcm.kind": change("row", "cqcm", kind="sum"),
    "column.kp.formula": change("column", "kp", formula="kp_khac * 2"),
    "column.kp.code": change("column", "kp", code="(8)"),
    "column.kp.path": change("column", "kp", path="Kinh phí"),
    "column.bcv.type": change("column", "bcv", type="number"),
    "column.bcv.source": change("column", "bcv", source="people"),
    "column.bcv_truc_tiep.part_of": change("column", "bcv_truc_tiep", part_of="khong"),
    "column.bcv_truc_tiep.additive": change("column", "bcv_truc_tiep", additive="no"),
    "check.mang.rule": change("check", "mang", rule="tai_lieu_mang"),
    "check.tham_gia.rule": change("check", "tham_gia", rule="bcv_truc_tiep <= khong"),
    "check.mang.severity": change("check", "mang", severity="stop"),
}
"""Place of the fault that is to be found → what makes it."""


@pytest.mark.parametrize("place", BROKEN)
def test_a_broken_form_is_refused_at_its_place_in_vietnamese(place, portal):
    raw = shipped("04a-tp-pbgdpl")
    BROKEN[place](raw)
    with pytest.raises(FormRefused) as refused:
        read_form(write_form(raw))
    faults = {one.place: one.message for one in refused.value.faults}
    assert place in faults
    words = translate(faults[place], target_language="vi")
    assert words != translate(faults[place], target_language="en")
    assert place in words


MISSPELT = {
    "column.bcv.source": (
        change("column", "bcv", source="people.peple"),
        "people.people",
    ),
    "column.cuoc_truc_tiep.source": (
        change("column", "cuoc_truc_tiep", source="activites.sessions"),
        "activities.sessions",
    ),
    "column.cuoc_truc_tiep.where": (
        change("column", "cuoc_truc_tiep", where={"fom": "truc-tiep"}),
        "form",
    ),
    "column.kp_khac.where": (
        change("column", "kp_khac", where={"form": "truc-tiep"}, source="funds.amount"),
        "fund",
    ),
    "column.luot_nguoi.where": (
        change("column", "luot_nguoi", where={"form": "truc-tip"}),
        "truc-tiep (",
    ),
    "column.tai_lieu_mang.where": (
        change("column", "tai_lieu_mang", where={"type": "LegalIntro"}),
        "LegalIntroduction (",
    ),
    "column.bcv.where": (
        change("column", "bcv", where={"role": "Legal reporter"}),
        "LegalReporter (",
    ),
    "column.bcv_truc_tiep.where": (
        change("column", "bcv_truc_tiep", where={"trained": "có"}),
        "yes (",
    ),
    "column.kp_thuong_xuyen.where": (
        change("column", "kp_thuong_xuyen", where={"fund": "nsnn-thuongxuyen"}),
        "nsnn-thuong-xuyen (",
    ),
    "column.cuoc_thi.where": (
        change(
            "column",
            "cuoc_thi",
            source="questions.received",
            where={"agency": "so-tuphap"},
        ),
        "so-tu-phap (",
    ),
    "column.luot_thi.where": (
        change("column", "luot_thi", where={"organiser": "coucil"}),
        "council (",
    ),
    "row.ubnd_xa_dv.where": (change("row", "ubnd_xa_dv", where={"level": "x"}), "xa ("),
    "row.tinh_khac_dv.where": (
        change("row", "tinh_khac_dv", where={"code": "so-tuphap"}),
        "so-tu-phap",
    ),
    "row.cqcm_dv.where": (change("row", "cqcm_dv", where={"lvel": "tinh"}), "level"),
    "row.cqcm_dv.over": (change("row", "cqcm_dv", over="agences"), "agencies"),
}
"""Place of a name that nobody knows → what writes it, and the name that was meant."""


@pytest.mark.parametrize("place", MISSPELT)
def test_a_misspelt_name_is_refused_with_those_that_are_near(place, portal):
    raw = shipped("04a-tp-pbgdpl")
    make, meant = MISSPELT[place]
    make(raw)
    with pytest.raises(FormRefused) as refused:
        read_new_form(write_form(raw))
    (fault,) = refused.value.faults
    assert fault.place == place
    assert any(
        one.startswith(meant) for one in fault.message.mapping["known"].split(", ")
    )
    words = translate(fault.message, target_language="vi")
    assert words != translate(fault.message, target_language="en")
    assert place in words and meant in words


def test_a_misspelt_group_is_refused(portal):
    raw = shipped("04a-tp-pbgdpl")
    raw["group"] = [{"id": "so-nganh", "title": "Sở, ngành", "members": ["so-tu-phap"]}]
    line(raw, "row", "cqcm_dv")["where"] = {"group": "so-nghanh"}
    line(raw, "row", "tinh_khac_dv")["where"] = {"group": "so-nganh"}
    with pytest.raises(FormRefused) as refused:
        read_new_form(write_form(raw))
    (fault,) = refused.value.faults
    assert fault.place == "row.cqcm_dv.where"
    assert fault.message.mapping["known"] == "so-nganh"


@pytest.mark.parametrize("text", shipped_texts(), ids=lambda text: text[27:50])
def test_shipped_forms_name_nothing_that_nobody_knows(text, portal):
    assert not list(unknown_names(read_form(text)))


def test_a_form_with_an_open_question_cant_be_called_checked():
    raw = shipped("04a-tp-pbgdpl") | {"status": "checked"}
    with pytest.raises(FormRefused) as refused:
        read_form(write_form(raw))
    assert "u1" in refused.value.faults[0].message.mapping["value"]


def test_all_faults_are_told_together():
    raw = shipped("04a-tp-pbgdpl")
    for place in ("title", "column.kp.formula", "check.mang.severity"):
        BROKEN[place](raw)
    with pytest.raises(FormRefused) as refused:
        read_form(write_form(raw))
    assert len(refused.value.faults) == 3


def test_where_a_file_cant_be_read_is_told_by_line():
    text = shipped_texts()[0].replace('version = "2019-1"', "version = 2019-1")
    with pytest.raises(FormRefused) as refused:
        read_form(text)
    assert refused.value.message.mapping["line"] == "4"


@pytest.mark.parametrize("text", shipped_texts(), ids=lambda text: text[27:50])
def test_files_are_the_same_as_toml_and_as_json(text):
    raw = raw_form(text)
    assert raw_form(write_form(raw)) == raw
    assert read_form(json.dumps(raw, default=str)) == read_form(text)


def test_what_is_not_known_is_offered_to_nobody(portal):
    forms = [read_form(text) for text in shipped_texts()]
    assert [form.code for form in form_codes()] == ["ket-qua-pbgdpl", "bcv-ttv"]
    assert all(form.is_unknown for form in forms if not form.offered)
    assert not any(form.is_unknown for form in forms if form.offered)


NO_NUMBER = f'schema = "pbgdpl-form/1"\ncode = 0x{"f" * 10_000}'
"""TOML reads it, and nothing can write it."""
LONG_NAME = f"{'a.' * 40_000}b = 1"


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "1", '"form"', "{}", "a = 1", LONG_NAME, NO_NUMBER]
)
def test_no_form_at_all_is_refused(text):
    with pytest.raises(InvalidInput):
        read_form(text)


def test_the_same_version_twice_is_refused():
    with pytest.raises(InvalidInput):
        refuse_bad_forms([*shipped_texts(), shipped_texts()[0]])


@pytest.mark.parametrize("text", ["", "+", "a +", "a b", "a * b", "1 + a", "A", "a--b"])
def test_bad_formulas_are_refused(text):
    with pytest.raises(NoFormula):
        read_formula(text)


def test_a_formula_adds_and_takes_away():
    numbers = {"a": 5, "b": 7, "c": 2}
    assert read_formula("a + b - c").value(numbers.get) == 10
    assert read_formula("-c + a").value(numbers.get) == 3
    assert read_formula("a + unknown").value(numbers.get) == 5
    assert read_formula("unknown").value(numbers.get) is None


def test_a_rule_compares():
    numbers = {"a": 5, "b": 7}
    assert read_rule("a <= b").is_satisfied(numbers.get)
    assert not read_rule("a >= b").is_satisfied(numbers.get)
    assert not read_rule("a = b").is_satisfied(numbers.get)
    assert read_rule("a >= unknown").is_satisfied(numbers.get)


def test_totals_of_rows_and_columns_are_worked_out():
    form = read_form(write_form(shipped()))
    values = {("bcv_tinh", "nam"): 3, ("ttv", "nam"): 4, ("ttv", "tong_so"): 4}
    done = complete(form, values)
    assert done["cong", "nam"] == 7
    assert done["cong", "tong_so"] == 4
    assert done["cong", "nu"] is None


def test_a_failed_check_names_its_cells():
    form = read_form(write_form(shipped()))
    values = {("ttv", "tong_so"): 5, ("ttv", "nam"): 4, ("ttv", "nu"): 2}
    found = list(failures(form, complete(form, values)))
    assert ("ttv", "nu") in found[0].cells
    assert ("ttv", "tong_so") in found[0].cells
    assert found[0].check.id == "gioi_tinh"


def test_adding_up_leaves_the_unknown_unknown():
    form = read_form(write_form(shipped()))
    key, other = ("ttv", "nam"), ("ttv", "nu")
    total = add_up(form, [{key: 1}, {key: None}, {key: 2}])
    assert total[key] == 3
    assert total[other] is None


@pytest.mark.parametrize(
    ("kind", "first", "last", "until", "unit", "province"),
    [
        ("six_months", (1, 1), (6, 30), (5, 31), (2026, 6, 6), (2026, 6, 25)),
        ("year", (1, 1), (12, 31), (10, 31), (2026, 11, 7), (2026, 11, 28)),
        ("official", (1, 1), (12, 31), (12, 31), (2027, 1, 20), (2027, 2, 20)),
    ],
)
def test_periods_and_deadlines(section, kind, first, last, until, unit, province):
    form, period = form_for("ket-qua-pbgdpl", kind, 2026)
    assert (period.first, period.last) == (date(2026, *first), date(2026, *last))
    assert period.actual_until == date(2026, *until)
    assert period.deadlines["commune"] == period.deadlines["unit"] == date(*unit)
    assert period.deadlines["province"] == date(*province)
    assert form.periods[kind].has_estimate is (kind != "official")


def test_no_form_before_it_was_in_force(section):
    assert form_for("ket-qua-pbgdpl", "year", 2018) is None
    assert form_for("nothing", "year", 2026) is None


DUE = {
    date(2026, 2, 1): ("official", 2025),
    date(2026, 3, 1): ("six_months", 2026),
    date(2026, 6, 26): ("year", 2026),
    date(2026, 11, 28): ("year", 2026),
    date(2026, 11, 29): ("official", 2026),
}


@pytest.mark.parametrize("day", DUE, ids=str)
def test_what_is_due_next(portal, day):
    due = due_period("ket-qua-pbgdpl", day)
    assert (due.kind, due.year) == DUE[day]


def test_nothing_is_due_by_a_form_that_is_not_there(portal):
    assert due_period("khong-co", date(2026, 2, 1)) is None


def form_of(rows, columns=()):
    """Read a form of rows and columns: names with formulas."""
    raw = shipped()
    raw["check"] = []
    for name, lines in (("row", rows), ("column", columns or {"so": ""})):
        raw[name] = [
            {"id": key, "formula": formula}
            | ({"title": key} if name == "row" else {"path": [key], "code": key})
            for key, formula in dict(lines).items()
        ]
    return read_form(write_form(raw))


def test_formulas_that_need_their_own_result_are_refused_by_name():
    with pytest.raises(InvalidInput) as refused:
        form_of({"tong": "tinh + xa", "tinh": "so + tong", "so": "", "xa": ""})
    assert refused.value.args[0] == "msg_form_circle"
    assert refused.value.args[0].mapping["lines"] in (
        "tong ← tinh ← tong",
        "tinh ← tong ← tinh",
    )


def test_a_form_without_end_is_refused_at_once():
    raw = shipped()
    rows = [{"id": "z0", "title": "Dòng 0"}]
    for one in range(1, 8_000):
        rows.append({"id": f"z{one}", "title": f"Dòng {one}", "parent": f"z{one - 1}"})
    with pytest.raises(FormRefused) as caught:
        read_form(write_form({**raw, "row": rows}))
    assert [str(one.message) for one in caught.value.faults] == ["msg_form_too_many"]


def test_sums_of_the_same_sum_twice_are_followed_once():
    lines = {"c0": FormColumn("c0", "Cột")}
    for number in range(1, 200):
        formula = read_formula(f"c{number - 1} + c{number - 1}")
        lines[f"c{number}"] = FormColumn(f"c{number}", "Cột", formula=formula)
    assert parts_of(lines.values())["c199"] == {"c0": 2**199}


def test_sums_of_sums_whatever_their_order():
    form = form_of(
        {"tong": "tinh + xa", "tinh": "so + ban - xa", "xa": "", "so": "", "ban": ""},
        {"quy": "tien + khac", "tien": "a + b", "a": "", "b": "", "khac": ""},
    )
    values = {(row, column): 10 for row in ("xa", "so", "ban") for column in "ab"}
    done = complete(form, values)
    assert done["tinh", "tien"] == 20
    assert done["tong", "quy"] == 40
    assert ("so", "khac") in cell_formula(form, ("tong", "quy")).names


@pytest.mark.parametrize("seed", range(20))
def test_random_trees_agree_with_an_independent_sum(seed):
    random = Random(seed)
    parents = {"r0": None}
    for number in range(1, random.randrange(2, 300)):
        parents[f"r{number}"] = random.choice(list(parents))
    children = {name: [] for name in parents}
    for name, parent in parents.items():
        if parent is not None:
            children[parent].append(name)
    leaves = {name: random.randrange(10**12) for name in parents if not children[name]}
    named = list(parents)
    random.shuffle(named)
    form = form_of({name: " + ".join(children[name]) for name in named})
    values = {(name, "so"): number for name, number in leaves.items()}
    assert complete(form, values)["r0", "so"] == sum(leaves.values())
    missing = random.choice(list(leaves))
    above, at = set(), parents[missing]
    while at is not None:
        above.add((at, "so"))
        at = parents[at]
    left = complete(form, {**values, (missing, "so"): None})
    gaps = lacking(form, left)
    assert all(cells == [(missing, "so")] for cells in gaps.values())
    assert set(gaps) == {key for key in above if left[key] is not None}


def test_a_deep_form_is_worked_out():
    names = [f"r{number}" for number in range(3000)]
    rows = dict(zip(names, [*names[1:], ""], strict=True))
    form = form_of(rows)
    values = {(names[-1], "so"): 7}
    assert complete(form, values)["r0", "so"] == 7
    assert cell_formula(form, ("r0", "so")).value(values.get) == 7


@pytest.mark.sample(3)
@pytest.mark.parametrize("seed", range(20))
def test_a_cell_by_itself_is_what_it_is_among_all(seed):
    random = Random(seed)
    form = form_of(
        {
            **{"tong": "tinh + xa - bo", "tinh": "so + ban + xa", "bo": "ban"},
            **dict.fromkeys(("xa", "so", "ban"), ""),
        },
        {
            **{"quy": "tien + khac - a", "tien": "a + b", "lai": "nguoi - tien"},
            **dict.fromkeys(("a", "b", "khac", "nguoi"), ""),
        },
    )
    columns = [replace(one, additive=one.id != "nguoi") for one in form.columns]
    form = replace(form, columns=tuple(columns))
    assert form.not_added == {"nguoi", "lai"}
    values = {
        key: random.choice([None, 0, random.randrange(-9, 99), Decimal("0.5")])
        for key in form.typed_cells
    }
    lazy = CompleteCells(form, partial(cell_formula, form), values)
    assert dict(lazy) == complete(form, values) and lazy.get(("xa", "x")) is None


NEW_KINDS = {
    "so_bo_6_thang": ("Sơ bộ 6 tháng", "05-31", "06-10"),
    "so_bo_nam": ("Sơ bộ năm", "10-31", "11-10"),
    "tron_nam": ("Tròn năm", "12-31", "next-01-10"),
}


def with_new_kinds(code="bcv-ttv"):
    """Return a later version of a form, in force from 2026, with other kinds of period."""
    raw = shipped(code)
    raw |= {"version": "2025-0", "valid_from": date(2026, 1, 1)}
    raw["period"] = [
        {
            "id": kind,
            "title": title,
            "first": "01-01",
            "last": last,
            "actual_until": last,
            "deadline": [{"from": "province", "day": day}],
        }
        for kind, (title, last, day) in NEW_KINDS.items()
    ]
    return write_form(raw)


@pytest.mark.parametrize(
    "kind,words",
    [
        ("six_months", "6 tháng đầu năm 2026"),
        ("official", "Cả năm 2026 (số chính thức)"),
    ],
)
def test_readers_are_told_a_period_in_words(kind, words):
    assert read_form(write_form(shipped())).periods[kind].of(2026).title == words


@pytest.fixture
def successor(portal):
    api.portal.set_registry_record(RECORD, [*shipped_texts(), with_new_kinds()])


def test_kinds_of_period_are_those_of_the_version_in_force(successor):
    def kinds(year):
        return [kind.kind for kind in period_kinds("bcv-ttv", year)]

    assert kinds(2025) == ["six_months", "year", "official"]
    assert kinds(2026) == list(NEW_KINDS)
    assert full_year_kind("bcv-ttv", 2025) == "official"
    assert full_year_kind("bcv-ttv", 2026) == "tron_nam"
    assert full_year_kind("no-form", 2026) == ""
    assert due_period("bcv-ttv", date(2026, 6, 1)).key == "so_bo_6_thang|2026"
    assert due_period("bcv-ttv", date(2026, 1, 15)).key == "official|2025"


def test_a_report_keeps_the_kind_that_its_form_knew(successor, unit):
    old = report(unit, "bcv-ttv", "official", 2025)
    new = report(unit, "bcv-ttv", "tron_nam", 2026)
    api.portal.set_registry_record(RECORD, [with_new_kinds()])
    assert [one.title.partition(" – ")[2] for one in (old, new)] == [
        "Năm chính thức 2025",
        "Tròn năm 2026",
    ]
    field = IStatisticsReport["period_kind"]
    assert "official" in field.bind(old).vocabulary
    assert "official" not in field.bind(unit).vocabulary


def test_the_page_offers_the_kinds_of_the_year_and_compares_no_others(
    successor, section
):
    def page(**asked):
        return view(section, form="bcv-ttv", **asked)

    now = page(year="2026")
    assert now.asked.kind == "tron_nam"
    assert [one["title"] for one in period_menus(now.asked)[1]["options"]] == [
        title for title, _last, _day in NEW_KINDS.values()
    ]
    assert now.before is None
    assert page(year="2026", kind="official").asked.kind == "tron_nam"
    assert page(year="2025", kind="tron_nam").asked.kind == "official"


def test_the_table_of_proofs_names_each_form_and_tests_that_exist():
    text = (ROOT / "docs" / "statistics.rst").read_text()
    part = text[text.index("What is proved") : text.index("The file of a form")]
    named = re.findall(r"``(tests/\S+?)::(\w+)``", part)
    assert len(named) > 10
    for path, name in named:
        assert f"def {name}(" in (ROOT / path).read_text(), name
    for slug in (raw_form(text)["slug"] for text in shipped_texts()):
        assert f"``{slug}``" in part
