"""A source that sends nothing but traps: Chromium shows every page and nothing happens.

The engine fetches them as it fetches anything; then each page on which they may stand is
opened. No script runs, no dialog opens, nothing is asked of anybody else.
"""

from browser_fixtures import log_browser_in
from collections.abc import Iterator
from desk_content import PASSWORD
from hostile_markup import PAYLOADS
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.exchange.sanitizing import sanitised
from sonla.pbgdpl.homepage.portlet_setup import assign_portlet
from sonla.pbgdpl.sync.store import make_store
from sync_pages import answered
from urllib.parse import urlsplit

import itertools
import pytest
import transaction

TEXTS = [text.replace("\x00", "") for _name, text in PAYLOADS]
CANARY = "Hết phần thử"
WATCH = """
    for (const name of ["alert", "confirm", "prompt", "print", "open"])
        window[name] = () => { document.documentElement.dataset.ran = name; };
"""
"""Before any script of a page: what a trap that works would do."""

RAN = "document.documentElement.dataset.ran"
TRAPS = r"""() => {
    const bad = /^[\s\x00-\x20]*(javascript|vbscript|data|blob|file):/i;
    const places = ["href", "src", "action", "formaction", "xlink:href", "poster", "data"];
    const found = [];
    for (const element of document.querySelectorAll("body *")) {
        if (element.closest(".tox, .select2-container")) continue;
        for (const {name, value} of element.attributes)
            if (name.startsWith("on") || name === "srcdoc"
                || (places.includes(name.toLowerCase()) && bad.test(value)))
                found.push(element.outerHTML.slice(0, 200));
        if (element.matches("iframe, object, embed, frame, base, meta, portal"))
            found.push(element.outerHTML.slice(0, 200));
    }
    return found;
}"""
"""What waits for a click or a key: found without pressing everything."""


def swallows(text: str) -> bool:
    """Return whether nothing that follows a payload is seen."""
    return CANARY not in sanitised(f"{text}<p>{CANARY}</p>")


def bodies() -> list[str]:
    """Put all payloads into few bodies; what swallows the rest stands last in its own."""
    last = [text for text in TEXTS if swallows(text)]
    others = [text for text in TEXTS if not swallows(text)]
    return [
        "".join(f"<p>{one}</p>" for one in others[place :: len(last)])
        + f"<p>{CANARY}</p>{end}"
        for place, end in enumerate(last)
    ]


def lines(limit: int) -> Iterator[str]:
    """Put all payloads into lines of text of at most so many characters, for ever."""
    packed, line = [], ""
    for text in TEXTS:
        text = " ".join(text.split())
        if len(line) + len(text) >= limit:
            packed.append(line)
            line = ""
        line = f"{line} {text}".strip()
    return itertools.cycle([*packed, line])


@pytest.fixture
def trapped(staffed):
    """Return a portal that fetched the traps: news that is public, guidance that waits."""
    server = staffed.server
    for name in server.identifiers():
        server.purge(name)
    title, cell, name = lines(900), lines(190), lines(450)
    for kind, number in (("news", len(bodies())), ("guidance", 12)):
        for body in bodies()[:number]:
            server.add(
                kind,
                title=next(title),
                description=next(title),
                body=body,
                creator=next(name),
                authorName=next(name),
                source=next(name),
                rights=next(title),
                keyword=[next(cell), next(cell)],
                contributor=[next(name)],
                subject=[{"code": next(cell)[:90], "title": next(name)}],
                legalDocument=[
                    {"number": next(cell), "issuer": next(name), "summary": next(name)}
                ],
                issuer=next(name),
                signer=next(name),
                attachment=[],
            )
    server.add("news", title="Bài giữ riêng", externalUrl="javascript:alert(1)")
    with api.env.adopt_roles(["Manager"]):
        assign_portlet()
    staffed.configure(sets="type:news\ntype:guidance", trusted_sets="type:news")
    staffed.run_until_done()
    return staffed


def fill_lists(trapped) -> str:
    """Put traps into each list of the status page; give the address of a conflict."""
    first, second = trapped.server.identifiers("guidance")[:2]
    trapped.edit(first, title="Của tỉnh", description="Của tỉnh")
    traps = lines(900)
    trapped.server.edit(first, title=next(traps), description=next(traps))
    trapped.run_until_done()
    store = make_store(trapped.portal)
    answered(
        store.outbox,
        trapped.item(second).UID(),
        state="rejected",
        code="N",
        detail=TEXTS[0],
        identifier=TEXTS[20],
    )
    transaction.commit()
    return f"{trapped.item(first).absolute_url()}/@@pbgdpl-conflict"


@pytest.mark.long
def test_nothing_happens(trapped, chromium):
    root = trapped.portal.absolute_url()
    found = map(trapped.item, trapped.server.identifiers("news"))
    news = [item for item in found if item is not None]
    assert [state_of(item) for item in news] == ["published"] * len(bodies())
    assert len(trapped.store.quarantine) == 1, "an address that is none"
    conflict = fill_lists(trapped)
    happened: list[tuple[str, str]] = []
    context = chromium.new_context(locale="vi-VN")
    context.add_init_script(WATCH)

    def guard(route):
        if urlsplit(route.request.url).netloc == urlsplit(root).netloc:
            return route.continue_()
        happened.append(("request", route.request.url))
        return route.abort()

    context.route("**/*", guard)
    page = context.new_page()
    page.on("dialog", lambda dialog: happened.append(("dialog", dialog.message)))
    page.on("popup", lambda popup: happened.append(("window", popup.url)))

    def visit(address: str, shown: str = "") -> None:
        page.goto(address)
        assert urlsplit(page.url).netloc == urlsplit(root).netloc
        if shown:
            assert shown in page.locator("#content").text_content(), address
        happened.extend((address, trap) for trap in page.evaluate(TRAPS))
        ran = (frame.evaluate(RAN) for frame in page.frames)
        happened.extend((address, name) for name in ran if name)

    some = next(lines(900))[:60]
    section = trapped.portal["pho-bien-giao-duc-phap-luat"]
    for item in news:
        visit(item.absolute_url(), CANARY)
    for address in (root, section.absolute_url(), news[0].aq_parent.absolute_url()):
        visit(address)
    visit(f"{root}/@@pbgdpl-search?SearchableText=alert")
    assert page.locator("#pbgdpl-homepage-centre, #content").count()
    log_browser_in(page, root, "phe-duyet", PASSWORD)
    visit(f"{root}/@@pbgdpl-review?tab=synced", "alert(1)")
    visit(conflict, some[:20])
    visit(conflict.partition("/@@")[0])
    context.clear_cookies()
    log_browser_in(page, root, SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    for name in ("@@btp-sync-status", "@@btp-sync-journal", "@@btp-sync-journal?run=1"):
        visit(f"{root}/{name}")
    visit(f"{news[0].absolute_url()}/edit")
    assert happened == []
    # The same traps where nobody cleans: the watch sees them.
    page.set_content('<img src="https://evil.example/" onerror="alert(1)">')
    page.wait_for_function(RAN)
    assert ("request", "https://evil.example/") in happened
    assert len(page.evaluate(TRAPS)) == 1
    context.close()
