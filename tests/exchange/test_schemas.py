"""The schemas are served by the portal, as the records name them."""

from lxml import etree
from plone.testing.zope import Browser

import json
import pytest

BASE = "++resource++sonla.pbgdpl.exchange"


@pytest.fixture
def get(functional_portal):
    browser = Browser(functional_portal.getPhysicalRoot())

    def opened(name):
        browser.open(f"{functional_portal.absolute_url()}/{BASE}/{name}")
        return browser

    return opened


def test_the_xml_schema(get):
    found = get("pbgdpl-1.0.xsd")
    assert found.headers["Content-Type"].partition(";")[0] in (
        "application/xml",
        "text/xml",
        "application/xml-schema",
    )
    etree.XMLSchema(etree.fromstring(found.contents.encode()))


def test_the_json_schema(get, schema_text):
    found = get("record-1.0.schema.json")
    assert found.headers["Content-Type"].partition(";")[0] == "application/json"
    assert json.loads(found.contents) == schema_text
