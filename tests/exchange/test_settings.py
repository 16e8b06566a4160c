"""The settings of the exchange: safe at first, edited on a page and over REST."""

from new_items import create
from plone import api
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.validators import service_address
from sonla.pbgdpl.exchange.record_types import record_types
from sonla.pbgdpl.exchange.settings import get_exchange_settings
from sonla.pbgdpl.exchange.settings import IExchangeSettings
from sonla.pbgdpl.exchange.setup import EXCHANGE_SETTINGS_STEP
from sonla.pbgdpl.sync.settings import get_sync_settings
from sonla.pbgdpl.sync.settings import ISyncSettings
from sonla.pbgdpl.sync.setup import SYNC_SETTINGS_STEP
from zope.schema import getFieldNames

import pytest
import transaction

PANEL = "/@controlpanels/pbgdpl-exchange"
PREFIX = "form.widgets.sources.0.widgets"
SOURCE = {
    "name": "btp",
    "title": "Bộ Tư pháp",
    "enabled": True,
    "driver": "oaipmh",
    "base_url": "https://btp.example.vn/oai",
    "authentication": "bearer",
    "metadata_prefix": "pbgdpl",
    "sets": "type:news\ntype:guidance",
    "trusted_sets": "type:guidance",
    "target": None,
}


def test_nothing_is_fetched_or_sent_at_first(portal):
    settings = get_sync_settings()
    assert settings.pull_enabled is False
    assert settings.push_enabled is False
    assert settings.sources == []


def test_what_is_public_is_offered_at_first(portal):
    settings = get_exchange_settings()
    assert settings.oai_enabled is True
    assert settings.exported_types == [name for name, _kind in record_types()]


@pytest.mark.parametrize("schema", [ISyncSettings, IExchangeSettings])
def test_no_setting_is_for_a_secret(schema):
    words = ("password", "secret", "token", "key", "user")
    names = getFieldNames(schema)
    assert [name for name in names if any(word in name for word in words)] == []


@pytest.fixture
def page(browser, browser_of_content, functional_portal):
    browser.open(f"{functional_portal.absolute_url()}/@@pbgdpl-settings?page=exchange")
    return browser


def add_row(browser):
    """Do what the script of the grid does: name the empty row after its number."""
    name = "form.widgets.sources"
    source = browser.contents
    assert f'name="{name}.count" value="0"' in source
    source = source.replace(
        f'name="{name}.count" value="0"', f'name="{name}.count" value="1"'
    )
    source = source.replace(f"{name}.AA", f"{name}.0")
    source = source.replace("form-widgets-sources-AA", "form-widgets-sources-0")
    browser._response.body = source.encode()
    browser._response._forms_indexed = None
    browser._changed()
    browser._contents = source.encode()


def fill(browser, **values):
    add_row(browser)
    for name, value in values.items():
        browser.getControl(name=f"{PREFIX}.{name}").value = value
    browser.getControl(name="form.widgets.pull_enabled:list").value = ["selected"]
    browser.getControl(name="form.buttons.save").click()
    transaction.begin()


def test_source_is_added_on_the_page(page):
    fill(page, name="btp", title="Bộ Tư pháp", base_url="https://btp.example.vn/oai")
    (source,) = get_sync_settings().sources
    assert (source["name"], source["title"]) == ("btp", "Bộ Tư pháp")
    assert source["driver"] == "oaipmh"
    assert source["metadata_prefix"] == "pbgdpl"
    assert source["enabled"] is False
    assert get_sync_settings().pull_enabled is True


def test_kinds_are_chosen(browser, functional_portal):
    browser.open(f"{functional_portal.absolute_url()}/@@pbgdpl-settings?page=offer")
    browser.getControl(name="form.widgets.exported_types:list").value = [
        "guidance",
        "news",
    ]
    browser.getControl(name="form.buttons.save").click()
    assert browser.url.endswith("?page=offer")
    transaction.begin()
    assert set(get_exchange_settings().exported_types) == {"guidance", "news"}
    assert set(get_sync_settings().push_types) == set(dict(record_types()))


def test_only_formats_that_can_be_read_are_offered(page):
    add_row(page)
    offered = page.getControl(name=f"{PREFIX}.metadata_prefix:list").options
    assert set(offered) - {"--NOVALUE--"} == {
        "pbgdpl",
        "oai_dc",
        "plone-rest",
        "plqg-list",
    }


def test_password_in_an_address_is_neither_kept_nor_repeated(page):
    fill(page, name="btp", title="B", base_url="https://ai:bi-mat@btp.example.vn/oai")
    assert get_sync_settings().sources == []
    assert "“btp.example.vn/oai”" in page.contents


def test_round_trip_over_rest(manager_request):
    sent = {"sources": [SOURCE], "pull_enabled": True, "period": 15}
    answer = manager_request.patch(PANEL, json=sent)
    assert answer.status_code == 204, answer.text
    data = manager_request.get(PANEL).json()["data"]
    assert data["sources"] == sent["sources"]
    assert (data["pull_enabled"], data["period"]) == (True, 15)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"sources": [SOURCE, SOURCE]}, "“btp”"),
        ({"sources": [{**SOURCE, "driver": "soap"}]}, ""),
        (
            {"sources": [{**SOURCE, "metadata_prefix": "mods"}]},
            "“mods” can't be read",
        ),
        ({"sources": [{**SOURCE, "target": "/khong-co"}]}, "/khong-co"),
        ({"push_url": "https://a:b@btp.example.vn/"}, "“btp.example.vn/”"),
        ({"push_types": ["persons"]}, ""),
    ],
)
def test_bad_setting_is_refused_whole(manager_request, sent, words):
    answer = manager_request.patch(PANEL, json={"period": 7, **sent})
    assert answer.status_code == 400, answer.text
    assert words in answer.json()["message"]
    assert manager_request.get(PANEL).json()["data"]["period"] == 60


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"exported_types": ["persons"]}, ""),
        ({"repository_id": "https://x.vn/"}, "https://x.vn/"),
    ],
)
def test_what_is_offered_is_set_over_rest(manager_request, sent, words):
    panel = "/@controlpanels/pbgdpl-offer"
    answer = manager_request.patch(panel, json={"oai_enabled": False, **sent})
    assert answer.status_code == 400, answer.text
    assert words in answer.json()["message"]
    assert manager_request.get(panel).json()["data"]["oai_enabled"] is True
    assert manager_request.patch(panel, json={"oai_enabled": False}).status_code == 204
    assert manager_request.get(panel).json()["data"]["oai_enabled"] is False


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8080/oai", "https://btp.example.vn/oai?x=1", "http://[::1]/oai"],
)
def test_address_of_a_service(url):
    assert service_address(url) is True


@pytest.mark.parametrize(
    "url",
    [
        "btp.example.vn/oai",
        "file:///etc/passwd",
        "https:///oai",
        "https://btp.example.vn:port/",
        "https://[::1/",
        "https://ai@btp.example.vn/",
        "https://btp.example.vn/#phan",
    ],
)
def test_no_address_of_a_service(url):
    with pytest.raises(InvalidInput):
        service_address(url)


def test_settings_wait_with_the_section(portal):
    with api.env.adopt_roles(["Manager"]):
        create(portal, "LegalEducationSection", title="PBGDPL")
    get_sync_settings().sources = [SOURCE]
    get_exchange_settings().repository_id = "sonla.example"
    steps = (SYNC_SETTINGS_STEP, EXCHANGE_SETTINGS_STEP)
    for step in steps:
        step.uninstall(portal)
    get_sync_settings().sources = []
    get_exchange_settings().repository_id = None
    for step in steps:
        step.install(portal)
    assert get_sync_settings().sources == [SOURCE]
    assert get_exchange_settings().repository_id == "sonla.example"


def test_sending_asks_for_a_name_where_the_host_is_none(page):
    page.getControl(name="form.widgets.push_enabled:list").value = ["selected"]
    page.getControl("Save").click()
    assert "Name this repository before you send" in page.contents
    transaction.begin()
    assert get_sync_settings().push_enabled is False


@pytest.mark.parametrize(
    ("host", "named", "expected"),
    [
        ("pbgdpl.example.vn", "", "pbgdpl.example.vn"),
        ("pbgdpl.example.vn", "khac.example.vn", "khac.example.vn"),
        ("10.0.0.8", "", ""),
        ("localhost", "", ""),
    ],
)
def test_whoever_sends_has_a_name(portal, host, named, expected):
    api.portal.set_registry_record("sonla.pbgdpl.public_address", f"https://{host}")
    api.portal.set_registry_record("sonla.pbgdpl.exchange.repository_id", named)
    api.portal.set_registry_record("sonla.pbgdpl.sync.push_enabled", True)
    assert get_exchange_settings().repository_id == expected
