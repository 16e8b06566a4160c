"""Watching and hearing over real HTTP: parts of files, captions, nothing before a click."""

from page_checks import shoot
from page_checks import VIEWS
from playwright.sync_api import expect
from plone.namedfile.file import NamedBlobFile
from public_content import make
from public_content import make_section
from source_tree import ROOT
from vietnamese_portal import speak_vietnamese

import pytest
import requests
import transaction

DEMO = ROOT / "distributions/demonstration/src/sonla/demonstration/data"
OUTSIDE = "https://www.youtube.com/watch?v=abcdefghijk"


@pytest.fixture
def film(functional_portal):
    """Return a public film with captions and transcript."""
    speak_vietnamese(functional_portal)
    made = make(
        make_section(functional_portal),
        "EducationMaterial",
        "Phim mẫu",
        kind="video",
        file=NamedBlobFile(
            (DEMO / "video-mau.webm").read_bytes(), "video/webm", "p.webm"
        ),
        captions=NamedBlobFile(
            (DEMO / "video-mau.vtt").read_bytes(), "text/vtt", "p.vtt"
        ),
        transcript="Lời của phim",
    )
    transaction.commit()
    return made


@pytest.mark.parametrize("media_type", ["video/webm", "audio/mpeg"])
def test_parts_of_a_file_can_be_asked_for(film, media_type):
    film.file.contentType = media_type
    transaction.commit()
    url, whole = f"{film.absolute_url()}/@@download/file/p.webm", film.file.data
    answer = requests.get(url, headers={"Range": "bytes=100-199"}, timeout=60)
    assert answer.status_code == 206
    assert answer.content == whole[100:200]
    assert answer.headers["Content-Range"] == f"bytes 100-199/{len(whole)}"
    assert answer.headers["Content-Type"].startswith(media_type)
    rest = requests.get(url, headers={"Range": "bytes=-50"}, timeout=60)
    assert (rest.status_code, rest.content) == (206, whole[-50:])


def comes_true(page, expression):
    """Wait for something in a page, in which scripts may be forbidden."""
    for _ in range(150):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(expression)


@pytest.mark.parametrize(("viewport", "script"), VIEWS)
def test_film_plays_with_captions(film, as_person, viewport, script):
    """The element of HTML plays by itself; a script only could stand in its way."""
    page = as_person(viewport=viewport, java_script_enabled=script)
    loaded = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(film.absolute_url())
    page.wait_for_load_state("networkidle")
    assert not [url for url in loaded if "@@download/file" in url]
    track = page.locator("video track")
    assert track.get_attribute("label") == "Phụ đề (Tiếng Việt)"
    assert track.get_attribute("srclang") == "vi"
    # The browser's own button, which belongs to no script of the page.
    page.evaluate("document.querySelector('video').play()")
    comes_true(page, "document.querySelector('video').currentTime > 0.2")
    comes_true(page, "document.querySelector('video').textTracks[0].cues?.length > 0")
    assert (
        page.evaluate("document.querySelector('video').textTracks[0].mode") == "showing"
    )
    assert [url for url in loaded if "@@download/file" in url]
    shoot(page, "film-with-captions")


def test_transcript_is_read_without_scripts(film, chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(film.absolute_url())
    page.locator("details.pbgdpl-transcript summary").click()
    expect(page.get_by_text("Lời của phim")).to_be_visible()
    context.close()


def test_outside_player_asks_nobody_before_the_click(film, page):
    film.file = None
    film.external_url = OUTSIDE
    transaction.commit()
    asked = []
    page.route(
        "**/embed/**",
        lambda route: route.fulfill(content_type="text/html", body="<p>phim</p>"),
    )
    page.on("request", lambda request: asked.append(request.url))
    page.goto(film.absolute_url())
    page.wait_for_load_state("networkidle")
    own = film.absolute_url().split("/")[2]
    assert {url.split("/")[2] for url in asked} == {own}
    page.locator("a[data-pbgdpl-embed]").click()
    expect(page.frame_locator("iframe").get_by_text("phim")).to_be_visible()
    frame = page.locator(".pbgdpl-embed iframe")
    assert frame.get_attribute("title") == "Phim mẫu"
    assert "www.youtube-nocookie.com" in {url.split("/")[2] for url in asked}
    assert page.context.cookies() == []


def test_outside_player_without_scripts_is_a_link(film, chromium):
    film.file, film.external_url = None, OUTSIDE
    transaction.commit()
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(film.absolute_url())
    assert page.locator("a.pbgdpl-embed-start").get_attribute("href") == OUTSIDE
    context.close()
