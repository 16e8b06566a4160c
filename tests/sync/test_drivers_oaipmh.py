from dataclasses import replace
from datetime import datetime
from datetime import UTC
from itertools import count
from oai_documents import changes_of
from oai_documents import driver_of
from oai_documents import envelope
from oai_documents import error
from oai_documents import EVERYTHING
from oai_documents import header
from oai_documents import identify
from oai_documents import listed
from oai_documents import pages_of
from oai_documents import record
from oai_documents import Script
from oai_documents import URL
from sonla.pbgdpl.jobs.failures import LocalFailure
from sonla.pbgdpl.sync.drivers.base import Granularity
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.drivers.oaipmh import MAX_SET_PAGES
from sonla.pbgdpl.sync.drivers.oaipmh import OaiPmhDriver
from sonla.pbgdpl.sync.drivers.oaipmh import SETS_WITHIN
from sonla.pbgdpl.sync.failures import DataFailure
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.sources import open_driver
from sonla.pbgdpl.sync.sources import Source

import pytest

NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)
STAMPS = ("2026-02-01T00:00:00Z", "2026-02-02T00:00:00Z")


# ---- Identify


def test_a_source_says_who_it_is():
    found = driver_of(identify())[0].identify()
    assert found.repository_id == "btp.example"
    assert (found.base_url, found.name) == (URL, "Kho dữ liệu")
    assert found.granularity is Granularity.SECOND
    assert found.earliest == datetime(2020, 1, 1, tzinfo=UTC)
    assert found.response_date == datetime(2026, 3, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("policy", "deletions"),
    [("persistent", True), ("transient", False), ("no", False)],
)
def test_only_persistent_deletions_can_be_relied_upon(policy, deletions):
    driver, _script = driver_of(identify(deletedRecord=policy))
    found = driver.capabilities(driver.identify())
    assert found.deletions is deletions
    assert (found.incremental, found.complete_inventory) == (True, True)
    assert (found.ordered, found.content) == (False, True)


def test_dublin_core_has_no_content():
    driver, _script = driver_of(identify(), metadata_prefix="oai_dc")
    assert not driver.capabilities(driver.identify()).content
    with pytest.raises(DataFailure):
        driver.parse(changes_of(listed(record("oai:b:1")))[0])


@pytest.mark.parametrize(
    ("facts", "changed"),
    [
        ({}, ()),
        ({"repositoryIdentifier": "x.example"}, ("repository_id",)),
        ({"baseURL": "https://x.example/"}, ("base_url",)),
        ({"granularity": "YYYY-MM-DD"}, ("granularity",)),
        ({"deletedRecord": "no"}, ("deleted_record",)),
        ({"earliestDatestamp": "2019-01-01T00:00:00Z"}, ("earliest",)),
        ({"earliestDatestamp": "2021-01-01T00:00:00Z"}, ()),
        ({"repositoryName": "Tên mới"}, ()),
    ],
)
def test_a_changed_identity_is_named(facts, changed):
    before = driver_of(identify())[0].identify()
    after = driver_of(identify(**facts))[0].identify()
    assert before.differences(after) == changed


@pytest.mark.parametrize(
    "answer",
    [
        identify(granularity=""),
        identify(granularity="YYYY"),
        identify(deletedRecord="maybe"),
        identify(protocolVersion="1.1"),
        error("badVerb"),
        listed(record("oai:b:1")),
        b"<html/>",
        b"",
        b"{}",
        envelope("<Identify/>", response_date="yesterday"),
    ],
)
def test_what_is_no_identity_is_a_failure_of_protocol(answer):
    with pytest.raises(ProtocolFailure):
        driver_of(answer)[0].identify()


# ---- lists


def test_a_record_becomes_a_change():
    (found,) = changes_of(listed(record("oai:b:1", sets=["tin-tuc", "dat-dai"])))
    assert (found.remote_id, found.state) == ("oai:b:1", "live")
    assert found.datestamp == datetime(2026, 2, 1, tzinfo=UTC)
    assert found.sets == ("tin-tuc", "dat-dai")
    assert found.payload.startswith(b"<record xmlns=")
    assert "Tin" in found.payload.decode()
    assert len(found.raw_digest) == 64


def test_the_digest_is_that_of_the_content_alone():
    one, other = changes_of(
        listed(record("oai:b:1"), record("oai:b:2", STAMPS[1], sets=["x"]))
    )
    changed = changes_of(listed(record("oai:b:1", title="Tin mới")))[0]
    assert one.raw_digest == other.raw_digest != changed.raw_digest


@pytest.mark.parametrize("title", ["", "Tin"])
def test_a_deleted_record_has_no_payload_even_if_it_was_sent(title):
    (found,) = changes_of(listed(record("oai:b:1", title=title, deleted=True)))
    assert (found.state, found.payload) == ("deleted", None)


@pytest.mark.parametrize(
    ("granularity", "since", "until"),
    [
        (Granularity.SECOND, "2026-02-01T12:00:00Z", "2026-02-01T12:00:00Z"),
        (Granularity.DAY, "2026-02-01", "2026-02-01"),
    ],
)
def test_a_window_is_asked_for_in_the_granularity_of_the_source(
    granularity, since, until
):
    driver, script = driver_of(listed(record("oai:b:1"), token="t"), listed())
    list(driver.pages(Window(NOON, NOON, granularity, "dat-dai")))
    assert script.asked == [
        {
            "verb": "ListRecords",
            "metadataPrefix": "pbgdpl",
            "from": since,
            "until": until,
            "set": "dat-dai",
        },
        {"verb": "ListRecords", "resumptionToken": "t"},
    ]


def test_pages_are_asked_for_one_by_one():
    driver, script = driver_of(
        listed(record("oai:b:1"), token="t"), listed(record("oai:b:2"), token="")
    )
    pages = driver.pages(EVERYTHING)
    assert script.asked == []
    assert next(pages).token == "t"
    assert len(script.asked) == 1
    assert next(pages).closed
    assert list(pages) == []


def test_reading_goes_on_from_a_token():
    driver, script = driver_of(listed(record("oai:b:2"), token=""))
    list(driver.pages(EVERYTHING, token="t"))
    assert script.asked == [{"verb": "ListRecords", "resumptionToken": "t"}]


def test_a_page_knows_what_the_source_says_of_the_list():
    (found, _end) = pages_of(
        listed(
            record("oai:b:1"),
            token="t",
            completeListSize="257",
            expirationDate="2026-03-02T08:00:00Z",
        ),
        listed(record("oai:b:2")),
    )
    assert (found.declared, found.listed, found.closed) == (257, 1, False)
    assert found.expires == datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("answers", "closed"),
    [
        ([listed(record("oai:b:1"))], True),
        ([listed(record("oai:b:1"), token="t"), listed(record("oai:b:2"))], False),
        ([listed(record("oai:b:1"), token="t"), listed(token=" ")], True),
        ([error("noRecordsMatch")], True),
    ],
)
def test_whether_a_list_is_closed(answers, closed):
    assert pages_of(*answers)[-1].closed is closed


def test_an_inventory_has_no_payloads():
    driver, script = driver_of(
        listed(
            header("oai:b:1", STAMPS[0]),
            header("oai:b:2", STAMPS[1], deleted=True),
            verb="ListIdentifiers",
        )
    )
    (page,) = driver.inventory()
    assert [(change.remote_id, change.state) for change in page.changes] == [
        ("oai:b:1", "live"),
        ("oai:b:2", "deleted"),
    ]
    assert all(change.payload is None for change in page.changes)
    assert script.asked[0] == {"verb": "ListIdentifiers", "metadataPrefix": "pbgdpl"}


# ---- single records and sets


def test_one_record_is_asked_for_by_its_identifier():
    answer = envelope(f"<GetRecord>{record('oai:b:1')}</GetRecord>")
    driver, script = driver_of(answer)
    assert driver.get("oai:b:1").payload is not None
    assert script.asked[0]["identifier"] == "oai:b:1"
    with pytest.raises(ProtocolFailure, match="another record"):
        driver.get("oai:b:2")


def test_a_record_that_the_source_does_not_know_is_none():
    assert driver_of(error("idDoesNotExist"))[0].get("oai:b:1") is None


def test_a_bad_record_is_a_failure_of_data():
    answer = envelope(f"<GetRecord>{record('oai:b:1', title='')}</GetRecord>")
    with pytest.raises(DataFailure, match="no content"):
        driver_of(answer)[0].get("oai:b:1")


def sets(*names, token):
    inner = "".join(
        f"<set><setSpec>{name}</setSpec><setName>Bộ {name}</setName></set>"
        for name in names
    )
    return listed(inner, token=token, verb="ListSets")


def test_sets_are_listed_over_all_pages():
    driver, _script = driver_of(sets("a", "b", token="t"), sets("c", token=""))
    assert driver.sets() == {"a": "Bộ a", "b": "Bộ b", "c": "Bộ c"}
    assert driver_of(error("noSetHierarchy"))[0].sets() == {}
    with pytest.raises(ProtocolFailure, match="does not end"):
        driver_of(sets("a", token="t"))[0].sets()


def test_a_list_of_sets_that_never_ends_is_given_up():
    """Each answer has another token, and no set."""
    driver, script = driver_of(*(sets(token=str(number)) for number in range(999)))
    with pytest.raises(ProtocolFailure, match="does not end"):
        driver.sets()
    assert len(script.asked) == MAX_SET_PAGES


def test_a_list_of_sets_has_one_deadline_over_all_its_pages():
    script = Script([sets(str(number), token=str(number)) for number in range(999)])
    seconds = count(step=SETS_WITHIN / 3)
    driver = OaiPmhDriver(script, URL, clock=lambda: next(seconds))
    with pytest.raises(ProtocolFailure, match="does not end"):
        driver.sets()
    assert len(script.asked) == 4


def test_a_driver_is_made_by_the_name_in_the_settings(portal):
    script = Script([identify()])
    source = Source("btp", "B", "oaipmh", URL)
    assert open_driver(source, script).metadata_prefix == "pbgdpl"
    other = replace(source, metadata_prefix="oai_dc")
    assert open_driver(other, script).metadata_prefix == "oai_dc"
    with pytest.raises(LocalFailure):
        open_driver(replace(source, driver="odata"), script)
