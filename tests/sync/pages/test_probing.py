"""Testing a connection tells what works, and the very line that lacks."""

from dataclasses import replace
from datetime import timedelta
from harvested_portal import keep_waiting
from harvested_portal import reference_server
from harvested_portal import set_record
from sonla.pbgdpl.jobs.failures import in_english
from sonla.pbgdpl.sync.drivers.oaipmh import OaiPmhDriver
from sonla.pbgdpl.sync.probe import probe_push
from sonla.pbgdpl.sync.probe import worst
from sonla.pbgdpl.sync.source_probe import probe_source
from sonla.pbgdpl.sync.sources import open_client
from sonla.pbgdpl.sync.sources import Source
from source_rows import source_row
from sync_pages import MANAGER
from sync_pages import Visitor

import pytest
import re
import transaction

pytestmark = pytest.mark.usefixtures("served_alone")


@pytest.fixture
def server(portal, monkeypatch):
    with reference_server(monkeypatch, records=12, page_size=5) as server:
        yield server


@pytest.fixture
def source(server):
    return Source("btp", "Bộ Tư pháp (mẫu)", "oaipmh", server.oai_url)


def told(findings):
    return {str(one.message): (one.level, in_english(one.detail)) for one in findings}


def probe(server, source, known=None):
    return told(probe_source(source, server.clock.now, known))


class TestSource:
    def test_all_is_well(self, server, source):
        found = probe_source(source, server.clock.now)
        assert worst(found) == "ok"
        messages = told(found)
        assert messages["probe_answered"] == ("ok", "btp.example")
        assert "pbgdpl" in messages["probe_format"][1]
        assert "type:news" in messages["probe_sets"][1]
        assert "probe_deletions" in messages
        assert not server.received, "only questions are asked"

    def test_host_that_is_not_allowed(self, server, source, monkeypatch):
        monkeypatch.setenv("PBGDPL_ALLOWED_HOSTS", "api.example.vn")
        host = server.base_url.removeprefix("http://")
        level, detail = probe(server, source)["probe_host_not_allowed"]
        assert level == "error"
        assert f"allowed-hosts api.example.vn, {host}" in detail
        assert f"PBGDPL_ALLOWED_HOSTS=api.example.vn, {host}" in detail
        assert not server.requests

    def test_internal_network(self, server, source, monkeypatch):
        monkeypatch.delenv("PBGDPL_ALLOWED_NETWORKS")
        level, detail = probe(server, source)["probe_network"]
        assert level == "error"
        assert "leads to the address 127.0.0.1" in detail
        assert "allowed-networks" in detail

    @pytest.mark.parametrize("url", ["https://a:b@btp.example.vn/", "ftp://x.vn/"])
    def test_odd_address(self, server, source, url):
        found = probe_source(replace(source, base_url=url), server.clock.now)
        assert worst(found) == "error"

    def test_token(self, portal, monkeypatch):
        with reference_server(monkeypatch, records=3, pull_token="bi-mat-1") as server:
            source = Source("btp", "B", "oaipmh", server.oai_url)
            assert "pull-token-btp" in probe(server, source)["probe_no_token"][1]
            monkeypatch.setenv("PBGDPL_PULL_TOKEN_BTP", "bi-mat-2")
            found = probe(server, source)
            refused = (
                "error",
                "Our access was refused (HTTP 401). The other side says: invalid_token.",
            )
            assert found["probe_access_refused"] == refused
            assert "bi-mat" not in repr(found)
            monkeypatch.setenv("PBGDPL_PULL_TOKEN_BTP", "bi-mat-1")
            assert "probe_format" in probe(server, source)

    def test_limits_of_the_source(self, portal, monkeypatch):
        with reference_server(monkeypatch, records=3, deleted_record="no") as server:
            source = Source("btp", "B", "oaipmh", server.oai_url)
            found = probe(server, replace(source, sets=("type:news", "khong-co")))
            assert found["probe_inventory"][0] == "note"
            level, detail = found["probe_unknown_sets"]
            assert level == "warning"
            assert "type:news" in detail
            other = probe(server, replace(source, metadata_prefix="oai_dc"))
            assert other["probe_mapped_format"] == ("ok", "oai_dc, pbgdpl")

    def test_format_that_is_not_offered(self, server, source, monkeypatch):
        monkeypatch.setattr(OaiPmhDriver, "formats", lambda self: ("oai_dc",))
        assert probe(server, source)["probe_no_format"] == ("error", "oai_dc")
        monkeypatch.setattr(OaiPmhDriver, "formats", lambda self: ("pbgdpl",))
        found = probe(server, replace(source, metadata_prefix="oai_dc"))
        assert found["probe_no_mapped_format"] == ("error", "pbgdpl")

    @pytest.mark.parametrize(
        "minutes, message",
        [(10, "probe_clock_off"), (2000, "probe_clock_wrong"), (2, None)],
    )
    def test_clocks(self, server, source, minutes, message):
        def late():
            return server.clock.now() + timedelta(minutes=minutes)

        found = told(probe_source(source, late))
        clocks = {name for name in found if name.startswith("probe_clock")}
        assert clocks == ({message} if message else set())

    def test_somebody_else_than_before(self, server, source):
        client = open_client(source, 10.0, server.clock.now)
        info = OaiPmhDriver(client, source.base_url).identify()
        known = replace(info, repository_id="other.example")
        level, detail = probe(server, source, known)["probe_other_identity"]
        assert (level, detail) == ("warning", "repository_id")

    def test_feed(self, server, source):
        feed = replace(source, driver="feed", base_url=server.atom_url)
        assert "probe_answered" in probe(server, feed)
        assert "probe_no_deletions" in probe(server, feed)

    def test_what_is_no_source(self, server, source):
        page = replace(source, base_url=f"{server.base_url}/nothing-here")
        found = probe(server, page)
        assert found["failure_protocol"][0] == "error"


class TestPush:
    def test_it_answers(self, server):
        found = probe_push(server.push_url)
        assert "probe_push_answers" in told(found)
        assert told(found)["probe_push_no_token"][0] == "note"
        assert {one.method for one in server.received} <= {"GET"}

    def test_token(self, portal, monkeypatch):
        with reference_server(monkeypatch, records=3, push_token="bi-mat-1") as server:
            assert (
                "push-token" in told(probe_push(server.push_url))["probe_no_token"][1]
            )


def test_on_the_page(staffed):
    visitor, root = Visitor(*MANAGER), staffed.portal.absolute_url()
    settings = f"{root}/@@pbgdpl-settings?page=exchange"
    keep_waiting(staffed)
    shown = visitor.read(settings)
    assert "it seems that no clock is set up" in shown
    assert f"{root}/@@btp-sync-status" in shown
    to = f"{root}/@@btp-sync-probe"
    text = visitor.press(settings, "partner", "pull btp", to=to).text
    for words in ("The connection works.", "btp.example", "type:news"):
        assert words in text
    staffed.run_until_done()
    assert "it seems that no clock is set up" not in visitor.read(settings)
    assert "pbgdpl-findings" not in visitor.press(settings, "partner", "x", to=to).text
    assert visitor.session.post(to, {"partner": "pull btp"}).status_code == 403
    assert "pbgdpl-findings" not in visitor.read(to)


def test_sending_is_tested_beside_a_source_of_that_code(staffed):
    """The code of a source may be `push`, which is what the button for sending is called."""
    staffed.configure(name="push", title="Nguồn tên push")
    set_record("push_url", staffed.server.push_url)
    transaction.commit()
    visitor, root = Visitor(*MANAGER), staffed.portal.absolute_url()
    settings, to = (
        f"{root}/{page}"
        for page in ("@@pbgdpl-settings?page=exchange", "@@btp-sync-probe")
    )
    text = visitor.press(settings, "partner", "push", to=to).text
    assert staffed.server.push_url in text
    assert "Nguồn tên push" not in text
    text = visitor.press(settings, "partner", "pull push", to=to).text
    assert "Nguồn tên push" in text


def test_a_source_that_is_not_switched_on_is_folded_without_the_word_of_its_box(
    staffed,
):
    rows = [
        source_row(name=f"so-{n}", title=f"Sở {n}", enabled=n > 0) for n in range(4)
    ]
    set_record("sources", rows)
    transaction.commit()
    root = staffed.portal.absolute_url()
    shown = Visitor(*MANAGER).read(f"{root}/@@pbgdpl-settings?page=exchange")
    folded = re.findall(r"<summary[^>]*>([^<]+)</summary>", shown)
    assert folded[0] == "so-0 · Sở 0 · OAI-PMH 2.0"
    assert folded[1].startswith("so-1 · Sở 1 · ")
