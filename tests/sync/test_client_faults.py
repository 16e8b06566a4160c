"""What a broken line, or a server in wrong hands, does to the client."""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from loopback_http import answer
from loopback_http import http_server
from loopback_smtp import closed_port
from sonla.pbgdpl.jobs.failures import Bug
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.jobs.failures import LocalFailure
from sonla.pbgdpl.jobs.failures import TransientFailure
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.http.client import OutboundClient
from sync_clients import client_of
from sync_clients import LOOPBACK

import errno
import gzip
import io
import pytest
import socket
import struct
import time
import tracemalloc
import zlib

MB = 1024 * 1024
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


def failure_of(reply, **options) -> Failure:
    with http_server(reply) as server:
        with pytest.raises(Failure) as caught:
            client_of(server, **options).request("GET", server.url, accept=["text/xml"])
        server.wait_for_client()
        assert server.connections == 1  # nothing that was sent is sent again by itself
    return caught.value


def reset(connection, request):
    """Break off in the middle as a crashed server does."""
    connection.sendall(HEAD + b"Content-Length: 100\r\n\r\n<a>")
    linger = struct.pack("ii", 1, 0)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)


def drip(head: bytes) -> Callable:
    """Send a head, then for ever a byte now and then."""

    def reply(connection, request):
        connection.sendall(head)
        while True:
            connection.sendall(b"x")
            time.sleep(0.02)

    return reply


@contextmanager
def flat_memory(most: int) -> Iterator[None]:
    """Fail if Python needed more than so many bytes at once."""
    tracemalloc.start()
    try:
        yield
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < most


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        reset,
        answer(b"<a/>", length=100),
        CHUNKED + b"4\r\n<a/>\r\n",
        CHUNKED + b"nonsense\r\n",
        answer(gzip.compress(b"<a/>" * 99)[:-20], length=9999, Content_Encoding="gzip"),
    ],
    ids=["nothing", "reset", "short", "chunks end", "no chunk", "short gzip"],
)
def test_a_broken_answer_is_transient(reply):
    assert isinstance(failure_of(reply), TransientFailure)


@pytest.mark.parametrize(
    "reply",
    [
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        HEAD + b"".join(b"X-%d: y\r\n" % number for number in range(500)) + b"\r\n",
        HEAD + b"X: " + b"y" * 100_000 + b"\r\n\r\n",
        answer(b"no gzip at all", Content_Encoding="gzip"),
    ],
    ids=["ssh", "no status", "many headers", "long header", "bad gzip"],
)
def test_what_is_no_http_is_a_failure_of_protocol(reply):
    assert isinstance(failure_of(reply), ProtocolFailure)


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 3\r\nContent-Length: 5",
        b"Content-Length: 3, 5",
        b"Content-Length: -3",
        b"Content-Length: three",
        b"Content-Length: 99999999999999999999999",
        b"Content-Length: 3\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: gzip, chunked",
        b"Content-Encoding: gzip, br, \xff",
        b"Content-Type: \x00\xff",
        b"Retry-After: never",
        b"Location: \xff\x00",
        b"Set-Cookie: a=\x00",
        b": nameless",
    ],
)
@pytest.mark.parametrize("status", [b"200 OK", b"302 Found", b"429 Later", b"500 No"])
def test_odd_headers_are_never_a_fault_of_ours(head, status):
    """Whatever the other side writes, this server lacks neither space nor sense."""
    reply = b"HTTP/1.1 " + status + b"\r\n" + head + b"\r\n\r\nabc"

    def send(connection, request):
        connection.sendall(reply)

    with http_server(send) as server:
        try:
            client_of(server).request("GET", server.url)
        except Failure as failure:
            assert not isinstance(failure, LocalFailure | Bug)
        else:
            assert status == b"200 OK"


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        HEAD + b"Content-Length: 1000000\r\n\r\n",
        HEAD + b"Connection: close\r\n\r\n",
        CHUNKED + b"fffff\r\n",
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 60000\r\n\r\n",
    ],
    ids=["status", "header", "length", "until close", "chunk", "refusal"],
)
def test_a_drip_ends_with_the_deadline(head):
    """Each byte comes long before the time-out of the socket."""
    failure = failure_of(drip(head), deadline=0.4, read_timeout=60.0)
    assert isinstance(failure, TransientFailure)
    assert failure.detail == "detail_slow" and "0.4" in str(failure)


def test_silence_ends_with_the_time_out_between_bytes():
    failure = failure_of(lambda connection, request: time.sleep(3), read_timeout=0.2)
    assert isinstance(failure, TransientFailure)


def test_a_connection_that_is_refused_is_tried_three_times():
    calls = []

    def resolver(host, port):
        calls.append(host)
        return ["127.0.0.1"]

    url = f"http://btp.example:{closed_port()}/"
    client = OutboundClient(
        url,
        allowed_hosts=[url[7:-1]],
        allowed_networks=[LOOPBACK],
        resolver=resolver,
    )
    with pytest.raises(TransientFailure, match="refused"):
        client.request("GET", url)
    assert len(calls) == 3


def body_without_end(sent: list[int]) -> Callable:
    def reply(connection, request):
        connection.sendall(HEAD + b"Connection: close\r\n\r\n")
        for _number in range(200):
            connection.sendall(b"x" * MB)
            sent.append(MB)

    return reply


def test_a_body_of_200_mb_is_left_after_five():
    sent: list[int] = []
    with flat_memory(20 * MB):
        failure = failure_of(body_without_end(sent), max_bytes=5 * MB)
    assert isinstance(failure, ProtocolFailure)
    assert sum(sent) < 50 * MB  # what fits into buffers on the way, not all of it


def bomb(compressor) -> bytes:
    packed = [compressor.compress(bytes(MB)) for _number in range(200)]
    return b"".join([*packed, compressor.flush()])


@pytest.mark.parametrize(
    ("coding", "bits"), [("gzip", 31), ("deflate", 15)], ids=["gzip", "deflate"]
)
def test_a_bomb_is_stopped_by_what_comes_out_of_it(coding, bits):
    body = bomb(zlib.compressobj(9, zlib.DEFLATED, bits))
    assert len(body) < MB
    with flat_memory(20 * MB):
        failure = failure_of(answer(body, Content_Encoding=coding), max_bytes=5 * MB)
    assert isinstance(failure, ProtocolFailure)
    assert failure.detail == "detail_too_long"


def test_a_bomb_inside_a_bomb_is_no_different():
    body = gzip.compress(bomb(zlib.compressobj(9, zlib.DEFLATED, 31)))
    reply = answer(body, Content_Encoding="gzip, gzip")
    with flat_memory(20 * MB):
        failure = failure_of(reply, max_bytes=5 * MB)
    assert isinstance(failure, ProtocolFailure)


def test_a_refusal_is_read_only_as_far_as_it_matters():
    reply = answer(b"x" * MB, "404 Not Found", "text/plain")
    assert len(failure_of(reply).body) <= 64 * 1024


def test_a_full_disk_is_our_own_failure():
    class Full(io.BytesIO):
        def write(self, data):
            raise OSError(errno.ENOSPC, "No space left on device")

    with http_server(answer(b"x" * 1000)) as server:
        with pytest.raises(LocalFailure, match="No space"):
            client_of(server).request("GET", server.url, into=Full())
