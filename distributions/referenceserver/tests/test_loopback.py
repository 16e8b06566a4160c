"""The server can't be reached from elsewhere, and stands what is sent to it."""

from contextlib import closing
from sonla.referenceserver.loopback import LoopbackServer
from sonla.referenceserver.loopback import NotLoopback
from sonla.referenceserver.messages import Answer
from sonla.referenceserver.server import ReferenceServer
from urllib.parse import urlsplit

import pytest
import socket


@pytest.mark.parametrize(
    "host",
    [
        "0.0.0.0",
        "::",
        "::1",
        "",
        "192.168.1.2",
        "8.8.8.8",
        "btp.example",
        "127.0.0.1.x",
    ],
)
def test_other_hosts_are_refused(host):
    with pytest.raises(NotLoopback):
        ReferenceServer(host=host)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost"])
def test_loopback_hosts_are_taken(host):
    ask = "GET /oai?verb=Identify HTTP/1.1\nHost: localhost\nConnection: close"
    with ReferenceServer(host=host, records=1) as server:
        assert server.base_url.startswith("http://127.0.0.")
        assert b"<Identify>" in raw(server, ask)


def raw(server, head: str, body: bytes = b"") -> bytes:
    address = urlsplit(server.base_url)
    with closing(
        socket.create_connection((address.hostname, address.port), timeout=5)
    ) as connection:
        connection.sendall(head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body)
        found = b""
        while data := connection.recv(65536):
            found += data
    return found


@pytest.mark.parametrize(
    "host", ["btp.example", "", "10.0.0.1:80", "localhost.example"]
)
def test_a_name_that_was_made_to_mean_this_machine(server, host):
    answer = raw(server, f"GET /admin/state HTTP/1.1\nHost: {host}")
    assert answer.startswith(b"HTTP/1.1 421 ")


@pytest.mark.parametrize(
    "lines,status",
    [
        ("Transfer-Encoding: chunked", b"411"),
        ("Content-Length: -1", b"400"),
        ("Content-Length: 99999999999", b"413"),
    ],
)
def test_bodies_that_are_not_read(server, lines, status):
    answer = raw(server, f"PUT /push/records/x HTTP/1.1\nHost: localhost\n{lines}")
    assert answer.split()[1] == status


def test_head_has_no_body(server):
    answer = server.fetch("HEAD", "/oai?verb=Identify")
    assert (answer.status, answer.content) == (200, b"")
    assert int(answer.getheader("Content-Length")) > 500


def test_a_connection_serves_several_requests(server):
    request = "GET /oai?verb=Identify HTTP/1.1\nHost: localhost\n"
    answer = raw(server, f"{request}\n{request}Connection: close")
    assert answer.count(b"HTTP/1.1 200") == 2


def test_a_fault_of_its_own_is_an_error_of_the_server():
    def broken(request) -> Answer:
        raise RuntimeError("secret detail")

    server = LoopbackServer(broken)
    server.start()
    try:
        answer = raw(server, "GET / HTTP/1.1\nHost: localhost\nConnection: close")
    finally:
        server.stop()
    assert answer.startswith(b"HTTP/1.1 500")
    assert b"secret" not in answer


def test_the_port_is_given_back(serve):
    first = serve()
    port = urlsplit(first.base_url).port
    with pytest.raises(OSError):
        ReferenceServer(port=port)
    first.stop()
    with ReferenceServer(port=port, records=1) as second:
        assert second.base_url == first.base_url
