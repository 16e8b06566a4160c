"""A slow block costs the blocks behind it this answer, and nobody the homepage."""

from lxml import html
from public_content import registered_block
from public_content import SampleBlock
from sonla.pbgdpl.homepage import rendering
from sonla.pbgdpl.homepage.interfaces import BlockContent
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import logging
import pytest
import time

BLOCKS = ("slow", "other", "news", "materials")
"""What nobody registers is passed over."""


class Clock:
    """Tell a time that only passes when somebody says so."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(rendering, "monotonic", clock)
    return clock


@pytest.fixture
def slow(clock):
    """Register a block that takes as long as its list says, time after time."""
    seconds = []

    class Slow(SampleBlock):
        def render(self, options):
            clock.now += seconds.pop(0)
            return BlockContent("<p>Chậm</p>")

    with registered_block("slow", Slow):
        yield seconds


@pytest.fixture
def show(site, texts, http_request, render):
    def panels():
        shown = render(site, http_request, homepage_blocks=BLOCKS)
        found = html.fromstring(shown).cssselect("[data-block]")
        return {panel.get("data-block"): panel for panel in found}

    return panels


def entries(panel):
    return panel.cssselect("li")


def test_blocks_in_time_are_all_shown(show, slow):
    slow.append(rendering.BUDGET - 0.1)
    panels = show()
    assert list(panels) == ["slow", "news", "materials"]
    assert entries(panels["news"]) and entries(panels["materials"])


def test_no_block_begins_when_the_time_is_up(show, slow, caplog):
    slow.append(rendering.BUDGET)
    with caplog.at_level(logging.WARNING, rendering.__name__):
        panels = show()
    assert "Chậm" in panels["slow"].text_content()
    for name in ("news", "materials"):
        assert not entries(panels[name])
        (link,) = panels[name].cssselect("a")
        assert "/@@" in link.get("href")
        assert link.text_content().strip()
    assert "no time for news, materials: slow 2.0 s" in caplog.text


def test_nobody_waits_for_a_slow_block_again_at_once(show, slow):
    slow.append(rendering.BUDGET + 7)
    first = show()
    assert not entries(first["news"])
    assert list(show()) == list(first)
    assert slow == []


def test_the_rest_comes_when_the_region_is_made_anew(show, slow, monkeypatch):
    monkeypatch.setattr(rendering, "RETRY_DAYS", 0)
    slow.extend([rendering.BUDGET + 7, 0])
    assert not entries(show()["news"])
    panels = show()
    assert entries(panels["news"]) and entries(panels["materials"])


def test_what_is_changed_meanwhile_is_shown(show, slow, texts):
    slow.extend([5, 0])
    show()
    texts["LegalNews"].title = "Tiêu đề mới"
    notify(ObjectModifiedEvent(texts["LegalNews"]))
    assert "Tiêu đề mới" in show()["news"].text_content()
    assert slow == []


def test_a_block_that_raises_when_asked_for_its_list_is_left_out(show, slow, caplog):
    class Broken(SampleBlock):
        def more_url(self, options):
            raise ValueError("<broken>")

    slow.append(5)
    with registered_block("other", Broken):
        assert list(show()) == ["slow", "news", "materials"]
    assert "<broken>" in caplog.text


def test_a_block_that_really_sleeps(show, monkeypatch):
    monkeypatch.setattr(rendering, "BUDGET", 0.05)

    class Sleeping(SampleBlock):
        def render(self, options):
            time.sleep(0.1)
            return BlockContent("<p>Ngủ</p>")

    with registered_block("slow", Sleeping):
        panels = show()
        assert not entries(panels["news"])
