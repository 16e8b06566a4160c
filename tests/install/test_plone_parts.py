"""A portal in which Plone has no portlets, content rules and versions gets the add-on all the same."""

from content_types import OWN_TYPES
from lxml import html
from reporting_script import report_of

import pytest

pytestmark = pytest.mark.served


@pytest.fixture(scope="module")
def report():
    """Return what a portal shows where these are refused to all that is ours."""
    return report_of("without_parts.py")


def test_each_of_the_parts_was_asked_for_and_refused(report):
    assert {
        "plone.app.contentrules",
        "plone.app.portlets",
        "plone.app.versioningbehavior.subscribers",
    } <= set(report["refused"])
    assert report["modules"] == []


def test_the_homepage_shows_its_centre(report):
    (centre,) = html.fromstring(report["home"]).xpath(
        "//*[@id='content']//*[@id='pbgdpl-homepage-centre']"
    )
    assert "A text that visitors see" in centre.text_content()
    assert centre.xpath(".//form[@role='search']")
    assert report["status"] == "shown"


def test_administrators_are_led_to_the_settings(report):
    assert report["manage"].endswith("@@pbgdpl-settings")


def test_it_leaves_again(report):
    assert "pbgdpl" not in report["home_after"]
    assert set(OWN_TYPES).isdisjoint(report["types_after"])
