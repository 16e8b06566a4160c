"""The public address: taken at the installation, checked by health, shown to administrators."""

from plone import api
from Products.statusmessages.interfaces import IStatusMessage
from public_content import make
from public_content import make_section
from sonla.pbgdpl.core.health import check_health
from sonla.pbgdpl.core.health import Health
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.settings.getters import PREFIX
from sonla.pbgdpl.settings.public_address import in_public
from sonla.pbgdpl.settings.public_address import public_root
from sonla.pbgdpl.settings.public_address import public_url
from sonla.pbgdpl.settings.schema import ISectionSettings
from sonla.pbgdpl.settings.setup import store_public_address
from sonla.pbgdpl.ui.cache_purge import PathsToPurge
from zope.interface import alsoProvides
from zope.interface import Invalid

import pytest
import transaction

ADDRESS = "https://www.sonla.example"
RECORD = f"{PREFIX}.public_address"


@pytest.fixture(autouse=True)
def nothing_configured(monkeypatch):
    """Leave out what the machine of the test may say."""
    monkeypatch.delenv("PBGDPL_URL", raising=False)


@pytest.fixture
def arrive(portal, http_request):
    """Let the request come by an address, with another one in the settings."""
    alsoProvides(http_request, IBrowserLayer)

    def arrive(host, stored=""):
        scheme, _, name = host.rpartition("://")
        http_request.setServerURL(scheme or "https", name, 443)
        if scheme == "http":
            http_request.setServerURL(scheme, name, 80)
        api.portal.set_registry_record(RECORD, stored)

    return arrive


def told(request):
    return [message.message for message in IStatusMessage(request).show()]


def health(portal) -> Health:
    return dict(check_health(portal))["public-address"]


def test_the_installing_administrators_address_is_taken(portal, http_request, arrive):
    arrive("www.sonla.example")
    store_public_address()
    assert public_root() == portal.absolute_url() == f"{ADDRESS}/plone"
    assert told(http_request) == []


def test_what_the_setting_says_stays(arrive):
    arrive("khac.example", stored=ADDRESS)
    store_public_address()
    assert public_root() == ADDRESS


@pytest.mark.parametrize("host", ["localhost", "10.0.0.8", "zope1", "cong.internal"])
def test_an_inner_address_is_taken_and_told(portal, http_request, arrive, host):
    arrive(f"http://{host}")
    store_public_address()
    assert public_root() == f"http://{host}/plone"
    (message,) = told(http_request)
    assert f"http://{host}/plone" in message


def test_the_servers_configuration_is_better_than_an_inner_one(arrive, monkeypatch):
    monkeypatch.setenv("PBGDPL_URL", f"{ADDRESS}/")
    arrive("http://localhost")
    store_public_address()
    assert public_root() == ADDRESS
    api.portal.set_registry_record(RECORD, "https://khac.example")
    assert public_root() == "https://khac.example"


def test_it_is_told_that_the_servers_configuration_has_it(
    http_request, arrive, monkeypatch
):
    monkeypatch.setenv("PBGDPL_URL", ADDRESS)
    arrive("http://localhost")
    store_public_address()
    (message,) = told(http_request)
    assert ADDRESS in message and "configuration" in message


def test_the_address_of_another_portal_on_the_server_is_not_taken(
    portal, arrive, monkeypatch
):
    monkeypatch.setenv("PBGDPL_URL", "http://localhost/khac")
    arrive("http://localhost")
    with api.env.adopt_roles(["Manager"]):
        found = health(portal)
    assert not found.ok
    assert "http://localhost/khac" in found.detail
    store_public_address()
    assert public_root() == "http://localhost/plone"


def test_a_script_knows_the_address_that_serving_will_have(arrive, monkeypatch, caplog):
    monkeypatch.setenv("PBGDPL_URL", "http://127.0.0.1:8080/Plone")
    arrive("http://nohost")
    store_public_address()
    assert public_root() == "http://127.0.0.1:8080/Plone"
    assert caplog.text == ""


def test_a_script_has_no_address(arrive, caplog):
    arrive("http://nohost")
    store_public_address()
    assert public_root() == ""
    assert "public address of the portal is not known" in caplog.text


@pytest.mark.parametrize(
    "address",
    ["sonla.gov.vn", "ftp://sonla.gov.vn", "https://a:b@sonla.gov.vn", "https://",
     "https://sonla.gov.vn/?x=1", "https://sonla.gov.vn/#x", "https://sonla.gov.vn/a b",
     "https://sonla.gov.vn\\evil.example", "javascript:alert(1)"],
)  # fmt: skip
def test_what_is_no_address_is_refused(address):
    with pytest.raises(Invalid):
        ISectionSettings["public_address"].validate(address)


@pytest.mark.parametrize(
    ("host", "stored", "ok", "words"),
    [
        ("www.sonla.example", "", False, "not set"),
        ("http://localhost", "", False, "not set"),
        ("www.sonla.example", f"{ADDRESS}/plone", True, ADDRESS),
        ("www.sonla.example", "http://localhost:8080/plone", False, "localhost"),
        ("http://localhost", "http://localhost/plone", True, "inner network"),
        ("www.sonla.example", "http://www.sonla.example/plone", False, "https"),
        ("http://localhost", "http://127.0.0.1:8080/plone", True, "inner network"),
        ("http://localhost", "http://www.sonla.example/plone", True, "https"),
        ("http://localhost", ADDRESS, True, ADDRESS),
    ],
)
def test_health(portal, arrive, host, stored, ok, words):
    arrive(host, stored=stored)
    found = health(portal)
    assert found.ok is ok
    assert words in found.detail


def test_only_administrators_are_told_that_theirs_is_another(portal, arrive):
    arrive("khac.example", stored=ADDRESS)
    assert health(portal).ok
    with api.env.adopt_roles(["Manager"]):
        found = health(portal)
    assert not found.ok
    assert "https://khac.example/plone" in found.detail and ADDRESS in found.detail


def test_administration_shows_it_and_warns(functional_portal, browser):
    functional_portal.portal_registry[RECORD] = ""
    transaction.commit()
    browser.open(f"{functional_portal.absolute_url()}/@@pbgdpl-settings?page=tools")
    assert "public address of the portal is not set" in browser.contents
    functional_portal.portal_registry[RECORD] = functional_portal.absolute_url()
    transaction.commit()
    browser.reload()
    assert "It stands in the settings." in browser.contents
    assert "public address of the portal is not set" not in browser.contents


def test_administration_and_health_use_the_same_words(
    functional_portal, browser, monkeypatch
):
    """The browser comes by an inner address, as whoever works through a tunnel."""
    address = "http://127.0.0.1:8391/Plone"
    functional_portal.portal_registry[RECORD] = address
    transaction.commit()
    inner = f"{address} can be opened on the inner network alone"
    page = f"{functional_portal.absolute_url()}/@@pbgdpl-settings?page=tools"
    browser.open(page)
    assert inner in browser.contents
    assert "It stands in the settings." in browser.contents
    functional_portal.portal_registry[RECORD] = ""
    transaction.commit()
    monkeypatch.setenv("PBGDPL_URL", address)
    browser.open(page)
    assert inner in browser.contents
    assert "It comes from the server" in browser.contents
    browser.open(f"{functional_portal.absolute_url()}/@@pbgdpl-health")
    assert inner.encode() in browser.contents


@pytest.mark.parametrize(
    ("stored", "root", "path"),
    [(ADDRESS, ADDRESS, ""), (f"{ADDRESS}/cong/", f"{ADDRESS}/cong", "/cong"), ("", "", "")],
)  # fmt: skip
def test_whatever_virtual_host_the_request_came_by(
    portal, http_request, arrive, stored, root, path
):
    """A proxy that hides the portal, a path before it, or a language root as the host's."""
    section = make_section(portal)
    text = make(section, "LegalNews", "Tin một")
    brain = portal.portal_catalog.unrestrictedSearchResults(UID=text.UID())[0]
    arrive("evil.example", stored=stored)
    for parents, prefix in (([portal], []), ([portal], ["x"]), ([section], [])):
        http_request["PARENTS"] = parents
        http_request.setVirtualRoot(prefix)
        address = f"{root}/{section.getId()}/tin-mot"
        assert public_url(text) == public_url(brain) == address
        assert public_url(portal) == root
        assert public_url(portal, "@@oai") == f"{root}/@@oai"
    http_request["PARENTS"] = [portal]
    http_request.setVirtualRoot([])
    assert in_public(f"{text.absolute_url()}?a=1#b") == f"{address}?a=1#b"
    assert in_public("https://evil.example.org/x") == "https://evil.example.org/x"
    purged = PathsToPurge(text).getAbsolutePaths()
    assert f"{path}/{section.getId()}/tin-mot" in purged
    assert f"{path}/{section.getId()}/atom.xml" in purged
    assert f"{path}/@@pbgdpl-search" in purged
