"""A dialogue is to come, open or over by its own dates, to the minute."""

from DateTime import DateTime
from datetime import datetime
from datetime import timedelta
from dialogues import in_hours
from dialogues import make_dialogue
from dialogues import ZONE
from plone import api
from sonla.pbgdpl.core.names import NEXT_CHANGE_INDEX
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.dialogues.jobs import turned
from sonla.pbgdpl.dialogues.jobs import update_phases
from sonla.pbgdpl.dialogues.phases import CLOSED
from sonla.pbgdpl.dialogues.phases import closes_at
from sonla.pbgdpl.dialogues.phases import COMING
from sonla.pbgdpl.dialogues.phases import is_open_for_questions
from sonla.pbgdpl.dialogues.phases import next_change
from sonla.pbgdpl.dialogues.phases import OPEN
from sonla.pbgdpl.dialogues.phases import opens_at
from sonla.pbgdpl.dialogues.phases import phase
from sonla.pbgdpl.dialogues.query import by_phase
from sonla.pbgdpl.dialogues.query import find_dialogues
from sonla.pbgdpl.editorial.revisions import revise
from sonla.pbgdpl.homepage import change_counter

import pytest

START = ZONE.localize(datetime(2026, 11, 24, 8))
END = ZONE.localize(datetime(2026, 11, 30, 17))
SECOND = timedelta(seconds=1)


@pytest.fixture
def dated(section):
    return make_dialogue(section, start=START, end=END)


@pytest.mark.parametrize(
    "moment,expected,turn",
    [
        (START - SECOND, COMING, START),
        (START, OPEN, END),
        (END - SECOND, OPEN, END),
        (END, CLOSED, None),
    ],
)
def test_phases_change_at_the_minute(dated, moment, expected, turn):
    assert phase(dated, moment) == expected
    assert next_change(dated, moment) == turn
    assert is_open_for_questions(dated, moment) is (expected == OPEN)


def test_whole_days_last_from_midnight_to_midnight(dated):
    dated.whole_day = True
    assert opens_at(dated).isoformat() == "2026-11-24T00:00:00+07:00"
    assert closes_at(dated).isoformat() == "2026-12-01T00:00:00+07:00"


def test_an_open_end_is_that_of_the_first_day_as_core_counts(dated):
    dated.open_end = True
    assert closes_at(dated).isoformat() == "2026-11-25T00:00:00+07:00"


def test_without_dates_it_is_over(dated):
    dated.end = None
    assert phase(dated, START) == CLOSED and not is_open_for_questions(dated, START)


def test_nobody_asks_where_nobody_reads(section):
    draft = make_dialogue(section, public=False)
    early = make_dialogue(section, title="Sắp đăng")
    early.effective_date = DateTime() + 1
    expired = make_dialogue(section, title="Hết hạn")
    expired.expiration_date = DateTime() - 1
    for one in (draft, early, expired):
        assert phase(one) == OPEN and not is_open_for_questions(one)


def test_a_revision_takes_no_questions(dialogue):
    api.portal.set_registry_record("sonla.pbgdpl.four_eyes", False)
    with api.env.adopt_roles(["Manager"]):
        copy = revise(dialogue)
    assert is_open_for_questions(dialogue) and not is_open_for_questions(copy)


def test_lists_have_open_ones_first_then_those_to_come(section):
    made = {
        name: make_dialogue(section, phase, name, start=in_hours(a), end=in_hours(b))
        for name, phase, a, b in (
            ("cũ", "closed", -900, -800),
            ("mới qua", "closed", -90, -80),
            ("sau nữa", "coming", 90, 100),
            ("sắp", "coming", 9, 100),
            ("đóng sau", "open", -9, 100),
            ("đóng trước", "open", -1, 10),
        )
    }
    make_dialogue(section, title="Bản thảo", public=False)
    found = by_phase(find_dialogues([path_of(section)]))
    assert list(found) == [OPEN, COMING, CLOSED]
    assert [one.title for one in found[OPEN]] == ["đóng trước", "đóng sau"]
    assert [one.title for one in found[COMING]] == ["sắp", "sau nữa"]
    assert [one.title for one in found[CLOSED]] == ["mới qua", "cũ"]
    assert find_dialogues([f"{path_of(section)}/elsewhere"]) == []
    assert len(find_dialogues()) == len(made)


def test_the_catalog_notices_that_a_moment_has_passed(section):
    """Whatever keeps pages as long as the catalog stands still must let go of them."""
    dialogue = make_dialogue(section, "open")
    catalog = api.portal.get_tool("portal_catalog")
    assert not list(turned())
    # As it was indexed while it was still to come.
    index = catalog._catalog.getIndex(NEXT_CHANGE_INDEX)
    rid = catalog.getrid(path_of(dialogue))
    index.unindex_object(rid)
    index.index_object(
        rid, type("Then", (), {NEXT_CHANGE_INDEX: "2020-01-01T00:00:00"})()
    )
    assert [one.UID() for one in turned()] == [dialogue.UID()]
    before, counted = catalog.getCounter(), change_counter.state()
    assert not update_phases()
    assert catalog.getCounter() > before and change_counter.state() != counted
    assert not list(turned())


def test_one_that_is_over_turns_no_more(section):
    make_dialogue(section, "closed")
    assert not list(turned(in_hours(10_000)))
