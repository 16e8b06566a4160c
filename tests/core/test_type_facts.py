"""Lists of types are made of what each type says of itself."""

from content_types import EVENT_TYPES
from content_types import OWN_TYPES
from content_types import PERSON_TYPES
from content_types import STOCK_TEXT_TYPES
from content_types import TEXT_TYPES
from loaded_zcml import loaded_zcml
from plone import api
from sonla.pbgdpl.core.interfaces import IContentTypeFacts
from sonla.pbgdpl.core.types import ContentTypeFacts
from sonla.pbgdpl.core.types import is_type_with
from sonla.pbgdpl.core.types import types_with
from sonla.pbgdpl.editorial.checks import warnings_of
from zope.component import getUtilitiesFor
from zope.interface.verify import verifyObject

import pytest

COUNCIL, DIALOGUE, QUESTION = "CoordinationCouncil", "PolicyDialogue", "LegalQuestion"
BANK = "QuestionBank"
UNVERSIONED = (*(*PERSON_TYPES, "StatisticsReport", "ReporterRequest", QUESTION, BANK),)
"""People and those who ask for privacy; reports have versions of their own; a bank is a folder."""

LISTS = {
    "is_own": OWN_TYPES,
    "is_text": TEXT_TYPES,
    "is_event": EVENT_TYPES,
    "is_person": PERSON_TYPES,
    "is_contribution": (
        *TEXT_TYPES,
        *(name for name in STOCK_TEXT_TYPES if name != "Folder"),
    ),
    "cites_documents": (
        *("LegalIntroduction", "Guidance", "EducationMaterial", "LifeSituation"),
        QUESTION,
        "BankQuestion",
    ),
    "is_due_after_closing": ("StatisticsReport",),
    "follows_unit": (
        *TEXT_TYPES,
        *EVENT_TYPES,
        COUNCIL,
        DIALOGUE,
        BANK,
        *STOCK_TEXT_TYPES,
    ),
    "is_listed_in_unit": (
        *(*TEXT_TYPES, COUNCIL, DIALOGUE),
        *(name for name in STOCK_TEXT_TYPES if name != "Folder"),
    ),
    "is_related_reading": (*TEXT_TYPES, QUESTION),
    "has_figures": ("LegalActivity", "StatisticsReport"),
    "counts_visits": ("EducationMaterial",),
    "is_in_navigation": ("LegalEducationSection",),
    "is_versioned": tuple(name for name in OWN_TYPES if name not in UNVERSIONED),
    "has_costs": (
        *("Guidance", "EducationMaterial", *EVENT_TYPES),
        *("StatisticsReport", DIALOGUE),
    ),
}

LEAFLET_FACTS = ContentTypeFacts(order=65, is_text=True, follows_unit=True)
LEAFLET = f"""
<utility component="{__name__}.LEAFLET_FACTS" name="Leaflet" />
"""


@pytest.fixture
def leaflet(portal):
    """Register the facts of a type of somebody else's."""
    with loaded_zcml(portal, LEAFLET):
        yield


@pytest.mark.parametrize("fact", LISTS)
def test_a_list_is_made_of_the_types_for_which_its_fact_is_true(portal, fact):
    assert types_with(fact) == LISTS[fact]


def test_each_fact_is_true_for_some_type(portal):
    others = {
        "order",
        "answer_place",
        "menu_group",
        "menu_place",
        "body_fields",
        "first_fields",
        "opening_field",
        "kinds",
    }
    others |= {"no_revision", "belongs_to"}  # a message and a name, no truths
    others |= {"chain", "added_in", "icon"}  # `install/test_content_types.py`
    assert {*LISTS, *others} == set(IContentTypeFacts)


def test_several_facts_give_the_types_of_any(portal):
    assert types_with("is_text", "is_event") == (*TEXT_TYPES, *EVENT_TYPES)


def test_facts_keep_their_interface(portal):
    for _name, facts in getUtilitiesFor(IContentTypeFacts):
        assert verifyObject(IContentTypeFacts, facts)


def test_a_type_of_somebody_else_stands_in_its_order(portal, leaflet):
    assert types_with("is_text") == (*TEXT_TYPES, "Leaflet")
    assert "Leaflet" not in types_with("is_own")


def test_a_text_of_somebody_else_is_checked_like_ours(portal, leaflet):
    with api.env.adopt_roles(["Manager"]):
        section = api.content.create(portal, "LegalEducationSection", "s", "PBGDPL")
        text = api.content.create(section, "Document", "text", "Tờ gấp")
    assert not warnings_of(text)
    text.portal_type = "Leaflet"
    assert [str(one) for one in warnings_of(text)] == ["msg_check_field"]


def test_an_unknown_type_is_nothing(portal):
    assert not is_type_with("is_text", "Leaflet")
    assert is_type_with("is_person", "LegalReporter")
