"""Monitoring learns when the exchange stands still, and strangers only whether."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from harvested_portal import set_record
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from sonla.pbgdpl.core.health import check_health
from sonla.pbgdpl.sync.bindings import QuarantinedRecord
from sonla.pbgdpl.sync.bindings import RecordConflict
from sonla.pbgdpl.sync.circuit_breaker import Breaker
from sonla.pbgdpl.sync.condition import is_silent
from sonla.pbgdpl.sync.condition import next_harvest
from sonla.pbgdpl.sync.condition import SourceStatus
from sonla.pbgdpl.sync.condition import status_of
from sonla.pbgdpl.sync.pages.actions import ACTS
from sonla.pbgdpl.sync.settings import get_sync_settings
from sonla.pbgdpl.sync.source_state import Hold
from sonla.pbgdpl.sync.source_state import LastFailure
from sonla.pbgdpl.sync.source_state import Peer
from sonla.pbgdpl.sync.source_state import SourceState
from sonla.pbgdpl.sync.store import make_store
from source_rows import source_row
from vietnamese_portal import speak_vietnamese

import pytest
import requests
import transaction

NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)
SOURCE = source_row(base_url="https://btp.example.vn/oai")


@pytest.fixture
def fetching(portal):
    """Return the store of a portal that fetches from one source."""
    set_record("sources", [SOURCE])
    set_record("pull_enabled", True)
    return make_store(portal)


def failing(portal):
    return {
        name: health.detail
        for name, health in check_health(portal)
        if name.startswith("sync-") and not health.ok
    }


class TestChecks:
    def test_whoever_switched_nothing_on_is_well(self, portal):
        store = make_store(portal)
        store.source("btp").held = Hold("X", "", NOW)
        store.outbox.mark("uid")
        store.outbox.dirty["uid"] = 1
        assert failing(portal) == {}

    def test_what_was_just_switched_on_has_its_time(self, portal, fetching):
        assert failing(portal) == {}
        assert dict(check_health(portal))["sync-pull"].detail == "btp: not yet run"

    def test_a_clock_that_differs_is_told_and_no_failure(self, portal, fetching):
        fetching.source("btp").last_success = NOW
        fetching.source("btp").clock_skew_minutes = -7
        health = dict(check_health(portal))["sync-pull"]
        assert health.ok
        assert health.detail == "btp: its clock differs by -7 minutes"

    def test_never_fetched(self, portal, fetching):
        fetching.expected_since["btp"] = NOW - 4 * HOUR
        assert failing(portal) == {"sync-pull": "btp: never fetched"}

    def test_new_settings_give_new_time(self, portal, fetching):
        state = fetching.source("btp")
        state.last_success = fetching.expected_since["btp"] = NOW - 4 * HOUR
        set_record("cap_count", 7)
        assert "sync-pull" in failing(portal)
        set_record("pull_enabled", False)
        set_record("pull_enabled", True)
        assert failing(portal) == {}

    @pytest.mark.parametrize("hours, well", [(1, True), (4, False)])
    def test_age_of_the_last_success(self, portal, fetching, hours, well):
        state = fetching.source("btp")
        del fetching.expected_since["btp"]
        state.last_success = NOW - hours * HOUR
        assert ("sync-pull" not in failing(portal)) is well

    def test_a_first_harvest_that_goes_on_is_well(self, portal, fetching):
        state = fetching.source("btp")
        state.progress("", "pbgdpl").reading = "window"
        fetching.expected_since["btp"] = NOW - 4 * HOUR
        state.last_attempt = NOW - HOUR
        assert failing(portal) == {}
        state.last_failure = LastFailure("T", "", NOW)
        fetching.expected_since["btp"] = NOW - 4 * HOUR
        assert failing(portal) == {"sync-pull": "btp: never fetched"}

    def test_held_and_open(self, portal, fetching):
        state = fetching.source("btp")
        state.last_success = NOW
        state.held = Hold("X", "50 of 60 records would be withdrawn", NOW)
        assert set(failing(portal)) == {"sync-held"}
        state.held, state.breaker = None, Breaker(5, 1, NOW + HOUR)
        assert set(failing(portal)) == {"sync-breaker"}

    def test_what_waits_to_be_sent(self, portal):
        store = make_store(portal)
        store.outbox.mark("uid")
        set_record("push_enabled", True)
        assert failing(portal) == {}
        store.outbox.dirty["uid"] = int((NOW - 4 * HOUR).timestamp() * 1e9)
        assert failing(portal)["sync-push"].startswith("1 waiting, the oldest since")

    def test_many_records_set_aside(self, portal, fetching):
        fetching.source("btp").last_success = NOW
        for number in range(20):
            fetching.quarantine[("btp", f"oai:{number}")] = QuarantinedRecord()
        assert failing(portal) == {}
        fetching.quarantine[("btp", "oai:20")] = QuarantinedRecord()
        assert failing(portal) == {"sync-quarantine": "21 records are set aside"}


class TestFigures:
    """Monitoring compares how many, and since when, whether a check fails or not."""

    @pytest.fixture
    def figures(self, portal):
        def color(name):
            health = dict(check_health(portal))[name]
            return health.count, health.oldest

        return color

    def test_conflicts(self, fetching, figures):
        assert figures("sync-conflicts") == (0, None)
        for hours in (2, 5, 3):
            fetching.conflicts[f"uid-{hours}"] = RecordConflict(
                since=NOW - hours * HOUR
            )
        assert figures("sync-conflicts") == (3, NOW - 5 * HOUR)

    def test_partners_that_are_held(self, fetching, figures):
        assert figures("sync-held") == (0, None)
        set_record("push_enabled", True)
        fetching.source("btp").held = Hold("X", "", NOW - HOUR)
        assert figures("sync-held") == (1, NOW - HOUR)
        fetching.push.held = Hold("X", "", NOW - 2 * HOUR)
        assert figures("sync-held") == (2, NOW - 2 * HOUR)
        set_record("push_enabled", False)
        assert figures("sync-held") == (1, NOW - HOUR)

    def test_records_that_are_set_aside(self, fetching, figures):
        assert figures("sync-quarantine") == (0, None)
        for number in range(3):
            fetching.quarantine[("btp", f"oai:{number}")] = QuarantinedRecord()
        assert figures("sync-quarantine") == (3, None)

    @pytest.mark.parametrize("name", ["sync-conflicts", "sync-quarantine"])
    def test_what_is_switched_off_counts_nothing(self, fetching, figures, name):
        fetching.conflicts["uid"] = RecordConflict(since=NOW)
        fetching.quarantine[("btp", "oai:1")] = QuarantinedRecord()
        assert figures(name)[0] == 1
        set_record("pull_enabled", False)
        assert figures(name) == (0, None)


def test_administrators_read_details_in_vietnamese(functional_portal):
    """Keys, codes of sources and moments are the machines', and stay as they are."""
    speak_vietnamese(functional_portal)
    set_record("sources", [SOURCE])
    set_record("pull_enabled", True)
    store = make_store(functional_portal)
    state = store.source("btp")
    del store.expected_since["btp"]
    state.last_success = NOW - 4 * HOUR
    state.held = Hold("X", "", NOW)
    for number in range(21):
        store.quarantine[("btp", f"oai:{number}")] = QuarantinedRecord()
    transaction.commit()
    page = requests.get(
        f"{functional_portal.absolute_url()}/@@pbgdpl-health",
        auth=(SITE_OWNER_NAME, SITE_OWNER_PASSWORD),
        timeout=60,
    )
    details = {
        name: check["detail"]
        for name, check in page.json()["checks"].items()
        if check["status"] == "fail"
    }
    assert details == {
        "sync-held": f"btp: bị giữ lại từ {NOW:%Y-%m-%dT%H:%M:%SZ}",
        "sync-pull": f"btp: lấy lần cuối lúc {NOW - 4 * HOUR:%Y-%m-%dT%H:%M:%SZ}",
        "sync-quarantine": "21 bản ghi bị để riêng",
    }
    assert page.json()["checks"]["search"]["detail"].startswith("tìm kiếm của cổng")
    assert "bị để riêng" in page.content.decode("utf-8")


@pytest.mark.parametrize(
    "facts, condition",
    [
        ({}, SourceStatus.NEVER),
        ({"held": Hold("X", "", NOW), "last_attempt": NOW}, SourceStatus.HELD),
        ({"breaker": Breaker(5, 1, NOW + HOUR)}, SourceStatus.BROKEN),
        ({"breaker": Breaker(5, 1, NOW - HOUR)}, SourceStatus.NEVER),
        ({"not_before": NOW + HOUR}, SourceStatus.WAITING),
        ({"not_before": NOW - HOUR, "last_success": NOW}, SourceStatus.OK),
        (
            {"last_success": NOW - HOUR, "last_failure": LastFailure("T", "", NOW)},
            SourceStatus.FAILING,
        ),
        (
            {"last_success": NOW, "last_failure": LastFailure("T", "", NOW - HOUR)},
            SourceStatus.OK,
        ),
    ],
)
def test_the_condition_of_a_partner(facts, condition):
    peer = Peer()
    peer.__dict__.update(facts)
    assert status_of(peer, NOW).condition is condition


class TestTime:
    def test_no_clock_runs(self, portal, fetching):
        settings, state = get_sync_settings(), fetching.source("btp")
        assert not is_silent(fetching, settings, NOW), "it was just switched on"
        fetching.expected_since["btp"] = NOW - 4 * HOUR
        assert is_silent(fetching, settings, NOW)
        state.last_attempt = NOW - HOUR
        assert not is_silent(fetching, settings, NOW)
        state.last_attempt = NOW - 4 * HOUR
        assert is_silent(fetching, settings, NOW)
        state.held = Hold("X", "", NOW)
        assert not is_silent(fetching, settings, NOW)

    @pytest.mark.parametrize(
        "facts", [{"breaker": Breaker(5, 1, NOW)}, {"not_before": NOW}]
    )
    def test_what_had_to_wait_is_given_its_time_afterwards(
        self, portal, fetching, facts
    ):
        settings, state = get_sync_settings(), fetching.source("btp")
        fetching.expected_since["btp"] = state.last_attempt = NOW - 9 * HOUR
        state.__dict__.update(facts)
        assert not is_silent(fetching, settings, NOW + HOUR)
        assert is_silent(fetching, settings, NOW + 4 * HOUR)

    def test_what_was_released_is_given_its_time_afterwards(self, portal, fetching):
        settings, state = get_sync_settings(), fetching.source("btp")
        fetching.expected_since["btp"] = state.last_attempt = NOW - 9 * HOUR
        state.held = Hold("X", "", NOW - 8 * HOUR)
        ACTS["release"](fetching, "btp", NOW)
        assert not is_silent(fetching, settings, NOW + HOUR)
        assert is_silent(fetching, settings, NOW + 4 * HOUR)

    def test_the_next_turn(self, portal, fetching):
        settings, state = get_sync_settings(), SourceState()
        assert next_harvest(state, settings) is None
        state.last_attempt = NOW
        assert next_harvest(state, settings) == NOW + HOUR
        state.not_before = NOW + 2 * HOUR
        assert next_harvest(state, settings) == NOW + 2 * HOUR
