"""However many texts there are, a page wakes a limited number of them."""

from desk_content import acting
from desk_content import write
from made_once import made_once
from plone import api
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.editorial.pages import checks
from zope.interface import alsoProvides

import lxml.html
import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

COMPLETE = {"legal_fields": ("dat-dai",)}


@pytest.fixture
def letters(unit):
    """Return six texts, of which B, D, E and F lack a field of law; behind them their unit."""

    def make(_portal):
        return [
            write(unit, "tac-gia", letter, **(COMPLETE if letter in "AC" else {}))
            for letter in "ABCDEF"
        ]

    return made_once(api.portal.get(), make)


@pytest.fixture
def limits(monkeypatch):
    """Set how many findings a page shows and how many texts it wakes."""

    def set_limits(page_size, most_texts):
        monkeypatch.setattr(checks, "PAGE_SIZE", page_size)
        monkeypatch.setattr(checks, "MAX_TEXTS", most_texts)

    return set_limits


@pytest.fixture
def look(unit, limits):
    def ask(**form):
        request = unit.REQUEST.clone()
        alsoProvides(request, IBrowserLayer)
        request.form.update(form)
        with acting("tac-gia"):
            view = api.content.get_view("pbgdpl-check", unit, request)
            return view, lxml.html.fromstring(view())

    return ask


def titles(document):
    return [link.text for link in document.cssselect("#content li > div > a")]


def next_start(document):
    links = document.cssselect("#pbgdpl-check-next")
    return links[0].get("href").rpartition("start=")[2] if links else None


def walk_through(look):
    """Follow the link to the next texts to the end; give the titles of each page."""
    pages, start = [], "0"
    while start is not None:
        view, document = look(start=start)
        assert view.checked.looked_at <= checks.MAX_TEXTS
        pages.append(titles(document))
        start = next_start(document)
    return pages


def test_all_at_once_where_they_are_few(letters, look):
    view, document = look()
    assert titles(document) == list("BDEF")
    assert view.checked.complete and next_start(document) is None
    assert document.cssselect("h2 .badge")[0].text == "4"
    assert not document.cssselect("[role=status]")


def test_page_ends_when_it_is_full(letters, look, limits):
    limits(2, 500)
    assert walk_through(look) == [["B", "D"], ["E", "F"], []]


def test_page_ends_when_enough_texts_were_loaded(letters, look, limits):
    limits(50, 1)
    assert walk_through(look) == [[], ["B"], [], ["D"], ["E"], ["F"], []]


def test_empty_page_in_between_does_not_say_that_all_is_well(letters, look, limits):
    limits(50, 1)
    _view, document = look()
    assert not document.cssselect("#pbgdpl-check-empty")
    assert document.cssselect("#pbgdpl-check-none-yet")
    (status,) = document.cssselect("[role=status]")
    assert " ".join(status.text_content().split()).endswith("1–1 of 7, by title.")


def test_way_back_to_the_beginning_keeps_the_question(letters, look, limits):
    limits(1, 500)
    _view, document = look(start="2", check="field-of-law", state="draft")
    (first, following) = document.cssselect("#content p > a.btn")
    for link, start in ((first, None), (following, "4")):
        assert "check=field-of-law" in link.get("href")
        assert "state=draft" in link.get("href")
        assert ("start=" in link.get("href")) is (start is not None)
    assert following.get("href").endswith("start=4")


@pytest.mark.parametrize("start", ["x", "-1", "٣", ""])
def test_nonsense_begins_at_the_beginning(letters, look, start):
    assert titles(look(start=start)[1]) == list("BDEF")


def test_start_beyond_the_end_shows_the_last(letters, look):
    assert titles(look(start="99", check="field-of-law")[1]) == ["F"]


def test_chosen_check_looks_at_its_types_only(letters, look):
    view, _document = look(check="guidance")
    assert view.checked.total == 0
