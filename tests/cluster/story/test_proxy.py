"""The proxy keeps what visitors may share, nothing of anybody else, and forgets in time."""

from cluster_people import EDITOR
from cluster_people import SECTION
from cluster_story import SCRIPTS
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from source_tree import ROOT
from urllib.parse import urlsplit

import pytest
import re
import requests
import time

LIST = f"{SECTION}/@@reporters"
PAGES = (LIST, "", SECTION, f"{SECTION}/@@materials", f"{SECTION}/@@pbgdpl-search?q=a")
ADMIN = ("admin", "admin")
JSON = {"Accept": "application/json"}
KEPT = "plone.app.caching.terseCaching.plone.content.dynamic.smaxage"
NGINX = ROOT / "deploy" / "nginx"


@pytest.fixture(scope="module")
def served(story, parts, tmp_path_factory):
    """Yield the proxy in front of both clients, with Plone's caching switched on."""
    proxy = parts.Proxy(tmp_path_factory.mktemp("kept"))
    purge = f"http://127.0.0.1:{proxy.purge_port}"
    story.place.script(SCRIPTS / "caching.py", PBGDPL_PURGE=purge)
    clients = [parts.Client(story.place, name) for name in ("client1", "client2")]
    with parts.running(story.place, clients):
        proxy.start([client.port for client in clients])
        yield proxy, clients
        proxy.stop()


@pytest.fixture
def get(served):
    """Return a function that asks the proxy."""
    proxy, _clients = served

    def get(path="", verb="get", **how):
        return requests.request(
            verb, f"http://127.0.0.1:{proxy.port}/{path}", timeout=60, **how
        )

    return get


def patch(get, path, values):
    """Change something as the administrator."""
    return get(path, "patch", auth=ADMIN, json=values, headers=JSON)


def status(answer):
    return answer.headers["X-Cache-Status"]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_asked_for_once(get, page):
    path = f"{page}{'&' if '?' in page else '?'}once=1"
    first, second = get(path), get(path)
    assert (status(first), status(second)) == ("MISS", "HIT")
    assert first.text == second.text
    assert re.search(r"s-maxage=4\b", first.headers["Cache-Control"])
    assert "Set-Cookie" not in first.headers


def test_browsers_of_any_language_share_a_page_of_a_portal_of_one(get):
    """Which alone the demonstration has, and the shipped rules name."""
    path = f"{LIST}?q=lang"
    assert status(get(path, headers={"Accept-Language": "vi"})) == "MISS"
    assert status(get(path, headers={"Accept-Language": "en, vi;q=0.5"})) == "HIT"


def test_nothing_kept_is_for_whoever_is_logged_in(get):
    get(f"{LIST}?q=b")
    answer = get(f"{LIST}?q=b", auth=EDITOR)
    assert status(answer) == "BYPASS"
    assert "s-maxage" not in answer.headers["Cache-Control"]
    cookie = get(f"{LIST}?q=b", cookies={"__ac": "x"})
    assert status(cookie) == "BYPASS"


def test_nothing_of_them_is_kept(get):
    assert status(get(f"{LIST}?q=c", auth=EDITOR)) == "BYPASS"
    assert status(get(f"{LIST}?q=c")) == "MISS"


@pytest.mark.parametrize("path", ["@@pbgdpl-health", f"{SECTION}/@@ask-question"])
def test_never_kept(get, path):
    get(path)
    answer = get(path)
    assert answer.headers.get("X-Cache-Status", "MISS") in ("MISS", "BYPASS")
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_save_makes_it_forget(get, served):
    assert patch(get, "@registry", {KEPT: 600}).ok
    paths = (LIST, f"{LIST}?q=d", "@@reporters")
    for path in paths:
        get(path)
        assert status(get(path)) == "HIT"
    text = some_text(get)
    assert patch(get, text, {"title": "Đã sửa"}).ok
    end = time.monotonic() + 20
    while status(get(f"{LIST}?q=d")) == "HIT":
        assert time.monotonic() < end
        time.sleep(0.5)
    for path in (LIST, "@@reporters"):
        assert status(get(path)) == "MISS"


def test_a_run_makes_it_forget(get, served, story):
    """By the command that the timer starts: no request from outside changes anything."""
    path, place = f"{LIST}?q=g", story.place
    assert patch(get, "@registry", {KEPT: 600}).ok
    get(path)
    assert status(get(path)) == "HIT"
    story.server.edit_some(1)
    story.server.advance(hours=1)
    proxy, _clients = served
    place.run("pbgdpl-sync", place.etc / "zope.conf", "/Plone", "--source", "btp",
              "--budget", "300", "--url", f"http://127.0.0.1:{proxy.port}")  # fmt: skip
    assert status(get(path)) == "MISS"


def some_text(get):
    """Return the path of a public text in the section."""
    asked = {
        "portal_type": "LegalNews",
        "review_state": "published",
        "sort_on": "created",
    }
    found = get(f"{SECTION}/@search", auth=ADMIN, params=asked, headers=JSON).json()
    return urlsplit(found["items"][0]["@id"]).path.lstrip("/")


def test_a_page_that_nobody_asked_for_is_new_when_a_date_has_passed(get):
    """However many ask at once, and though nothing was written at that moment."""
    assert patch(get, "@registry", {KEPT: 4}).ok
    word, text = "xanhlam", some_text(get)
    begins = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(minutes=1)
    if begins - datetime.now(UTC) < timedelta(seconds=15):
        begins += timedelta(minutes=1)
    hidden = {"title": f"Tin {word}", "effective": begins.isoformat()}
    assert patch(get, text, hidden).ok
    path = f"{SECTION}/@@pbgdpl-search?q={word}"
    assert f'{text}"' not in get(path).text
    assert status(get(path)) == "HIT"
    time.sleep((begins - datetime.now(UTC)).total_seconds() + 1)
    with ThreadPoolExecutor(8) as readers:
        answers = list(readers.map(get, [path] * 8))
    assert all(f'{text}"' in answer.text for answer in answers)


def test_only_clients_may_say_so(get):
    """Production has the same: the purge server listens on the loopback interface alone."""
    conf = (NGINX / "pbgdpl.conf").read_text()
    assert "listen 127.0.0.1:8079;" in conf
    path = f"{LIST}?q=f"
    get(path)
    get(path, "PURGE")
    assert status(get(path)) == "HIT"


def test_old_pages_while_no_client_answers(get, served):
    """The last test of these clients: what was kept is better than an error."""
    _proxy, clients = served
    path = f"{LIST}?q=e"
    assert patch(get, "@registry", {KEPT: 2}).ok
    get(path)
    for client in clients:
        client.stop()
    time.sleep(2.5)
    answer = get(path)
    assert (answer.status_code, status(answer)) == (200, "STALE")
    assert get(f"{LIST}?q=never-kept").status_code == 502
