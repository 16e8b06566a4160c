"""What sources do wrong, in single records and in lists."""

from datetime import datetime
from datetime import UTC
from oai_documents import changes_of
from oai_documents import driver_of
from oai_documents import error
from oai_documents import EVERYTHING
from oai_documents import listed
from oai_documents import pages_of
from oai_documents import record
from sonla.pbgdpl.jobs.failures import TransientFailure
from sonla.pbgdpl.sync.failures import DataFailure
from sonla.pbgdpl.sync.failures import PeerRefusal
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.failures import ResumptionTokenExpired

import pytest

NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)
STAMPS = ("2026-02-01T00:00:00Z", "2026-02-02T00:00:00Z")


# ---- what is wrong with single records


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (record("oai:b:x", "yesterday"), "bad_datestamp"),
        (record("oai:b:x", "2026-02-31T00:00:00Z"), "bad_datestamp"),
        (record("oai:b:x", "2026-02-01T00:00:00"), "bad_datestamp"),
        (record("oai:b:x", ""), "bad_datestamp"),
        (record("oai:b:x", title=""), "no_content"),
    ],
)
def test_one_bad_record_does_not_end_the_page(bad, code):
    (page,) = pages_of(listed(record("oai:b:1"), bad, record("oai:b:2")))
    assert [change.remote_id for change in page.changes] == ["oai:b:1", "oai:b:2"]
    assert page.unreadable == (("oai:b:x", code),)
    assert page.listed == 3


@pytest.mark.parametrize("name", ["", "two words", "x" * 1001])
def test_a_record_without_a_usable_identifier_is_noticed(name):
    (page,) = pages_of(listed(record(name), record("oai:b:2")))
    assert [warning.code for warning in page.warnings] == ["no_identifier"]
    assert len(page.changes) == 1


@pytest.mark.parametrize(
    ("stamp", "moment"),
    [
        ("2026-02-01", datetime(2026, 2, 1, tzinfo=UTC)),
        ("2026-02-01T12:00:00.999Z", NOON),
        ("2026-02-01T19:00:00+07:00", NOON),
        (" 2026-02-01t12:00:00z ", NOON),
    ],
)
def test_sloppy_times_are_read_and_rounded_down(stamp, moment):
    assert changes_of(listed(record("oai:b:1", stamp)))[0].datestamp == moment


def test_a_time_from_the_future_becomes_the_present_of_the_source():
    (page,) = pages_of(listed(record("oai:b:1", "2099-01-01T00:00:00Z")))
    assert page.changes[0].datestamp == page.response_date
    assert page.warnings == (("future", "oai:b:1"),)


def test_the_latest_version_in_a_page_wins():
    (page,) = pages_of(
        listed(
            record("oai:b:1", STAMPS[1], "mới"),
            record("oai:b:2"),
            record("oai:b:1", STAMPS[0], "cũ"),
        )
    )
    found = {change.remote_id: change.payload.decode() for change in page.changes}
    assert len(page.changes) == 2
    assert "mới" in found["oai:b:1"]
    assert page.warnings == (("duplicate", "oai:b:1"),)


def test_of_equal_times_the_later_in_the_page_wins_with_a_notice():
    (page,) = pages_of(
        listed(record("oai:b:1", title="a"), record("oai:b:1", title="b"))
    )
    assert b"<title>b</title>" in page.changes[0].payload
    assert page.warnings == (("clash", "oai:b:1"),)


@pytest.mark.parametrize("deleted", [(True, False), (False, True)])
def test_live_and_deleted_at_the_same_time_is_deleted(deleted):
    (page,) = pages_of(listed(*(record("oai:b:1", deleted=one) for one in deleted)))
    assert [change.state for change in page.changes] == ["deleted"]
    assert page.warnings == (("live_and_deleted", "oai:b:1"),)


def test_a_record_that_is_not_valid_is_a_failure_of_data_that_names_the_field():
    driver, _script = driver_of(listed())
    (change,) = changes_of(listed(record("oai:b:1")))
    with pytest.raises(DataFailure) as caught:
        driver.parse(change)
    assert caught.value.field == "identifier"  # the content has none of its own
    (gone,) = changes_of(listed(record("oai:b:1", deleted=True)))
    with pytest.raises(DataFailure):
        driver.parse(gone)


# ---- what is wrong with lists


@pytest.mark.parametrize(
    "answers",
    [
        [listed(record("oai:b:1"), token="t"), listed(record("oai:b:2"), token="t")],
        [listed(record("oai:b:1"), token="t"), listed(record("oai:b:1"), token="u")],
        [
            listed(record("oai:b:1"), token="t"),
            listed(record("oai:b:2"), token="u"),
            listed(record("oai:b:3"), token="t"),
        ],
        [listed(token=f"t{number}") for number in range(20)],
    ],
    ids=["same token", "same page", "cycle", "empty pages"],
)
def test_a_list_that_goes_in_circles_is_a_failure_of_protocol(answers):
    with pytest.raises(ProtocolFailure):
        pages_of(*answers)


def test_a_page_of_an_earlier_run_is_known_again():
    first = listed(record("oai:b:1"), token="t")
    (page, _end) = pages_of(first, listed())
    with pytest.raises(ProtocolFailure, match="same page"):
        pages_of(first, token="s", seen=[page.digest])


def test_a_page_with_too_many_records_is_refused():
    driver, _script = driver_of(
        listed(*(record(f"oai:b:{number}") for number in range(11))), max_records=10
    )
    with pytest.raises(ProtocolFailure, match="far longer"):
        list(driver.pages(EVERYTHING))


def test_a_forgotten_token_has_a_class_of_its_own():
    with pytest.raises(ResumptionTokenExpired, match="badResumptionToken"):
        pages_of(listed(record("oai:b:1"), token="t"), error("badResumptionToken"))


@pytest.mark.parametrize(
    "code", ["badArgument", "cannotDisseminateFormat", "noSetHierarchy", "odd", ""]
)
def test_other_errors_are_failures_of_protocol(code):
    with pytest.raises(ProtocolFailure, match=f"ListRecords: {code}"):
        pages_of(error(code, "sai"))


def test_errors_with_a_status_of_refusal_are_read_all_the_same():
    body = error("badResumptionToken")
    refusal = PeerRefusal("400", status=400, body=body, media_type="text/xml")
    with pytest.raises(ResumptionTokenExpired):
        pages_of(refusal)
    with pytest.raises(ProtocolFailure, match="404"):
        pages_of(PeerRefusal("404", status=404, body=b"gone", media_type="text/html"))


def test_failures_of_the_line_pass_unchanged():
    failure = TransientFailure("reset")
    with pytest.raises(TransientFailure) as caught:
        pages_of(failure)
    assert caught.value is failure
