"""Nothing that a stranger sends changes what the shipped proxy gives to others.

The files are those that administrators copy, in front of a client with a portal. What is
compared is what the next reader gets: with an attack before, and without.
"""

from base64 import b64encode
from production_proxy import another_address
from production_proxy import NAME
from production_proxy import ProductionProxy
from production_proxy import Reply
from source_tree import ROOT
from tempfile import TemporaryDirectory
from urllib.parse import parse_qsl
from urllib.parse import quote
from urllib.parse import urlsplit

import itertools
import json
import lxml.html
import pytest
import re
import time

SCRIPTS = ROOT / "deploy" / "scripts"
EVIL = "evil.example"
SECTION = "/pho-bien-giao-duc-phap-luat"
ADMIN = b64encode(b"admin:admin").decode()
KEPT = {
    "search": "/@@pbgdpl-search?q=luat",
    "reporters": f"{SECTION}/@@reporters?q=a",
    "atom": f"{SECTION}/atom.xml?q=a",
    "rss": f"{SECTION}/rss.xml?q=a",
    "documents": f"{SECTION}/@@pbgdpl-documents?q=a",
}
ASKED = {
    **KEPT,
    "home": "/?q=a",
    "section": f"{SECTION}?q=a",
    "oai": "/@@oai?verb=Identify",
    "statistics": "/@@pbgdpl-statistics.json?year=2026",
}
"""Addresses that everybody may ask for; each has a query, which gets a number behind it."""
HEADERS = (
    {"X-Forwarded-Host": EVIL},
    {"X-Forwarded-Server": EVIL, "X-Host": EVIL, "X-Forwarded-Port": "1"},
    {"X-Forwarded-Proto": "http", "X-Forwarded-Scheme": "http"},
    {"X-Forwarded-Prefix": f"/{EVIL}", "X-Script-Name": f"/{EVIL}"},
    {"Forwarded": f"for={EVIL};host={EVIL};proto=http"},
    {"X-Original-URL": f"/{EVIL}", "X-Rewrite-URL": f"/{EVIL}"},
    {"X-VHM-Host": EVIL, "X-VHM-Root": f"/{EVIL}"},
    {"X-HTTP-Method-Override": "DELETE", "X-Method-Override": "POST"},
    {"X-Theme-Disabled": "1"},
    {"X-Theme-Enabled": "1", "X-Theme": EVIL},
    {"X-Requested-With": "XMLHttpRequest"},
    {"Accept": "application/json"},
    {"Accept": "application/ld+json, text/xml"},
    {"Accept": "application/json, text/plain, */*"},
    {"Accept-Language": "en"},
    {"Accept-Encoding": "gzip, br"},
    {"Range": "bytes=0-9", "If-Range": "x"},
    {"If-None-Match": "*", "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    {"Authorization": f"Basic {ADMIN}"},
    {"Authorization": "Bearer x"},
    {"Cookie": "I18N_LANGUAGE=en"},
    {"Cookie": 'a=b; __ac="x"; statusmessages="x"; _ZopeId=x'},
    {"Cookie": "auth_token=x; __cp=x"},
    {"Content-Type": "application/json"},
    {"Origin": f"https://{EVIL}", "Referer": f"https://{EVIL}/"},
    {"User-Agent": f"<script src=//{EVIL}></script>"},
    {"X-Real-IP": EVIL, "X-Forwarded-For": f"{EVIL}, 1.2.3.4"},
)
METHODS = ("HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PURGE", "TRACE")
FAT = b"SearchableText=evil.example&q=evil.example&verb=evil&ajax_load=1"
JUNK = ("&ajax_load=1", "&:method=index_html", "&-C", "&HTTP_HOST=evil.example")
CHANGING = re.compile(
    r"<responseDate>[^<]*</responseDate>"
    r'|\n<base href="[^"]*" />\n'
    r'|(name|value|data-[\w-]+)="[0-9a-f]{32,}[^"]*"'
    r"|number(=|%3D)\d+"
)
"""What differs from one answer to the next: the time, tokens, the number asked with, and
Zope's element that says again where the page is, which Plone's own memory loses."""
NUMBERS = itertools.count()
RULES = (
    "plone.app.caching.moderateCaching.plone.content.itemView",
    "plone.app.caching.moderateCaching.plone.content.folderView",
    "plone.app.caching.terseCaching.plone.content.dynamic",
)
"""What `deploy/scripts/caching.py` sets."""
TEXT = re.compile(f"{SECTION}(/[a-z0-9-]+)*/?")
"""Addresses in a section that are no views."""
CHANGES_LANGUAGE = re.compile(r"[?&]set_language=")


@pytest.fixture(scope="module")
def postgres_place(parts, postgres, tmp_path_factory):
    """Return an installation with a portal whose address its server's configuration says."""
    place = parts.Place(
        tmp_path_factory.mktemp("attacked"),
        postgres.create("attacked"),
        postgres_bin=postgres.bin,
        variables={"PBGDPL_URL": f"https://{NAME}"},
    )
    place.make()
    place.script(ROOT / "tools" / "create_site.py")
    return place


@pytest.fixture(scope="module")
def served(parts, postgres_place):
    """Yield proxy and client; Plone's caching is switched on as the manual says."""
    client = parts.Client(postgres_place, "client1")
    with TemporaryDirectory(prefix="pbgdpl-proxy-") as folder:
        proxy = ProductionProxy(
            ROOT.__class__(folder), parts, (client.port, parts.free_port())
        )
        proxy.lay_down()
        purge = f"http://127.0.0.1:{proxy.ports['8079']}"
        postgres_place.script(SCRIPTS / "caching.py", PBGDPL_PURGE=purge)
        with parts.running(postgres_place, [client]), proxy.serving():
            yield proxy, client


@pytest.fixture(scope="module")
def get(served):
    """Return a function that sends a request as it is written here.

    From an address of its own each time: no single reader asks for so much.
    """
    proxy, _client = served

    def get(path, method="GET", headers=(), body=b"") -> Reply:
        lines = {"Host": NAME, "Connection": "close", **dict(headers)}
        if body:
            lines["Content-Length"] = str(len(body))
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        return proxy.talk(
            f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body,
            source=another_address(),
        )

    return get


def fresh(path):
    """Return an address that nobody has asked for."""
    return f"{path}&number={next(NUMBERS)}"


def compared(reply):
    """Return what everybody should get alike."""
    headers = {
        name: value
        for name, value in reply.headers.items()
        if name in ("content-type", "location", "set-cookie", "cache-control")
    }
    return reply.status, headers, CHANGING.sub("", reply.text)


@pytest.fixture(scope="module")
def wanted():
    """Keep what readers get of each address that nobody attacked."""
    return {}


def judge(get, wanted, name, path):
    """Say what the next reader gets, who must get what all readers get."""
    if name not in wanted:
        get(fresh(ASKED[name]))
        wanted[name] = compared(get(fresh(ASKED[name])))
        assert wanted[name][0] == 200
        assert EVIL not in wanted[name][2]
    assert compared(get(path)) == wanted[name]


@pytest.mark.parametrize("name", KEPT)
def test_these_are_kept(get, name):
    """Else all the rest would prove nothing."""
    path = fresh(KEPT[name])
    assert (get(path).kept, get(path).kept) == ("MISS", "HIT")


@pytest.mark.parametrize("headers", HEADERS, ids=lambda one: " ".join(one))
@pytest.mark.parametrize("name", ASKED)
def test_no_header_changes_what_others_get(get, wanted, name, headers):
    path = fresh(ASKED[name])
    get(path, headers=headers)
    judge(get, wanted, name, path)


@pytest.mark.parametrize("accepted", ["text/json", "text/html", "a/json, b/json"])
def test_a_page_and_its_json_are_kept_apart(get, accepted):
    path, json_alone = fresh(ASKED["section"]), {"Accept": "application/json"}
    for headers in ({"Accept": accepted}, json_alone) * 2:
        kind = get(path, headers=headers).headers["content-type"].partition(";")[0]
        wanted = "application/json" if headers is json_alone else "text/html"
        assert kind == wanted, headers


@pytest.mark.parametrize("host", [EVIL, f"{EVIL}:443", f"{NAME}.{EVIL}", "127.0.0.1"])
@pytest.mark.parametrize("name", ["search", "atom"])
def test_no_host_changes_what_others_get(get, wanted, name, host):
    path = fresh(ASKED[name])
    assert get(path, headers={"Host": host}).status in (0, 400)
    assert get(f"https://{host}{path}").status in (0, 400)
    judge(get, wanted, name, path)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", ASKED)
def test_no_method_changes_what_others_get(get, wanted, name, method):
    path = fresh(ASKED[name])
    get(path, method)
    judge(get, wanted, name, path)
    get(path, method)
    judge(get, wanted, name, path)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("name", ASKED)
def test_no_body_changes_what_others_get(get, wanted, name, method):
    path = fresh(ASKED[name])
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    get(path, method, form, FAT)
    judge(get, wanted, name, path)


@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize("name", ASKED)
def test_what_is_asked_besides_is_kept_for_itself(get, wanted, name, junk):
    path = fresh(ASKED[name])
    assert EVIL not in get(f"{path}{junk}").text.partition("HTTP_HOST")[0]
    judge(get, wanted, name, path)


@pytest.mark.parametrize("name", KEPT)
def test_what_was_kept_is_nobodys_who_logged_in(get, name):
    path = fresh(KEPT[name])
    get(path)
    for headers in (
        {"Authorization": f"Basic {ADMIN}"},
        {"Cookie": "__ac=x"},
        {"Cookie": "a=b;__ac=x"},
        {"Cookie": "_ZopeId=x"},
    ):
        assert get(path, headers=headers).kept == "BYPASS"


def rest(get, path, method="GET", headers=(), **values):
    """Ask as the administrator's program does."""
    body = json.dumps(values).encode() if values else b""
    sent = {"Authorization": f"Basic {ADMIN}", "Accept": "application/json"}
    sent["Content-Type"] = "application/json"
    return get(path, method, {**sent, **dict(headers)}, body)


def some_text(get):
    """Return the path of a public text."""
    query = "portal_type=LegalNews&review_state=published&sort_on=created"
    found = json.loads(rest(get, f"{SECTION}/@search?{query}").text)["items"]
    return urlsplit(found[0]["@id"]).path


@pytest.fixture(scope="module")
def walked(get):
    """Walk from homepage and section over two steps, with pages kept longer than that takes.

    Return pages, and the parameters with which they lead to texts and lists of the section: by
    name, a page that has it.
    """
    for rule in RULES:
        assert (
            rest(get, "/@registry", "PATCH", **{f"{rule}.smaxage": 900}).status == 204
        )
    pages, names, edge = {"/", SECTION}, {}, ["/", SECTION]
    for _step in range(2):
        found = [link for page in edge for link in links(page, get(page))]
        for page, asked in found:
            if TEXT.fullmatch(page):
                names |= dict.fromkeys(asked, page)
        edge = sorted({page for page, _names in found} - pages)
        pages |= set(edge)
    yield pages, names
    for rule in RULES:
        assert rest(get, "/@registry", "PATCH", **{f"{rule}.smaxage": 4}).status == 204


def links(page, reply):
    """Yield pages of the portal to which a page leads, with names of parameters; forms, too."""
    if "html" not in reply.headers.get("content-type", "") or not reply.text:
        return
    tree = lxml.html.fromstring(reply.text, f"https://{NAME}{page}")
    tree.make_links_absolute()
    ways = [(a.get("href"), ()) for a in tree.iter("a") if a.get("href")]
    ways += [
        (form.action or "", tuple(form.fields))
        for form in tree.forms
        if form.method == "GET"
    ]
    for url, fields in ways:
        parts = urlsplit(url)
        if parts.hostname == NAME and not CHANGES_LANGUAGE.search(url):
            asked = (name for name, _value in parse_qsl(parts.query, True))
            yield parts.path or "/", {*asked, *filter(None, fields)}


def test_each_public_page_is_kept_once_whatever_is_appended(get, walked):
    """By a link that social networks or advertisements have lengthened; or anybody, in a section."""
    kept, others = [], []
    for page in sorted(walked[0]):
        get(page)
        if get(page).kept != "HIT":
            continue  # a form, or a file that is not there
        kept.append(page)
        number = next(NUMBERS)
        for query in (
            f"fbclid=Iw{number}",
            f"utm_source=zalo&utm_medium=a{number}&zarsrc=30&gclid=b{number}",
            *((f"x={number}&fbclid=1&:y=2&Z",) if TEXT.fullmatch(page) else ()),
        ):
            if get(f"{page}?{query}").kept != "HIT":
                others.append(f"{page}?{query}")
    assert not others
    assert {"/", SECTION, f"{SECTION}/@@reporters"} <= set(kept)
    assert len(kept) > 60


def test_what_pages_of_a_section_read_is_never_dropped(get, walked):
    """Each parameter in a link or form that leads to a text or list there."""
    _pages, read = walked
    assert {"b_start:int", "q", "xa", "field"} <= set(read)
    dropped = [
        (name, page)
        for name, page in read.items()
        if get(f"{page}?{quote(name)}={next(NUMBERS)}").kept == "HIT"
    ]
    assert not dropped


@pytest.mark.parametrize("road", ["proxy", "client"])
def test_a_changed_text_is_seen_at_once(get, served, road):
    """By readers of a kept page, whatever address the editor came by."""
    import requests

    _proxy, client = served
    word = f"xanhbiec{road}"
    text, title = some_text(get), f"Tin {word}"
    found = [fresh(f"{place}/@@pbgdpl-search?q={word}") for place in ("", SECTION)]
    for path in found:
        assert f'{text}"' not in get(path).text
        assert get(path).kept == "HIT"
    if road == "proxy":
        assert rest(get, text, "PATCH", title=title).status == 204
    else:
        url = f"http://127.0.0.1:{client.port}/Plone{text}"
        headers = {"Accept": "application/json"}
        changed = requests.patch(
            url,
            json={"title": title},
            auth=("admin", "admin"),
            headers=headers,
            timeout=60,
        )
        assert changed.status_code == 204
    begun = time.monotonic()
    for path in found:
        while (seen := get(path)).kept == "HIT":
            assert time.monotonic() - begun < 5, path
            time.sleep(0.1)
        assert f'{text}"' in seen.text
