"""Each type is found by the words of the same fields as before, and by no protected one."""

from content_types import OWN_TYPES
from pathlib import Path
from plone.autoform.interfaces import READ_PERMISSIONS_KEY
from plone.dexterity.utils import iterSchemataForType
from plone.supermodel import model
from plone.supermodel.utils import mergedTaggedValueDict
from searchable_items import FIELDS
from searchable_items import written_out
from sonla.pbgdpl.core.fields import searchable
from zope import schema

import pytest

EXPECTED = Path(__file__).with_name("searchable_words.txt")
"""Type and index, then the words in the order of the alphabet; `*2` for one that stands twice."""
ANYBODY = None
"""The read permission of a field that has none: who sees the item reads it."""
SEARCHABLE = {
    "IAudiences": {"audiences": ANYBODY},
    "IContributingUnit": {
        "code": ANYBODY,
        "territory": ANYBODY,
        "office": ANYBODY,
        "address": ANYBODY,
    },
    "ICoordinationCouncil": {
        "level": ANYBODY,
        "unit": ANYBODY,
        "standing_agency": ANYBODY,
        "decisions": ANYBODY,
        "members": ANYBODY,
        "secretariat": ANYBODY,
    },
    "IEducationMaterial": {
        "kind": ANYBODY,
        "publisher": ANYBODY,
        "year": ANYBODY,
    },
    "IGuidance": {
        "document_type": ANYBODY,
        "number": ANYBODY,
        "issuer": ANYBODY,
        "signer": ANYBODY,
        "level": ANYBODY,
        "replaces": ANYBODY,
        "replaced_by": ANYBODY,
    },
    "ILegalFields": {"legal_fields": ANYBODY},
    "ILegalIntroduction": {
        "kind": ANYBODY,
        "in_brief": ANYBODY,
        "affected": ANYBODY,
        "changes": ANYBODY,
        "to_do": ANYBODY,
        "penalties": ANYBODY,
        "terms": ANYBODY,
    },
    "ILegalNews": {"author_name": ANYBODY, "source": ANYBODY},
    "ILegalQuestion": {
        "question": ANYBODY,
        "answered_by": ANYBODY,
        "territory": ANYBODY,
    },
    "ILifeSituation": {
        "short_title": ANYBODY,
        "summary": ANYBODY,
        "where": ANYBODY,
        "conditions": ANYBODY,
        "if_not_done": ANYBODY,
        "do_not": ANYBODY,
        "steps": ANYBODY,
        "helplines": ANYBODY,
    },
    "IPerson": {"rank": ANYBODY, "position": ANYBODY, "languages": ANYBODY},
    "IPolicyDialogue": {
        "topic": ANYBODY,
        "officials": ANYBODY,
        "programme": ANYBODY,
    },
    "IExpenditure": dict.fromkeys(("item", "voucher", "basis", "note"), ANYBODY),
    "IStatisticsReport": {"year": ANYBODY},
    "ITerritory": {"territory": ANYBODY},
    "ITranscript": {"transcript": ANYBODY},
    "IVersions": {"text_language": ANYBODY},
}
"""Schema → field that is searched → its read permission: whoever may search may ask for
any word, so that none of these may ever have one."""


def test_each_type_has_an_item():
    assert set(FIELDS) == set(OWN_TYPES)


def test_words_of_one_item_of_each_type(portal):
    assert written_out(portal).splitlines() == EXPECTED.read_text().splitlines()


def test_no_searchable_field_is_protected(portal):
    found = {}
    for one in {one for name in OWN_TYPES for one in iterSchemataForType(name)}:
        permissions = mergedTaggedValueDict(one, READ_PERMISSIONS_KEY)
        if names := mergedTaggedValueDict(one, searchable.key):
            found[one.__name__] = {name: permissions.get(name) for name in names}
    assert found == SEARCHABLE


def test_a_field_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="unknown field name nmae"):

        class IMisspelled(model.Schema):
            searchable("nmae")
            name = schema.TextLine(title="Tên")
