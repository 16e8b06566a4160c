"""Both sides of a record, field by field: nothing that an editor wrote goes."""

from hypothesis import given
from hypothesis import strategies as st
from sonla.pbgdpl.sync.harvest.merge import changed
from sonla.pbgdpl.sync.harvest.merge import Merge
from sonla.pbgdpl.sync.harvest.merge import merge
from sonla.pbgdpl.sync.harvest.merge import Versions

import pytest

HASHES = st.dictionaries(
    st.sampled_from(["title", "body", "keywords", "territory"]),
    st.sampled_from(["1", "2", "3"]),
)


def of(value):
    return {"title": value} if value else {}


@pytest.mark.parametrize(
    "before,here,there,take,keep,clash",
    [
        ("1", "1", "1", False, False, False),
        ("1", "1", "2", True, False, False),
        ("1", "2", "1", False, True, False),
        ("1", "2", "2", False, False, False),
        ("1", "2", "3", False, False, True),
        (None, None, "1", True, False, False),
        ("1", "1", None, True, False, False),
        ("1", None, "1", False, True, False),
        ("1", None, "2", False, False, True),
        ("1", "2", None, False, False, True),
        (None, "1", "2", False, False, True),
    ],
)
def test_one_field(before, here, there, take, keep, clash):
    applied = Versions(of(before), of(before))
    merged = merge(applied, Versions(of(here), of(there)))
    found = ["title" in part for part in (merged.take, merged.keep, merged.clash)]
    assert found == [take, keep, clash]


def test_what_was_applied_in_another_form_is_no_edit():
    applied = Versions(here={"body": "own image"}, there={"body": "their image"})
    assert merge(applied, applied) == Merge()
    merged = merge(applied, Versions(applied.here, {"body": "new"}))
    assert merged.take == {"body"}


def test_shared_field_never_clashes():
    applied = Versions({"keywords": "1"}, {"keywords": "1"})
    now = Versions({"keywords": "2"}, {"keywords": "3"})
    merged = merge(applied, now, shared=["keywords"])
    assert merged.take == {"keywords"}
    assert not merged.clash


def test_shared_field_edited_here_alone_stays():
    applied = Versions({"keywords": "1"}, {"keywords": "1"})
    now = Versions({"keywords": "2"}, {"keywords": "1"})
    merged = merge(applied, now, shared=["keywords"])
    assert merged.keep == {"keywords"}
    assert not merged.take


def test_local_field_is_left_out():
    now = Versions({"territory": "1"}, {"territory": "2"})
    merged = merge(Versions(), now, local=["territory"])
    assert (merged.take, merged.keep, merged.clash) == (set(), set(), set())


@given(HASHES, HASHES, HASHES, HASHES)
def test_what_was_edited_here_is_never_taken(base_here, base_there, here, there):
    merged = merge(Versions(base_here, base_there), Versions(here, there))
    assert merged.take.isdisjoint(changed(base_here, here))


@given(HASHES, HASHES, HASHES, HASHES)
def test_every_edit_is_kept_or_shown_unless_both_agree(
    base_here, base_there, here, there
):
    merged = merge(Versions(base_here, base_there), Versions(here, there))
    agreed = {name for name in base_here | here if here.get(name) == there.get(name)}
    assert changed(base_here, here) - agreed <= merged.keep | merged.clash


@given(HASHES, HASHES)
def test_without_edits_the_result_is_the_source(before, there):
    merged = merge(Versions(before, before), Versions(before, there))
    result = {**before, **{name: there.get(name) for name in merged.take}}
    assert {name: value for name, value in result.items() if value} == there
