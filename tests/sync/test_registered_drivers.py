"""A protocol of another add-on is offered in the settings and reads sources."""

from oai_documents import Script
from sample_addon import registered
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.jobs.failures import ConfigurationFailure
from sonla.pbgdpl.sync.interfaces import ISourceDriver
from sonla.pbgdpl.sync.settings import readable_format
from sonla.pbgdpl.sync.sources import open_driver
from sonla.pbgdpl.sync.sources import Source
from zope.component import getUtilitiesFor
from zope.component import getUtility
from zope.i18nmessageid import MessageFactory
from zope.interface import provider
from zope.interface.verify import verifyObject
from zope.schema.interfaces import IVocabularyFactory

import pytest

_ = MessageFactory("sample.addon")
SOURCE = Source("so", "Sở", "json", "https://so.example", "moj")
ZCML = '<utility component=".JsonDriver" name="json" />'


@provider(ISourceDriver)
class JsonDriver:
    """Read a service that answers with JSON."""

    title = _("JSON of the ministry")
    order = 15
    readable_formats = {"moj": _("moj (whole texts)")}

    def __init__(self, client, source):
        self.client, self.source = client, source

    open = classmethod(lambda cls, client, source: cls(client, source))


def offered(portal, name):
    vocabulary = getUtility(IVocabularyFactory, f"sonla.pbgdpl.{name}")(portal)
    return [(term.value, term.title) for term in vocabulary]


def test_a_driver_of_another_add_on_is_offered_and_reads(portal):
    script = Script([])
    with registered(ZCML, JsonDriver=JsonDriver):
        assert [value for value, _title in offered(portal, "SyncDrivers")] == [
            "oaipmh",
            "json",
            "feed",
            "mapped-json",
        ]
        assert offered(portal, "SyncFormats")[-1] == ("moj", "moj (whole texts)")
        assert readable_format("moj")
        driver = open_driver(SOURCE, script)
    assert isinstance(driver, JsonDriver)
    assert (driver.client, driver.source) == (script, SOURCE)


def test_a_driver_that_is_gone_is_a_matter_of_the_configuration(portal):
    with pytest.raises(ConfigurationFailure, match=r"json.*not installed"):
        open_driver(SOURCE, Script([]))
    with pytest.raises(InvalidInput):
        readable_format("moj")


def test_ours_keep_to_the_interface(portal):
    drivers = dict(getUtilitiesFor(ISourceDriver))
    assert drivers.keys() == {"oaipmh", "feed", "mapped-json"}
    for driver in drivers.values():
        assert verifyObject(ISourceDriver, driver, tentative=True)
