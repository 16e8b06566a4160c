"""What holds of every page that people see, and pictures of it.

`PBGDPL_SCREENSHOTS` names a folder in which the pictures are kept, a folder a package; `make
test` names one.
"""

from axe_playwright_python.sync_playwright import Axe
from browser_fixtures import PHONE
from contextlib import suppress
from pathlib import Path
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError
from typing import Any

import os
import pytest

SCREEN = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 640}
VIEWS = [
    pytest.param(PHONE, True, id="phone"),
    pytest.param(PHONE, False, id="phone-no-script", marks=pytest.mark.long),
    pytest.param(SCREEN, True, id="screen", marks=pytest.mark.long),
    pytest.param(SCREEN, False, id="screen-no-script"),
]
"""Size of the screen, and whether there is JavaScript: two of four, unless all are run."""
EDITORS_ARE_READY = """() => {
    const counts = [...document.querySelectorAll('.tox-statusbar__wordcount')];
    const edited = new Set(
        [...document.querySelectorAll('textarea.pat-tinymce')].map(one => one.name)
    );
    for (const format of document.querySelectorAll('.pat-textareamimetypeselector')) {
        if (format.value === 'text/html') {
            edited.add(format.name.replace('.mimeType', ''));
        }
    }
    return counts.length >= edited.size && counts.every(count => count.textContent);
}"""
"""An editor that a busy machine brings late has a button without a name at first: the words
are not counted yet. Where a text may have several formats its editor is named by its format."""
SCRIPTS_RUN = "matchMedia('(scripting: enabled)').matches"
COLOURS_ARE_FINAL = """() => !document.getAnimations().some(
    one => one instanceof CSSTransition
)"""
"""A button that is just changing its colours has others for a moment."""
COLOURS_TAKE = 20_000
"""Milliseconds after which colours are taken as they are: some may change for ever."""
THUMB = 44
"""Pixels that a control is high at least (WCAG 2.2, criterion 2.5.5)."""
TARGETS = """([part, least]) => {
    const controls = ':is(a[href], button, input, select, textarea, summary)';
    const high = node => Math.max(
        ...[node, ...(node.labels ?? []), ...(node.closest('label') ? [node.closest('label')] : [])]
            .map(one => one.getBoundingClientRect().height)
    );
    const inSentence = node => node.matches('a') && getComputedStyle(node).display === 'inline'
        && [...node.parentNode.childNodes].some(
            one => one.nodeType === Node.TEXT_NODE && one.textContent.trim()
        );
    return [...document.querySelectorAll(`${part} ${controls}`)]
        .filter(node => node.checkVisibility({visibilityProperty: true, opacityProperty: true}))
        .filter(node => !node.closest('.tox') && !inSentence(node) && high(node) < least)
        .map(node => `${Math.round(high(node))}: ${node.outerHTML.slice(0, 140)}`);
}"""
CONNECTIONS_TAKE = 20_000
"""Milliseconds after which a page is taken as it is: a film may keep its connection open."""
SCREENSHOTS = os.environ.get("PBGDPL_SCREENSHOTS")


def faults(page: Page, part: str = "#content") -> list[tuple[str, str]]:
    """Return what axe finds in a part of the page, and whether the page sticks out."""
    found = [(rule, node["html"][:200]) for rule, node in violations(page, part)]
    beyond = overflow(page)
    return found + ([("too wide", f"{beyond} px: {page.url}")] if beyond > 0 else [])


def violations(page: Page, part: str | None = None) -> list[tuple[str, dict[str, Any]]]:
    """List rule and node of what axe finds in a part of the page, or in all of it.

    What is judged is the whole page as people have it before them.
    """
    wait_until_drawn(page)
    response = Axe().run(page, context=part).response
    return [
        (violation["id"], node)
        for violation in response["violations"]
        for node in violation["nodes"]
    ]


def wait_until_drawn(page: Page) -> None:
    """Wait until a page has come, its editors are ready and its colours are final.

    A click is over as soon as the next page begins to come, which may be before its first
    element is there.
    """
    page.wait_for_load_state("load")
    # Without scripts there is no editor, and Playwright would wait for ever.
    if not page.evaluate(SCRIPTS_RUN):
        return
    page.wait_for_function(EDITORS_ARE_READY)
    with suppress(TimeoutError):
        page.wait_for_function(COLOURS_ARE_FINAL, timeout=COLOURS_TAKE)


def settle(page: Page) -> None:
    """Wait until the scripts of a page have done what they do.

    A film that is only begun may keep its connection open: then the page is taken as it
    is after a while.
    """
    page.wait_for_load_state("load")
    with suppress(TimeoutError):
        page.wait_for_load_state("networkidle", timeout=CONNECTIONS_TAKE)
    wait_until_drawn(page)


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than the screen."""
    page.wait_for_load_state("load")
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def small_targets(page: Page, part: str = "#content") -> list[str]:
    """List what is hard to hit with a thumb: controls of a part that are lower than 44 px.

    A control is as large as its label, where that works it. Links within a sentence are as
    high as its lines. The editor's own controls are as TinyMCE draws them.
    """
    wait_until_drawn(page)
    return page.evaluate(TARGETS, [part, THUMB])


def shoot(page: Page, name: str, *, clip: dict[str, float] | None = None) -> None:
    """Keep a picture where pictures are wanted, named by page, width and JavaScript.

    It shows the whole page, or the part of the window that `clip` says.
    """
    if SCREENSHOTS:
        path = picture_path(os.environ.get("PYTEST_CURRENT_TEST", ""), name, page)
        page.screenshot(path=path, full_page=clip is None, clip=clip)


def picture_path(test: str, name: str, page: Page) -> Path:
    """Return the file of a picture: its folder is that of the test which runs."""
    folder = Path(test.partition("::")[0]).parent.name
    script = "-no-script" if "no-script" in test else ""
    width = page.viewport_size["width"]
    return Path(SCREENSHOTS or "") / folder / f"{name}-{width}{script}.png"
