"""What the tests of the provider share: the schemas of others."""

from collections.abc import Callable
from lxml import etree
from pathlib import Path

import pytest
import sonla.pbgdpl.exchange

OAI = "{http://www.openarchives.org/OAI/2.0/}"
SCHEMA_LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
ROOT = Path(__file__).parents[3]
FETCHED = ROOT / ".cache" / "schemas"
OWN = Path(sonla.pbgdpl.exchange.__file__).parent / "schemas" / "pbgdpl-1.0.xsd"

ALL = """
<schema xmlns="http://www.w3.org/2001/XMLSchema">
  <import namespace="http://www.openarchives.org/OAI/2.0/" schemaLocation="OAI-PMH.xsd"/>
  <import namespace="http://www.openarchives.org/OAI/2.0/oai_dc/" schemaLocation="oai_dc.xsd"/>
  <import namespace="tag:sonla.gov.vn,2026:pbgdpl/1.0" schemaLocation="pbgdpl-1.0.xsd"/>
</schema>
"""
XML_NAMESPACE = """
<schema xmlns="http://www.w3.org/2001/XMLSchema"
        targetNamespace="http://www.w3.org/XML/1998/namespace">
  <attribute name="lang" type="language"/>
</schema>
"""
"""All that simpledc needs of the schema of `xml:lang` (XML 1.0, 2.12)."""


class Local(etree.Resolver):
    """Find each schema here, by the end of its address."""

    def resolve(self, url, public_id, context):
        name = url.rpartition("/")[2]
        if name == "xml.xsd":
            return self.resolve_string(XML_NAMESPACE, context)
        path = OWN if name == OWN.name else FETCHED / name
        if not path.is_file():
            raise LookupError(f"{name} is not here: run tools/schemas.py")
        return self.resolve_string(path.read_bytes(), context, base_url=url)


@pytest.fixture(scope="session")
def protocol() -> etree.XMLSchema:
    """Return protocol, Dublin Core and our own format as one schema; no network."""
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    return etree.XMLSchema(etree.fromstring(ALL, parser))


@pytest.fixture(scope="session")
def answers_are_valid(protocol) -> Callable[[bytes], etree._Element]:
    """Return what checks an answer and each record in it, and reads it.

    Records by themselves: the protocol's schema passes over them.
    """

    def check(content: bytes) -> etree._Element:
        root = etree.fromstring(content)
        protocol.assertValid(root)
        for metadata in root.iter(f"{OAI}metadata"):
            (record,) = metadata
            assert record.get(SCHEMA_LOCATION)
            protocol.assertValid(
                etree.ElementTree(etree.fromstring(etree.tostring(record)))
            )
        return root

    return check
