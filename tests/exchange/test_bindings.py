"""Every two-way binding gives back the record that it was given."""

from exchange_records import records
from hypothesis import given
from lxml import etree
from sonla.pbgdpl.exchange.fields import build
from sonla.pbgdpl.exchange.fields import BY_NAME
from sonla.pbgdpl.exchange.fields import FIELDS
from sonla.pbgdpl.exchange.fields import VOLATILE_FIELDS
from sonla.pbgdpl.exchange.formats import atom
from sonla.pbgdpl.exchange.formats import jsonld
from sonla.pbgdpl.exchange.formats import oai_dc
from sonla.pbgdpl.exchange.formats import pbgdpl_xml
from sonla.pbgdpl.exchange.formats.safe_parsers import read_xml

import jsonschema
import pytest

IN_ATOM = {
    field.name
    for field in FIELDS
    if field.atom and field.name not in ("legal_documents", "modified")
}


def sent(element):
    """Send an element over the wire."""
    return read_xml(etree.tostring(element, encoding="UTF-8"))


@given(records())
def test_a_record_that_was_built_is_clean(record):
    assert build(record.identifier, record.type, record.values) == record


@given(records())
def test_xml_gives_back_the_record(xsd, record):
    element = sent(pbgdpl_xml.dump(record))
    xsd.assertValid(element)
    assert pbgdpl_xml.load(element) == record


@given(records())
def test_json_gives_back_the_record(json_schema, record):
    json_schema.validate(jsonld.dump(record))
    assert jsonld.loads(jsonld.dumps(record)) == record


@given(records(IN_ATOM))
def test_atom_gives_back_what_it_can_carry(record):
    found = atom.load(sent(atom.dump(record)))
    assert (found.identifier, found.type) == (record.identifier, record.type)
    assert without_times(found) == without_times(record)


def without_times(record):
    return {k: v for k, v in record.values.items() if k != "modified"}


@given(records())
def test_atom_leaves_out_what_it_can_not_carry_and_invents_nothing(record):
    found = atom.load(sent(atom.dump(record)))
    assert set(found.values) <= set(record.values) | {"modified"}
    assert set(found.values) <= IN_ATOM | {"modified"}


@given(records())
def test_dublin_core_has_its_fifteen_elements_and_no_others(record):
    element = sent(oai_dc.dump(record))
    names = {etree.QName(child).localname for child in element}
    assert names <= {
        *("title", "creator", "subject", "description", "publisher", "contributor"),
        *("date", "type", "format", "identifier", "source", "language", "relation"),
        *("coverage", "rights"),
    }
    assert element[0].text == record.identifier


def test_each_field_is_called_differently_in_each_format():
    assert len({field.xml for field in FIELDS}) == len(FIELDS)
    shared = [field.json for field in FIELDS]
    assert {key for key in shared if shared.count(key) > 1} == {"about"}
    assert set(BY_NAME) >= VOLATILE_FIELDS


@pytest.fixture(scope="session")
def json_schema(schema_text):
    jsonschema.Draft202012Validator.check_schema(schema_text)
    return jsonschema.Draft202012Validator(schema_text)
