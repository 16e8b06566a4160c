"""Whoever sent a body is told what left it, in the way in which it was sent."""

from new_items import create
from plone import api
from sonla.pbgdpl.markup.messages import as_header
from sonla.pbgdpl.markup.messages import HEADER
from sonla.pbgdpl.markup.messages import in_words
from sonla.pbgdpl.markup.messages import MAX_IN_HEADER
from sonla.pbgdpl.markup.removed import Removed

import json
import pytest

FRAME = Removed("frame", "evil.example", "Bà con nghe")


def item_in(way):
    with api.env.adopt_roles(["Manager"]):
        return create(way.unit, "LegalNews", title="Bài")


def test_rest_clients_are_told_in_a_header(way):
    item = item_in(way)
    text = '<p>a<iframe src="https://evil.example/x"></iframe><font>b</font></p>'
    answer = way.rest("PATCH", item, text=text)
    assert json.loads(answer.headers[HEADER]) == [
        {"kind": "frame", "what": "evil.example", "count": 1},
        {"kind": "format", "what": "font", "count": 1},
    ]
    assert "Set-Cookie" not in answer.headers
    assert HEADER not in way.rest("PATCH", item, text="<p>a</p>").headers


def test_authors_are_told_on_the_page_after_the_form(way):
    item = item_in(way)
    text = '<p>a<iframe src="https://evil.example/x"></iframe></p>'
    answer = way.fill(
        item, "/edit", "form.buttons.save", **{"IRichTextBehavior.text": text}
    )
    assert "Left out of “Bài”: embedded frames: 1 (evil.example)." in answer.text


def test_the_header_is_ascii_and_short():
    removed = [Removed("class", f"lớp-{number}" * 9, "") for number in range(50)]
    header = as_header(removed)
    assert header.isascii() and len(header) < 8 * 1024
    assert len(json.loads(header)) == MAX_IN_HEADER


def test_words_are_counted_and_name_a_few(http_request):
    removed = [FRAME, FRAME, Removed("class", "một", "")]
    removed += [Removed("style", name, "") for name in ("a", "b", "c", "d")]
    removed += [Removed("comment", "comment", "")]
    assert in_words(removed, http_request) == (
        "embedded frames: 2 (evil.example); "
        "styles that are not allowed: 4; "
        "formats of other programs or pages: 1; other formatting: 1"
    )


@pytest.mark.parametrize(
    "places,told",
    [
        ([""], "at the beginning of the text"),
        (["", "Điều 1", "Điều 1"], "at the beginning of the text, after “Điều 1”"),
        (["a", "b", "c", "d"], "after “a”, after “b”, after “c”, …"),
    ],
)
def test_the_place_of_each_pasted_picture_is_told(http_request, places, told):
    removed = [Removed("pasted", "", place) for place in places]
    assert in_words(removed, http_request) == (
        f"pasted pictures that were not uploaded: {len(places)} ({told}); "
        "upload them and insert them again"
    )
