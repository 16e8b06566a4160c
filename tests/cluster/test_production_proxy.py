"""nginx understands the files that administrators copy, and tells browsers what it should."""

from contextlib import ExitStack
from production_proxy import NAME
from production_proxy import ProductionProxy
from source_tree import ROOT

import pytest
import re
import subprocess
import time

EVIL = "evil.example"


@pytest.fixture
def proxy(tmp_path, parts):
    """Lay the files down as they are; no client runs."""
    proxy = ProductionProxy(tmp_path, parts)
    proxy.lay_down()
    return proxy


def test_is_understood(proxy):
    """`nginx -t` has neither a fault nor a warning."""
    words = [proxy.program, "-t", "-c", proxy.conf]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr


def test_the_limits_that_the_manual_advises_are_understood(proxy):
    """Put where its comments say."""
    manual = (ROOT / "docs" / "security.rst").read_text(encoding="utf-8")
    zone, limit = re.findall(r"^    (limit_req\w* .+;)$", manual, re.MULTILINE)
    common = proxy.folder / "pbgdpl-common.conf"
    common.write_text(f"{common.read_text()}\n{zone}\n")
    log = "  access_log /"
    text = (proxy.folder / "pbgdpl.conf").read_text()
    assert text.count(log) == 1
    proxy.change("pbgdpl.conf", {log: f"  {limit}\n{log}"})
    test_is_understood(proxy)


def asked(path="/", host=NAME, method="GET", version="1.1"):
    """Write a request."""
    line = f"Host: {host}\r\n" if host is not None else ""
    return f"{method} {path} HTTP/{version}\r\n{line}Connection: close\r\n\r\n".encode()


@pytest.mark.parametrize("path", ["/", "/@@pbgdpl-health"])
def test_browsers_are_told_to_come_by_tls_alone(proxy, path):
    """Without a client, too; and who comes without is led to where it is."""
    with proxy.serving():
        answer = proxy.talk(asked(path))
        plain = proxy.talk(asked("/x"), "80")
    assert answer.status == 502
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert (plain.status, plain.headers["location"]) == (301, f"https://{NAME}/x")
    assert "strict-transport-security" not in plain.headers


@pytest.mark.parametrize("port", ["80", "443"])
@pytest.mark.parametrize(
    "sent",
    [
        asked(host=EVIL),
        asked(host=f"{EVIL}:443"),
        asked(host=f"{NAME}.{EVIL}"),
        asked(host="127.0.0.1"),
        asked(host=""),
        asked(host=None, version="1.0"),
        asked(f"http://{EVIL}/"),
        asked(f"https://{EVIL}/", host=EVIL),
        asked(host=f"{EVIL}\r\nHost: {NAME}"),
        asked(host=f"{NAME}\r\nHost: {EVIL}"),
        asked(host=f"{NAME}@{EVIL}"),
        asked(host=f"{NAME}/{EVIL}"),
    ],
    ids=repr,
)
def test_another_host_gets_no_page(proxy, port, sent):
    """Neither the clients' answer, which is 502 here, nor a way to anywhere."""
    with proxy.serving():
        assert proxy.talk(sent, port).status in (0, 400)


def test_another_name_gets_no_handshake(proxy):
    with proxy.serving():
        assert proxy.talk(asked(), name=EVIL).status == 0


@pytest.mark.parametrize(
    "path",
    [
        f"/VirtualHostBase/https/{EVIL}:443/Plone/VirtualHostRoot/",
        f"/%56irtualHostBase/https/{EVIL}:443/Plone/VirtualHostRoot/",
        "/a/../VirtualHostRoot/_vh_x/",
        "/VirtualHostRoot",
        "/_vh_evil/@@pbgdpl-search",
        f"/++vh++https:{EVIL}:443/++/",
    ],
)
def test_nobody_else_tells_zope_its_host(proxy, path):
    """It never comes to the clients, of which none is there."""
    with proxy.serving():
        assert proxy.talk(asked(path)).status == 404


CODE = "ABCDEFGHJKMN"


@pytest.mark.parametrize("port", ["80", "443"])
@pytest.mark.parametrize(
    "path",
    ["/a/b/@@learn", "/@@verify", "/%40%40verify/", "/a/++view++learn", "/a/learn"],
)
def test_no_log_keeps_the_code_of_a_link(proxy, path, port):
    """Neither what was asked nor where a reader came from, nor an error on the way.

    Errors tell whence a reader came, too: these pages have browsers name the portal alone.
    """
    link = f"{path}?code={CODE}"
    came_from = f"Referer: https://{NAME}{link}\r\nConnection".encode()
    with proxy.serving():
        proxy.talk(asked(link), port)
        proxy.talk(asked(f"{path}?x=1&c%6Fde={CODE}"), port)
        proxy.talk(asked("/tim?q=a"))
        proxy.talk(asked("/VirtualHostRoot").replace(b"Connection", came_from))
    logs = [file.read_text() for file in proxy.folder.rglob("*.log")]
    assert CODE not in "".join(logs)
    access = (proxy.folder / "pbgdpl" / "access.log").read_text()
    assert '"GET /tim?q=a HTTP/1.1" 502' in access and f"{NAME}{path}" in access
    if port == "443":
        assert access.count(f'"GET {path} HTTP/1.1" 502') == 2


LOOKUP = "/pho-bien-giao-duc-phap-luat/@@question-status"
AT_ONCE, BEYOND = 31, 5
"""Requests of one address of which the last waits for half a minute, and more than those."""


@pytest.mark.parametrize(
    ("path", "method", "limited"),
    [
        (LOOKUP, "POST", True),
        ("/@@question%2Dstatus?a=b", "POST", True),
        ("/++view++question-status/", "POST", True),
        (LOOKUP, "GET", False),
        ("/@@ask-question", "POST", False),
    ],
)
def test_tracking_codes_are_looked_up_one_a_second_from_an_address(
    proxy, path, method, limited
):
    """Nobody else waits, and none of those who wait has a thread of a client."""
    sent = asked(path, method=method)
    with proxy.serving(), ExitStack() as open_lines:
        for _number in range(AT_ONCE + BEYOND):
            line = open_lines.enter_context(proxy.line())
            line.sendall(sent)
        started = time.monotonic()
        assert proxy.talk(sent).status == (429 if limited else 502)
        assert proxy.talk(sent, source="127.0.0.2").status == 502
        assert proxy.talk(asked()).status == 502
        assert time.monotonic() - started < 1


def test_a_code_that_waits_is_looked_up(proxy):
    """The second comes a second later, not in vain."""
    sent = asked(LOOKUP, method="POST")
    with proxy.serving():
        started = time.monotonic()
        assert [proxy.talk(sent).status for _number in range(2)] == [502, 502]
        assert time.monotonic() - started > 0.8
