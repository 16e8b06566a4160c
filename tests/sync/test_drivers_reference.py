"""The reference server of the ministry's side, in good and bad condition."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from ipaddress import ip_network
from sonla.pbgdpl.core.environment import Secret
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.jobs.failures import TransientFailure
from sonla.pbgdpl.sync.authentication.schemes import BearerToken
from sonla.pbgdpl.sync.drivers.base import Granularity
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.drivers.feed import FeedDriver
from sonla.pbgdpl.sync.drivers.oaipmh import OaiPmhDriver
from sonla.pbgdpl.sync.failures import AuthorityFailure
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.failures import RateLimited
from sonla.pbgdpl.sync.failures import ResumptionTokenExpired
from sonla.pbgdpl.sync.harvest.source_list import SourceList
from sonla.pbgdpl.sync.harvest.windows import next_window
from sonla.pbgdpl.sync.http.client import OutboundClient
from sonla.referenceserver.server import ReferenceServer
from unicodedata import normalize
from urllib.parse import urlsplit

import pytest

EVERYTHING = Window()
MB = 1024 * 1024


@pytest.fixture(scope="module")
def running():
    with ReferenceServer(records=57, seed=5, page_size=10) as found:
        yield found


@pytest.fixture()
def server(running):
    running.reset()
    return running


def client_of(url, **options):
    options.setdefault("deadline", 10.0)
    return OutboundClient(
        url,
        allowed_hosts=[urlsplit(url).netloc],
        allowed_networks=[ip_network("127.0.0.0/8")],
        **options,
    )


def driver_for(server, prefix="pbgdpl", **options):
    url = server.oai_url
    return OaiPmhDriver(client_of(url, **options), url, prefix)


def feed_at(url):
    return FeedDriver(client_of(url), url)


def state_of(pages):
    """What a reader holds in the end: the latest version of each record."""
    held = {}
    for page in pages:
        for change in page.changes:
            before = held.get(change.remote_id)
            if before is None or before.datestamp <= change.datestamp:
                held[change.remote_id] = change
    return held


def live(held):
    return {name for name, change in held.items() if change.state == "live"}


def test_everything_is_harvested_with_its_tombstones(server):
    held = state_of(driver_for(server).pages(EVERYTHING))
    assert live(held) == set(server.identifiers())
    assert held.keys() - live(held) == set(server.identifiers(deleted=True))


def test_a_record_that_was_harvested_can_be_read(server):
    driver = driver_for(server)
    held = state_of(driver.pages(EVERYTHING))
    for name in server.identifiers()[:20]:
        record = driver.parse(held[name])
        assert record.identifier == name
        assert record.type == held[name].sets[0].removeprefix("type:")
        assert record["title"]


def test_dublin_core_has_the_same_identifiers(server):
    held = state_of(driver_for(server, prefix="oai_dc").pages(EVERYTHING))
    assert live(held) == set(server.identifiers())


@pytest.mark.parametrize("kind", ["news", "guidance"])
def test_a_set_is_a_part(server, kind):
    window = Window(set_spec=f"type:{kind}")
    held = state_of(driver_for(server).pages(window))
    assert live(held) == set(server.identifiers(kind))


def test_a_second_window_has_what_changed_since_the_first(server):
    driver = driver_for(server)
    first = next_window(None, driver.identify().response_date, Granularity.SECOND)
    held = state_of(driver.pages(first))
    server.advance(hours=2)
    edited = server.edit_some(3)
    server.delete(server.identifiers()[5])
    server.advance(minutes=5)
    response_date = driver.identify().response_date
    second = next_window(first.until, response_date, Granularity.SECOND)
    fresh = state_of(driver.pages(second))
    assert live(fresh) == set(edited)
    held.update(fresh)
    assert live(held) == set(server.identifiers())


def test_nothing_new_is_an_empty_closed_page(server):
    server.advance(hours=9)
    since = server.clock.now() - timedelta(minutes=1)
    (page,) = driver_for(server).pages(Window(since))
    assert (page.changes, page.token, page.closed) == ((), None, True)


def test_the_inventory_is_complete_and_shows_what_was_purged(server):
    driver = driver_for(server)
    held = live(state_of(driver.pages(EVERYTHING)))
    gone = server.identifiers()[3]
    server.purge(gone)
    inventory, names = SourceList(), set()
    for page in driver.inventory():
        inventory.note_page("", page)
        names |= live(state_of([page]))
    assert inventory.done and not inventory.incomplete
    assert held - names == {gone}


@pytest.mark.parametrize("policy", ["no", "transient"])
def test_the_policy_for_deletions_decides_about_capabilities(server, policy):
    server.inject("deletions", policy=policy)
    driver = driver_for(server)
    assert driver.identify().deleted_record == policy
    assert not driver.capabilities(driver.identify()).deletions


def test_a_token_is_needed_where_the_server_wants_one():
    with ReferenceServer(records=3, pull_token="word-0123456789") as closed:
        with pytest.raises(AuthorityFailure):
            driver_for(closed).identify()
        driver = driver_for(
            closed, authentication=BearerToken(Secret("word-0123456789"))
        )
        assert driver.identify().repository_id == "btp.example"


@pytest.mark.parametrize(
    ("fault", "parameters", "kind"),
    [
        ("status", {"code": 500}, TransientFailure),
        ("status", {"code": 502}, TransientFailure),
        ("status", {"code": 504}, TransientFailure),
        ("unavailable", {}, TransientFailure),
        ("rate_limited", {}, RateLimited),
        ("rate_limited", {"retry_after": "date"}, RateLimited),
        ("rate_limited", {"retry_after": "absurd"}, RateLimited),
        ("unauthorised", {}, AuthorityFailure),
        ("forbidden", {}, AuthorityFailure),
        ("redirect", {}, ProtocolFailure),
        ("login_page", {}, ProtocolFailure),
        ("wrong_content_type", {}, ProtocolFailure),
        ("accept_then_drop", {}, TransientFailure),
        ("reset", {}, TransientFailure),
        ("truncated_body", {}, TransientFailure),
        ("hang", {}, TransientFailure),
        ("hang", {"share": 0.5}, TransientFailure),
        ("slow_drip", {}, TransientFailure),
        ("huge_body", {}, ProtocolFailure),
        ("huge_body", {"announced": False}, ProtocolFailure),
        ("gzip_bomb", {}, ProtocolFailure),
        ("truncated_xml", {}, ProtocolFailure),
        ("doctype", {}, ProtocolFailure),
        ("expired_token", {}, ResumptionTokenExpired),
        ("same_token", {}, ProtocolFailure),
        ("page_cycle", {}, ProtocolFailure),
    ],
)
def test_each_fault_has_its_class_and_passes(server, fault, parameters, kind):
    """What was read before it is kept, and afterwards everything arrives."""
    server.inject(fault, verb="ListRecords", nth=range(2, 99), **parameters)
    driver = driver_for(server, deadline=1.0, max_bytes=5 * MB)
    pages = []
    with pytest.raises(Failure) as caught:
        pages.extend(read_into(pages, driver))
    assert isinstance(caught.value, kind)
    assert len(live(state_of(pages))) >= 9
    server.heal()
    assert live(state_of(driver_for(server).pages(EVERYTHING))) == set(
        server.identifiers()
    )


def read_into(pages, driver):
    for page in driver.pages(EVERYTHING):
        pages.append(page)
    return ()


def test_a_redirect_leads_to_no_other_host(server):
    with ReferenceServer(records=1) as other:
        server.inject("redirect", location=other.oai_url)
        with pytest.raises(ProtocolFailure, match=r"another one.*http://127"):
            driver_for(server).identify()
        assert len(other.requests) == 0


def test_being_asked_to_wait_absurdly_long_means_a_day_at_most(server):
    server.inject("rate_limited", retry_after="absurd")
    with pytest.raises(RateLimited) as caught:
        driver_for(server).identify()
    assert caught.value.not_before <= datetime.now(UTC) + timedelta(hours=24)


def test_a_double_identifier_is_taken_once_and_noticed(server):
    server.inject("duplicate_id", verb="ListRecords")
    pages = list(driver_for(server).pages(EVERYTHING))
    names = [change.remote_id for page in pages for change in page.changes]
    codes = {warning.code for page in pages for warning in page.warnings}
    assert set(names) == {*server.identifiers(), *server.identifiers(deleted=True)}
    assert codes <= {"duplicate", "clash", "live_and_deleted"}
    assert codes


def test_deleted_records_with_metadata_are_deleted(server):
    server.inject("deleted_with_metadata", verb="ListRecords")
    held = state_of(driver_for(server).pages(EVERYTHING))
    assert live(held) == set(server.identifiers())
    assert all(held[name].payload is None for name in held.keys() - live(held))


def test_another_identity_is_seen(server):
    before = driver_for(server).identify()
    server.inject("identity_change")
    assert "repository_id" in before.differences(driver_for(server).identify())


def test_a_record_that_the_list_hides_is_in_the_inventory(server):
    rule = server.inject("missing_record", verb="ListRecords")
    driver = driver_for(server)
    listed = live(state_of(driver.pages(EVERYTHING)))
    known = live(state_of(driver.inventory()))
    assert rule.injected > 0
    (hidden,) = known - listed
    assert driver.get(hidden).remote_id == hidden


def test_the_atom_feed_gives_the_same_records(server):
    server.delete(server.identifiers()[0])
    server.edit_some(4)
    driver = feed_at(server.atom_url)
    held = state_of(driver.pages(EVERYTHING))

    def numbers(names):
        return {name.rpartition(":")[2] for name in names}

    assert numbers(live(held)) == numbers(server.identifiers())
    assert numbers(held.keys() - live(held)) == numbers(
        server.identifiers(deleted=True)
    )
    assert driver.capabilities(driver.identify()).incremental
    for name in live(held):
        record = driver.parse(held[name])
        known = server.record(record.identifier)
        assert record.type == known.type
        assert record["title"] == normalize("NFC", known.fields["title"])


def test_the_rss_feed_gives_the_newest(server):
    driver = feed_at(server.rss_url)
    held = state_of(driver.pages(EVERYTHING))
    assert live(held) == set(server.identifiers()[-10:])
    assert all(driver.parse(change)["title"] for change in held.values())
