"""What readers share: the shipped proxy drops what no page reads, and limits who asks for the rest.

In front of a server that writes down what it is asked, and lets each answer be kept.
"""

from http.client import HTTPConnection
from loopback_http import answer
from loopback_http import http_server
from plone.rest.negotiation import parse_accept_header
from production_proxy import another_address
from production_proxy import NAME
from production_proxy import ProductionProxy
from random import Random
from ZPublisher.HTTPRequest import parse_cookie

import itertools
import os
import pytest
import signal
import time

SECTION = "/pho-bien-giao-duc-phap-luat"
PLACES = (SECTION, f"{SECTION}/", f"{SECTION}/tin-tuc/mot-bai-2")
"""Pages of a section: texts, folders and lists."""
ELSEWHERE = (
    "/",
    "/tin-tuc/mot-bai",
    "/@@search",
    f"{SECTION}/@@reporters",
    f"{SECTION}/atom.xml",
    f"{SECTION}/tai-lieu.pdf",
    f"{SECTION}/listing_view",
    f"{SECTION}-khac/mot-bai",
)
"""Any other page, which may read anything."""
MARKETING = (
    "_gl dclid fbclid gad_campaignid gad_source gbraid gclid gclsrc igsh igshid li_fat_id mc_cid"
    " mc_eid mibextid msclkid sfnsn srsltid ttclid twclid utm_campaign utm_id utm_medium"
    " utm_source utm_source_platform wbraid yclid zarsrc"
).split()
READ = (
    "b_start=20",
    "b_start:int=20",
    "b_start%3Aint=20",
    "q=lu%E1%BA%ADt+%C4%91%E1%BA%A5t",
    "q=a=b?c/d",
    "q=",
    "all",
    "type:list=LegalNews",
    "form.widgets.name=a",
    "sort_on=created",
)
UNREAD = ("x=1", "x", "b_startx=1", "xq=1", "utm=1", "fbclidx=1", "Q=1", "%71=1", "=1")
MOST = 500
"""Answers that one address may have at once."""
NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def client():
    """Yield such a server."""
    kept = answer(
        b"a page", Cache_Control="max-age=0, s-maxage=600", Connection="close"
    )
    with http_server(kept) as server:
        yield server


@pytest.fixture(scope="module")
def proxy(client, parts, tmp_path_factory):
    """Yield the proxy in front of it."""
    ports = (client.port, client.port)
    proxy = ProductionProxy(tmp_path_factory.mktemp("proxy"), parts, ports)
    proxy.lay_down()
    with proxy.serving():
        yield proxy


@pytest.fixture
def ask(proxy, client):
    """Return a function: ask, and say what the client was asked, or whence the answer is else."""

    def ask(path, method="GET", source="", **headers):
        client.requests.clear()
        lines = {"Host": NAME, "Connection": "close"}
        lines |= {name.replace("_", "-"): value for name, value in headers.items()}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        sent = f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode()
        reply = proxy.talk(sent, source=source or another_address())
        if reply.status != 200 or not client.requests:
            return reply.kept or reply.status
        (request,) = client.requests
        return request.target.partition("/VirtualHostRoot")[2]

    return ask


def fresh(path):
    """Return an address below a path that nobody has asked for."""
    return f"{path.rstrip('/')}/so-{next(NUMBERS)}"


def appended(seed, *groups):
    """Mix parameters in any order."""
    names = [name for group in groups for name in group]
    Random(seed).shuffle(names)
    return names


@pytest.mark.parametrize("page", PLACES + ELSEWHERE)
def test_marketing_is_neither_kept_nor_passed_on(ask, page):
    ask(page)
    for name in MARKETING:
        query = f"?{name}={name}%20b=c"
        assert ask(f"{page}{query}") == "HIT", name
        assert ask(f"{page}?{name}&fbclid=1&{name}=2") == "HIT", name


@pytest.mark.parametrize("read", READ)
@pytest.mark.parametrize("page", PLACES + ELSEWHERE)
def test_what_a_page_reads_reaches_it(ask, page, read):
    """With foreign ones before, behind and between; all of these are one page."""
    path = fresh(page) if page in PLACES else page
    first = (
        f"{path}?n={next(NUMBERS)}&{read}" if page in ELSEWHERE else f"{path}?{read}"
    )
    assert ask(first) == first
    own = first.partition("?")[2]
    for query in (
        f"fbclid=1&{own}",
        f"{own}&fbclid=1",
        f"utm_source=a&utm_medium=b&{own}&gclid=2&zarsrc=3",
        own.replace("&", "&fbclid=1&utm_id=4&"),
    ):
        assert ask(f"{path}?{query}") == "HIT", query


@pytest.mark.parametrize("seed", range(8))
def test_of_a_page_of_the_section_nothing_else_reaches_it(ask, seed):
    """Whatever is appended, a page that reads nothing is kept once."""
    page = fresh(SECTION)
    assert ask(page) == page
    names = appended(seed, UNREAD, [f"{name}={seed}" for name in MARKETING])
    assert ask(f"{page}?{'&'.join(names)}") == "HIT"


@pytest.mark.parametrize("seed", range(8))
def test_what_is_read_keeps_its_order(ask, seed):
    """In three places between others."""
    page = fresh(SECTION)
    others = [f"{name}={seed}" for name in MARKETING[:6]]
    mixed = [*others[:2], READ[0], READ[3], *UNREAD[:3], READ[5], *others[2:], READ[8]]
    wanted = f"{page}?{'&'.join((READ[0], READ[3], READ[5], READ[8]))}"
    assert ask(f"{page}?{'&'.join(mixed)}") == wanted


@pytest.mark.parametrize("unread", UNREAD)
@pytest.mark.parametrize("page", ELSEWHERE)
def test_elsewhere_any_other_name_reaches_the_page(ask, page, unread):
    path = f"{page}?n={next(NUMBERS)}&{unread}"
    assert ask(f"{path}&fbclid=1") == path


@pytest.mark.parametrize(
    "who",
    [
        {"method": "POST"},
        {"Cookie": "__ac=x"},
        {"Cookie": "a=b; pbgdpl_learner=x"},
        {"Authorization": "Bearer x"},
    ],
    ids=repr,
)
def test_whoever_is_known_or_sends_something_may_say_anything(ask, who):
    page = fresh(SECTION)
    assert ask(f"{page}?_authenticator=1&x=2&fbclid=3", **who) == (
        f"{page}?_authenticator=1&x=2"
    )


def test_an_address_is_passed_on_as_it_was_written(ask):
    path = "/%C4%91%E1%BA%A5t%20%3F/a%2Fb"
    assert ask(f"{path}?n={next(NUMBERS)}").startswith(f"{path}?n=")


WISHES = ("", "vi", "vi-VN,vi;q=0.9,en-US;q=0.8,en;q=0.7", "en-US,en;q=0.9", "de", "*", "VI",
          "fr-FR, vi;q=0.5", "vietnamese", "x" * 300)  # fmt: skip


def test_a_portal_of_one_language_has_one_page_for_all(ask, client):
    page = fresh(SECTION)
    ask(page)
    assert client.requests[-1].headers["accept-language"] == "vi"
    assert {ask(page, Accept_Language=wish) for wish in WISHES} == {"HIT"}


def test_a_portal_of_two_languages_has_two(client, parts, tmp_path):
    """Written as the file says; the first that the browser names and the portal has counts."""
    proxy = ProductionProxy(tmp_path, parts, (client.port, client.port))
    proxy.lay_down()
    proxy.change("pbgdpl-common.conf", {"(?:vi)": "(?:vi|en)"})
    page, asked = fresh(SECTION), []
    with proxy.serving():
        for wish in WISHES:
            client.requests.clear()
            sent = f"GET {page} HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n"
            proxy.talk(f"{sent}Accept-Language: {wish}\r\n\r\n".encode())
            asked += [one.headers["accept-language"] for one in client.requests]
    assert asked == ["vi", "en"]


ACCEPTED = ("", "text/json", "application/json", "application/json, text/plain, */*", "*/*",
            "application/json;q=0.9", "text/html,application/json", "APPLICATION/JSON",
            "application/json;q=1,*/*;q=0.1", "application/jsonx", "x" * 300)  # fmt: skip


def by_accept(connection, request):
    """Answer in the kind that Plone would, for one second."""
    accepted = parse_accept_header(request.headers.get("accept", ""))
    kind = b"json" if accepted == [("application", "json")] else b"page"
    kept = {"Cache_Control": "s-maxage=1", "Connection": "close"}
    connection.sendall(answer(kind, **kept))


def test_each_gets_the_kind_that_they_accept_whoever_asked_before(parts, tmp_path):
    """In any order, and when what was kept is old."""
    with http_server(by_accept) as server:
        proxy = ProductionProxy(tmp_path, parts, (server.port, server.port))
        proxy.lay_down()

        def kind(page, accepted):
            head = f"GET {page} HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n"
            sent = f"{head}Accept: {accepted}\r\n\r\n".encode()
            return proxy.talk(sent, source=another_address()).text

        with proxy.serving():
            wanted = {one: kind(fresh(SECTION), one) for one in ACCEPTED}
            pairs = list(itertools.permutations(ACCEPTED, 2))
            asked = [(fresh(SECTION), *pair) for pair in pairs]
            for _time in range(2):
                for page, before, after in asked:
                    assert kind(page, before) == wanted[before], (before, after)
                    assert kind(page, after) == wanted[after], (before, after)
                time.sleep(1.1)
    json = [one for one, is_wanted in wanted.items() if is_wanted == "json"]
    assert json == ["application/json", "application/json;q=0.9"]


COOKIES = [f"{before}{mark}__ac=x" for before in ("a", "a=b", 'a="b"')
           for mark in ("", *map(chr, (1, 9, *range(32, 127))))]  # fmt: skip


def test_no_cookie_that_zope_reads_is_overlooked(ask):
    """Whatever stands before it."""
    page, overlooked = fresh(SECTION), []
    ask(page)
    for cookie in COOKIES:
        if "__ac" in parse_cookie(cookie) and ask(page, Cookie=cookie) == "HIT":
            overlooked.append(cookie)
    assert not overlooked


def flood(proxy, paths, source, method="GET", body=None, **headers):
    """Ask for pages, one after the other on one connection; tell status and whence each came.

    Of more than 1,000 nginx ends it.
    """
    seen = []
    with proxy.line(source=source) as line:
        connection = HTTPConnection(NAME)
        connection.sock = line
        for path in paths:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            response.read()
            seen.append((response.status, response.headers.get("X-Cache-Status")))
    return seen


def test_one_address_gets_only_so_many_answers_that_were_not_kept(proxy, ask):
    """What was kept it gets, and others get all."""
    page, reader = fresh(SECTION), another_address()
    ask(page)
    others = [f"/?x={next(NUMBERS)}" for _number in range(MOST * 2)]
    seen = flood(proxy, others, reader)
    assert seen[:MOST] == [(200, "MISS")] * MOST
    assert 429 in {status for status, _kept in seen}
    assert flood(proxy, [page] * MOST, reader) == [(200, "HIT")] * MOST
    other = f"/?x={next(NUMBERS)}"
    assert ask(other) == other


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"])
def test_what_strangers_send_is_limited_too(proxy, method):
    """Generously: a hall of phones may have one address."""
    seen = flood(proxy, ["/@login"] * MOST * 2, another_address(), method)
    assert {status for status, _kept in seen[:MOST]} == {200}
    assert 429 in {status for status, _kept in seen}


UNKEPT = ("/khoa/@@learn", "/verify", "/@@pbgdpl-health")


@pytest.mark.parametrize("path", UNKEPT)
def test_what_is_never_kept_is_limited_too(proxy, path):
    statuses = [
        one for one, _kept in flood(proxy, [path] * MOST * 2, another_address())
    ]
    assert set(statuses[:MOST]) == {200} and set(statuses) == {200, 429}


@pytest.mark.parametrize("path", ["/@@ask", *UNKEPT])
def test_who_asks_too_fast_reads_when_to_come_again(proxy, path):
    """Not in the words of the one who would answer: nobody asks them."""
    reader = another_address()
    flood(proxy, [path] * MOST * 2, reader, "POST")
    sent = f"POST {path} HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 0\r\n\r\n".encode()
    reply = proxy.talk(sent, source=reader)
    for _time in range(MOST):  # the hand-over of one second
        if reply.status == 429:
            break
        reply = proxy.talk(sent, source=reader)
    assert reply.status == 429 and int(reply.headers["retry-after"])
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert "strict-transport-security" in reply.headers
    assert 'lang="vi"' in reply.text and "đợi 10 giây" in reply.text


def test_strangers_may_send_files(proxy):
    sent = flood(proxy, ["/@@ask"], another_address(), "POST", b"x" * 3_000_000)
    assert [status for status, _kept in sent] == [200]


@pytest.mark.parametrize("who", [{"Cookie": "__ac=x"}, {"Authorization": "Bearer x"}])
def test_saying_that_one_is_logged_in_opens_no_other_way(proxy, who):
    """As much as strangers get, but not without end."""
    seen = flood(proxy, ["/"] * MOST * 2, another_address(), **who)
    assert seen[:MOST] == [(200, "BYPASS")] * MOST
    assert 429 in {status for status, _kept in seen}


def test_an_old_page_is_better_than_a_refusal(parts, tmp_path):
    page, reader = fresh(SECTION), another_address()
    short = answer(b"a page", Cache_Control="s-maxage=1", Connection="close")
    with http_server(short) as server:
        ports = (server.port, server.port)
        proxy = ProductionProxy(tmp_path, parts, ports)
        proxy.lay_down()
        with proxy.serving():
            others = [f"/?x={number}" for number in range(MOST * 2 - 1)]
            seen = flood(proxy, [page], reader)
            for _time in range(
                5
            ):  # now and then one answer more is due, and may be this one
                time.sleep(1.1)
                seen += flood(proxy, [*others, page], reader)[-1:]
    assert {status for status, _kept in seen} == {200}
    assert (200, "STALE") in seen


def test_an_old_page_is_better_than_none(parts, tmp_path):
    """By the way that strangers' requests take; what was never kept is 502."""
    page, other = fresh(SECTION), fresh(SECTION)
    short = answer(b"a page", Cache_Control="s-maxage=1", Connection="close")
    with http_server(short) as server:
        ports = (server.port, parts.free_port())
        proxy = ProductionProxy(tmp_path, parts, ports)
        proxy.lay_down()
        with proxy.serving():
            assert flood(proxy, [page], "127.0.0.1") == [(200, "MISS")]
            proxy.change("pbgdpl.conf", {f":{server.port} ": f":{parts.free_port()} "})
            reload(proxy)
            time.sleep(2.1)  # nginx counts whole seconds
            assert flood(proxy, [page], "127.0.0.1") == [(200, "STALE")]
            assert flood(proxy, [other], "127.0.0.1") == [(502, None)]


def reload(proxy):
    """Let the proxy read its files again; wait until it has, by a log that it then begins."""
    log = proxy.folder / "pbgdpl" / "anew.log"
    proxy.change("pbgdpl.conf", {"pbgdpl/access.log": "pbgdpl/anew.log"})
    os.kill(int((proxy.folder / "pid").read_text()), signal.SIGHUP)
    end = time.monotonic() + 20
    while not log.exists():
        assert time.monotonic() < end
        time.sleep(0.05)
