"""Lists of JSON: paging of each kind, deletions, and answers that are not what was said."""

from datetime import datetime
from datetime import UTC
from oai_documents import Script
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.options.mappings.fetching.mapped_json import MappedJsonDriver
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.failures import SettingFailure
from sonla.pbgdpl.sync.harvest.source_list import SourceList
from sonla.pbgdpl.sync.mapping.reading import read_mapping

import json
import pytest

URL = "https://so.example/api/tin"
CLOCK = {"date": "Sun, 01 Mar 2026 08:00:00 GMT"}
PAGED = 'paging = "page"\npage_parameter = "page"\ntotal = "total"'


def mapping(listing="", more="", record='changed = "at"'):
    return read_mapping(
        f'title = "Thử"\n[list]\nrecords = "data"\n{listing}\n'
        f'[record]\nid = "id"\n{record}\n[fields]\ntitle = "t"\n{more}'
    )


def row(name, at="2026-02-01T00:00:00Z", **more):
    return {"id": name, "t": f"Tin {name}", "at": at, **more}


def driver_of(found, *answers, media_type="application/json", headers=CLOCK):
    bodies = [
        one if isinstance(one, bytes) else json.dumps(one).encode() for one in answers
    ]
    script = Script(bodies, media_type, headers)
    return MappedJsonDriver(script, URL, found), script


def names(pages):
    return [change.remote_id for page in pages for change in page.changes]


def page(*rows, **more):
    return {"data": list(rows), **more}


@pytest.mark.parametrize(
    ("listing", "answers", "asked"),
    [
        ("", [page(row(1), row(2))], [{}]),
        (
            f'{PAGED}\nsize_parameter = "size"\nsize = 50',
            [page(row(1), total=2), page(row(2), total=2)],
            [{"size": "50", "page": "1"}, {"size": "50", "page": "2"}],
        ),
        (
            'paging = "offset"\npage_parameter = "start"\ntotal = "total"',
            [page(row(1), total="2"), page(row(2), total="2")],
            [{"start": "0"}, {"start": "1"}],
        ),
        (
            'paging = "page"\npage_parameter = "p"\nfirst_page = 0',
            [page(row(1)), page(row(2)), page()],
            [{"p": "0"}, {"p": "1"}, {"p": "2"}],
        ),
        (
            'paging = "cursor"\npage_parameter = "c"\nnext = "next"',
            [page(row(1), next="x y"), page(row(2), next=None)],
            [{}, {"c": "x y"}],
        ),
        (
            'paging = "link"\nnext = "next"',
            [page(row(1), next="?b=2"), page(row(2))],
            [{}, {}],
        ),
    ],
)
def test_a_list_is_followed_to_its_end(listing, answers, asked):
    driver, script = driver_of(mapping(listing), *answers)
    assert names(driver.pages(Window())) == ["1", "2"]
    assert script.asked == asked


def test_a_window_is_asked_for_where_the_mapping_knows_how():
    listing = 'since_parameter = "tu"\nuntil_parameter = "den"\nset_parameter = "lv"'
    since, until = (
        datetime(2026, 2, 1, 20, tzinfo=UTC),
        datetime(2026, 3, 1, tzinfo=UTC),
    )
    driver, script = driver_of(mapping(listing), page())
    assert driver.capabilities(None).incremental
    list(driver.pages(Window(since, until, set_spec="dat-dai")))
    assert script.asked == [{"tu": "2026-02-02", "den": "2026-03-01", "lv": "dat-dai"}]


def test_what_tells_no_time_is_asked_for_no_changes_since_a_time():
    """By our clock, changes would be missed where theirs is late."""
    driver, _script = driver_of(
        mapping('since_parameter = "tu"'), page(row(1)), headers={}
    )
    with pytest.raises(SettingFailure):
        driver.identify()
    driver, _script = driver_of(mapping(), page(row(1)), page(row(1)), headers={})
    driver.identify()
    assert names(driver.pages(Window())) == ["1"]


def test_what_is_marked_as_deleted_and_what_another_list_names():
    more = '[deletions]\npath = "xoa"\nrecords = "data"\nid = "ma"\nchanged = "at"\n'
    record = 'changed = "at"\ndeleted = "gone"\nall_deletions_reported = true'
    driver, _script = driver_of(
        mapping("", more, record),
        page(row(1), row(2, gone=True)),
        page({"ma": 3, "at": "2026-02-02T00:00:00Z"}),
    )
    assert driver.capabilities(None).deletions
    found = [change for page in driver.pages(Window()) for change in page.changes]
    assert [(one.remote_id, one.state) for one in found] == [
        ("1", "live"),
        ("2", "deleted"),
        ("3", "deleted"),
    ]


def complete(driver):
    found = SourceList()
    for one in driver.inventory():
        found.note_page("", one)
    return bool(found.done) and not found.incomplete


@pytest.mark.parametrize(
    ("answers", "whole"),
    [
        ([page(row(1), total=2), page(row(2), total=2)], True),
        ([page(row(1), total=2), page(total=2)], False),
        ([page(row(1), total=3), page(row(2), total=2)], False),
        ([page(row(1), total=2), page(row(2), total=3), page(row(3), total=3)], False),
    ],
)
def test_an_inventory_counts_only_if_both_sides_count_the_same(answers, whole):
    assert complete(driver_of(mapping(PAGED), *answers)[0]) is whole


def test_pages_without_a_number_are_no_inventory():
    listing = 'paging = "page"\npage_parameter = "page"'
    assert not complete(driver_of(mapping(listing), page(row(1)), page())[0])


@pytest.mark.parametrize(
    "answer",
    [
        page({"t": "không mã"}, {"t": "cũng không"}),
        {"success": False, "error": {}},
        {"data": {"id": 1}, "total": 1},
        page(row(1), total="nhiều"),
        b"<html></html>",
        b'{"data": [',
        b'{"data": [], "data": []}',
        [],
    ],
)
def test_an_answer_of_another_form_is_a_failure_of_protocol(answer):
    driver, _script = driver_of(mapping(PAGED), answer)
    with pytest.raises(ProtocolFailure):
        list(driver.pages(Window()))


def test_a_page_that_comes_again_ends_the_reading():
    same = page(row(1), total=9)
    driver, _script = driver_of(mapping(PAGED), same, same)
    with pytest.raises(ProtocolFailure, match="same page"):
        list(driver.pages(Window()))


def test_a_next_page_elsewhere_is_not_asked_for():
    answer = page(row(1), next="https://kia.example/x")
    driver, script = driver_of(mapping('paging = "link"\nnext = "next"'), answer)
    with pytest.raises(ProtocolFailure, match="another server"):
        list(driver.pages(Window()))
    assert len(script.asked) == 1


def test_one_name_for_two_records_sets_both_aside():
    driver, _script = driver_of(
        mapping(), page(row(1), row(1, t="Khác"), row(2), row(2))
    )
    (found,) = driver.pages(Window())
    assert names([found]) == ["2"]
    assert [(one.remote_id, one.code) for one in found.unreadable] == [
        ("1", "same_identifier")
    ]


def test_a_record_without_a_time_is_set_aside_and_the_others_go_on():
    driver, _script = driver_of(mapping(), page(row(1, at="?"), row(2), {"t": "x"}))
    (found,) = driver.pages(Window())
    assert names([found]) == ["2"]
    assert [one.code for one in found.unreadable] == ["bad_datestamp"]
    assert [one.code for one in found.warnings] == ["no_identifier"]


def test_a_record_by_its_name():
    more = '[detail]\npath = "{id}"\nrecord = "data"\n'
    driver, script = driver_of(mapping("", more), {"data": row("a/b")})
    assert driver.capabilities(None).by_name
    assert driver.get("a/b").remote_id == "a/b"
    assert script.urls == [f"{URL}/a%2Fb"]
    driver, _script = driver_of(mapping("", more), {"data": row(2)})
    with pytest.raises(Failure):
        driver.get("1")


def test_another_order_of_keys_is_the_same_record_and_another_mapping_is_not():
    first, _script = driver_of(
        mapping(), b'{"data": [{"id": 1, "t": "a", "at": "2026-02-01"}]}'
    )
    second, _script = driver_of(
        mapping(), b'{"data": [{"at": "2026-02-01", "t": "a", "id": 1}]}'
    )
    other, _script = driver_of(
        mapping("", 'body = "t"\n'),
        b'{"data": [{"id": 1, "t": "a", "at": "2026-02-01"}]}',
    )
    digests = [
        next(one.pages(Window())).changes[0].raw_digest
        for one in (first, second, other)
    ]
    assert digests[0] == digests[1] != digests[2]
