"""Each picture of the handbook can be taken, and shows what its page says of it."""

from handbook_pictures import Picture
from handbook_pictures import PICTURES
from page_checks import overflow
from page_checks import shoot
from playwright.sync_api import Page
from sonla.demonstration.create import DEMO_ACCOUNTS
from sonla.pbgdpl.core.paths import path_in_portal
from sonla.pbgdpl.options.forms.drafts import drafts
from sonla.pbgdpl.options.learning.learners import Learner
from sonla.pbgdpl.options.learning.learners import learners_of
from sonla.pbgdpl.training import COURSE_TYPE
from typing import Any
from vietnamese_portal import PASSWORD

import pytest
import re

SECTION = "pho-bien-giao-duc-phap-luat"
HIGHEST = 760
MARGIN = 12
PASSWORDS = {login: password for login, password, *_names in DEMO_ACCOUNTS}


def address(portal: Any, picture: Picture) -> str:
    """Return the address of a picture's page."""

    def found(match: re.Match[str]) -> str:
        kind, _colon, name = match[1].partition(":")
        if kind == "section":
            return SECTION
        if kind == "learner":
            course, code, _learner = learning(portal, name)
            return f"{path_in_portal(course)}/@@learn?code={code}"
        if kind == "certificate":
            return f"@@verify?code={learning(portal, name)[2].certificate}"
        if kind == "draft":
            return next(drafts()).id
        root = "/".join(portal.getPhysicalPath())
        asked = {"portal_type": name} if kind == "type" else {}
        brains = portal.portal_catalog.unrestrictedSearchResults(path=root, **asked)
        named = [one for one in brains if kind == "type" or one.Title.startswith(name)]
        assert named, f"{picture.name}: there is no {match[1]}"
        return min(one.getPath() for one in named).removeprefix(f"{root}/")

    return f"{portal.absolute_url()}/" + re.sub(r"{([^}]+)}", found, picture.address)


def learning(portal: Any, name: str) -> tuple[Any, str, Learner]:
    """Find who learns online: the course, their code, and how far they are."""
    brains = portal.portal_catalog.unrestrictedSearchResults(portal_type=COURSE_TYPE)
    return next(
        (brain.getObject(), code, learner)
        for brain in brains
        for code, learner in learners_of(brain.getObject()).items()
        if learner.name == name
    )


STANDS_STILL = """() => document.getAnimations().every(
    one => one.playState !== 'running'
)"""
"""A menu that is just opening moves and becomes visible by and by."""


def look(page: Page, picture: Picture, url: str) -> list[str]:
    """Bring the page to what the picture shows, take it, and name what is wrong."""
    page.set_viewport_size(picture.viewport)
    answer = page.goto(url)
    page.wait_for_load_state("networkidle")
    if picture.menu:
        page.locator(picture.menu).first.click()
        page.wait_for_function(STANDS_STILL)
    if picture.button:
        page.get_by_role("button", name=picture.button, exact=True).click()
        page.wait_for_load_state("networkidle")
    found = [] if answer.ok else [f"{picture.name}: {answer.status}"]
    shown = page.get_by_text(picture.word).filter(visible=True)
    if not shown.count():
        found.append(f"{picture.name}: nowhere is {picture.word}")
    if overflow(page) > 0:
        found.append(f"{picture.name}: sticks out by {overflow(page)} pixels")
    shoot(page, picture.name, clip=window(page, picture))
    return found


def window(page: Page, picture: Picture) -> dict[str, float]:
    """Return what the picture shows: with a menu all, else the beginning of its part."""
    whole = {"x": 0, "y": 0, **picture.viewport}
    middle = page.locator(picture.part).bounding_box()
    if picture.menu or middle is None:
        return {**whole, "height": HIGHEST}
    top = max(middle["y"] - MARGIN, 0)
    height = min(HIGHEST, middle["height"] + 2 * MARGIN, whole["height"] - top)
    return {**middle, "y": top, "height": height}


@pytest.mark.long
def test_each_page_is_as_the_handbook_shows_it(demonstration, as_person, log_in):
    pages: dict[str | None, Page] = {}
    found = []
    for picture in PICTURES:
        if picture.person not in pages:
            pages[picture.person] = as_person()
            if picture.person:
                word = PASSWORDS.get(picture.person, PASSWORD)
                log_in(pages[picture.person], picture.person, word)
        page = pages[picture.person]
        found += look(page, picture, address(demonstration, picture))
    assert found == []
