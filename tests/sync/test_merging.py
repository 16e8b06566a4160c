"""Three versions of a record, field by field: nothing that an editor wrote goes."""

from hypothesis import given
from hypothesis import strategies as st
from sonla.pbgdpl.sync.merging import edited
from sonla.pbgdpl.sync.merging import merge

import pytest

VERSIONS = st.dictionaries(
    st.sampled_from(["title", "body", "keywords", "territory"]),
    st.sampled_from(["1", "2", "3"]),
)


@pytest.mark.parametrize(
    "base,here,there,take,keep,clash",
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
def test_one_field(base, here, there, take, keep, clash):
    versions = [{"title": value} if value else {} for value in (base, here, there)]
    merged = merge(*versions)
    found = ["title" in part for part in (merged.take, merged.keep, merged.clash)]
    assert found == [take, keep, clash]
    assert merged.diverged is (keep or clash)


def test_shared_field_never_clashes():
    merged = merge(
        {"keywords": "1"}, {"keywords": "2"}, {"keywords": "3"}, (), ["keywords"]
    )
    assert merged.take == {"keywords"}
    assert not merged.clash


def test_shared_field_edited_here_alone_stays():
    merged = merge(
        {"keywords": "1"}, {"keywords": "2"}, {"keywords": "1"}, (), ["keywords"]
    )
    assert merged.keep == {"keywords"}
    assert not merged.take


def test_local_field_is_left_out():
    merged = merge({}, {"territory": "1"}, {"territory": "2"}, ["territory"])
    assert (merged.take, merged.keep, merged.clash) == (set(), set(), set())


@given(VERSIONS, VERSIONS, VERSIONS)
def test_what_was_edited_here_is_never_taken(base, here, there):
    merged = merge(base, here, there)
    agreed = {name for name in here if here[name] == there.get(name)}
    assert merged.take.isdisjoint(edited(base, here))
    assert edited(base, here) - agreed <= merged.keep | merged.clash | {
        name for name in base if name not in here and name not in there
    }


@given(VERSIONS, VERSIONS)
def test_without_edits_the_result_is_the_source(base, there):
    merged = merge(base, base, there)
    result = {**base, **{name: there.get(name) for name in merged.take}}
    assert {name: value for name, value in result.items() if value} == there
