"""What partners answer wrongly stands on the status page in words; nothing is lost or done twice."""

from datetime import timedelta
from harvested_portal import HarvestedPortal
from harvested_portal import name_repository
from harvested_portal import set_record
from own_authority import Authority
from paged_list_source import FAULTS
from paged_list_source import PagedListSource
from paged_list_source import serving_list
from public_content import make
from public_content import make_section
from sonla.pbgdpl.exchange.settings import identifier_of
from sonla.pbgdpl.options.mappings.shipped import PAGED_LIST
from sonla.referenceserver.loopback import Tls
from sonla.referenceserver.server import ReferenceServer
from sync_pages import MANAGER
from sync_pages import Visitor
from vietnamese_portal import speak_vietnamese

import html
import pytest
import re
import transaction

pytestmark = pytest.mark.usefixtures("served_alone")

LIST = {"driver": "mapped-json", "metadata_prefix": "plqg-list"}
TAGS = re.compile(r"<[^>]*>")
SECRET = "client-secret-0123456789"
GATEWAY = {
    "client_id": "son-la",
    "client_secret": SECRET,
    "gateway_token": "lgsp-0123456789",
}


def status_page(found):
    """Return the source of the status page as an administrator gets it."""
    return Visitor(*MANAGER).read(f"{found.portal.absolute_url()}/@@btp-sync-status")


def words_of(found):
    """Return what an administrator reads on the status page."""
    page = status_page(found)
    content = page.partition('<article class="pbgdpl-sync"')[2].partition("</article>")[
        0
    ]
    return " ".join(html.unescape(TAGS.sub(" ", content)).split())


# A list whose answers go wrong


@pytest.fixture
def source(monkeypatch):
    source = PagedListSource(size=5)
    source.add(*range(1, 13))
    with serving_list(source, monkeypatch):
        yield source


@pytest.fixture
def listed(functional_portal, source):
    speak_vietnamese(functional_portal)
    make_section(functional_portal)
    found = HarvestedPortal(functional_portal, source)
    found.configure(base_url=source.oai_url, **LIST)
    return found


def no_identifiers(source):
    for row in source.rows.values():
        row["ma"] = row.pop("id")


def one_identifier_twice(source):
    source.rows["khac"] = {**source.rows["3"], "tieu_de": "Bản khác"}


def a_page_for_people(source):
    source.fault = lambda number: FAULTS["html"]


def no_list(source):
    """The clock goes on being told, or nothing would be asked for."""
    source.page = lambda asked: {"success": False, "error": {"code": "ERR-API-500"}}


def half_an_answer(source):
    source.fault = lambda number: FAULTS["truncated"]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (no_identifiers, "không tìm thấy định danh ở bản ghi nào"),
        (one_identifier_twice, "Nhiều bản ghi khác nhau mang cùng định danh này"),
        (a_page_for_people, "Bên kia trả về một trang web thay cho dữ liệu"),
        (no_list, "thiếu phần mà bản ánh xạ nêu"),
        (half_an_answer, "không phải JSON đọc được"),
    ],
)
def test_an_answer_that_is_wrong(listed, source, spoil, words):
    listed.run_until_done()
    before = {name: item.title for name, item in listed.items().items()}
    rows = {name: dict(row) for name, row in source.rows.items()}
    spoil(source)
    source.advance(hours=3)
    listed.run()
    assert words in words_of(listed)
    assert {name: item.title for name, item in listed.items().items()} == before
    source.rows, source.fault = rows, lambda number: None
    source.__dict__.pop("page", None)
    source.edit(5, "Đã sửa")
    source.advance(days=2)
    listed.run_until_done()
    titles = {name: item.title for name, item in listed.items().items()}
    assert titles == {**before, "5": "Đã sửa"}
    assert words not in words_of(listed)


def test_a_list_that_changes_its_number_of_records_while_it_is_read(listed, source):
    """Rows come and go between its pages, in front of the place that was reached."""
    source.on(3, lambda: source.rows.pop("2"))
    source.on(4, lambda: source.add(*range(13, 20)))
    listed.run_until_done()
    source.advance(days=1)
    listed.run_until_done()
    source.advance(days=1)
    listed.run_until_done()
    shown = {
        name for name, one in listed.store.bindings["btp"].items() if not one.is_gone
    }
    assert shown == set(source.rows)
    assert len(listed.items()) == len(source.rows) + ("2" in listed.items())


# A gateway that refuses


@pytest.fixture
def behind(functional_portal, monkeypatch):
    """Yield a function that sets up a portal whose partner is behind a gateway."""
    speak_vietnamese(functional_portal)
    make_section(functional_portal)
    name_repository("sonla.example")
    transaction.commit()
    servers = []

    def start(**settings):
        server = ReferenceServer(
            **{"records": 30, "page_size": 5, "list_seed": 2, **GATEWAY, **settings}
        )
        servers.append(server.start())
        host = server.base_url.partition("//")[2]
        monkeypatch.setenv("PBGDPL_ALLOWED_HOSTS", host)
        monkeypatch.setenv("PBGDPL_ALLOWED_NETWORKS", "127.0.0.0/8")
        for name, value in {
            "OAUTH_ADDRESS": server.token_url,
            "CLIENT_ID": "son-la",
            "CLIENT_SECRET": SECRET,
            "GATEWAY_TOKEN": "lgsp-0123456789",
        }.items():
            monkeypatch.setenv(f"PBGDPL_PULL_{name}_BTP", value)
            monkeypatch.setenv(f"PBGDPL_PUSH_{name}", value)
        found = HarvestedPortal(functional_portal, server)
        shipped = PAGED_LIST.text().replace("size = 100", "size = 5")
        set_record("mappings", [{"name": "nam-mot-trang", "text": shipped}])
        mapping = {**LIST, "metadata_prefix": "nam-mot-trang"}
        found.configure(authentication="gateway", base_url=server.list_url, **mapping)
        return found

    yield start
    for server in servers:
        server.stop()


def listed_names(server):
    entries = server.list_catalogue.entries("news")
    return {one.identifier for one in entries if not one.deleted}


def test_a_quota_of_three_a_minute_is_enough_in_the_end(behind):
    found = behind(quota=3)
    found.run()
    assert "Đã dùng hết số lượt được gọi" in words_of(found)
    found.run_until_done(most=60, states=("done",))
    assert found.items().keys() == listed_names(found.server)
    assert "Đã dùng hết số lượt" not in words_of(found)


def test_a_token_that_ends_between_two_pages(behind):
    found = behind(access_uses=2)
    found.run_until_done()
    assert found.items().keys() == listed_names(found.server)
    assert [one for one in found.server.requests if one.status == 401]


@pytest.mark.usefixtures("served_whole")
def test_a_token_for_somebody_else(behind):
    found = behind(audience="pbgdpl")
    found.run()
    assert (
        "Bên kia từ chối quyền truy cập (HTTP 401), lý do: invalid_token – wrong audience"
        in words_of(found)
    )
    assert SECRET not in status_page(found)
    assert not found.items()


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path)


@pytest.mark.parametrize(
    ("lasts", "host", "words"),
    [
        (-1, "127.0.0.1", "Chứng thư số của bên kia đã hết hạn"),
        (1, "127.0.0.9", "Chứng thư số của bên kia không hợp lệ"),
    ],
    ids=["out of date", "for another host"],
)
def test_a_certificate_of_theirs(behind, authority, monkeypatch, lasts, host, words):
    certificate = authority.certificate("server", timedelta(days=lasts), host)
    monkeypatch.setenv("PBGDPL_CA_BUNDLE_BTP", authority.file)
    found = behind(tls=Tls(certificate))
    found.run()
    assert words in words_of(found)
    assert not found.server.requests
    assert not found.items()


def test_a_certificate_of_an_authority_that_nobody_trusts(behind, authority):
    found = behind(tls=Tls(authority.certificate("server")))
    found.run()
    assert "Chứng thư số của bên kia không hợp lệ" in words_of(found)


def test_our_certificate_is_wanted_and_out_of_date_and_renewed(
    behind, authority, monkeypatch
):
    server = Tls(authority.certificate("server"), client_authority=authority.file)
    monkeypatch.setenv("PBGDPL_CA_BUNDLE_BTP", authority.file)
    found = behind(tls=server)
    found.run()
    assert "Bên kia từ chối chứng thư số của ta" in words_of(found)
    old = authority.certificate("old", timedelta(days=-1))
    monkeypatch.setenv("PBGDPL_PULL_CLIENT_CERTIFICATE_BTP", old)
    found.run()
    assert "Bên kia từ chối chứng thư số của ta" in words_of(found)
    assert not found.items()
    new = authority.certificate("new")
    monkeypatch.setenv("PBGDPL_PULL_CLIENT_CERTIFICATE_BTP", new)
    found.run_until_done()
    assert found.items().keys() == listed_names(found.server)
    assert "từ chối chứng thư số" not in words_of(found)


def test_nothing_is_sent_twice_whatever_the_gateway_refuses(behind):
    found = behind(access_uses=2, quota=3)
    set_record("pull_enabled", False)
    set_record("push_authentication", "gateway")
    set_record("push_url", found.server.push_url)
    set_record("push_enabled", True)
    texts = [make(found.section, "LegalNews", f"Tin {number}") for number in range(7)]
    transaction.commit()
    found.run_until_done(most=40, states=("idle",))
    for text in texts:
        receipts = found.server.received_of(identifier_of(text.UID()))
        assert [one.method for one in receipts if one.stored] == ["PUT"]
    assert not found.store.outbox.dirty
