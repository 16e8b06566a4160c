"""Edits over the server's clock, and the order that they leave."""

from datetime import datetime
from datetime import UTC
from sonla.referenceserver.settings import Settings
from sonla.referenceserver.state import State

import pytest

MOMENT = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.fixture
def state():
    return State(Settings(records=23), "http://127.0.0.1:1", MOMENT)


def in_order(state) -> bool:
    keys = state.catalogue.keys()
    return keys == sorted(keys) and len(keys) == len(state.catalogue)


def test_edit_changes_the_text_and_moves_to_the_end(state):
    name = state.identifiers()[0]
    before = state.record(name)
    state.advance(minutes=3)
    after = state.edit(name)
    assert after.revision == 2
    assert (after.datestamp - MOMENT).total_seconds() == 180
    assert after.fields["title"] != before.fields["title"]
    assert after.fields["issued"] == before.fields["issued"]
    assert state.identifiers()[-1] == name
    assert in_order(state)


def test_edit_of_fields_changes_these_only(state):
    name = state.identifiers()[0]
    before = dict(state.record(name).fields)
    after = dict(state.edit(name, title="Tên mới", rights=None).fields)
    assert after.pop("title") == "Tên mới"
    assert after.pop("modified") != before.pop("modified")
    assert before.pop("rights") and "rights" not in after
    del before["title"]
    assert after == before


def test_edits_add_up(state):
    name = state.identifiers()[0]
    state.edit(name, title="Một")
    state.edit(name, description="Hai")
    titles = [state.edit(name).fields["title"] for _time in range(2)]
    assert state.record(name).fields["description"] == "Hai"
    assert [title.startswith("Một (") for title in titles] == [True, True]
    assert titles[0] != titles[1]
    assert len(titles[0]) == len(titles[1])


def test_delete_and_restore(state):
    name = state.identifiers()[3]
    title = state.record(name).fields["title"]
    state.delete(name)
    assert name in state.identifiers(deleted=True)
    assert state.restore(name).fields["title"] == title
    assert name in state.identifiers()
    assert in_order(state)


def test_add_makes_up_what_is_not_given(state):
    added = state.add("guidance", title="Văn bản thử")
    assert added.fields["title"] == "Văn bản thử"
    assert added.fields["number"]
    assert state.identifiers()[-1] == added.identifier
    own = state.add(identifier="oai:btp.example:rieng")
    assert own.type == "news"
    with pytest.raises(ValueError, match="rieng"):
        state.add(identifier="oai:btp.example:rieng")
    with pytest.raises(KeyError):
        state.add("unknown")


def test_purge_leaves_nothing(state):
    name = state.identifiers()[0]
    state.purge(name)
    assert name not in [*state.identifiers(), *state.identifiers(deleted=True)]
    with pytest.raises(KeyError):
        state.purge(name)
    assert in_order(state)


def test_edit_some_takes_the_oldest(state):
    oldest = state.identifiers("news")[:3]
    assert state.edit_some(3, "news") == oldest
    assert set(state.identifiers("news")[-3:]) == set(oldest)


def test_reset_brings_back_the_seed(state):
    start = [state.record(name) for name in state.identifiers()]
    state.edit_some(5)
    state.add()
    state.delete(start[0].identifier)
    state.advance(hours=1)
    state.inject("status")
    state.reset()
    assert [state.record(name) for name in state.identifiers()] == start
    assert state.clock.now() == MOMENT
    assert state.faults.rules == []


def test_running_clock_is_the_machines_plus_the_advance():
    state = State(Settings(records=1), "http://127.0.0.1:1")
    before = datetime.now(UTC)
    ahead = (state.advance(days=2) - before).total_seconds()
    assert 2 * 86400 - 2 < ahead < 2 * 86400 + 60
