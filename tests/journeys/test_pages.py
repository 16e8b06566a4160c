"""All pages of the journeys: accessible, in Vietnamese, with nothing from elsewhere."""

from axe_playwright_python.sync_playwright import Axe
from journey_pages import addresses
from journey_pages import fill_section
from journey_pages import stock_addresses
from vietnamese_portal import ADMINISTRATOR
from vietnamese_portal import APPROVER
from vietnamese_portal import CONTRIBUTOR

import pytest
import re
import transaction

ENGLISH = re.compile(
    r"\b(the|and|of|with|you|your|this|that|from|are|is|not|add|edit|save|cancel|view|"
    r"search|settings?|delete|draft|published|waiting|title|summary|value|select|"
    r"choose|upload|files?|items?|page|text|state|comment|required|created|changes|"
    r"fields? of|label_\w+|help_\w+|msg_\w+|heading_\w+|button_\w+)\b",
    re.IGNORECASE,
)
NAMES = re.compile(
    r"Plone.*|GNU GPL.*|text/[\w-]+|Build with|.*@example\.vn.*", re.DOTALL
)
"""What stays English on every page: names of products, formats and addresses."""

UNTRANSLATED_BY_CORE = {"Last comment date", "draft", "published"}
"""What core's folder contents shows without asking a catalogue: a column, ids of states."""

CORE_FAULTS = {("color-contrast", ".card-header > a")}
"""Core's own list of portlets, at a place that depends on the number of portlets."""

PARTICULARS = re.compile(
    r":nth-child\(\d+\)|\[[^\]]*\]|(?<=#id)\w{4}(?=_ifr)|(?<=#form-widgets)-[\w-]+(?=-input)"
)

VISIBLE_TEXTS = """() => {
    const out = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        const text = walker.currentNode.textContent.trim();
        if (text && !parent.closest('script, style, template, noscript, svg'))
            out.add(text);
    }
    for (const node of document.querySelectorAll('[title],[placeholder],[aria-label],[alt]'))
        for (const name of ['title', 'placeholder', 'aria-label', 'alt'])
            if (node.getAttribute(name) && !node.closest('.tox, .dz-hidden-input, svg'))
                out.add(node.getAttribute(name).trim());
    return [...out];
}"""


@pytest.fixture
def filled(site):
    """Give the portal with one text in each state."""
    fill_section(site)
    transaction.commit()
    return site


@pytest.mark.parametrize("person", [None, CONTRIBUTOR, APPROVER, ADMINISTRATOR])
def test_nothing_in_english(filled, as_person, person):
    page = as_person(person)
    english = {}
    for address in addresses(filled, person):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        for text in page.evaluate(VISIBLE_TEXTS):
            if text in UNTRANSLATED_BY_CORE and "folder_contents" in address:
                continue
            if ENGLISH.search(text) and not NAMES.fullmatch(text):
                english.setdefault(text[:120], address)
    assert not english, "\n".join(map(str, sorted(english.items())))


@pytest.mark.parametrize("person", [None, CONTRIBUTOR, APPROVER, ADMINISTRATOR])
def test_no_violation_that_the_stock_portal_has_not(filled, as_person, person):
    visitor = as_person(person and ADMINISTRATOR)
    stock = set().union(*(violations(visitor, url) for url in stock_addresses(filled)))
    page = as_person(person)
    found = {}
    for address in addresses(filled, person):
        for violation in violations(page, address) - stock - CORE_FAULTS:
            found.setdefault(violation, address)
    assert not found, "\n".join(map(str, sorted(found.items())))


def violations(page, address) -> set[tuple[str, str]]:
    """List rule and place of each violation on a page."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    response = Axe().run(page).response
    return {
        (violation["id"], place(" ".join(map(str, node["target"]))))
        for violation in response["violations"]
        for node in violation["nodes"]
    }


def place(selector: str) -> str:
    """Leave counts, attributes, names of fields and outer elements out of a selector.

    The same fault of a core template stands at the second breadcrumb here and at the
    third there.
    """
    return " > ".join(PARTICULARS.sub("", selector).split(" > ")[-2:])


def test_anonymous_pages_ask_nobody_else_and_set_no_cookie(filled, as_person):
    page = as_person()
    hosts = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    for address in addresses(filled, None):
        page.goto(address)
        page.wait_for_load_state("networkidle")
    assert hosts == {filled.absolute_url().split("/")[2]}
    assert page.context.cookies() == []
