"""REST search tells visitors nothing of what is not effective yet."""

from DateTime import DateTime
from rich_texts import rich
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
    site.publish(news(site, FOUND))
    early = news(site, EARLY)
    folder = site.make("contributor", "Folder", title="Thư mục")
    inside = news(site, f"{EARLY} trong thư mục", folder)
    early.effective_date = folder.effective_date = DateTime() + 10
    for one in (early, folder, inside):
        site.publish(one)
        one.reindexObject()
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
