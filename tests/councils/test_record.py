"""Councils for other systems: memberships with their days, no contact."""

from councils import AN
from councils import BINH
from councils import CHI
from councils import make_council
from councils import member
from datetime import date
from lxml import etree
from plone.dexterity.utils import iterSchemataForType
from public_content import publish
from sonla.pbgdpl.councils.record import COUNCIL
from sonla.pbgdpl.exchange.exporter import record_of
from sonla.pbgdpl.exchange.fields import build
from sonla.pbgdpl.exchange.formats import atom
from sonla.pbgdpl.exchange.formats import jsonld
from sonla.pbgdpl.exchange.formats import oai_dc
from sonla.pbgdpl.exchange.formats import pbgdpl_xml
from sonla.pbgdpl.exchange.importer import create
from sonla.pbgdpl.exchange.record import InvalidRecord
from zope.schema import getFieldNames

import jsonschema
import pytest
import transaction

STAYS = {
    "allow_discussion",
    "changeNote",
    "exclude_from_nav",
    "id",
    "office_email",
    "office_phone",
    "relatedItems",
    "versioning_enabled",
}
"""Fields that no record has: contacts, and what says nothing to others."""
GONE = {**CHI, "ended_on": date(2026, 3, 1)}
NEW = member("Tòng Văn Em Mẫu", valid_from=date(2026, 3, 1), invited=True)


@pytest.fixture
def council(offered):
    council = make_council(
        offered.section,
        members=[NEW, GONE, BINH, AN],
        secretariat=[member("Hà Thị Giang Mẫu", "to-truong-to-thu-ky")],
        office_phone="SENTINEL",
        office_email="SENTINEL@example.org",
        term="2025 - 2030",
    )
    return publish(council)


def test_each_field_goes_out_or_is_said_to_stay(portal):
    goes = {n for place in COUNCIL.accessors.values() for n in place.attributes}
    schemata = iterSchemataForType("CoordinationCouncil")
    fields = {name for schema in schemata for name in getFieldNames(schema)}
    assert fields <= goes | STAYS
    assert not goes & (STAYS - {"relatedItems"})


def test_record_tells_memberships_in_the_order_of_roles(council):
    record = record_of(council)
    names = [one.name.split()[2] for one in record["members"]]
    assert names == ["An", "Bình", "Chi", "Em"]
    assert record["members"][2].ended_on == date(2026, 3, 1)
    assert record["standing_agency"].token == "so-tu-phap"
    assert [term.token for term in record["coverage"]] == ["14"]
    (decision,) = record["legal_documents"]
    assert (decision.number, decision.summary) == ("26/QĐ-UBND", "Thành lập Hội đồng")


def test_linked_data_has_an_organisation_with_roles(council):
    data = jsonld.dump(record_of(council))
    assert data["@type"] == "Organization"
    chair = data["member"][0]
    assert chair["@type"] == "OrganizationRole"
    assert chair["member"]["@type"] == "Person"
    assert chair["member"]["name"] == AN["name"]
    assert (chair["roleName"]["name"], chair["startDate"]) == ("Chủ tịch", "2025-09-01")
    assert data["member"][3]["pbgdpl:invited"] is True
    assert "pbgdpl:invited" not in chair


def test_records_are_valid_and_read_back(council, xsd, schema_text):
    record = record_of(council)
    element = pbgdpl_xml.dump(record)
    xsd.assertValid(etree.fromstring(etree.tostring(element)))
    jsonschema.validate(jsonld.dump(record), schema_text)
    assert pbgdpl_xml.load(element) == record
    assert jsonld.loads(jsonld.dumps(record)) == record


def test_contacts_are_in_no_format(council):
    record = record_of(council)
    elements = [dump(record) for dump in (pbgdpl_xml.dump, oai_dc.dump, atom.dump)]
    texts = [etree.tostring(one, encoding="unicode") for one in elements]
    for form in (*texts, jsonld.dumps(record).decode()):
        assert "SENTINEL" not in form and council.title in form


def test_dublin_core_names_the_members(council):
    found = oai_dc.elements(record_of(council))
    assert "Lò Văn An Mẫu, Chủ tịch" in found["contributor"]


def test_it_is_offered_and_deleted_when_withdrawn(council, offered):
    transaction.commit()
    offered.advance()
    assert offered.listed(set="type:council")[council.UID()] != "deleted"


def test_no_council_is_made_of_a_record_of_others(offered):
    record = build("oai:a.example.vn:1", "council", {"title": "Hội đồng xa"})
    with pytest.raises(InvalidRecord):
        create(record, offered.section)
