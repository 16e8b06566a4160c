"""What stands at the top of a situation is what its writer put there, whatever the steps say."""

from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from plone import api
from plone.app.testing import logout
from sonla.pbgdpl.exchange.exporter import record_of
from sonla.pbgdpl.exchange.formats.jsonld import dump
from sonla.pbgdpl.situations.rules import BOX
from zope.component import getMultiAdapter

import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

MARK = "bước-"
"""Begins each cell of a step, so that it is known wherever it stands."""
CELLS = ("title", "what", "office", "papers", "fee", "time_limit", "legal_basis")
LEVELS = (None, "tu-lam", "ubnd-xa", "toa-khu-vuc")
FACTS = ".is-situation > article > div:first-child > dl.pbgdpl-facts > div"

words = st.text("Aạđ1. ;", max_size=8)
boxes = st.fixed_dictionaries({name: words | st.none() for name in BOX})
cells = st.fixed_dictionaries(
    {"level": st.sampled_from(LEVELS)},
    optional={name: words.map(MARK.__add__) for name in CELLS},
)


def said(text):
    return " ".join((text or "").split())


def box_of(page):
    """List what the box of a page says, without its headings."""
    return [said(one.text_content()) for one in page.cssselect(f"{FACTS} > dd")]


@given(box=boxes, steps=st.lists(cells, max_size=4))
def test_the_box_holds_what_was_written_and_nothing_else(
    situation, section, http_request, day, made, box, steps
):
    item = made(situation)
    item.steps = steps
    for name, value in box.items():
        setattr(item, name, value)
    logout()
    written = [said(box[name]) for name in BOX if said(box[name])]
    page = html.fromstring(getMultiAdapter((item, http_request), name="view")())
    assert box_of(page) == written
    assert [one.tag for one in page.cssselect(FACTS)] == ["div"] * len(written)
    for one in page.cssselect(".pbgdpl-steps"):
        one.drop_tree()
    assert MARK not in html.tostring(page, encoding="unicode")
    record = record_of(item)
    head = html.fromstring(f"<div>{record.get('body') or ''}</div>").xpath("./p")
    assert [said(one.text_content().partition(": ")[2]) for one in head] == written
    outside = {key: value for key, value in dump(record).items() if key != "text"}
    assert MARK not in str(outside)


@pytest.fixture
def made():
    """Make a situation once for all examples."""
    found = []

    def make(situation):
        if not found:
            found.append(situation(summary=("Đọc kỹ.",)))
        return found[0]

    return make


@pytest.mark.sample(None)
@pytest.mark.parametrize("name", ["situations", "pbgdpl-search"])
def test_no_list_shows_a_cell_of_a_step(situation, section, http_request, name):
    """Feeds show what the record says, of which the test above asks."""
    item = situation(summary=("Đọc kỹ.",), steps=[dict.fromkeys(CELLS, MARK)])
    logout()
    http_request.form["SearchableText"] = item.title
    page = api.content.get_view(name, section, http_request)()
    assert item.absolute_url() in page
    assert MARK not in page


def test_the_saved_copy_has_the_same_box(situation, http_request):
    box = dict(zip(BOX, ("Ở xã", "3 ngày", "Trước 1/1", "Không"), strict=True))
    item = situation(steps=[{"title": "Nộp", "fee": "70.000 đồng"}], **box)
    view = api.content.get_view("pbgdpl-save", item, http_request)
    page = html.fromstring(view().decode())
    found = page.xpath("//dl[contains(@class, 'pbgdpl-facts')]/div/dd")
    assert [said(one.text_content()) for one in found] == list(box.values())
