"""The record as XML: what is written, what is read, what is refused."""

from lxml import etree
from sonla.pbgdpl.exchange.composite_types import LEGAL_DOCUMENT
from sonla.pbgdpl.exchange.fields import FIELDS
from sonla.pbgdpl.exchange.fields import NAMESPACE
from sonla.pbgdpl.exchange.formats import pbgdpl_xml
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.exchange.record import Term

import pytest

XS = {"xs": "http://www.w3.org/2001/XMLSchema"}
HEAD = f'<record xmlns="{NAMESPACE}" version="1.0" type="news">'


def read(inside, head=HEAD):
    return pbgdpl_xml.load(etree.fromstring(f"{head}{inside}</record>"))


def test_what_is_written_is_valid_and_read_back(record, xsd):
    text = etree.tostring(pbgdpl_xml.dump(record))
    xsd.assertValid(etree.fromstring(text))
    assert pbgdpl_xml.load(etree.fromstring(text)) == record


@pytest.mark.parametrize(
    "type_name,names",
    [
        (
            "record",
            ["identifier", *(f.xml for f in FIELDS if not f.xml.startswith("@"))],
        ),
        ("legalDocument", [part.xml for part in LEGAL_DOCUMENT]),
    ],
)
def test_the_schema_has_the_elements_of_the_table_in_their_order(
    xsd_tree, type_name, names
):
    found = xsd_tree.xpath(
        f"//xs:complexType[@name='{type_name}']/xs:sequence/xs:element/@name",
        namespaces=XS,
    )
    assert found == names


def test_the_schema_stands_alone_and_names_the_meaning(xsd_tree):
    assert not xsd_tree.xpath("//xs:import | //xs:include", namespaces=XS)
    for field in FIELDS:
        if field.term and not field.xml.startswith("@"):
            (documentation,) = xsd_tree.xpath(
                f"//xs:complexType[@name='record']//xs:element[@name='{field.xml}']"
                "//xs:documentation/text()",
                namespaces=XS,
            )
            assert documentation.endswith(f"dcterms:{field.term}")


def test_unknown_elements_are_ignored():
    found = read(
        "<identifier>oai:a:1</identifier><new>x</new><title>Tên <!-- ? -->đủ</title>"
        "<x:title xmlns:x='urn:x'>khác</x:title>"
    )
    assert dict(found.values) == {"title": "Tên đủ"}


def test_codes_are_attributes():
    found = read(
        "<identifier>oai:a:1</identifier><title>a</title>"
        "<subject code='dat-dai'>Đất đai</subject><subject>Hộ tịch</subject>"
    )
    assert found["subjects"] == (Term("dat-dai", "Đất đai"), Term("", "Hộ tịch"))


@pytest.mark.parametrize(
    "text",
    [
        "<record><identifier>oai:a:1</identifier><title>a</title></record>",
        f"<record xmlns='{NAMESPACE}'><title>a</title></record>",
        f"<record xmlns='{NAMESPACE}' version='2.0' type='news'>"
        "<identifier>oai:a:1</identifier><title>a</title></record>",
        f"{HEAD}<identifier>oai:a:1</identifier></record>",
        f"{HEAD}<identifier>oai:a:1</identifier><title>a</title>"
        "<issued>hôm qua</issued></record>",
        f"{HEAD}<identifier>oai:a:1</identifier><title>a</title>"
        "<year>hai nghìn</year></record>",
        f"{HEAD}<identifier>oai:a:1</identifier><title>a</title>"
        "<attachment name='a'/></record>",
    ],
)
def test_what_is_no_record_is_refused(text):
    with pytest.raises(InvalidRecord):
        pbgdpl_xml.load(etree.fromstring(text))
