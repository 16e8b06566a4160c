"""People of the register for other systems: public facts, and deleted when they end."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from lxml import etree
from people import ended
from people import enter
from people import FIELDS
from people import recognition
from people import WARD
from plone.dexterity.utils import iterSchemataForType
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.exchange.exporter import record_of
from sonla.pbgdpl.exchange.fields import build
from sonla.pbgdpl.exchange.formats import atom
from sonla.pbgdpl.exchange.formats import jsonld
from sonla.pbgdpl.exchange.formats import oai_dc
from sonla.pbgdpl.exchange.formats import pbgdpl_xml
from sonla.pbgdpl.exchange.importer import create
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.people.privacy import PROTECTED_FIELDS
from sonla.pbgdpl.people.record import PERSON
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent
from zope.schema import getFieldNames

import jsonschema
import pytest
import transaction

GIVEN = {name: FIELDS[name] for name in FIELDS if name != "full_name"}
STAYS = {
    *PROTECTED_FIELDS,
    "exclude_from_nav",
    "id",
    "language",
    "legal_work_years",
    "person_id",
    "photo",
    "position",
    "qualification",
    "rank",
    "recognitions",
    "show_official_contact",
}
"""Fields that no record has; position, rank and recognitions go out put together."""


def formats(record):
    elements = [dump(record) for dump in (pbgdpl_xml.dump, oai_dc.dump, atom.dump)]
    texts = [etree.tostring(element, encoding="unicode") for element in elements]
    return [*texts, jsonld.dumps(record).decode()]


@pytest.mark.parametrize("portal_type", PERSON_TYPES)
def test_each_field_goes_out_or_is_said_to_stay(portal, portal_type):
    goes = {n for place in PERSON.accessors.values() for n in place.attributes}
    fields = {n for s in iterSchemataForType(portal_type) for n in getFieldNames(s)}
    assert fields <= goes | STAYS
    assert not goes & STAYS


def test_record_tells_the_recognition_in_force(offered):
    past = ended(
        recognition(valid_from=date(2020, 1, 1)), date(2022, 1, 1), end_reason="KIN"
    )
    person = enter(
        offered.section, recognitions=[past, recognition("xa", WARD)], **GIVEN
    )
    record = record_of(person)
    assert record["title"] == "Lò Văn Ví Dụ"
    assert record["position"] == "Thiếu tá, Phó Trưởng phòng"
    assert record["workplace"].token == "so-tu-phap"
    assert [term.token for term in record["coverage"]] == [WARD]
    assert (record["level"].token, record["kind"].token) == ("xa", "bao-cao-vien")
    assert (record["number"], record["issued_on"]) == ("12/QĐ-UBND", date(2024, 1, 2))
    assert jsonld.dump(record)["@type"] == "Person"
    assert jsonld.dump(record)["jobTitle"] == "Thiếu tá, Phó Trưởng phòng"


def test_records_are_valid_and_read_back(offered, xsd, schema_text):
    record = record_of(enter(offered.section, **GIVEN))
    element = pbgdpl_xml.dump(record)
    xsd.assertValid(etree.fromstring(etree.tostring(element)))
    jsonschema.validate(jsonld.dump(record), schema_text)
    assert pbgdpl_xml.load(element) == record
    assert jsonld.loads(jsonld.dumps(record)) == record


def test_nothing_private_is_in_any_format(offered):
    person = enter(offered.section, **GIVEN)
    for name in (*PROTECTED_FIELDS, "unknown_to_everybody"):
        setattr(person, name, "SENTINEL")
    person.show_official_contact = True
    person.recognitions = [{**recognition(), "end_reason": "SENTINEL"}]
    for form in formats(record_of(person)):
        assert "SENTINEL" not in form and person.title in form


def test_an_ended_person_is_deleted(offered):
    person = enter(offered.section)
    uid = person.UID()
    transaction.commit()
    offered.advance()
    assert offered.listed(set="type:person")[uid] != "deleted"
    person.recognitions = [ended(recognition(), date(2026, 1, 1))]
    notify(ObjectModifiedEvent(person))
    transaction.commit()
    offered.advance()
    assert offered.listed(set="type:person")[uid] == "deleted"
    root = offered.oai("ListRecords", metadataPrefix="pbgdpl", set="type:person")
    assert person.title not in etree.tostring(root, encoding="unicode")


def test_a_run_passes_the_day_and_tells_it(offered):
    tomorrow = today() + timedelta(days=1)
    person = enter(offered.section, recognitions=[ended(recognition(), tomorrow)])
    uid = person.UID()
    transaction.commit()
    noon = datetime.combine(tomorrow, datetime.min.time(), UTC) + timedelta(hours=12)
    run_jobs(offered.portal, now=lambda: noon)
    transaction.begin()
    offered.advance()
    assert offered.listed(set="type:person")[uid] == "deleted"


def test_feeds_tell_of_texts_alone(offered):
    offered.publish("Tin trong ngày")
    enter(offered.section)
    transaction.commit()
    offered.advance()
    for name in ("atom.xml", "rss.xml"):
        feed = offered.fetch(f"/{offered.section.getId()}/{name}").content.decode()
        assert "Tin trong ng" in feed and "Lò Văn" not in feed


def test_nobody_is_made_of_a_record_of_others(offered):
    record = build("oai:a.example.vn:1", "person", {"title": "Lò Văn Xa"})
    with pytest.raises(InvalidRecord):
        create(record, offered.section)


def test_who_waits_for_a_day_is_not_told(offered):
    coming = today() + timedelta(days=5)
    person = enter(offered.section, recognitions=[recognition(valid_from=coming)])
    transaction.commit()
    offered.advance()
    assert person.UID() not in offered.listed()
