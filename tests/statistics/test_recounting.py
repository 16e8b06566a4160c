"""What a report says once its records changed after it was counted, and the list of reports."""

from datetime import date
from desk_content import acting
from lxml.html import fromstring
from people import enter
from plone import api
from random import Random
from sonla.pbgdpl.statistics.forms.store import form_for
from sonla.pbgdpl.statistics.recounting import changes_in_round
from sonla.pbgdpl.statistics.recounting import changes_since
from sonla.pbgdpl.statistics.workflow import fill
from statistics_content import activity
from statistics_content import cell
from statistics_content import change
from statistics_content import correct
from statistics_content import moment
from statistics_content import PEOPLE
from statistics_content import put
from statistics_content import put_report
from statistics_content import report
from statistics_content import RESULTS
from statistics_content import view

import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

SESSIONS, ATTENDEES = ("ket_qua", "so_cuoc"), ("ket_qua", "nguoi_du")


@pytest.fixture(autouse=True)
def november(monkeypatch):
    """Let the days of actual data be over."""
    for name in ("pages.round", "pages.reports", "pages.item", "recounting"):
        monkeypatch.setattr(
            f"sonla.pbgdpl.statistics.{name}.today", lambda: date(2026, 11, 10)
        )


def told(item, user="phe-duyet"):
    """Return the lines by which the page of a report says what changed."""
    with acting(user):
        tree = fromstring(view(item, "view")())
    lines = tree.cssselect("#pbgdpl-changed-records li")
    return [" ".join(one.text_content().split()) for one in lines]


@pytest.mark.parametrize("state", ["draft", "submitted", "approved", "locked"])
def test_a_report_says_that_its_records_changed_and_keeps_its_numbers(unit, state):
    activity(unit, sessions=5, attendees=130)
    item = report(unit)
    put_report(item, state)
    assert told(item) == []
    activity(unit, sessions=1, attendees=15)
    assert told(item) == [
        "Số cuộc phổ biến pháp luật trực tiếp: counted 5, now 6",
        "Số lượt người tham dự: counted 130, now 145",
    ]
    assert cell(item, "ket_qua.so_cuoc")["counted"] == 5
    # Who is no office is told nothing: what is public is what was approved
    assert "pbgdpl-changed-records" not in anonymous(item)


def anonymous(item):
    """Return the page of a report as a stranger has it."""
    with api.env.adopt_roles(["Anonymous"]):
        return view(item, "view")()


def test_what_a_person_typed_is_no_change_and_counting_again_settles_it(unit):
    activity(unit, sessions=5)
    item = report(unit)
    correct(item, "ket_qua.so_cuoc", actual=7, note="Theo sổ")
    assert changes_since(item) == {}
    activity(unit, sessions=2)
    assert changes_since(item) == {SESSIONS: (5, 7)}
    fill(item)
    assert changes_since(item) == {}
    assert cell(item, "ket_qua.so_cuoc")["actual"] == 7


def test_the_list_says_which_reports_have_to_be_looked_at(section, unit, other):
    changed = activity(unit, sessions=5, attendees=20)
    activity(other, sessions=1, attendees=2)
    for place, state in ((unit, "submitted"), (other, "approved")):
        item = report(place)
        item.rows = [{**row, "actual": row["counted"] or 0} for row in item.rows]
        put_report(item, state)
    with acting("phe-duyet"):
        page = view(section, "pbgdpl-reports", kind="year", year="2026")
        unseen = page.unseen
        assert not any(line.findings.changed for line in page.round_lines)
    change(changed, sessions=6)
    with acting("phe-duyet"):
        page = view(section, "pbgdpl-reports", kind="year", year="2026", state="look")
        html = page()
    assert page.unseen == unseen - 1, "it isn't approved unseen any more"
    (line,) = [one for one in page.lines() if one["title"] == unit.Title()]
    assert [str(one) for one in line["findings"]].count("finding_changed") == 1
    assert "Records changed since: 1" in html
    assert other.Title() not in [
        one.unit.Title() for one in page.round_lines if one.findings.changed
    ]


def test_the_report_of_the_province_says_that_its_sums_are_old(section, unit):
    item = report(section)
    put_report(item, "approved")
    with acting("phe-duyet"):
        assert "pbgdpl-outdated" not in view(item, "view")()
        activity(unit, sessions=1, attendees=5)
        put_report(report(unit), "approved")
        assert "pbgdpl-outdated" in view(item, "view")()


def test_forms_of_other_subjects_say_it_too(section, unit):
    item = report(unit, code=PEOPLE)
    put_report(item, "approved")
    enter(unit, "Lò Văn Mẫu")
    found = changes_since(item)
    assert found and all(now == (then or 0) + 1 for then, now in found.values())


@pytest.mark.sample(1)
@pytest.mark.parametrize("seed", range(5))
def test_whatever_happens_to_records_is_told_by_the_cell(section, unit, other, seed):
    random = Random(seed)
    places, held = [unit, other], []
    for _number in range(12):
        held.append(
            activity(
                random.choice(places),
                start=moment(2026, random.randrange(1, 13), 9),
                state=random.choice(["published", "draft"]),
                sessions=random.choice([None, 0, 1, 2]),
                attendees=random.choice([None, 0, 30]),
            )
        )
    reports = {place.UID(): report(place) for place in places}
    before = {uid: sums(held, uid) for uid in reports}
    for item in reports.values():
        put_report(item, random.choice(["submitted", "approved", "locked"]))
    with api.env.adopt_roles(["Manager"]):
        for one in random.sample(held, 4):
            what = random.choice(["delete", "state", "numbers", "day", "move"])
            if what == "delete":
                held.remove(one)
                api.content.delete(one)
            elif what == "state":
                put(one, random.choice(["published", "withdrawn"]))
            elif what == "numbers":
                change(one, sessions=random.choice([None, 0, 5]), attendees=7)
            elif what == "day":
                change(one, start=moment(2026, random.randrange(1, 13), 20))
            else:
                at, state = held.index(one), api.content.get_state(one)
                held[at] = api.content.move(one, random.choice(places))
                put(held[at], state)
    _form, period = form_for(RESULTS, "year", 2026)
    in_round = changes_in_round(section, period, reports.values())
    for uid, item in reports.items():
        now = sums(held, uid)
        expected = {
            key: (before[uid][key], now[key])
            for key in now
            if now[key] != before[uid][key]
        }
        assert changes_since(item) == expected
        assert in_round[item.UID()] == len(expected)


def sums(held, uid):
    """Add up what is approved of a unit until the last day of actual data."""
    found = {SESSIONS: 0, ATTENDEES: 0}
    for one in held:
        is_there = one.aq_parent.UID() == uid and one.start < moment(2026, 11, 1, 0)
        if is_there and api.content.get_state(one) == "published":
            found[SESSIONS] += 1 if one.sessions is None else one.sessions
            found[ATTENDEES] += one.attendees or 0
    return found
