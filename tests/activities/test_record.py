"""Activities for other systems: what was held and the numbers, not who spoke."""

from activities import FIELDS
from activities import hold
from activities import moment
from lxml import etree
from people import enter
from plone.dexterity.utils import iterSchemataForType
from sonla.pbgdpl.activities import ACTIVITY_TYPE
from sonla.pbgdpl.activities.content import COUNTS
from sonla.pbgdpl.activities.record import ACTIVITY
from sonla.pbgdpl.exchange.exporter import record_of
from sonla.pbgdpl.exchange.fields import build
from sonla.pbgdpl.exchange.formats import jsonld
from sonla.pbgdpl.exchange.formats import oai_dc
from sonla.pbgdpl.exchange.formats import pbgdpl_xml
from sonla.pbgdpl.exchange.importer import create
from sonla.pbgdpl.exchange.record import InvalidRecord
from zope.schema import getFieldNames

import jsonschema
import pytest
import transaction

PUT_TOGETHER = {"start", "end", "open_end", "organiser_kind", "agency"}
STAYS = {
    "exclude_from_nav",
    "id",
    "performers",
    "sync_uid",
    "versioning_enabled",
    "changeNote",
    "whole_day",
}
"""Fields that no record has."""


def test_each_field_goes_out_or_is_said_to_stay(portal):
    goes = {n for place in ACTIVITY.accessors.values() for n in place.attributes}
    fields = {n for s in iterSchemataForType(ACTIVITY_TYPE) for n in getFieldNames(s)}
    assert fields <= goes | STAYS | PUT_TOGETHER
    assert not goes & STAYS


def test_record_tells_what_was_held(offered):
    record = record_of(hold(offered.section))
    assert record["starts"] == moment() and record["ends"] == moment(hour=11)
    assert record["place"] == "Nhà văn hóa bản Mẫu"
    assert (record["kind"].token, record["organiser"].token) == (
        "truc-tiep",
        "so-tu-phap",
    )
    assert record["organiser_kind"].title == "Cơ quan, đơn vị"
    assert {name: record[name] for name in COUNTS} == {n: FIELDS[n] for n in COUNTS}
    data = jsonld.dump(record)
    assert data["@type"] == "Event"
    assert data["startDate"] == "2026-03-09T08:00:00+07:00"
    assert data["location"] == {"@type": "Place", "name": "Nhà văn hóa bản Mẫu"}
    assert data["pbgdpl:womenAttendees"] == 70
    assert oai_dc.elements(record)["date"][-1] == "2026-03-09"
    assert "Event" in oai_dc.elements(record)["type"]


def test_an_open_end_is_no_moment(offered):
    assert record_of(hold(offered.section, open_end=True)).get("ends") is None


def test_records_are_valid_and_read_back(offered, xsd, schema_text):
    record = record_of(hold(offered.section))
    element = pbgdpl_xml.dump(record)
    xsd.assertValid(etree.fromstring(etree.tostring(element)))
    jsonschema.validate(jsonld.dump(record), schema_text)
    assert pbgdpl_xml.load(element) == record
    assert jsonld.loads(jsonld.dumps(record)) == record


def test_who_spoke_is_in_no_format(offered):
    speaker = enter(offered.section, "Lò Văn Diễn Giả")
    record = record_of(hold(offered.section, performers=(speaker,)))
    for answer in (
        etree.tostring(pbgdpl_xml.dump(record), encoding="unicode"),
        etree.tostring(oai_dc.dump(record), encoding="unicode"),
        jsonld.dumps(record).decode(),
    ):
        assert "Diễn Giả" not in answer and speaker.getId() not in answer


def test_harvesters_hear_of_it_and_readers_of_feeds_do_not(offered):
    offered.publish("Tin trong ngày")
    uid = hold(offered.section).UID()
    draft = hold(offered.section, "Đang viết", public=False).UID()
    transaction.commit()
    offered.advance()
    listed = offered.listed(set="type:activity")
    assert listed[uid] != "deleted" and draft not in listed
    feed = offered.fetch(f"/{offered.section.getId()}/atom.xml").content.decode()
    assert "Tin trong ng" in feed and "b\u1ea3n M\u1eabu" not in feed


def test_none_is_made_of_a_record_of_others(offered):
    record = build("oai:a.example.vn:1", "activity", {"title": "Hội nghị xa"})
    with pytest.raises(InvalidRecord):
        create(record, offered.section)


def test_partners_get_what_was_entered(offered):
    assert record_of(hold(offered.section, sessions=None)).get("sessions") is None
    assert record_of(hold(offered.section, "Khác", sessions=0))["sessions"] == 0
