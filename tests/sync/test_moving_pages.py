"""A source whose pages move while they are read: nothing is lost, nothing withdrawn."""

from harvested_portal import fetch_once
from harvested_portal import HarvestedPortal
from offset_token_source import CountingSource
from public_content import make_section
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.sync.condition import has_failed
from sonla.pbgdpl.sync.condition import last_contact
from sonla.pbgdpl.sync.condition import SourceStatus
from sonla.pbgdpl.sync.condition import status_of
from sonla.pbgdpl.sync.harvest import limits

import pytest

NAMES = [f"oai:dem.example:{number}" for number in range(9)]


@pytest.fixture
def unfetched(functional_portal, source_address, monkeypatch):
    """Return a portal and its source of nine records, three of them a page."""
    make_section(functional_portal)
    source = CountingSource()
    source.add(*NAMES)
    source_address.serve(source, monkeypatch)
    return HarvestedPortal(functional_portal, source)


@pytest.fixture
def portal(unfetched):
    """Return it when it is set up to fetch."""
    unfetched.configure()
    return unfetched


@pytest.fixture
def filled(unfetched):
    """Return it when it has everything, and its source has not been asked since."""
    return fill(unfetched)


def fill(portal, **row: str):
    """Let a portal have everything."""
    fetch_once(portal, **row)
    portal.server.asked.clear()
    return portal


def titles(portal) -> dict[str, str]:
    return {name: item.title for name, item in portal.items().items()}


def states(portal) -> set[str]:
    return {state_of(item) for item in portal.items().values()}


def let_days_pass(portal, days: int = 8) -> None:
    """Let it be time for an inventory."""
    portal.server.advance(days=days)


def break_off() -> None:
    """End the connection without an answer."""
    raise ConnectionResetError


def everything(portal) -> dict[str, str]:
    return {name: title for name, (_at, title) in portal.server.records.items()}


class TestWindow:
    def test_an_edit_between_two_pages_hides_no_record(self, portal):
        source = portal.server
        source.on("ListRecords", 2, lambda: source.edit(NAMES[0], "Mới"))
        assert portal.run().state == "done"
        assert sorted(portal.items()) == NAMES
        portal.run_until_done()
        assert titles(portal) == everything(portal)

    def test_an_edit_between_two_runs_hides_no_record(self, portal):
        assert portal.run(limit=3).state == "partial"
        portal.server.edit(NAMES[0], "Mới")
        assert portal.run().state == "done"
        assert titles(portal) == everything(portal)

    def test_an_edit_hides_no_edit(self, filled):
        source = filled.server
        for name in NAMES[:7]:
            source.edit(name, f"{name} sửa")
        source.advance(hours=1)
        source.on("ListRecords", 2, lambda: source.edit(NAMES[0], "Mới"))
        filled.run_until_done()
        filled.run_until_done()
        assert titles(filled) == everything(filled)

    def test_what_a_checkpoint_passed_over_is_found(self, portal):
        """The first run ends after the newest record, and the token is forgotten."""
        source = portal.server
        for minute, name in enumerate(NAMES):
            source.add(name, at=f"2026-02-01T00:0{9 - minute}:00Z")
        source.add(NAMES[0], at="2026-02-01T00:00:00Z")
        source.order = NAMES.index
        source.page_size = 2
        assert portal.run(limit=2).state == "partial"
        source.refuses_tokens = True
        source.page_size = 9
        assert portal.run().state == "done"
        assert sorted(portal.items()) == NAMES

    def test_comparing_goes_on_where_it_was(self, portal):
        source = portal.server
        source.page_size = 1
        source.on("ListIdentifiers", 4, break_off)
        assert portal.run().state == "failed"
        assert portal.run().state == "done"
        assert source.times("ListIdentifiers") == 10

    def test_a_source_that_goes_away_is_no_fault_of_its_records(self, portal):
        source = portal.server
        source.on("ListRecords", 2, lambda: source.edit(NAMES[0], "Mới"))
        source.on("GetRecord", 1, lambda: setattr(source, "away", True))
        assert portal.run().state == "failed"
        assert not portal.store.quarantine
        source.away = False
        assert portal.run().state == "done"
        assert titles(portal) == everything(portal)

    def test_a_single_page_needs_no_second_look(self, portal):
        portal.server.page_size = 9
        assert portal.run().state == "done"
        assert portal.server.times("ListIdentifiers") == 0

    def test_nothing_missing_ends_it(self, portal):
        assert portal.run().state == "done"
        assert portal.server.times("ListIdentifiers") == 3
        assert portal.server.times("GetRecord") == 0

    def test_a_source_that_lists_no_identifiers_is_read_nevertheless(self, portal):
        portal.server.ListIdentifiers = lambda asked: b"<html/>"
        assert [portal.run().state for _ in range(3)][-1] == "done"
        assert sorted(portal.items()) == NAMES
        journal = portal.jobs.journal
        entries = journal.entries_of(journal.latest())
        assert "uncompared" in {entry.detail for entry in entries}


class TestInventory:
    def test_what_a_moving_list_leaves_out_is_not_withdrawn(self, filled):
        let_days_pass(filled)
        source = filled.server
        source.on("ListIdentifiers", 2, lambda: source.edit(NAMES[0], "Mới"))
        filled.run_until_done()
        assert not source.before, "the list has moved"
        assert states(filled) == {"pending_approval"}

    def test_what_is_really_gone_is_withdrawn(self, filled):
        del filled.server.records[NAMES[4]]
        let_days_pass(filled)
        filled.run_until_done()
        assert state_of(filled.item(NAMES[4])) == "withdrawn"
        assert state_of(filled.item(NAMES[5])) == "pending_approval"

    def test_a_version_that_no_window_gave_is_found(self, filled):
        filled.server.records[NAMES[4]] = ("2026-02-01T00:00:05Z", "Sửa muộn")
        let_days_pass(filled)
        filled.run_until_done()
        assert filled.item(NAMES[4]).title == "Sửa muộn"

    def test_a_source_that_was_set_back_has_what_it_had(self, portal):
        kept = dict(portal.server.records)
        portal.server.edit(NAMES[4], "Bản sẽ mất")
        portal.run_until_done()
        assert portal.item(NAMES[4]).title == "Bản sẽ mất"
        portal.server.records = kept
        let_days_pass(portal)
        portal.run_until_done()
        assert titles(portal) == everything(portal)

    def test_mass_change_that_only_an_inventory_sees_is_held(self, portal, monkeypatch):
        monkeypatch.setattr(limits, "MIN_CHANGED", 10)
        source = portal.server
        source.page_size = 10
        names = [*NAMES, *(f"oai:dem.example:{number}" for number in range(9, 14))]
        source.add(*names)
        portal.run_until_done()
        for name in names:
            source.records[name] = ("2026-02-01T00:00:01Z", "Đã đổi")
        let_days_pass(portal)
        assert portal.run().state == "held"
        assert set(titles(portal).values()) > {"Đã đổi"}

    def test_a_token_that_is_forgotten_begins_it_anew(self, filled):
        del filled.server.records[NAMES[4]]
        let_days_pass(filled)
        source = filled.server
        source.on("ListIdentifiers", 2, lambda: setattr(source, "refuses_tokens", True))
        assert filled.run().state == "failed"
        source.refuses_tokens = False
        assert filled.run_until_done().state == "done"
        assert state_of(filled.item(NAMES[4])) == "withdrawn"

    def test_a_dry_run_takes_none(self, filled):
        del filled.server.records[NAMES[4]]
        let_days_pass(filled)
        assert filled.run(dry_run=True).state == "done"
        assert filled.store.source(filled.source).inventory is None
        filled.run_until_done()
        assert state_of(filled.item(NAMES[4])) == "withdrawn"


class TestSettingsChangedMeanwhile:
    """The sets of the source are others when an inventory goes on."""

    SETS = ("tin", "hoi-dap", "tai-lieu")

    @pytest.fixture
    def portal(self, unfetched):
        """Break an inventory off at the second of three sets, a page each."""
        source = unfetched.server
        source.sets = {name: self.SETS[i // 3] for i, name in enumerate(NAMES)}
        portal = fill(unfetched, sets="\n".join(self.SETS))
        let_days_pass(portal)
        source.on("ListIdentifiers", 2, break_off)
        assert portal.run().state == "failed"
        assert portal.store.source(portal.source).inventory is not None
        return portal

    def go_on(self, portal, *sets: str) -> list[str | None]:
        """Go on with other sets; give those that are listed."""
        before = len(portal.server.asked)
        portal.configure(sets="\n".join(sets))
        assert portal.run_until_done().state == "done"
        asked = portal.server.asked[before:]
        return [one.get("set") for one in asked if one["verb"] == "ListIdentifiers"]

    def test_in_another_order(self, portal):
        assert self.go_on(portal, "hoi-dap", "tin", "tai-lieu") == [
            "hoi-dap",
            "tai-lieu",
        ]
        assert states(portal) == {"pending_approval"}

    def test_with_one_that_was_listed_taken_away(self, portal):
        assert self.go_on(portal, "hoi-dap", "tai-lieu") == ["hoi-dap", "tai-lieu"]
        assert states(portal) == {"pending_approval"}

    def test_the_token_of_a_set_that_went_is_dropped(self, portal):
        source = portal.server
        source.page_size = 2
        source.on("ListIdentifiers", 2, break_off)
        assert portal.run().state == "failed"
        assert self.go_on(portal, "tin", "tai-lieu") == ["tai-lieu", None]
        assert state_of(portal.item(NAMES[8])) == "pending_approval"


class TestFirstHarvest:
    """One that takes many runs, most of which fail after a page."""

    def test_failures_with_pages_in_between_do_not_add_up(self, portal):
        portal.server.page_size = 1
        for number in range(1, 7):
            portal.server.on("ListRecords", 2, break_off)
            assert portal.run().state == "failed"
            assert len(portal.items()) == number
        state = portal.store.source(portal.source)
        assert state.breaker.failures == 1
        assert last_contact(state) == portal.server.clock.now()
        assert has_failed(state)

    def test_a_page_after_a_failure_is_a_sign_that_it_goes_on(self, portal):
        portal.server.on("ListRecords", 2, break_off)
        assert portal.run().state == "failed"
        assert portal.run(limit=3).state == "partial"
        state = portal.store.source(portal.source)
        status = status_of(state, portal.server.clock.now())
        assert status.condition is SourceStatus.UNFINISHED
