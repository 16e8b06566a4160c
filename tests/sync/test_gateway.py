"""Partners behind a gateway: whatever it refuses is told, nothing is lost or sent twice."""

from harvested_portal import HarvestedPortal
from harvested_portal import name_repository
from harvested_portal import reference_server
from harvested_portal import set_record
from public_content import make
from public_content import make_section
from sonla.pbgdpl.exchange.settings import identifier_of
from sonla.pbgdpl.options.mappings.shipped import REST_BATCH
from sync_pages import MANAGER
from sync_pages import Visitor

import pytest
import transaction

SECRET = "client-secret-0123456789"
BEHIND = {
    "records": 25,
    "page_size": 5,
    "client_id": "son-la",
    "client_secret": SECRET,
    "gateway_token": "lgsp-0123456789",
}


@pytest.fixture
def behind(functional_portal, monkeypatch):
    """Yield a function that sets up a portal whose partner is behind a gateway."""
    make_section(functional_portal)
    name_repository("sonla.example")
    transaction.commit()
    with pytest.MonkeyPatch.context() as environment:
        servers = []

        def start(**settings):
            server = reference_server(environment, **{**BEHIND, **settings})
            servers.append(server)
            found = HarvestedPortal(functional_portal, server.__enter__())
            for name, value in {
                "OAUTH_ADDRESS": found.server.token_url,
                "CLIENT_ID": "son-la",
                "CLIENT_SECRET": SECRET,
                "GATEWAY_TOKEN": "lgsp-0123456789",
            }.items():
                environment.setenv(f"PBGDPL_PULL_{name}_BTP", value)
                environment.setenv(f"PBGDPL_PUSH_{name}", value)
            found.configure(authentication="gateway")
            found.environment = environment
            return found

        yield start
        for server in servers:
            server.__exit__(None, None, None)


def status_page(found):
    return Visitor(*MANAGER).read(f"{found.portal.absolute_url()}/@@btp-sync-status")


def live(server):
    return {one.identifier for one in server.catalogue.entries() if not one.deleted}


def asked(server, path):
    return [one for one in server.requests if one.target.startswith(path)]


@pytest.mark.long
def test_tokens_that_run_out_in_the_middle_of_a_list(behind):
    found = behind(access_uses=2)
    found.run_until_done()
    assert live(found.server) <= found.items().keys()
    refused = [one for one in found.server.requests if one.status == 401]
    assert len(refused) > 2, "no token has run out: nothing was tried"
    assert found.store.quarantine.get("btp", {}) == {}


@pytest.mark.long
def test_a_token_for_somebody_else(behind):
    found = behind(audience="pbgdpl")
    assert found.run().exit_code != 0
    assert found.items() == {}
    assert len(asked(found.server, "/token")) == 1, "a wrong token is not tried anew"
    shown = status_page(found)
    assert "wrong audience" in shown
    assert SECRET not in shown
    found.environment.setenv("PBGDPL_PULL_OAUTH_AUDIENCE_BTP", "pbgdpl")
    found.run_until_done()
    assert live(found.server) <= found.items().keys()


def test_a_secret_that_is_out_of_date(behind):
    found = behind()
    found.environment.setenv("PBGDPL_PULL_CLIENT_SECRET_BTP", "old-secret-9876543210")
    assert found.run().exit_code != 0
    shown = status_page(found)
    assert "We got no access token" in shown
    assert "old-secret" not in shown
    assert not asked(found.server, "/oai")


def test_an_option_that_is_missing_is_named_on_the_page(behind):
    found = behind()
    found.environment.delenv("PBGDPL_PULL_CLIENT_ID_BTP")
    assert found.run().exit_code != 0
    assert "pull-client-id-btp" in status_page(found)
    assert not found.server.requests


@pytest.mark.long
def test_a_quota_that_is_used_up(behind):
    found = behind(quota=12)
    found.run()
    first = len(found.items())
    assert first < len(live(found.server))
    assert "used up" in status_page(found)
    found.run_until_done(most=40, states=("done",))
    assert live(found.server) <= found.items().keys()


@pytest.mark.parametrize(
    ("form", "address", "method"),
    [("pbgdpl", "push_url", "PUT"), ("gui", "inbound_url", "POST")],
)
def test_records_are_sent_once_each_whatever_the_gateway_refuses(
    behind, form, address, method
):
    found = behind(access_uses=2)
    batches = REST_BATCH.text().replace("batch = 50", "batch = 1")
    set_record("mappings", [{"name": "gui", "text": batches}])
    set_record("pull_enabled", False)
    set_record("push_authentication", "gateway")
    set_record("push_url", getattr(found.server, address))
    set_record("push_format", form)
    set_record("push_enabled", True)
    transaction.commit()
    texts = [make(found.section, "LegalNews", f"Tin {number}") for number in range(5)]
    transaction.commit()
    found.run_until_done()
    for text in texts:
        receipts = found.server.received_of(identifier_of(text.UID()))
        stored = [one.method for one in receipts if one.stored]
        assert stored == [method]
    assert [one for one in found.server.requests if one.status == 401]


def test_a_refused_secret_is_not_told_as_a_token_that_lacks(behind):
    found = behind()
    found.environment.setenv("PBGDPL_PULL_CLIENT_SECRET_BTP", "wrong-0123456789")
    root = found.portal.absolute_url()
    settings, to = f"{root}/@@pbgdpl-settings?page=exchange", f"{root}/@@btp-sync-probe"
    text = Visitor(*MANAGER).press(settings, "partner", "pull btp", to=to).text
    assert "did not accept the token, the password or the certificate" in text
    assert "We got no access token" in text
    assert "pull-token-btp" not in text
