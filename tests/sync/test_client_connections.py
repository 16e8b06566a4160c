"""Where the client really connects to, and whom it believes."""

from loopback_http import answer
from loopback_http import http_server
from pathlib import Path
from sonla.pbgdpl.jobs.failures import ConfigurationFailure
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.jobs.failures import TransientFailure
from sonla.pbgdpl.sync.failures import AuthorityFailure
from sonla.pbgdpl.sync.failures import TargetRefused
from sonla.pbgdpl.sync.http.client import OutboundClient
from sync_clients import LOOPBACK

import pytest
import socket
import ssl
import threading
import time

HERE = Path(__file__).parent / "certificates"
AUTHORITY = str(HERE / "authority.pem")


class Names:
    """Stand for name servers; gives one answer after another, the last one for ever."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    def __call__(self, host, port):
        self.asked.append((host, port))
        found = self.answers[0]
        if len(self.answers) > 1:
            self.answers.pop(0)
        if isinstance(found, OSError):
            raise found
        return found


def client_for(server, names, host="btp.example", **options):
    options.setdefault("allowed_networks", [LOOPBACK])
    url = f"{server.scheme}://{host}:{server.port}/oai"
    return OutboundClient(
        url, allowed_hosts=[f"{host}:{server.port}"], resolver=names, **options
    )


def get(client):
    return client.request("GET", client.base_url)


def tls(name, seen=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(HERE / f"{name}.pem")
    if seen is not None:
        context.sni_callback = lambda sock, host, context: seen.append(host)
    return context


def test_the_checked_address_is_connected_to_under_its_name():
    names = Names(["127.0.0.1"])
    with http_server(answer(b"ok")) as server:
        assert get(client_for(server, names)).body == b"ok"
    assert server.requests[0].headers["host"] == f"btp.example:{server.port}"
    assert names.asked == [("btp.example", server.port)]


def test_a_name_that_changes_its_address_is_checked_each_time():
    """It is asked for once a request, so there is nothing to change in between."""
    names = Names(["127.0.0.1"], ["10.0.0.1"])
    with http_server(answer(b"ok")) as server:
        client = client_for(server, names)
        get(client)
        with pytest.raises(TargetRefused, match=r"10\.0\.0\.1"):
            get(client)
    assert len(names.asked) == 2


@pytest.mark.parametrize(
    "addresses",
    [
        ["10.0.0.1"],
        ["169.254.169.254"],
        ["::ffff:127.0.0.1"],
        ["64:ff9b::7f00:1"],
        ["fe80::1%lo"],
        ["224.0.0.1"],
        ["127.0.0.1", "10.0.0.1"],
        ["8.8.8.8"],
        [],
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(addresses):
    """The public one because the connection would be unencrypted."""
    with http_server(answer(b"ok")) as server, pytest.raises(TargetRefused):
        get(client_for(server, Names(addresses)))
    assert server.connections == 0


def test_loopback_is_refused_unless_it_is_configured():
    with http_server(answer(b"ok"), tls("btp.example")) as server:
        client = client_for(server, Names(["127.0.0.1"]), allowed_networks=[])
        with pytest.raises(TargetRefused):
            get(client)
    assert server.connections == 0


def test_an_address_in_the_place_of_a_name_needs_no_name_server():
    names = Names(OSError("never asked"))
    with http_server(answer(b"ok")) as server:
        assert get(client_for(server, names, host="127.0.0.1")).body == b"ok"
    assert names.asked == []


def test_the_next_address_is_tried_when_one_does_not_answer():
    with http_server(answer(b"ok")) as server:
        names = Names(["127.0.0.2", "127.0.0.1"])
        assert get(client_for(server, names)).body == b"ok"
    assert server.connections == 1


def test_a_name_that_is_not_found_is_transient():
    names = Names(socket.gaierror(socket.EAI_NONAME, "Name or service not known"))
    with http_server(answer(b"ok")) as server, pytest.raises(TransientFailure):
        get(client_for(server, names))


def test_tls_asks_for_the_name_and_believes_the_configured_authority():
    seen = []
    with http_server(answer(b"ok"), tls("btp.example", seen)) as server:
        client = client_for(server, Names(["127.0.0.1"]), ca_bundle=AUTHORITY)
        assert get(client).body == b"ok"
    assert seen == ["btp.example"]


@pytest.mark.parametrize(
    ("certificate", "host", "bundle"),
    [
        ("btp.example", "other.example", AUTHORITY),
        ("expired", "btp.example", AUTHORITY),
        ("btp.example", "btp.example", None),
    ],
    ids=["another name", "expired", "unknown authority"],
)
def test_a_certificate_that_is_not_valid_is_refused_once(certificate, host, bundle):
    with http_server(answer(b"ok"), tls(certificate)) as server:
        client = client_for(server, Names(["127.0.0.1"]), host=host, ca_bundle=bundle)
        with pytest.raises(AuthorityFailure, match="certificate"):
            get(client)
    assert (server.connections, server.requests) == (1, [])


def tls_for_clients():
    context = tls("btp.example")
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(HERE / "client-authority.pem")
    return context


def shown_certificate(name):
    path = str(HERE / f"{name}.pem")
    return {"certificate": (path, path), "ca_bundle": AUTHORITY}


def test_our_certificate_is_shown_to_who_asks_for_one():
    with http_server(answer(b"ok"), tls_for_clients()) as server:
        client = client_for(server, Names(["127.0.0.1"]), **shown_certificate("client"))
        assert get(client).body == b"ok"


@pytest.mark.parametrize("name", ["client-expired", "expired", None])
def test_our_certificate_is_refused(name):
    """Out of date, of another authority, or none at all: in words, and not as a fault of the line."""
    options = shown_certificate(name) if name else {"ca_bundle": AUTHORITY}
    with http_server(answer(b"ok"), tls_for_clients()) as server:
        client = client_for(server, Names(["127.0.0.1"]), **options)
        with pytest.raises(AuthorityFailure, match="refused our certificate"):
            get(client)
    assert server.requests == []


def test_a_certificate_without_its_key_is_a_mistake_of_ours(tmp_path):
    for path in (AUTHORITY, str(tmp_path / "missing.pem")):
        with pytest.raises(
            ConfigurationFailure, match="no certificate that can be read"
        ):
            OutboundClient(
                "https://b.example/", allowed_hosts=[], certificate=(path, path)
            )


def raw(behave):
    """Listen without any protocol; gives the port."""
    listening = socket.create_server(("127.0.0.1", 0))

    def run():
        connection, _address = listening.accept()
        with listening, connection:
            try:
                behave(connection)
            except OSError:
                pass  # the client ended it: what the test wants

    threading.Thread(target=run, daemon=True).start()
    return listening.getsockname()[1]


def slow_handshake(connection):
    connection.sendall(b"\x16\x03\x03\x40\x00")
    while True:
        connection.sendall(b"\x02")
        time.sleep(0.02)


@pytest.mark.parametrize(
    "behave",
    [
        slow_handshake,
        lambda connection: connection.close(),
        lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n"),
    ],
    ids=["drips", "hangs up", "speaks HTTP"],
)
def test_a_handshake_that_fails_is_transient(behave):
    port = raw(behave)
    client = OutboundClient(
        f"https://btp.example:{port}/",
        allowed_hosts=[f"btp.example:{port}"],
        allowed_networks=[LOOPBACK],
        resolver=Names(["127.0.0.1"]),
        deadline=0.5,
        connect_timeout=30.0,
        read_timeout=30.0,
    )
    with pytest.raises(Failure) as caught:
        get(client)
    assert isinstance(caught.value, TransientFailure)
