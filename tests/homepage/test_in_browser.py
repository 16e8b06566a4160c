"""The homepage centre in a real browser: on a phone, by keyboard, without scripts."""

from browser_fixtures import PHONE
from page_checks import faults
from page_checks import overflow
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from urllib.parse import urlsplit

import public_content
import pytest
import transaction

CENTRE = "#pbgdpl-homepage-centre"
YOUTUBE = "https://www.youtube.com/watch?v=abcdefghijk"


@pytest.fixture
def hosts(page):
    """Collect the hosts that the browser asks."""
    asked = set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).hostname))
    return asked


@pytest.fixture
def two_stories(served):
    """Return the portal with a second story: the first one leads, apart from the tabs."""
    public_content.make(served["pho-bien-giao-duc-phap-luat"], "LegalNews", "Tin hai")
    transaction.commit()
    return served


@pytest.fixture
def outside_video(served):
    """Return a published video that stands at another host."""
    video = public_content.make(
        served["pho-bien-giao-duc-phap-luat"],
        "EducationMaterial",
        "Video ở nơi khác",
        kind="video",
        external_url=YOUTUBE,
        poster=public_content.picture(),
        poster_alt="Người đọc báo",
    )
    transaction.commit()
    return video


def test_tabs_need_no_script(two_stories, chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(two_stories.absolute_url())
    news = page.locator(f"{CENTRE} [data-block=news]")
    assert not news.is_visible()
    page.locator(f"{CENTRE} label", has_text="News").click()
    assert news.is_visible()
    assert not page.locator(f"{CENTRE} [data-block=introductions]").is_visible()
    context.close()


def test_tabs_by_keyboard(served, page):
    page.goto(served.absolute_url())
    page.locator(f"{CENTRE} input[type=radio]").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(f"{CENTRE} [data-block=materials]").is_visible()


def test_is_accessible(served, page):
    page.goto(served.absolute_url())
    assert faults(page, CENTRE) == []


@pytest.mark.parametrize(
    "portal_type", ["LegalNews", "LegalIntroduction", "Guidance", "EducationMaterial"]
)
def test_texts_are_accessible_and_fit_a_phone(served, page, portal_type):
    brain = api.content.find(portal_type=portal_type)[0]
    page.set_viewport_size(PHONE)
    page.goto(brain.getURL())
    assert faults(page, ".pbgdpl-text") == []


def test_homepage_fits_a_phone(served, page):
    page.set_viewport_size(PHONE)
    page.goto(served.absolute_url())
    assert overflow(page) <= 0


@pytest.mark.long
def test_form_of_the_section_fits_a_phone(served, page, log_in):
    page.set_viewport_size(PHONE)
    log_in(page, SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    page.goto(f"{served.absolute_url()}/pho-bien-giao-duc-phap-luat/edit")
    page.wait_for_selector("form[data-pbgdpl-draft=ready]")
    assert overflow(page) <= 0


def test_nothing_from_elsewhere_before_a_click(served, outside_video, page, hosts):
    home = urlsplit(served.absolute_url()).hostname
    page.goto(served.absolute_url())
    page.goto(outside_video.absolute_url())
    page.wait_for_load_state("networkidle")
    assert hosts == {home}


def test_player_comes_with_the_click(served, outside_video, page):
    page.route("https://www.youtube-nocookie.com/**", lambda route: route.abort())
    page.goto(outside_video.absolute_url())
    page.locator("a[data-pbgdpl-embed]").click()
    frame = page.locator(".pbgdpl-embed iframe")
    frame.wait_for()
    assert frame.get_attribute("title") == "Video ở nơi khác"
    assert frame.get_attribute("src").startswith(
        "https://www.youtube-nocookie.com/embed/abcdefghijk"
    )
