"""Fixtures of the tests of records that are given to others, of any package."""

from lxml import etree
from offered_portal import offered  # noqa: F401
from pathlib import Path

import json
import pytest
import sonla.pbgdpl.exchange

SCHEMAS = Path(sonla.pbgdpl.exchange.__file__).parent / "schemas"


@pytest.fixture(scope="session")
def xsd():
    """Return the shipped XML Schema, read without network."""
    parser = etree.XMLParser(no_network=True)
    return etree.XMLSchema(etree.parse(SCHEMAS / "pbgdpl-1.0.xsd", parser))


@pytest.fixture(scope="session")
def xsd_tree():
    """Return the shipped XML Schema as a document."""
    return etree.parse(SCHEMAS / "pbgdpl-1.0.xsd")


@pytest.fixture(scope="session")
def schema_text():
    """Return the shipped JSON Schema."""
    return json.loads((SCHEMAS / "record-1.0.schema.json").read_text("utf-8"))
