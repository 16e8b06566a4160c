"""Equal content has equal digests, whatever else differs."""

from datetime import datetime
from datetime import UTC
from exchange_records import records
from hypothesis import given
from hypothesis import strategies as st
from sonla.pbgdpl.exchange.fields import build
from sonla.pbgdpl.exchange.fields import VOLATILE_FIELDS
from sonla.pbgdpl.exchange.hashing import canonical
from sonla.pbgdpl.exchange.hashing import content_hash
from sonla.pbgdpl.exchange.hashing import field_hashes
from sonla.pbgdpl.exchange.record import FileReference
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.exchange.record import Term

import hashlib
import jcs
import pytest
import rfc8785


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(2**53) + 1, 2**53 - 1)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=20,
    )
)
def test_the_canonical_form_is_that_of_another_implementation(value):
    assert rfc8785.dumps(value) == jcs.canonicalize(value)


@given(records())
def test_the_hash_is_that_of_another_implementation(record):
    form = jcs.canonicalize({"type": record.type, "values": canonical(record)})
    assert content_hash(record) == f"sha-256:{hashlib.sha256(form).hexdigest()}"
    for name, digest in field_hashes(record).items():
        form = jcs.canonicalize(canonical(record)[name])
        assert digest == hashlib.sha256(form).hexdigest()


@given(records())
def test_each_field_counts_but_the_volatile_ones(record):
    for name in record.values:
        other = record.changed(**{name: None})
        assert (content_hash(other) == content_hash(record)) == (
            name in VOLATILE_FIELDS
        )
    assert set(field_hashes(record)) == set(record.values) - VOLATILE_FIELDS


def test_the_day_of_the_change_the_name_and_the_revision_do_not_count(record):
    other = Record("oai:b.vn:2", record.type, record.values).changed(
        modified=datetime(2030, 1, 1, tzinfo=UTC),
        revision=99,
        url="https://pbgdpl.example.vn/noi-khac",
        origin="elsewhere.example.vn",
    )
    assert content_hash(other) == content_hash(record)
    assert content_hash(Record(record.identifier, "guidance", record.values)) != (
        content_hash(record)
    )


def test_a_portal_may_move_to_another_host():
    def at(host):
        return build(
            "oai:a.vn:1",
            "news",
            {
                "url": f"{host}/tin/1",
                "title": "Tin",
                "body": f'<p><a href="{host}/luat">Luật</a></p>',
                "attachments": (FileReference("a.pdf", url=f"{host}/a.pdf"),),
            },
        )

    one, other = at("https://pbgdpl.example.vn"), at("http://127.0.0.1:8080")
    assert field_hashes(one) == field_hashes(other)
    body = one["body"].replace("/luat", "/luat-2")
    assert content_hash(one.changed(body=body)) != content_hash(one)


def test_order_counts_where_it_means_something():
    terms = (Term("a", "A"), Term("b", "B"))
    record = build(
        "oai:a.vn:1",
        "news",
        {"title": "Tin", "subjects": terms, "keywords": ("x", "y")},
    )
    turned = record.changed(subjects=terms[::-1], keywords=("y", "x"))
    assert content_hash(turned) == content_hash(record)
    names = record.changed(contributors=("Lò Văn Ví Dụ", "Ông Mẫu"))
    assert content_hash(names.changed(contributors=("Ông Mẫu", "Lò Văn Ví Dụ"))) != (
        content_hash(names)
    )


@pytest.mark.parametrize("title", ["Đất đai", "Lĩnh vực đất đai", ""])
def test_the_title_of_a_code_may_be_reworded(title):
    record = build("oai:a.vn:1", "news", {"title": "a", "subjects": (Term("x", "X"),)})
    other = record.changed(subjects=(Term("x", title),))
    assert content_hash(other) == content_hash(record)
