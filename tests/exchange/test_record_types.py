"""A content type enters the exchange by one registration, wherever its code stands."""

from offered_portal import OAI
from sonla.pbgdpl.exchange.accessors import AttributeAccessor
from sonla.pbgdpl.exchange.accessors import changed_last
from sonla.pbgdpl.exchange.accessors import Computed
from sonla.pbgdpl.exchange.interfaces import IRecordType
from sonla.pbgdpl.exchange.record_types import record_types
from sonla.pbgdpl.exchange.record_types import RecordType
from sonla.pbgdpl.settings.public_address import public_url
from zope.component import getGlobalSiteManager
from zope.component import getUtility
from zope.schema.interfaces import IVocabularyFactory

import pytest

MEETINGS = RecordType(
    name="meeting",
    title="Cuộc họp",
    portal_types=("Event",),
    accessors={
        "url": Computed(public_url),
        "title": AttributeAccessor("title", ""),
        "modified": Computed(changed_last),
    },
    schema_org=lambda record: "Event",
)
OWN = [
    "activity",
    "council",
    "course",
    "dialogue",
    "guidance",
    "introduction",
    "material",
    "news",
    "person",
    "question",
    "situation",
    "statistics",
]


@pytest.fixture
def meetings():
    """Register a kind of records of somebody else's."""
    components = getGlobalSiteManager()
    components.registerUtility(MEETINGS, IRecordType, name=MEETINGS.name)
    yield MEETINGS
    components.unregisterUtility(MEETINGS, IRecordType, name=MEETINGS.name)


def test_each_type_of_ours_has_one_record_type(portal):
    assert [name for name, kind in record_types()] == OWN


def test_it_can_be_chosen_where_ours_are(offered, meetings):
    factory = getUtility(IVocabularyFactory, "sonla.pbgdpl.RecordTypes")
    titles = {term.value: term.title for term in factory(offered.portal)}
    assert titles["meeting"] == "Cuộc họp"
    assert sorted(titles) == sorted([*OWN, "meeting"])


def test_it_is_offered_as_ours_are(offered, meetings):
    offered.set("exported_types", [*OWN, "meeting"])
    offered.publish("Họp Hội đồng phối hợp", "Event")
    sets = offered.oai("ListSets")
    names = [one.text for one in sets.iterfind(".//oai:setName", OAI)]
    assert "Cuộc họp" in names
    offered.advance()
    root = offered.oai("ListRecords", metadataPrefix="pbgdpl", set="type:meeting")
    assert [one.text for one in root.iterfind(".//{*}title")] == [
        "Họp Hội đồng phối hợp"
    ]
