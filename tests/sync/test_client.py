from datetime import timedelta
from loopback_http import answer
from loopback_http import http_server
from sonla.pbgdpl.core.environment import Secret
from sonla.pbgdpl.jobs.failures import LocalFailure
from sonla.pbgdpl.jobs.failures import TransientFailure
from sonla.pbgdpl.sync.authentication.schemes import BearerToken
from sonla.pbgdpl.sync.environment import Environment
from sonla.pbgdpl.sync.failures import AuthorityFailure
from sonla.pbgdpl.sync.failures import PeerRefusal
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.failures import RateLimited
from sonla.pbgdpl.sync.failures import TargetRefused
from sonla.pbgdpl.sync.http.client import OutboundClient
from sync_clients import client_of
from sync_clients import LOOPBACK
from sync_clients import NOW

import gzip
import io
import pytest
import traceback

XML = ("text/xml",)
TOKEN = "test-token-0123456789"


def failure_from(reply, kind, **options):
    """Ask a server that answers like this, and give the failure."""
    accept = options.pop("accept", XML)
    with http_server(reply) as server, pytest.raises(kind) as caught:
        client_of(server, **options).request("GET", server.url, accept=accept)
    return caught.value


def test_an_answer_has_status_headers_and_body():
    reply = answer(b"<a/>", ETag='"1"', Date="Sun, 01 Mar 2026 08:00:00 GMT")
    with http_server(reply) as server:
        found = client_of(server).request(
            "GET", server.url, params={"verb": "Identify"}, accept=XML
        )
        sent = server.requests[0]
    assert (found.status, found.body, found.media_type) == (200, b"<a/>", "text/xml")
    assert (found.headers["etag"], found.date) == ('"1"', NOW)
    assert sent.arguments == {"verb": "Identify"}
    assert sent.headers["host"] == server.host


def test_a_body_is_sent_with_its_headers():
    with http_server(answer(status="204 No Content", content_type="")) as server:
        found = client_of(server).request(
            "PUT",
            server.url,
            body="Phổ biến".encode(),
            headers={"Content-Type": "application/ld+json", "If-None-Match": "*"},
            accept=XML,
        )
        sent = server.requests[0]
    assert (sent.method, sent.body.decode()) == ("PUT", "Phổ biến")
    assert sent.headers["if-none-match"] == "*"
    assert (found.status, found.body) == (204, b"")


def test_compression_is_undone():
    reply = answer(gzip.compress(b"<a/>"), Content_Encoding="gzip")
    with http_server(reply) as server:
        assert client_of(server).request("GET", server.url).body == b"<a/>"


def test_a_file_is_written_elsewhere():
    with http_server(answer(b"x" * 200_000, content_type="image/png")) as server:
        file = io.BytesIO()
        found = client_of(server).request("GET", server.url, into=file)
    assert (len(file.getvalue()), found.body) == (200_000, b"")


def test_the_token_goes_to_its_own_server_only():
    with http_server(answer(b"")) as own, http_server(answer(b"")) as other:
        hosts = [own.host, other.host]
        client = client_of(
            own, allowed_hosts=hosts, authentication=BearerToken(Secret(TOKEN))
        )
        client.request("GET", own.url)
        client.request("GET", other.url)
    assert own.requests[0].headers["authorization"] == f"Bearer {TOKEN}"
    assert "authorization" not in other.requests[0].headers


def test_nothing_of_one_request_reaches_the_next():
    with http_server(answer(b"", Set_Cookie="a=b; Path=/")) as server:
        client = client_of(server)
        client.request("GET", server.url)
        client.request("GET", server.url)
    assert server.connections == 2
    assert all("cookie" not in request.headers for request in server.requests)


def test_neither_proxies_nor_netrc_are_taken_from_the_environment(
    monkeypatch, tmp_path
):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password word\n")
    with http_server(answer(b"")) as server, http_server(answer(b"")) as proxy:
        monkeypatch.setenv("NETRC", str(netrc))
        monkeypatch.setenv("HTTP_PROXY", f"http://{proxy.host}")
        monkeypatch.setenv("ALL_PROXY", f"http://{proxy.host}")
        client_of(server).request("GET", server.url)
    assert "authorization" not in server.requests[0].headers
    assert proxy.connections == 0


@pytest.mark.parametrize(
    "status", ["301 Moved", "302 Found", "303 S", "307 T", "308 P"]
)
def test_a_redirect_is_not_followed_but_shown(status):
    with http_server(answer(b"")) as other:
        location = f"http://user:word@{other.host}/login?back=1"
        failure = failure_from(
            answer(status=status, Location=location), ProtocolFailure
        )
    assert other.connections == 0
    assert failure.detail.mapping == {"address": f"http://{other.host}/login"}


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "http://[::1", "//other.example/", ""]
)
def test_odd_redirects_are_no_different(location):
    failure_from(answer(status="302 Found", Location=location), ProtocolFailure)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("500 E", TransientFailure),
        ("502 B", TransientFailure),
        ("503 S", TransientFailure),
        ("504 G", TransientFailure),
        ("408 R", TransientFailure),
        ("401 U", AuthorityFailure),
        ("403 F", AuthorityFailure),
        ("407 P", AuthorityFailure),
        ("404 N", PeerRefusal),
        ("410 G", PeerRefusal),
        ("412 P", PeerRefusal),
        ("999 odd", TransientFailure),
    ],
)
def test_each_status_has_its_class(status, kind):
    failure = failure_from(answer(b"", status, "text/html"), kind)
    assert failure.status == int(status[:3])


@pytest.mark.parametrize("status", ["429 Too Many", "503 Unavailable"])
@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("90", timedelta(seconds=90)),
        ("Sun, 01 Mar 2026 09:00:00 GMT", timedelta(hours=1)),
        ("31536000", timedelta(hours=24)),
    ],
)
def test_being_asked_to_wait_gives_a_moment(status, value, wait):
    failure = failure_from(answer(b"", status, Retry_After=value), RateLimited)
    assert failure.not_before == NOW + wait


def test_429_without_a_time_waits_some_minutes():
    failure = failure_from(answer(b"", "429 Too Many"), RateLimited)
    assert failure.not_before == NOW + timedelta(minutes=5)


def test_the_reason_of_a_refusal_is_kept_as_short_plain_text():
    detail = "T\\u00ean r\\u1ed7ng\\n\\u202e" + "x" * 1000
    body = b'{"title": "Invalid", "status": 422, "detail": "%s"}' % detail.encode()
    reply = answer(body, "422 Unprocessable", "application/problem+json")
    failure = failure_from(reply, PeerRefusal)
    assert failure.problem.title == "Invalid"
    assert failure.problem.detail.startswith("Tên rỗng xxx")
    assert len(failure.problem.detail) <= 300


@pytest.mark.parametrize("body", [b"", b"[", b"[1]", b'{"title": {}}', b"[" * 60_000])
def test_a_refusal_without_a_readable_reason_is_one_all_the_same(body):
    reply = answer(body, "400 Bad", "application/problem+json")
    assert failure_from(reply, PeerRefusal).problem.title == ""


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/json", ""])
def test_another_content_type_is_refused(kind):
    failure = failure_from(answer(b"<html>", content_type=kind), ProtocolFailure)
    assert failure.detail == ("detail_html" if "html" in kind else "detail_other_kind")


def test_an_address_that_is_not_allowed_is_not_connected_to():
    with http_server(answer(b"")) as server, http_server(answer(b"")) as other:
        with pytest.raises(TargetRefused):
            client_of(server).request("GET", other.url)
        with pytest.raises(TargetRefused):
            client_of(server).request("GET", f"http://user:word@{server.host}/")
        with pytest.raises(TargetRefused):
            client_of(server, allowed_networks=[]).request("GET", server.url)
    assert (server.connections, other.connections) == (0, 0)


def test_a_client_is_made_from_the_environment_of_the_machine():
    with http_server(answer(b"")) as server:
        environment = Environment(
            (server.host,),
            (LOOPBACK,),
            {"push-token": "push-0123456789", "pull-token-btp": "pull-0123456789"},
        )
        for client in (
            OutboundClient.for_source(environment, "btp", server.url),
            OutboundClient.for_source(environment, "other", server.url),
            OutboundClient.for_push(environment, server.url),
        ):
            client.request("GET", server.url)
    sent = [request.headers.get("authorization") for request in server.requests]
    assert sent == ["Bearer pull-0123456789", None, "Bearer push-0123456789"]


def test_a_bundle_without_certificates_is_a_mistake_of_ours(tmp_path):
    empty = tmp_path / "empty.pem"
    empty.write_text("")
    for path in (str(empty), str(tmp_path / "missing.pem")):
        with pytest.raises(LocalFailure):
            OutboundClient("https://b.example/", allowed_hosts=[], ca_bundle=path)


def test_no_failure_shows_the_token():
    """Neither in its text nor in the traceback that a log would have."""
    for reply in (
        answer(b"", "500 E"),
        answer(b"", "403 F"),
        answer(b"", "302 Found", Location=f"http://x.example/?{TOKEN}"),
        answer(b"x", length=99),
        b"HTTP",
    ):
        with http_server(reply) as server:
            client = client_of(server, authentication=BearerToken(Secret(TOKEN)))
            try:
                client.request("GET", server.url, params={"key": TOKEN})
            except Exception as error:
                text = "".join(traceback.format_exception(error)) + repr(error)
                assert TOKEN not in text + repr(vars(client))
            else:
                raise AssertionError("no failure")
        assert server.requests[0].headers["authorization"] == f"Bearer {TOKEN}"
