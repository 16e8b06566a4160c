"""What is counted for whom and when."""

from DateTime import DateTime
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from desk_content import acting
from desk_content import make_unit
from desk_content import step
from desk_content import walk
from desk_content import write
from new_items import create
from plone import api
from plone.app.textfield.value import RichTextValue
from Products.ZCatalog.CatalogBrains import AbstractCatalogBrain
from sonla.pbgdpl.contributions import counting as figures_module
from sonla.pbgdpl.contributions.columns import name_key
from sonla.pbgdpl.contributions.columns import sort_rows
from sonla.pbgdpl.contributions.counting import add_text
from sonla.pbgdpl.contributions.counting import figures_of
from sonla.pbgdpl.contributions.counting import text_histories
from sonla.pbgdpl.contributions.counting import TextHistory
from sonla.pbgdpl.contributions.counting import TimeSpan
from sonla.pbgdpl.contributions.counting import total_of
from sonla.pbgdpl.contributions.counting import unit_row
from sonla.pbgdpl.contributions.counting import UnitFigures
from sonla.pbgdpl.contributions.period import ContributionPeriod
from sonla.pbgdpl.core.html import count_words
from sonla.pbgdpl.core.html import plain_text
from sonla.pbgdpl.editorial.local_roles import all_units
from sonla.pbgdpl.editorial.revisions import revise
from sonla.pbgdpl.options.finance.royalties import royalties_of

import pytest

OCTOBER = ContributionPeriod("m10", date(2026, 10, 1), date(2026, 10, 31))
NOVEMBER = ContributionPeriod("m11", date(2026, 11, 1), date(2026, 11, 30))
YEAR = ContributionPeriod("year", date(2026, 1, 1), date(2026, 12, 31))
TODAY = date(2026, 11, 24)
SUBMIT = ("tac-gia", "submit")
FORWARD = ("bien-tap", "forward")
RETURN = ("bien-tap", "return_to_author", "Thiếu nguồn.")
APPROVE = ("phe-duyet", "approve")
WORKFLOW = "pbgdpl_editorial_workflow"


@pytest.fixture(autouse=True)
def vietnamese_time(portal):
    """Count days as Sơn La does."""
    api.portal.set_registry_record("plone.portal_timezone", "Asia/Ho_Chi_Minh")


def dated(text, *steps_and_times):
    """Make steps and set their times: (step, "2026/10/05 08:00 GMT+7") pairs."""
    for one, time in steps_and_times:
        walk(text, one)
        entries = list(text.workflow_history[WORKFLOW])
        entries[-1] = {**entries[-1], "time": DateTime(time)}
        text.workflow_history[WORKFLOW] = tuple(entries)
    text.creation_date = DateTime(steps_and_times[0][1]) - 1
    text.reindexObject()
    return text


def row(section, unit, period):
    return next(
        found for found in figures_of(section, period, TODAY) if found.unit == unit
    )


def counts(found):
    return (found.sent, found.returned, found.published)


@pytest.fixture
def history(unit):
    """Return a text sent in October, returned, sent again, approved in November."""
    return dated(
        write(unit, "tac-gia", "Bài"),
        (SUBMIT, "2026/10/20 08:00 GMT+7"),
        (RETURN, "2026/10/22 08:00 GMT+7"),
        (SUBMIT, "2026/11/02 08:00 GMT+7"),
        (FORWARD, "2026/11/03 08:00 GMT+7"),
        (APPROVE, "2026/11/04 20:00 GMT+7"),
    )


@pytest.mark.parametrize(
    "period,expected,median",
    [(OCTOBER, (1, 1, 0), None), (NOVEMBER, (0, 0, 1), 15.5), (YEAR, (1, 1, 1), 15.5)],
)
def test_each_text_counts_once(section, unit, history, period, expected, median):
    found = row(section, unit, period)
    assert counts(found) == expected
    assert found.median_days == median


def test_months_add_up_to_the_year(section, unit, history):
    months = [
        ContributionPeriod(
            f"m{m}", date(2026, m, 1), date(2026, m, 28) + timedelta(days=2)
        )
        for m in (10, 11)
    ]
    parts = [row(section, unit, month) for month in months]
    year = row(section, unit, YEAR)
    assert counts(total_of(parts)) == counts(year)


def test_a_day_belongs_to_the_month_of_vietnam(section, unit):
    # 31 October 17:30 UTC is 1 November 00:30 in Sơn La
    dated(write(unit, "tac-gia", "Bài"), (SUBMIT, "2026/10/31 17:30 GMT"))
    assert row(section, unit, OCTOBER).sent == 0
    assert row(section, unit, NOVEMBER).sent == 1


def test_the_last_minutes_of_a_month_belong_to_it(section, unit):
    text = dated(write(unit, "tac-gia", "Bài"), (SUBMIT, "2026/10/31 23:59 GMT+7"))
    text.creation_date = DateTime("2026/10/31 23:57 GMT+7")
    text.reindexObject()
    assert row(section, unit, OCTOBER).sent == 1


def test_last_contribution_and_silence_are_of_today(section, unit):
    dated(write(unit, "tac-gia", "Cũ"), (SUBMIT, "2026/09/01 08:00 GMT+7"))
    dated(
        write(unit, "tac-gia", "Mới"),
        (SUBMIT, "2026/10/01 08:00 GMT+7"),
        (FORWARD, "2026/11/20 08:00 GMT+7"),
    )
    found = row(section, unit, NOVEMBER)
    assert found.last.date() == date(2026, 10, 1)
    assert found.silent_days == 54


@pytest.mark.parametrize("day,expected", [("10/25", None), ("10/24", 31)])
def test_a_unit_is_silent_after_thirty_days(section, unit, day, expected):
    dated(write(unit, "tac-gia", "Bài"), (SUBMIT, f"2026/{day} 08:00 GMT+7"))
    assert row(section, unit, NOVEMBER).silent_days == expected


def test_a_closed_unit_is_not_silent(section, unit):
    unit.opened_on, unit.closed_on = date(2026, 1, 1), date(2026, 6, 30)
    assert row(section, unit, YEAR).silent_days is None


@pytest.mark.parametrize("days,silent", [(1, 327), (0, None)])
def test_a_unit_is_silent_until_the_day_on_which_it_closes(section, unit, days, silent):
    unit.opened_on, unit.closed_on = date(2026, 1, 1), TODAY + timedelta(days=days)
    assert row(section, unit, YEAR).silent_days == silent


def test_a_unit_that_never_sent_anything_is_silent_since_it_opened(section, unit):
    unit.opened_on = date(2026, 9, 1)
    assert row(section, unit, YEAR).silent_days == 84


def test_a_new_unit_is_not_silent(section, unit):
    unit.opened_on = TODAY - timedelta(days=3)
    assert row(section, unit, YEAR).silent_days is None


def test_each_unit_has_its_own_and_the_rest_stands_apart(section, unit, history):
    other = make_unit(section, "Sở Nội vụ", "nguoi-ngoai")
    apart = write(section, "bien-tap", "Bài của Ban Biên tập")
    dated(apart, (("bien-tap", "submit"), "2026/11/05 08:00 GMT+7"))
    found = figures_of(section, YEAR, TODAY)
    by_title = {figures.title: counts(figures) for figures in found}
    assert by_title == {
        "Sở Tư pháp": (1, 1, 1),
        other.Title(): (0, 0, 0),
        "": (1, 0, 0),
    }
    assert counts(total_of(found)) == (2, 1, 1)


def test_a_revision_is_no_new_contribution(section, unit, history):
    with acting("bien-tap"):
        copy = revise(history)
    before = counts(row(section, unit, YEAR))
    walk(copy, ("bien-tap", "submit"), FORWARD)
    assert counts(row(section, unit, YEAR)) == before
    step(copy, "phe-duyet", "approve")
    assert counts(row(section, unit, YEAR)) == before


def test_no_text_is_loaded(section, unit, history, monkeypatch):
    def loaded(self):
        raise AssertionError(f"{self.getPath()} was loaded")

    units = all_units(section)
    monkeypatch.setattr(figures_module, "all_units", lambda section: units)
    monkeypatch.setattr(AbstractCatalogBrain, "_unrestrictedGetObject", loaded)
    monkeypatch.setattr(AbstractCatalogBrain, "getObject", loaded)
    assert counts(row(section, unit, YEAR)) == (1, 1, 1)


def test_the_catalog_knows_of_a_step_at_once(section, unit, text):
    assert list(text_histories(section)) == []
    walk(text, SUBMIT)
    (history,) = text_histories(section)
    assert history.path == "/".join(text.getPhysicalPath())
    assert [name for name, _time in history.steps] == ["submit"]


def test_submission_of_a_revision_is_the_last_contribution(section, unit, history):
    before = row(section, unit, YEAR).last
    with acting("bien-tap"):
        copy = revise(history)
    walk(copy, ("bien-tap", "submit"))
    assert row(section, unit, YEAR).last == before
    walk(copy, FORWARD)
    step(copy, "phe-duyet", "approve")
    assert row(section, unit, YEAR).last > before


@pytest.mark.parametrize(
    "time, month",
    [
        ("2026/10/31 23:59:59 GMT+7", OCTOBER),
        ("2026/11/01 00:00:00 GMT+7", NOVEMBER),
        ("2026/10/31 23:55:00 GMT+7", OCTOBER),
        ("2026/11/30 23:59:59 GMT+7", NOVEMBER),
    ],
)
def test_months_end_at_midnight(section, unit, time, month):
    dated(write(unit, "tac-gia", "Bài"), (SUBMIT, time))
    assert [row(section, unit, one).sent for one in (OCTOBER, NOVEMBER)] == [
        int(month is OCTOBER),
        int(month is NOVEMBER),
    ]


def test_folders_and_files_are_not_counted(section, unit):
    api.portal.set_registry_record("sonla.pbgdpl.stock_types", value=True)
    with acting("tac-gia"):
        folder = create(unit, "Folder", title="Thư mục")
    dated(folder, (SUBMIT, "2026/11/05 08:00 GMT+7"))
    assert counts(row(section, unit, NOVEMBER)) == (0, 0, 0)


def test_a_unit_without_a_day_of_opening_is_silent_since_it_was_made(section, unit):
    unit.opened_on = None
    unit.creation_date = DateTime("2026/09/01 08:00 GMT+7")
    assert row(section, unit, YEAR).silent_days == 84


MAY, JUNE = (datetime(2026, month, 1, 8, tzinfo=UTC) for month in (5, 6))


def test_a_total_has_all_of_its_rows():
    rows = [
        UnitFigures(sent=1, returned=2, published=1, durations=[1.0, 9.0], last=MAY),
        UnitFigures(sent=3, returned=1, published=2, durations=[2.0], last=JUNE),
        UnitFigures(),
    ]
    for order in (rows, rows[::-1]):
        total = total_of(order)
        assert counts(total) == (4, 3, 3)
        assert (total.median_days, total.last) == (2.0, JUNE)
    assert total_of([]) == UnitFigures()


@pytest.mark.parametrize(
    "some", [{"sent": 1}, {"returned": 1}, {"published": 1}, {"last": MAY}]
)
def test_a_row_with_any_figure_is_not_empty(some):
    assert UnitFigures().is_empty
    assert not UnitFigures(**some).is_empty


def test_a_text_counts_for_the_unit_nearest_above():
    rows = {"/s/u": UnitFigures(sent=1), "/s/u/v": UnitFigures(sent=2)}
    assert unit_row(rows, "/s/u/v/text") is rows["/s/u/v"]
    assert unit_row(rows, "/s/u/folder/text") is rows["/s/u"]
    assert unit_row(rows, "/s/u") is None
    assert unit_row(rows, "/s/text") is None


def stepped(*steps):
    """Return the figures that a text adds, by (step, day of May)."""
    found = UnitFigures()
    times = tuple((name, MAY.replace(day=day).timestamp()) for name, day in steps)
    span = TimeSpan(MAY.timestamp(), JUNE.timestamp(), UTC)
    add_text(found, TextHistory(None, times), span)
    return found


def test_what_was_approved_before_it_was_sent_has_no_duration():
    found = stepped(("approve", 2), ("submit", 3))
    assert (counts(found), found.durations) == ((1, 0, 1), [])
    assert stepped(("approve", 2)).durations == []
    assert stepped(("submit", 2), ("approve", 2)).durations == [0.0]
    assert stepped(("submit", 2), ("approve", 5)).durations == [3.0]


def test_the_last_contribution_is_the_latest_of_all_texts():
    found = stepped(("submit", 4), ("return_to_author", 5), ("submit", 6))
    assert found.last == MAY.replace(day=6)
    for day, last in ((3, 6), (9, 9)):
        history = TextHistory(None, (("submit", MAY.replace(day=day).timestamp()),))
        add_text(found, history, TimeSpan(MAY.timestamp(), JUNE.timestamp(), UTC))
        assert found.last == MAY.replace(day=last)
    assert counts(found) == (3, 1, 0)
    assert stepped(("approve", 4)).last is None


def rows_of(*values):
    """Make rows by (sent, durations)."""
    return [UnitFigures(sent=sent, durations=days) for sent, days in values]


def test_sorting_puts_what_is_missing_last():
    rows = rows_of((1, []), (2, [4.0]), (3, [2.0]))
    assert [row.sent for row in sort_rows(rows, "days")] == [3, 2, 1]
    assert [row.sent for row in sort_rows(rows, "-days")] == [2, 3, 1]
    assert [row.sent for row in sort_rows(rows, "-sent")] == [3, 2, 1]


def test_vietnamese_names_sort_by_their_letters():
    names = ["Ủy ban xã B", "Sở Y tế", "Đoàn Luật sư", "Công an tỉnh", "Sở Nội vụ"]
    assert sorted(names, key=name_key) == [
        "Công an tỉnh",
        "Đoàn Luật sư",
        "Sở Nội vụ",
        "Sở Y tế",
        "Ủy ban xã B",
    ]


WORDS = [
    ("", 0),
    ("<p>Luật Đất đai</p>", 3),
    ("<p>Luật</p><p>Đất đai</p>", 3),
    ("<p>L<b>uậ</b>t Đất&nbsp;đai</p>", 3),
    ("<p>Luật – số 31/2024/QH15 .</p>", 3),
    ("<script>var a = 1;</script><style>p {}</style><p>Một</p>", 1),
    ("<ul><li>Một<li>hai</ul><br>ba", 3),
    ("Không có thẻ", 3),
    ("<p>chưa đóng", 2),
]


@pytest.mark.parametrize("html,expected", WORDS)
def test_words(html, expected):
    assert count_words(plain_text(html)) == expected


def test_royalties(section, unit, history):
    history.author_name = "Bút Danh"
    history.royalty_kind = "tin"
    history.text = RichTextValue("<p>Luật Đất đai</p>", "text/html", "text/x-html-safe")
    typed = dated(
        write(unit, "tac-gia", "Bài hai", word_count=0),
        (SUBMIT, "2026/11/01 08:00 GMT+7"),
        (FORWARD, "2026/11/01 09:00 GMT+7"),
        (APPROVE, "2026/11/01 10:00 GMT+7"),
    )
    dated(
        write(unit, "tac-gia", "Văn bản", portal_type="Guidance"),
        (SUBMIT, "2026/11/01 08:00 GMT+7"),
        (FORWARD, "2026/11/01 09:00 GMT+7"),
        (APPROVE, "2026/11/01 10:00 GMT+7"),
    )
    first, second = royalties_of(section, NOVEMBER)
    assert (first.title, first.words, first.counted) == (typed.Title(), 0, False)
    assert (second.author, second.words, second.counted) == ("Bút Danh", 3, True)
    assert second.unit == "Sở Tư pháp"
    assert second.published.date() == date(2026, 11, 4)
    assert royalties_of(section, OCTOBER) == []
