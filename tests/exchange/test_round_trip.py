"""A record that becomes content gives the same record again."""

from exchange_content import add_section
from exchange_content import add_text
from exchange_content import FIELDS
from exchange_content import stored_bytes
from exchange_records import RECORD_TYPES
from exchange_records import records
from exchange_records import texts
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from plone import api
from sonla.pbgdpl.exchange.exporter import record_of
from sonla.pbgdpl.exchange.fields import VOLATILE_FIELDS
from sonla.pbgdpl.exchange.hashing import canonical
from sonla.pbgdpl.exchange.importer import create
from sonla.pbgdpl.exchange.record import LegalDocument
from sonla.pbgdpl.exchange.record import Term
from sonla.pbgdpl.exchange.record_types import record_types
from sonla.pbgdpl.exchange.sanitizing import sanitise
from sonla.pbgdpl.province.files import SHIPPED_PROVINCE
from sonla.pbgdpl.vocabularies.setup import general_rows
from source_tree import ROOT

import pytest
import re

OUR_OWN = {"language", "creator", "text_language"}
"""What we say of a text that came without it."""


def term(name):
    shipped = SHIPPED_PROVINCE.terms(name) or general_rows(name)
    rows = [Term(row["token"], row["title"]) for row in shipped]
    return st.sampled_from(rows)


def terms(name):
    return st.lists(term(name), max_size=3).map(tuple)


KINDS = {"introduction": "introduction_kinds", "material": "material_kinds"}
CODED = {
    "subjects": terms("legal_fields"),
    "audiences": terms("audiences"),
    "coverage": terms("administrative_units"),
    "text_language": term("languages"),
    "document_type": term("document_types"),
    "group": term("guidance_groups"),
    "level": term("government_levels"),
    "validity": term("validity_statuses"),
    "legal_documents": st.lists(
        st.builds(
            LegalDocument,
            document_type=st.none() | term("document_types"),
            validity=st.none() | term("validity_statuses"),
            number=texts,
            summary=texts,
        ),
        max_size=2,
    ).map(tuple),
}


FETCHED = [name for name, kind in RECORD_TYPES.items() if kind.fetched]
ONLY_GIVEN = re.compile(
    r"Kinds that are offered and never fetched\n((?: {4}.*\n)+)", re.MULTILINE
)


def test_every_record_type_is_among_those_tested(portal):
    assert dict(record_types()) == RECORD_TYPES


def test_what_is_never_fetched_says_why():
    """The reason stands with the design choices, so a kind can't slip out unseen."""
    (text,) = ONLY_GIVEN.findall((ROOT / "docs" / "choices" / "sync.rst").read_text())
    names = re.findall(r"``(\w+)``:", text)
    assert set(names) == set(RECORD_TYPES) - set(FETCHED)


@pytest.mark.parametrize("kind", FETCHED)
def test_any_record_is_stored_without_loss(section, kind):
    special = {**CODED, "kind": term(KINDS.get(kind, "material_kinds"))}

    # Each is stored with its files; `make test-all` asks for more.
    @settings(max_examples=settings.default.max_examples // 4)
    @given(records(types=(kind,), special=special))
    def check(record):
        record = sanitise(record)
        with api.env.adopt_roles(["Manager"]):
            found = record_of(create(record, section).obj)
        sent = {k: v for k, v in record.values.items() if k not in VOLATILE_FIELDS}
        here = {k: v for k, v in found.values.items() if k not in VOLATILE_FIELDS}
        assert {k: here[k] for k in sent if k in here} == sent
        assert set(here) - set(sent) <= OUR_OWN

    check()


@pytest.mark.parametrize("portal_type", sorted(FIELDS))
def test_a_text_of_ours_arrives_at_another_site_as_it_was(portal, section, portal_type):
    text = add_text(section, portal_type)
    record = sanitise(record_of(text))
    assert len(record["attachments"]) == 2
    fetched = stored_bytes(text, *section.objectValues())
    with api.env.adopt_roles(["Manager"]):
        made = create(record, add_section(portal, "noi-khac"), fetched)
    assert made.notes == ()
    # What says no language is Vietnamese, once it is a text of ours.
    language = {"text_language": record.get("text_language")}
    assert told(record_of(made.obj).changed(**language)) == told(record)
    assert record_of(made.obj)["url"] == text.absolute_url()


def told(record):
    """Return what a record says, without the addresses of its files."""
    found = canonical(record)
    alone = (
        found.get(name, {}) for name in ("media", "recording", "image", "captions")
    )
    for file in [*found.get("attachments", []), *alone]:
        file.pop("contentUrl", None)
    return record.type, found
