"""A form is written down as tables: saved with its faults, compared, put in force, undone."""

from plone import api
from pypdf import PdfReader
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.options.forms import moves
from sonla.pbgdpl.options.forms.drafts import add_draft
from sonla.pbgdpl.options.forms.drafts import drafts
from sonla.pbgdpl.options.forms.drafts import find_draft
from sonla.pbgdpl.options.forms.grid import COLUMNS
from sonla.pbgdpl.options.forms.grid import ROWS
from sonla.pbgdpl.options.forms.lines import follow_names
from sonla.pbgdpl.options.forms.lines import name_lines
from sonla.pbgdpl.options.forms.pages.editor import stamp_of
from sonla.pbgdpl.options.forms.parts import PARTS
from sonla.pbgdpl.statistics.forms.files import raw_form
from sonla.pbgdpl.statistics.forms.files import read_form
from sonla.pbgdpl.statistics.forms.files import SCHEMA
from sonla.pbgdpl.statistics.forms.files import write_form
from sonla.pbgdpl.statistics.forms.store import all_forms
from sonla.pbgdpl.statistics.forms.store import shipped_texts
from sonla.pbgdpl.statistics.forms.store import stored_texts
from statistics_content import report
from statistics_content import RESULTS
from statistics_content import token
from statistics_content import view

import io
import lxml.html
import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

KEY = f"{RESULTS}@2019-1"


class Editor:
    """A person at the page of one draft."""

    def __init__(self, portal, name):
        self.portal = portal
        self.name = name

    @property
    def raw(self):
        return find_draft(self.name).raw

    def page(self, method="GET", **form):
        return view(
            self.portal,
            "pbgdpl-settings",
            method,
            page="statistics",
            draft=self.name,
            **form,
        )

    def read(self, **form):
        return lxml.html.fromstring(self.page(**form)())

    def fields(self, part, **form):
        """Return what a browser would send of a part that nobody touched."""
        sent = {}
        (html,) = self.read(part=part, **form).cssselect("#pbgdpl-form-part")
        for box in html.cssselect("input, textarea, select"):
            if box.tag == "select":
                chosen = box.cssselect("option[selected]") or box.cssselect("option")
                sent[box.get("name")] = chosen[0].get("value")
            else:
                sent[box.get("name")] = box.value or ""
        return sent

    def send(self, part, do="save", typed=None, **form):
        """Press a button of a part with some cells typed anew."""
        fields = self.fields(part) | (typed or {}) | form
        fields["_authenticator"] = token(self.portal)
        return self.page("POST", part=part, do=do, **fields)()

    def publish(self):
        form = {"show": "publish", "do": "publish"}
        return self.page("POST", _authenticator=token(self.portal), **form)()


@pytest.fixture
def editor(administrator):
    raw = raw_form(next(text for text in shipped_texts() if f'"{RESULTS}"' in text))
    return Editor(administrator, add_draft(raw | {"version": "2027.1"}))


@pytest.mark.sample(2)
@pytest.mark.parametrize("text", shipped_texts(), ids=lambda text: text[24:60])
def test_saving_untouched_parts_changes_nothing(administrator, text):
    raw = raw_form(text)
    editor = Editor(administrator, add_draft(raw))
    for part in PARTS:
        editor.send(part.name)
    assert read_form(write_form(editor.raw)) == read_form(text)


def test_a_form_is_written_down_from_nothing(administrator):
    page = view(
        administrator,
        "pbgdpl-settings",
        "POST",
        page="statistics",
        new="1",
        number="12b/TP/HG",
        new_title="Hòa giải ở cơ sở",
        _authenticator=token(administrator),
    )
    page()
    (draft,) = drafts()
    editor = Editor(administrator, draft.id)
    html = editor.read()
    assert html.cssselect("#pbgdpl-form-faults li"), "what lacks is named"
    editor.send(
        "column", "paste", paste="(1)\tSố vụ\tTổng số\n(2)\tSố vụ\tHòa giải thành"
    )
    editor.send("row", "paste", paste="I\tTại cấp xã\n1\tỦy ban nhân dân\n2\tKhác")
    editor.send("row", typed={"cell.0.kind": "total"})
    editor.send("period", "add")
    days = {"first": "01/01", "last": "31/12", "actual_until": "31/12"}
    typed = {f"cell.0.{name}": day for name, day in days.items()}
    typed |= {"cell.0.title": "Năm", "cell.0.deadline-province": "20/01 năm sau"}
    editor.send("period", typed=typed | {"cell.0.estimate": "no"})
    editor.send("check", "add")
    rule = {"cell.0.rule": "c2 <= c1", "cell.0.message": "Thành không vượt tổng số"}
    editor.send("check", typed=rule | {"cell.0.severity": "block"})
    editor.send("cross", "add")
    rule = {"cell.0.rule": "r2/c1 >= @ky1-1:r2/c1", "cell.0.message": "Không giảm"}
    editor.send("cross", typed=rule | {"cell.0.severity": "warn"})
    editor.send("group", "add")
    editor.send("group", typed={"cell.0.title": "Sở", "cell.0.members": "so-tu-phap"})
    editor.send("stub", "add")
    editor.send("stub", typed={"cell.0.code": "A", "cell.0.title": "STT"})
    assert not editor.read().cssselect("#pbgdpl-form-faults li")
    editor.publish()
    form = next(one for one in all_forms() if one.number == "12b/TP/HG")
    assert [row.parent for row in form.rows] == ["", "r1", "r1"]
    assert form.rows[0].formula.names == ("r2", "r3")
    assert form.columns[1].path == ("Số vụ", "Hòa giải thành")
    assert form.periods["ky1"].deadlines == {"province": "next-01-20"}
    assert form.checks[0].severity == "block"
    assert form.cross_checks[0].rule.right.names[0].years_before == 1
    assert (form.groups[0].id, form.groups[0].members) == ("nhom1", ("so-tu-phap",))
    assert form.stubs[0].title == "STT"
    assert not list(drafts())


def test_what_is_wrong_is_kept_and_named_at_its_cell(editor):
    name = editor.raw["column"][0]["id"]
    editor.send("column", typed={"cell.0.formula": name})
    assert editor.raw["column"][0]["formula"] == name, "nothing typed is lost"
    html = editor.read(part="column")
    (box,) = html.cssselect('[name="cell.0.formula"]')
    assert box.get("aria-invalid") == "true"
    said = html.cssselect("#pbgdpl-form-faults a")[0]
    assert "#line-0" in said.get("href") and name in said.text_content()
    before = stored_texts()
    editor.publish()
    assert stored_texts() == before, "a form with faults never gets in force"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("fom = truc-tiep", "form"), ("form = truc tiep", "truc-tiep (")],
)
def test_a_misspelt_condition_is_named_at_its_cell_and_keeps_the_form_back(
    editor, typed, meant
):
    editor.send("column", typed={"cell.0.where": typed})
    (box,) = editor.read(part="column", open="0").cssselect('[name="cell.0.where"]')
    assert box.get("aria-invalid") == "true" and box.value == typed
    before = stored_texts()
    editor.publish()
    assert stored_texts() == before
    (said,) = read_faults(editor)
    assert meant in said.text_content()


def test_a_misspelt_condition_is_told_while_the_form_is_half_written(administrator):
    raw = {"schema": SCHEMA, "code": "12b", "slug": "12b", "version": "2027.1"}
    editor = Editor(administrator, add_draft(raw))
    editor.send("row", "paste", paste="I\tTại cấp xã\nII\tTại cấp tỉnh")
    editor.send("row", typed={"cell.1.where": "form = truc-tip"}, open="1")
    # Titles, columns and periods lack, and what is counted is not chosen yet
    html = editor.read(part="row")
    (box,) = html.cssselect('[name="cell.1.where"]')
    assert box.get("aria-invalid") == "true", "the line is open by itself"
    assert "truc-tiep" in box.getparent().text_content()
    assert not html.cssselect('[name="cell.0.where"]')
    editor.send("row", typed={"cell.1.where": "form = truc-tiep"}, open="1")
    assert not editor.read(part="row").cssselect('[name="cell.1.where"]')


def test_what_a_condition_may_be_stands_below_the_table(editor):
    offered = {
        part: [
            one.text_content()
            for one in editor.read(part=part).cssselect(
                "#pbgdpl-form-conditions li code"
            )
        ]
        for part in ("column", "row", "check")
    }
    assert {"role = LegalReporter", "fund = khac", "trained = no"} < {
        *offered["column"]
    }
    assert "level = xa" in offered["row"] and not offered["check"]
    values = [one.split(" = ")[1] for one in offered["column"] if one[:7] == "form = "]
    editor.send("column", typed={"cell.0.where": f"form = {', '.join(values)}"})
    assert len(values) > 5 and not read_faults(editor)


def test_organisations_of_a_group_are_written_by_their_titles(editor):
    editor.send("group", "add")
    typed = {"cell.0.title": "Sở", "cell.0.members": "sở tư pháp\ncong-an-tinh"}
    editor.send("group", typed=typed)
    assert editor.raw["group"][0]["members"] == ["so-tu-phap", "cong-an-tinh"]
    (box,) = editor.read(part="group").cssselect('[name="cell.0.members"]')
    assert box.value.split("\n") == ["Sở Tư pháp", "Công an tỉnh"]
    editor.send("group", typed={"cell.0.members": "Sở Tư phap\nSở Tư ph"})
    (box,) = editor.read(part="group").cssselect('[name="cell.0.members"]')
    assert box.get("aria-invalid") == "true" and "Sở Tư ph" in box.value
    assert "Sở Tư pháp" in read_faults(editor)[0].text_content()


def test_heading_and_signatures_are_written_down_and_printed(editor, unit):
    heading = "Biểu số: 99z/TP/VD\nBan hành theo Thông tư ví dụ"
    signers = "Người lập biểu\nChánh Văn phòng\nPhó Giám đốc\nGiám đốc"
    typed = {"cell.0.heading": heading, "cell.0.signers": signers}
    editor.send("presentation", typed=typed | {"cell.0.orientation": "portrait"})
    html = editor.read(part="presentation")
    assert html.cssselect('[name="cell.0.signers"]')[0].value == signers
    assert "Chánh Văn phòng" in html.cssselect(".pbgdpl-form-sheet")[0].text_content()
    editor.send(
        "", typed={"cell.0.version": "2026-2", "cell.0.valid_from": "2026-01-01"}
    )
    editor.publish()
    item = report(unit)
    assert item.form().version == "2026-2"
    reader = PdfReader(io.BytesIO(view(item, "pbgdpl-report.pdf")()))
    said = " ".join("".join(page.extract_text() for page in reader.pages).split())
    for line in (*heading.split("\n"), "CHÁNH VĂN PHÒNG", "GIÁM ĐỐC"):
        assert line in said
    assert reader.pages[0].mediabox.height > reader.pages[0].mediabox.width


def test_more_signers_than_have_room_are_refused_at_their_cell(editor):
    editor.send("presentation", typed={"cell.0.signers": "A\nB\nC\nD\nE"})
    (box,) = editor.read(part="presentation").cssselect('[name="cell.0.signers"]')
    assert box.get("aria-invalid") == "true" and box.value.endswith("E")
    editor.send("presentation", "undo")
    assert "signers" not in editor.raw.get("presentation", {})


@pytest.mark.parametrize("words", ["đầu năm", "01/01 năm nay", "32/01"])
def test_words_that_are_no_day_stay_and_are_refused(editor, words):
    editor.send("period", typed={"cell.0.first": words})
    html = editor.read(part="period")
    assert html.cssselect('[name="cell.0.first"][aria-invalid]')
    assert html.cssselect('[name="cell.0.first"]')[0].value == words


def test_a_condition_without_a_value_is_refused_and_not_counted_as_zero(editor):
    editor.send("column", typed={"cell.0.where": "form"})
    (box,) = editor.read(part="column", open="0").cssselect('[name="cell.0.where"]')
    assert box.get("aria-invalid") == "true" and box.value == "form = "


@pytest.mark.parametrize("at", ["²", "9" * 5000, "-1", ""])
def test_places_that_are_none_take_nothing_down(editor, at):
    before = editor.raw
    editor.send("check", do=f"open:{at}", lines="²")
    editor.send("check", do="add", many="9" * 5000)
    assert editor.raw["row"] == before["row"]


def test_a_save_is_undone_step_by_step(editor):
    first = editor.raw
    editor.send("row", "delete:0")
    editor.send("", typed={"cell.0.title": "Khác"})
    editor.send("", "undo")
    assert editor.raw["title"] == first["title"]
    editor.send("", "undo")
    assert editor.raw == first
    assert not editor.read().cssselect('button[value="undo"]')


def test_two_people_at_one_part_lose_nothing(editor):
    opened = editor.fields("column")
    editor.send("column", typed={"cell.0.unit": "vụ"})
    mine = opened | {"cell.0.unit": "lượt", "_authenticator": token(editor.portal)}
    html = editor.page("POST", part="column", do="save", **mine)()
    assert editor.raw["column"][0]["unit"] == "vụ", "theirs stays until it is decided"
    shown = lxml.html.fromstring(html)
    assert shown.cssselect("#pbgdpl-form-error")
    assert shown.cssselect('[name="cell.0.unit"]')[0].value == "lượt"
    (stamp,) = shown.cssselect('[name="stamp"]')
    editor.page("POST", part="column", do="save", **mine | {"stamp": stamp.value})()
    assert editor.raw["column"][0]["unit"] == "lượt"
    editor.send("column", "undo")
    assert editor.raw["column"][0]["unit"] == "vụ"


def test_two_people_at_different_parts_dont_meet(editor):
    columns = editor.fields("column")
    editor.send("row", typed={"cell.0.title": "Hàng khác"})
    sent = columns | {"cell.0.unit": "vụ", "_authenticator": token(editor.portal)}
    editor.page("POST", part="column", do="save", **sent)()
    assert editor.raw["column"][0]["unit"] == "vụ"
    assert editor.raw["row"][0]["title"] == "Hàng khác"


def test_a_new_version_is_compared_and_stands_beside(administrator):
    form = {"page": "statistics", "form": KEY, "version": "1"}
    form["_authenticator"] = token(administrator)
    view(administrator, "pbgdpl-settings", "POST", **form)()
    (draft,) = drafts()
    editor = Editor(administrator, draft.id)
    assert editor.raw["supersedes"] == [KEY]
    place = [line["id"] for line in editor.raw["column"]].index("tin_bai")
    editor.send("column", typed={"cell.0.path": "Tên mới", "cell.0.code": "(1a)"})
    editor.send("column", f"delete:{place}")
    html = editor.read(show="publish")
    (table,) = html.cssselect("#pbgdpl-form-changes")
    said = table.text_content()
    assert "Renamed" in said and "Other code" in said and "Taken out" in said
    assert [one.text_content() for one in read_faults(editor)] == []
    editor.publish()
    assert KEY in [one.key for one in all_forms()]
    assert len([one for one in all_forms() if one.code == RESULTS]) == 2


def read_faults(editor):
    return editor.read().cssselect("#pbgdpl-form-faults li")


def test_a_version_that_reports_use_is_not_changed(administrator, unit):
    made = report(unit)
    raw = raw_form(next(text for text in stored_texts() if read_form(text).key == KEY))
    editor = Editor(administrator, add_draft(raw | {"title": "Khác"}))
    before = stored_texts()
    editor.publish()
    assert stored_texts() == before
    html = view(administrator, "pbgdpl-settings", page="statistics", form=KEY)()
    assert made.absolute_url() in html, "the page says which reports need it"


def test_who_compared_a_form_is_named(administrator):
    def confirm(key, **form):
        html = view(administrator, "pbgdpl-settings", page="statistics", form=key)()
        (stamp,) = lxml.html.fromstring(html).cssselect(
            "#pbgdpl-form-check [name=stamp]"
        )
        sent = {"page": "statistics", "form": key, "check": "1", "stamp": stamp.value}
        sent["_authenticator"] = token(administrator)
        return view(administrator, "pbgdpl-settings", "POST", **sent, **form)()

    unsure = "04a-tp-pbgdpl@2025.0"
    assert "pbgdpl-form-error" in confirm(unsure, checked_by="Lò Văn Mẫu, Sở Tư pháp")
    raw = raw_form(next(text for text in stored_texts() if read_form(text).key == KEY))
    sure = raw | {"version": "2027.1"}
    sure.pop("unknown", None)
    for name in ("basis", "period", "column", "row", "check", "party", "stub"):
        for line in sure.get(name, []):
            line.pop("evidence", None)
    editor = Editor(administrator, add_draft(sure))
    editor.publish()
    key = f"{RESULTS}@2027.1"
    assert "pbgdpl-form-error" in confirm(key, checked_by=" ")
    confirm(key, checked_by="Lò Văn Mẫu, Sở Tư pháp")
    form = next(one for one in all_forms() if one.key == key)
    assert form.status == "checked"
    assert (form.checked_by, form.checked_on) == (
        "Lò Văn Mẫu, Sở Tư pháp",
        today(),
    )


class Upload(io.BytesIO):
    filename = "bieu.toml"


@pytest.mark.parametrize(
    "data",
    [
        *(b"\xff\xfe\x00", b"schema = 'other/1'", b"x" * 1_000_002, b"[[", b""),
        *(b"a=" + b"9" * 5000, b"a=" + b"[" * 5000, b'{"a":' + b"[" * 200_000),
        b'{"schema": "pbgdpl-form/1", "row": [null]}',
        b'{"schema": "pbgdpl-form/1", "code": "\\ud800"}',
    ],
    ids=[
        *("bytes", "other", "large", "broken", "empty", "digits", "deep", "deep-json"),
        *("null", "half"),
    ],
)
def test_a_file_that_is_no_form_is_refused_with_words(administrator, data):
    form = {"page": "statistics", "new": "1", "upload": Upload(data)}
    form["_authenticator"] = token(administrator)
    assert (
        "pbgdpl-form-error" in view(administrator, "pbgdpl-settings", "POST", **form)()
    )
    assert not list(drafts())


def test_a_file_goes_out_and_comes_in(administrator):
    asked = {"page": "statistics", "form": KEY, "file": "1"}
    data = view(administrator, "pbgdpl-settings", **asked)()
    form = {"page": "statistics", "new": "1", "upload": Upload(data)}
    form["_authenticator"] = token(administrator)
    view(administrator, "pbgdpl-settings", "POST", **form)()
    (draft,) = drafts()
    assert write_form(draft.raw) == write_form(raw_form(data.decode()))


def test_titles_with_html_are_words(editor):
    editor.send("row", typed={"cell.0.title": "<script>alert(1)</script>"})
    assert not editor.read(part="row").cssselect("table script")


@pytest.mark.long
def test_a_form_of_300_rows_and_20_columns_is_edited(administrator, editor):
    raw = editor.raw
    raw["row"] = [
        {"id": f"r{n}", "code": str(n), "title": f"Hàng {n}"} for n in range(1, 301)
    ]
    raw["column"] = [
        {"id": f"c{n}", "code": f"({n})", "path": ["Nhóm", f"Cột {n}"]}
        for n in range(1, 21)
    ]
    raw["check"] = []
    raw["explain"] = []
    big = Editor(administrator, add_draft(raw))
    big.send("row", "up:299", typed={"cell.299.title": "Hàng cuối"})
    assert [row["title"] for row in big.raw["row"]][298] == "Hàng cuối"
    assert len(big.raw["row"]) == 300


class TestLines:
    """Lines keep their tree, whatever is pressed."""

    @staticmethod
    def tree(*rows):
        return [
            {"id": name} | ({"parent": parent} if parent else {})
            for name, parent in rows
        ]

    @staticmethod
    def words(lines):
        return [
            "." * moves.depth_of(lines, at) + line["id"]
            for at, line in enumerate(lines)
        ]

    def lines(self):
        return self.tree(("a", ""), ("b", "a"), ("c", "a"), ("d", "c"), ("e", ""))

    def test_moving_takes_those_below_along(self):
        lines = self.lines()
        assert moves.move_up(lines, 4) == 0
        assert self.words(lines) == ["e", "a", ".b", ".c", "..d"]
        assert moves.move_down(lines, 0) == 4
        assert self.words(lines) == ["a", ".b", ".c", "..d", "e"]

    def test_a_line_stays_below_its_own(self):
        lines = self.lines()
        moves.move_up(lines, 1)
        assert self.words(lines) == ["a", ".b", ".c", "..d", "e"]

    def test_in_and_out_are_opposites(self):
        lines = self.lines()
        moves.indent(lines, 2)
        assert self.words(lines) == ["a", ".b", "..c", "...d", "e"]
        moves.outdent(lines, 2)
        assert self.words(lines) == ["a", ".b", ".c", "..d", "e"]

    def test_what_stood_below_a_line_that_goes_stays(self):
        lines = self.lines()
        moves.remove(lines, 2)
        assert self.words(lines) == ["a", ".b", ".d", "e"]

    def test_a_circle_is_shown_and_not_followed_for_ever(self):
        lines = self.tree(("a", "b"), ("b", "a"))
        assert moves.depth_of(lines, 0) == 2

    def test_names_are_made_once_and_followed(self):
        raw = {
            "column": [{"code": "(1)"}, {"id": "c2", "formula": "c1"}, {"code": "(1)"}],
            "check": [
                {"rule": "c1 <= c2"},
                {"rule": "c1 <= c1", "scope": "column"},
                {"message": "Chưa ghi điều phải đúng"},
            ],
            "cross": [{"rule": "c1/c1 + units:r/c1 <= khac:r/c1 + @year-1:r/c1"}],
            "slug": "bieu",
        }
        name_lines(COLUMNS, raw["column"])
        assert [line["id"] for line in raw["column"]] == ["c1", "c2", "c1_2"]
        follow_names(COLUMNS, raw, {"c1": "tong"})
        assert raw["column"][1]["formula"] == "tong"
        assert raw["check"][0]["rule"] == "tong <= c2"
        assert raw["check"][1]["rule"] == "c1 <= c1", "that one is about rows"
        assert "rule" not in raw["check"][2], "what is missing stays missing"
        assert (
            raw["cross"][0]["rule"]
            == "c1/tong + units:r/tong <= khac:r/c1 + @year-1:r/tong"
        )

    def test_numbers_say_what_stands_below_what(self):
        text = (
            "I\tTại cấp tỉnh\n1\tSở\n1.1\tSở Tư pháp\n2\tKhác\nII\tTại cấp xã\n1\tUBND"
        )
        lines = list(moves.pasted(ROWS, text))
        name_lines(ROWS, lines)
        moves.set_by_numbers(lines, 0)
        assert [moves.depth_of(lines, at) for at in range(6)] == [0, 1, 2, 1, 0, 1]


def test_the_stamp_of_a_part_knows_its_part_alone():
    raw = {"schema": "x", "title": "A", "row": [{"id": "a"}], "column": []}
    other = raw | {"row": [{"id": "b"}]}
    assert stamp_of(raw, "column") == stamp_of(other, "column")
    assert stamp_of(raw, "") == stamp_of(other, "")
    assert stamp_of(raw, "row") != stamp_of(other, "row")


def test_drafts_come_back_with_the_add_on(administrator):
    from sonla.pbgdpl.options.forms.setup import FormDraftsStep

    name = add_draft({"schema": "pbgdpl-form/1", "title": "Nháp"})
    step = FormDraftsStep()
    step.uninstall(administrator)
    assert not list(drafts())
    step.install(administrator)
    assert find_draft(name).raw["title"] == "Nháp"
    assert api.portal.get() is administrator
