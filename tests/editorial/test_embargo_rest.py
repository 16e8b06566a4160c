"""REST search tells visitors nothing of what is not effective yet."""

from DateTime import DateTime
from made_once import made_once
from rich_texts import rich
from sonla.pbgdpl.editorial import embargo
from urllib.parse import quote

import json
import pytest

FOUND, EARLY = "Đã công bố", "Sắp công bố"
INACTIVE = {
    "i": "show_inactive",
    "o": "plone.app.querystring.operation.string.showInactive",
    "v": ["Anonymous"],
}
ALL_NEWS = {
    "i": "portal_type",
    "o": "plone.app.querystring.operation.selection.any",
    "v": ["News Item"],
}


def news(site, title, container=None):
    fields = {"title": title, "text": rich(f"<p>{title}</p>")}
    if container is not None:
        fields["container"] = container
    return site.make("contributor", "News Item", **fields)


@pytest.fixture
def texts(site):
    """Publish one text now, one for later, and one in a folder that comes later."""

    def make(_portal):
        site.publish(news(site, FOUND))
        early = news(site, EARLY)
        folder = site.make("contributor", "Folder", title="Thư mục")
        inside = news(site, f"{EARLY} trong thư mục", folder)
        early.effective_date = folder.effective_date = DateTime() + 10
        for one in (early, folder, inside):
            site.publish(one)
            one.reindexObject()

    made_once(site.portal, make)
    site.save()
    return site


@pytest.mark.parametrize("whole", [0, 1])
@pytest.mark.parametrize(("user", "number"), [("", 1), ("member", 1), ("editor", 3)])
def test_search(texts, user, number, whole):
    path = f"/@search?portal_type=News%20Item&show_inactive=1&fullobjects={whole}"
    found = texts.rest("GET", texts.portal, path, user).json()
    assert found["items_total"] == len(found["items"]) == number
    assert FOUND in str(found)
    assert (EARLY in str(found)) == (number > 1)


@pytest.mark.parametrize(("user", "number"), [("", 1), ("editor", 2)])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_querystring_search(texts, user, number, method):
    """Those who work in the section find what core finds: not what is early itself."""
    sent = {"query": [ALL_NEWS, INACTIVE], "fullobjects": True}
    path, how = "/@querystring-search", {"json": sent}
    if method == "GET":
        path, how = f"{path}?query={quote(json.dumps(sent))}", {}
    answer = texts.rest(method, texts.portal, path, user, **how)
    assert answer.json()["items_total"] == number
    assert (EARLY in str(answer.json())) == (number > 1)


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16-le", "utf-16-be"])
def test_no_encoding_of_a_query_gets_past(texts, coding):
    """Core reads bytes, whose encoding JSON's reader finds out."""
    sent = json.dumps({"query": [ALL_NEWS, INACTIVE], "fullobjects": True})
    query = quote(sent.encode(coding))
    answer = texts.rest("GET", texts.portal, f"/@querystring-search?query={query}", "")
    assert FOUND in str(answer.json()) or answer.status_code == 400
    assert EARLY not in str(answer.json())


PATH = "plone.app.querystring.operation.string.path"
UNREADABLE = [
    "x",
    7,
    ["x"],
    [[]],
    [{}],
    [{"i": "path", "o": PATH, "v": None}],
    [{"i": "path", "o": PATH, "v": 7}],
    [{"i": "path", "o": "khong.co", "v": "/"}],
    [{"i": "path", "o": ["x"], "v": "/"}],
]
"""Queries on which core fails."""


def ask_query(site, method, sent):
    path, how = "/@querystring-search", {"json": sent}
    if method == "GET":
        path, how = f"{path}?query={quote(json.dumps(sent))}", {}
    return site.rest(method, site.portal, path, **how)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_query_without_meaning_is_refused(site, method):
    site.save()
    found = [ask_query(site, method, {"query": one}) for one in UNREADABLE]
    found.append(ask_query(site, method, ["x"]))
    found.append(ask_query(site, method, {"query": [ALL_NEWS], "b_size": -1}))
    assert {answer.status_code for answer in found} == {400}
    quoted = [{**ALL_NEWS, "v": ["50% & more"]}]
    assert ask_query(site, method, {"query": quoted}).status_code == 200


def asked_for_many(site, whole):
    """Yield the answers of each way to ask for more than comes at once."""
    for method in ("GET", "POST"):
        sent = {"query": [ALL_NEWS], "b_size": 700, "fullobjects": whole}
        yield ask_query(site, method, sent).json()
    path = "?portal_type=News%20Item" + "&fullobjects=1" * whole
    for place, name in ((site.portal, "/@search"), (site.unit, "")):
        yield site.rest("GET", place, f"{name}{path}&b_size=700", "editor").json()


def test_whole_items_come_a_hundred_at_a_time(site, monkeypatch):
    assert embargo.MAX_WHOLE == 100
    monkeypatch.setattr(embargo, "MAX_WHOLE", 2)
    for number in range(3):
        site.publish(news(site, f"Tin {number}"))
    site.save()
    for whole, number in ((True, 2), (False, 3)):
        found = [len(answer["items"]) for answer in asked_for_many(site, whole)]
        assert found == [number] * 4
