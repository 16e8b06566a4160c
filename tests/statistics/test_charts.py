"""What is drawn: months, tiles of units and shares, each number with its records."""

from datetime import date
from desk_content import make_unit
from made_once import made_once
from plone import api
from plone.app.testing import logout
from sonla.pbgdpl.statistics.counting import CellSource
from sonla.pbgdpl.statistics.counting import scope_of
from sonla.pbgdpl.statistics.counting import Tally
from sonla.pbgdpl.statistics.forms.store import form_for
from sonla.pbgdpl.statistics.pages.charts import step_of
from statistics_content import activity
from statistics_content import moment
from statistics_content import PEOPLE
from statistics_content import put
from statistics_content import report
from statistics_content import RESULTS
from statistics_content import view
from urllib.parse import parse_qsl
from urllib.parse import urlsplit

import lxml.html
import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

DAY = date(2026, 11, 27)
SESSIONS = "ket_qua.so_cuoc"


@pytest.fixture(autouse=True)
def november(monkeypatch):
    """Let it be a day on which one month of the year is still to come."""
    for name in ("menus", "figures_filter"):
        monkeypatch.setattr(f"sonla.pbgdpl.statistics.pages.{name}.today", lambda: DAY)


@pytest.fixture
def other(section):
    return make_unit(section, "Xã Đá Đỏ", code="03679")


@pytest.fixture
def held(portal, unit, other):
    """Have talks and contests of two units in two years."""
    made_once(portal, hold_all, unit.getPhysicalPath(), other.getPhysicalPath())


def hold_all(portal, *paths):
    """Hold talks and contests of the units at two paths in two years."""
    unit, other = (portal.unrestrictedTraverse(path) for path in paths)
    for month, sessions in ((1, 3), (3, 2), (3, 5), (11, 1200)):
        activity(unit, start=moment(2026, month, 9), sessions=sessions)
    activity(other, start=moment(2026, 3, 31, 23), sessions=4)
    activity(other, start=moment(2026, 3, 31), sessions=9, form="thi-tim-hieu")
    activity(other, start=moment(2025, 1, 2), sessions=0)
    activity(other, start=moment(2025, 2, 1), sessions=6)
    activity(other, start=moment(2025, 11, 27), sessions=1)
    activity(other, start=moment(2025, 11, 28), sessions=40)


def records(address, place):
    """Return the sessions of what the list at an address shows, as numbers."""
    split = urlsplit(address)
    name = split.path.rpartition("@@")[2]
    page = view(place, name, **dict(parse_qsl(split.query)))
    return [int(one.sessions.replace(".", "")) for one in page.activities()]


def test_months_and_their_records(section, held):
    trend = view(section).trend
    known = {month.number: month.now for month in trend.months if month.now}
    assert known == {1: 3, 3: 11, 11: 1200}
    assert [month.now for month in trend.months][-2:] == [1200, None]
    # Of the running month as many days as have been this year
    assert {month.number: month.before for month in trend.months if month.before} == {
        2: 6,
        11: 1,
    }
    assert [month.title for month in trend.months][-2:] == [
        "Month 11, until 27/11",
        "Month 12",
    ]
    assert trend.compares and trend.highest.number == 11 and trend.is_long
    for month in trend.months:
        if month.now:
            assert sum(records(month.url, section)) == month.now
        else:
            assert not month.url


def test_one_series_where_the_year_before_has_nothing(section, unit):
    activity(unit, sessions=3)
    activity(unit, start=moment(2025, 3, 9), sessions=6)
    assert not view(section).trend.compares
    html = view(section)()
    assert "is-now" in html and "is-then" not in html


def test_months_are_the_year_in_parts(section, held):
    form, period = form_for(RESULTS, "official", 2026)
    scope = scope_of(section, period.first, period.last)
    source = CellSource.of(form, ("ket_qua", "so_cuoc"))
    parts, whole = Tally(scope, monthly=True), Tally(scope)
    assert len(parts.months("activities")) == 12
    assert parts.whole("activities") == whole.whole("activities") != {}
    assert whole.months("activities") == []
    assert source.total(parts.whole("activities")) == 1214
    # What has no list of records is not read by months
    assert parts.months("people") == []


def test_tiles_by_number_and_by_name(section, unit, other, held):
    activity(make_unit(section, "Xã Đoàn Kết", code="03700"), sessions=700)
    page = view(section)
    tiles = [(tile.short, tile.value, tile.step) for tile in page.tiles]
    assert tiles == [
        ("Sở Tư pháp", 1210, 4),
        ("Đoàn Kết", 700, 3),
        ("Đá Đỏ", 4, 1),
    ]
    by_name = view(section, order="name")
    assert [tile.short for tile in by_name.tiles] == ["Đá Đỏ", "Đoàn Kết", "Sở Tư pháp"]
    assert by_name.first_units.startswith("Sở Tư pháp (1.210)")
    assert view(unit).tiles == []


def test_a_tile_leads_to_a_page_that_the_visitor_may_see(section, unit, other, held):
    put(unit, "published")
    logout()
    urls = {tile.short: tile.url for tile in view(section).tiles}
    tree = lxml.html.fromstring(view(section)())
    assert urls == {"Sở Tư pháp": unit.absolute_url(), "Đá Đỏ": ""}
    assert len(tree.cssselect(".pbgdpl-grid li")) == 2
    assert len(tree.cssselect(".pbgdpl-grid li > a")) == 1


def test_units_without_figures_are_named_to_the_office_alone(section, unit, other):
    activity(unit, sessions=3)
    with api.env.adopt_roles(["Anonymous"]):
        page = view(section, indicator=SESSIONS)
        html = page().partition("</form>")[2]
        assert "Đá Đỏ" not in html
        assert page.empty_units == ""
        assert (len(page.active), page.now.unit_count) == (1, 2)
    with api.env.adopt_roles(["Manager"]):
        assert view(section).empty_units == "Đá Đỏ"


def test_shares_and_their_records(section, held):
    shares = view(section).shares
    assert [(share.value, share.percent) for share in shares] == [
        (1214, "99,3%"),
        (9, "0,7%"),
    ]
    assert shares[1].title.startswith("Thi tìm hiểu")
    for share in shares:
        assert sum(records(share.url, section)) == share.value


def test_the_numbers_of_tables_lead_to_their_records(section, unit, other, held):
    page = view(section, indicator=SESSIONS)
    for line in page.unit_lines():
        assert sum(records(line["records"], section)) == line["value"]
    lines = {line["title"]: line for line in view(section).rows()[0]["lines"]}
    talks = lines["Số cuộc phổ biến pháp luật trực tiếp"]
    assert sum(records(talks["records"], section)) == 1214
    # Half a year has no list, nor have texts
    half = view(section, kind="six_months").rows()[0]["lines"][0]
    assert (half["now"], half["records"]) == ("14", "")
    assert lines["Số tin, bài đã đăng"]["records"] == ""


def test_nothing_sensitive_and_no_report_is_drawn(section, unit):
    put(report(unit, code=PEOPLE), "approved", "pbgdpl_statistics_workflow")
    with api.env.adopt_roles(["Anonymous"]):
        people = view(section, form=PEOPLE, indicator="bcv_tinh.nu")
        assert people.is_hidden
        assert (people.trend, people.tiles, people.shares) == (None, [], [])
        reports = view(section, source="reports")
        assert (reports.trend, reports.shares) == (None, [])
        assert "pbgdpl-chart" not in people() + reports()


def test_an_empty_year_says_so_and_leads_to_the_one_before(section, unit):
    activity(unit, start=moment(2025, 5, 1), sessions=2)
    tree = lxml.html.fromstring(view(section)())
    (empty,) = tree.cssselect(".pbgdpl-empty")
    (link,) = empty.cssselect("a")
    assert "year=2025" in link.get("href")
    assert not tree.cssselect(".pbgdpl-chart, .pbgdpl-grid, .pbgdpl-bars")


@pytest.mark.parametrize(
    "value,step", [(0, 0), (1, 1), (25, 1), (26, 2), (75, 3), (76, 4), (100, 4)]
)
def test_shades_are_quarters_of_the_largest(value, step):
    assert step_of(value, 100) == step
