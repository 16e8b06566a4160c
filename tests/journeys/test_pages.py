"""All pages of the journeys: accessible, in Vietnamese, with nothing from elsewhere."""

from forms_of_address import misaddressed
from harvested_portal import reference_server
from itertools import chain
from journey_exchange import Exchange
from journey_pages import addresses
from journey_pages import fill_section
from journey_pages import stock_addresses
from journey_situations import image_dialogues
from journey_situations import SITUATIONS
from made_once import made_once
from page_checks import settle
from page_checks import violations
from vietnamese_portal import ADMINISTRATOR
from vietnamese_portal import APPROVER
from vietnamese_portal import CONTRIBUTOR
from vietnamese_portal import EDITOR

import pytest
import re
import transaction

ENGLISH = re.compile(
    r"\b(the|and|of|with|you|your|this|that|from|are|is|not|add|edit|save|cancel|view|"
    r"search|settings?|delete|draft|published|waiting|title|summary|value|select|"
    r"choose|upload|files?|items?|page|text|state|comment|required|created|changes|"
    r"fields? of|label_\w+|help_\w+|msg_\w+|heading_\w+|button_\w+|"
    r"pending_\w+|withdrawn|Legal[A-Z]\w+|Guidance|EducationMaterial|ContributingUnit)\b",
    re.IGNORECASE,
)
NAMES = re.compile(
    r"Plone.*|GNU GPL.*|text/[\w-]+|Build with|.*@example\.vn.*|/[\w./-]+: .*|(?:type:\w+,?\s*)+",
    re.DOTALL,
)
"""What stays English on every page: names of products, formats, sets and addresses."""

COMMANDS = re.compile(r"\bpbgdpl-[\w-]+|\boptions-file\b")

CORE_FAULTS = {
    ("color-contrast", ".card-header > a"),
    ("color-contrast", ".card-header > .tile"),
    ("color-contrast", ".portletHeader > .tile"),
    ("color-contrast", ".previous-events"),
    ("color-contrast", ".upcoming-events"),
    ("link-name", ".select2-search-choice-close"),
}
"""Core's own list of portlets, at a place that depends on the number of portlets, its portlet
of events, which stands on every page as soon as there is a coming event, and the cross at each
chosen value of its fields of several values."""

PARTICULARS = re.compile(
    r"tr\[[^\]]*\] > (?=\.review_state)|:nth-child\(\d+\)|\[[^\]]*\]|(?<=#id)\w{4}(?=_ifr)|(?<=#form-widgets)-[\w-]+(?=-(?:input|from|to))"
    r"|.* > (?=\S*\.contentItem)|\.(?:odd|even|inPath|text-body-tertiary|svelte-\w+)\b"
    r"|(?<=\.upload)[\w.-]+"
)

VISIBLE_TEXTS = """() => {
    const out = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        const text = walker.currentNode.textContent.trim();
        if (text && !parent.closest('script, style, template, noscript, svg, .font-monospace, code[lang=en]'))
            out.add(text);
    }
    for (const node of document.querySelectorAll('[title],[placeholder],[aria-label],[alt]'))
        for (const name of ['title', 'placeholder', 'aria-label', 'alt'])
            if (node.getAttribute(name) && !node.closest('.tox, .dz-hidden-input, svg'))
                out.add(node.getAttribute(name).trim());
    return [...out];
}"""

CORES = ("/login", "/contact-info", "/@@search?SearchableText=chay+nha")
"""Pages whose words here are core's, whose catalogue comes first where tests load it;
`test_forms_of_address` asks them as a portal has them."""


@pytest.fixture
def filled(site):
    """Return the portal with one text in each state."""
    made_once(site, fill_section)
    transaction.commit()
    return site


PEOPLE = (None, CONTRIBUTOR, EDITOR, APPROVER, ADMINISTRATOR)


@pytest.fixture
def exchange(filled, monkeypatch):
    """Yield the portal with all that its exchange can ask of somebody."""
    with reference_server(monkeypatch, records=40, page_size=10) as server:
        exchange = Exchange(filled, server)
        exchange.fill()
        yield exchange


@pytest.mark.long
def test_pages_and_situations(filled, exchange, as_person):
    """Nothing in English, and no violation that the stock portal has not.

    One portal for all, one after the other, as what one of them does the next one meets.
    """
    citizens, staff = as_person(), as_person(ADMINISTRATOR)
    pages = stock_addresses(filled)
    form = next(page for page in pages if page.endswith("++add++News Item"))
    for_staff = stock_violations(pages, staff, image_dialogues(staff, form))
    stock = {None: stock_violations(pages, citizens)}
    stock |= dict.fromkeys(PEOPLE[1:], for_staff)
    found = {}
    for person in PEOPLE:
        for name, page in visits(filled, as_person(person), person, exchange):
            settle(page)
            if name[:1].isdigit():
                found.setdefault(("fails", name[:3]), name)
            for text in english_texts(page):
                found.setdefault(("in English", text), name)
            if person is None and not name.endswith(CORES):
                for words in misaddressed(page.content(), by_staff=False):
                    found.setdefault(("addressed as staff", words), name)
            for violation in violated(page) - stock[person] - CORE_FAULTS:
                found.setdefault(violation, name)
    assert not found, "\n".join(map(str, sorted(found.items())))


def visits(site, page, person, exchange):
    """Bring a page everywhere a person comes; gives name and page for each place."""
    for address in addresses(site, person):
        answer = page.goto(address)
        yield address if answer.ok else f"{answer.status} {address}", page
    situations = (SITUATIONS, exchange.situations)
    for situation in chain(*(known.get(person, ()) for known in situations)):
        for name in situation(page, site):
            yield name, page


def english_texts(page) -> set[str]:
    """List what looks English on a page; our commands have English names."""
    return {
        text[:120]
        for text in page.evaluate(VISIBLE_TEXTS)
        if ENGLISH.search(COMMANDS.sub("", text)) and not NAMES.fullmatch(text)
    }


def stock_violations(pages, page, situation=()) -> set[tuple[str, str]]:
    """List the violations of the stock portal's own pages and of a situation there."""
    found = set()
    for _place in chain(map(page.goto, pages), situation):
        settle(page)
        found |= violated(page)
    return found


def violated(page) -> set[tuple[str, str]]:
    """List rule and place of each violation on a page."""
    return {
        (rule, place(" ".join(map(str, node["target"]))))
        for rule, node in violations(page)
    }


def place(selector: str) -> str:
    """Leave counts, attributes, names of fields and outer elements out of a selector.

    The same fault of a core template stands at the second breadcrumb here and at the
    third there.
    """
    return " > ".join(PARTICULARS.sub("", selector).split(" > ")[-2:])
