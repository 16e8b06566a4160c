"""Faults of the connection and of size, seen from a socket."""

from contextlib import closing
from http.client import IncompleteRead
from http.client import RemoteDisconnected
from urllib.parse import urlsplit

import pytest
import socket
import zlib

IDENTIFY = "/oai?verb=Identify"
LIST = "/oai?verb=ListRecords&metadataPrefix=pbgdpl"
MEGABYTE = 1024 * 1024


def connect(server, target: str = LIST) -> socket.socket:
    """Send a request and give the connection."""
    address = urlsplit(server.base_url)
    connection = socket.create_connection((address.hostname, address.port), timeout=5)
    head = f"GET {target} HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n"
    connection.sendall(head.encode())
    return connection


def read(connection: socket.socket) -> bytes:
    """Read until the other side ends."""
    found = b""
    while data := connection.recv(65536):
        found += data
    return found


def parted(answer: bytes) -> tuple[dict[str, str], bytes]:
    head, _blank, body = answer.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")[1:]
    return dict(line.split(": ", 1) for line in lines), body


def whole_length(server, target: str = LIST) -> int:
    return len(server.get(target).content)


def test_reset_amidst_the_body(server):
    server.inject("reset")
    received = b""
    with closing(connect(server)) as connection, pytest.raises(ConnectionResetError):
        while data := connection.recv(65536):
            received += data
    headers, body = parted(received)
    assert 0 < len(body) < int(headers["Content-Length"])


def test_truncated_body(server):
    whole = whole_length(server)
    server.inject("truncated_body", share=0.25)
    with closing(connect(server)) as connection:
        headers, body = parted(read(connection))
    assert (int(headers["Content-Length"]), len(body)) == (whole, whole // 4)
    with pytest.raises(IncompleteRead):
        server.get(LIST)


def test_hang_before_anything(server):
    server.inject("hang")
    with closing(connect(server)) as connection:
        connection.settimeout(0.3)
        with pytest.raises(TimeoutError):
            connection.recv(1)


def test_hang_amidst_the_body(server):
    server.inject("hang", share=0.5)
    with closing(connect(server)) as connection:
        connection.settimeout(0.3)
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
        with pytest.raises(TimeoutError):
            while connection.recv(65536):
                pass


def test_stopping_ends_what_hangs(serve):
    server = serve()
    server.inject("hang")
    with closing(connect(server)) as connection:
        connection.settimeout(0.3)
        with pytest.raises(TimeoutError):
            connection.recv(1)
        connection.settimeout(5)
        server.stop()
        assert connection.recv(1) == b""


def test_hang_for_a_time(server):
    server.inject("hang", seconds=0)
    with pytest.raises(RemoteDisconnected):
        server.get(IDENTIFY)


def test_slow_drip_comes_in_drops(server):
    server.inject("slow_drip", size=100, pause=0.05)
    with closing(connect(server)) as connection:
        received, sizes = b"", []
        while len(sizes) < 5:
            data = connection.recv(65536)
            received += data
            sizes.append(len(data))
    headers, body = parted(received)
    assert len(body) < int(headers["Content-Length"])


def test_slow_drip_is_whole_in_the_end(server):
    whole = server.get("/oai?verb=ListSets").content.partition(b"<request")[2]
    server.inject("slow_drip", size=500, pause=0)
    dripped = server.get("/oai?verb=ListSets").content.partition(b"<request")[2]
    assert dripped == whole


@pytest.mark.parametrize("announced", [True, False])
def test_huge_body_is_as_long_as_it_says(server, announced):
    server.inject("huge_body", megabytes=3, announced=announced)
    answer = server.get(IDENTIFY)
    assert len(answer.content) == 3 * MEGABYTE
    length = answer.getheader("Content-Length")
    assert length == (str(3 * MEGABYTE) if announced else None)
    assert answer.content.endswith(b"</OAI-PMH>")


def test_two_hundred_megabytes_are_announced_and_given_up(server):
    server.inject("huge_body", times=1)
    with closing(connect(server)) as connection:
        head = connection.recv(65536)
    assert b"Content-Length: 209715200" in head
    assert server.get(IDENTIFY).status == 200


def test_gzip_bomb_is_small_on_the_wire(server):
    server.inject("gzip_bomb", megabytes=20)
    answer = server.get(IDENTIFY)
    assert answer.getheader("Content-Encoding") == "gzip"
    assert len(answer.content) < MEGABYTE / 10
    assert len(zlib.decompress(answer.content, 31)) == 20 * MEGABYTE


def test_accept_then_drop_stores_and_says_nothing(server):
    body = (
        b'{"@context": {}, "@type": "NewsArticle", "name": "Tin",'
        b' "identifier": "oai:tinh.example:1"}'
    )
    path = "/push/records/oai:tinh.example:1"
    headers = {"Content-Type": "application/ld+json", "If-None-Match": "*"}
    server.inject("accept_then_drop", method="PUT", times=1)
    with pytest.raises(RemoteDisconnected):
        server.fetch("PUT", path, body, **headers)
    assert server.push.resources["oai:tinh.example:1"].body == body
    assert server.fetch("PUT", path, body, **headers).status == 412
    assert [one.status for one in server.received] == [201, 412]


def test_others_are_answered_while_one_hangs(server):
    server.inject("hang", verb="ListRecords")
    with closing(connect(server)):
        assert server.get(IDENTIFY).status == 200
