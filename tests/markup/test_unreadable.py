"""Signs that no page, form or feed can hold don't come into a section.

JSON can name half a pair of UTF-16 and NUL. One keyword with such a sign, and no form of the
portal that offers keywords could be opened; one title, and the homepage lost its section.
"""

from new_items import create
from plone import api
from public_content import publish
from sonla.pbgdpl.markup.unreadable import readable
from typing import Any

import pytest
import transaction

SIGNS = "\ud800\x00\x01\x1b\ufffe"
MARKED = f"Bài{SIGNS} mẫu"
CLEAN = "Bài mẫu"
PLAIN = {
    "title": MARKED,
    "description": f"{MARKED}\nhai\tdòng",
    "subjects": [MARKED],
    "author_name": CLEAN,
}


@pytest.fixture
def news(way: Any) -> Any:
    """Return a text that a client has sent with such signs everywhere."""
    body = {"@type": "LegalNews", **PLAIN, "text": f"<p>{MARKED}</p>"}
    way.rest("POST", way.unit, **body)
    return way.unit.objectValues()[-1]


def test_nothing_of_it_is_stored(news):
    assert news.title == CLEAN
    assert news.description == f"{CLEAN}\nhai\tdòng"
    assert news.subject == (CLEAN,)
    assert news.text.raw == f"<p>{CLEAN}</p>"


def test_nor_by_a_change(way, news):
    way.rest("PATCH", news, title=MARKED, subjects=[MARKED, "khác"])
    assert (news.title, news.subject) == (CLEAN, (CLEAN, "khác"))


def test_nor_by_a_form(way, news):
    way.fill(
        news,
        "/edit",
        "form.buttons.save",
        **{"IDublinCore.title": "Mới\x01\x1b", "IDublinCore.description": "a\x0bb"},
    )
    assert (news.title, news.description) == ("Mới", "a b")


def test_nor_by_a_copy(way):
    with api.env.adopt_roles(["Manager"]):
        outside = create(way.portal, "Document", title=MARKED, subject=(MARKED,))
        copy = api.content.copy(outside, way.unit)
    assert outside.title == MARKED, "outside of sections items are as they were"
    assert (copy.title, copy.subject) == (CLEAN, (CLEAN,))


def test_forms_and_pages_open(way, news):
    publish(news)
    transaction.commit()
    for place, name in (
        (way.unit, "/++add++LegalNews"),
        (news, "/edit"),
        (news, "/@@pbgdpl-save"),
        (way.portal, "/@@pbgdpl-centre"),
    ):
        assert way.ask("GET", place, name).status_code == 200, name
    found = way.rest("GET", way.unit, "/@search?Subject=B%C3%A0i%20m%E1%BA%ABu").json()
    assert [one["title"] for one in found["items"]] == [CLEAN]


def test_rows_and_lists():
    value = {"a": [MARKED, 1, None], "b": (MARKED, {"c": MARKED})}
    assert readable(value) == {"a": [CLEAN, 1, None], "b": (CLEAN, {"c": CLEAN})}


@pytest.mark.parametrize("value", ["a\n\tb\r\nc", ["a"], ("a",), {"a": 1}, None, 7])
def test_what_is_readable_is_the_same_object(value):
    assert readable(value) is value
