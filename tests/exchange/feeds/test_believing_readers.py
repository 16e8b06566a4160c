"""Readers that believe what they are told end with exactly what is public, whatever changed.

By Atom with its tombstones and archives (RFC 4287, 5005, 6721), by RSS and by OAI-PMH; one
reads from the beginning, one was there all the time. What is public is asked of the catalog
as nobody in particular.
"""

from activities import hold
from collections.abc import Callable
from collections.abc import Iterator
from DateTime import DateTime
from feed_documents import address
from feed_documents import ATOM
from lxml import etree
from offered_portal import error_of
from offered_portal import OAI
from offered_portal import OfferedPortal
from people import ended
from people import enter
from people import recognition
from plone import api
from questions_content import answer
from questions_content import ask
from questions_content import put
from random import Random
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.exchange.pages.feeds import AtomView
from sonla.pbgdpl.exchange.pages.feeds import RssView
from sonla.pbgdpl.exchange.reconciling import reconcile_due
from sonla.pbgdpl.exchange.settings import get_exchange_settings
from sonla.pbgdpl.questions.covering import cover_all
from sonla.pbgdpl.questions.covering import open_marks
from sonla.pbgdpl.questions.covering import show_again
from typing import Any

import pytest
import transaction

SIZE = 4
DAY = 24 * 60 * 60
IN_FEEDS = {"LegalNews": "news", "Guidance": "guidance", "LegalQuestion": "question"}
ALL = {**IN_FEEDS, "LegalActivity": "activity", "LegalReporter": "person"}
"""Content types and the kinds of their records."""


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Let feeds and archives be short, so that few changes fill them."""
    monkeypatch.setattr(AtomView, "size", SIZE)
    monkeypatch.setattr(RssView, "size", SIZE)
    monkeypatch.setattr("sonla.pbgdpl.exchange.ledger.PIECE", SIZE)


class Editors:
    """Change what is public, in an order that a seed tells."""

    def __init__(self, offered: OfferedPortal, seed: int) -> None:
        self.offered = offered
        self.random = Random(seed)
        self.items: dict[str, Any] = {}
        self.ever: set[str] = set()
        """What was public once, of the types that feeds tell of."""

    def act(self) -> None:
        """Do one thing, let some time pass, and note what is public by then."""
        transaction.begin()
        often = [self.make, self.make, self.edit, self.hide, self.delete]
        self.random.choice([*often, *often, self.wait, self.close])()
        self.offered.advance(self.random.choice((0, 1, 30, 150, 3600)))
        self.ever |= self.public(IN_FEEDS)

    def make(self) -> None:
        """Make something public now, tomorrow or until tomorrow, or a draft."""
        kind = self.random.choice((*ALL, "LegalActivity"))
        title = f"Bài {len(self.items)}"
        moment = self.offered.content_clock()
        dates = self.random.choice(
            ({}, {}, {"effective_date": moment + 1}, {"expiration_date": moment + 1})
        )
        section = self.offered.section
        if kind == "LegalActivity":
            made = hold(section, title, public=self.random.random() < 0.8)
        elif kind == "LegalReporter":
            made = enter(section, title)
        elif kind == "LegalQuestion":
            made = put(answer(ask(section, title)), "published")
        else:
            number = {"number": "12/KH-UBND"} if kind == "Guidance" else {}
            made = self.offered.publish(title, kind, **number, **dates)
        transaction.commit()
        self.items[made.UID()] = made
        self.ever |= self.public(IN_FEEDS)

    def some(self) -> Any:
        """Choose something that is there; make it first if nothing is."""
        if not self.items:
            self.make()
        return self.items[self.random.choice(sorted(self.items))]

    def edit(self) -> None:
        """Change a title."""
        self.offered.edit(self.some(), title=f"Sửa {self.random.random()}")

    def hide(self) -> None:
        """Take something back, or let it be public again."""
        obj = self.some()
        if obj.portal_type == "LegalReporter":
            self.offered.edit(obj, recognitions=[ended(recognition(), today())])
            return
        state = api.content.get_state(obj)
        if obj.portal_type == "LegalQuestion":
            put(obj, "answered" if state == "published" else "published")
            transaction.commit()
        elif state == "published":
            self.offered.withdraw(obj)
        elif state == "withdrawn":
            self.offered.republish(obj)

    def delete(self) -> None:
        """Delete something."""
        obj = self.some()
        del self.items[obj.UID()]
        self.offered.delete(obj)

    def wait(self) -> None:
        """Let a day pass."""
        self.offered.advance(DAY + 1)

    def close(self) -> None:
        """Offer but some kinds, or all."""
        kinds = sorted(ALL.values())
        closed = self.random.choice((*kinds, None, None, None))
        offered = [kind for kind in kinds if kind != closed]
        self.offered.set("exported_types", offered)

    def settle(self) -> None:
        """Let the clock do its work until all that happened is listed."""
        self.offered.advance(3)
        transaction.begin()
        while reconcile_due(self.offered.portal):
            transaction.commit()
        transaction.commit()
        self.offered.advance()

    def public(self, types: dict[str, str]) -> set[str]:
        """Return what everybody may read now, of the kinds that are offered."""
        transaction.begin()
        offered = get_exchange_settings().exported_types or ALL.values()
        catalog = api.portal.get_tool("portal_catalog")
        found = catalog.unrestrictedSearchResults(
            portal_type=[name for name, kind in types.items() if kind in offered],
            allowedRolesAndUsers=["Anonymous"],
            effectiveRange=DateTime() + self.offered.late / DAY,
        )
        return {brain.UID for brain in found}


class AtomReader:
    """Read the feed, and what archives it has not read yet; believe all of it."""

    def __init__(self, fetch: Callable[..., etree._Element]) -> None:
        self.fetch = fetch
        self.archives: set[str] = set()
        self.stamps: dict[str, str] = {}
        self.titles: dict[str, str | None] = {}
        self.tombs: set[str] = set()

    def read(self) -> set[str]:
        """Read all that is new, the oldest first; return what is there."""
        documents = [self.fetch()]
        while target := address(documents[-1], "prev-archive"):
            if target in self.archives:
                break
            self.archives.add(target)
            documents.append(self.fetch(target))
        for document in reversed(documents):
            for uid, stamp, title in told_by(document):
                if stamp >= self.stamps.get(uid, ""):
                    self.stamps[uid], self.titles[uid] = stamp, title
                if title is None:
                    self.tombs.add(uid)
        return {uid for uid, title in self.titles.items() if title is not None}


def told_by(document: etree._Element) -> Iterator[tuple[str, str, str | None]]:
    """Yield UID, time and title of entries and tombstones; these have no title."""
    for one in document.iterfind("a:entry", ATOM):
        stamp = one.findtext("a:updated", namespaces=ATOM)
        yield name_of(one), stamp, one.findtext("a:title", namespaces=ATOM)
    for one in document.iterfind("at:deleted-entry", ATOM):
        yield name_of(one), one.get("when"), None


def name_of(element: etree._Element) -> str:
    """Return the UID of what an element is about."""
    return element.findtext("dcterms:identifier", namespaces=ATOM)[-32:]


class Harvester:
    """Harvest what changed since the last answer; believe all of it."""

    def __init__(self, offered: OfferedPortal) -> None:
        self.offered = offered
        self.since = ""
        self.live: dict[str, bool] = {}

    def read(self) -> set[str]:
        """Read all that is new; return what is there."""
        asked = {"from": self.since} if self.since else {}
        first = self.offered.oai("ListRecords", metadataPrefix="oai_dc", **asked)
        if error_of(first) != "noRecordsMatch":
            found = self.offered.listed("ListRecords", **asked)
            self.live |= {uid: stamp != "deleted" for uid, stamp in found.items()}
        self.since = first.findtext("oai:responseDate", namespaces=OAI)
        return {uid for uid, is_live in self.live.items() if is_live}


def rss(offered: OfferedPortal) -> list[str]:
    """Return the UIDs that RSS tells."""
    content = offered.fetch(f"/{offered.section.getId()}/rss.xml").content
    return [one.text[-32:] for one in etree.fromstring(content).iter("guid")]


@pytest.mark.parametrize("seed", range(5))
def test_readers_end_with_exactly_what_is_public(offered, atom, seed):
    editors = Editors(offered, seed)
    follower, harvester = AtomReader(atom), Harvester(offered)
    for _turn in range(3):
        for _deed in range(10):
            editors.act()
            if editors.random.random() < 0.2:
                follower.read()
                harvester.read()
        editors.settle()
        public = editors.public(IN_FEEDS)
        titles = {uid: editors.items[uid].Title() for uid in public}
        for reader in (follower, AtomReader(atom)):
            assert reader.read() == public
            assert {uid: reader.titles[uid] for uid in public} == titles
            assert reader.tombs <= editors.ever
        for harvesting in (harvester, Harvester(offered)):
            assert harvesting.read() == editors.public(ALL)
        shown = rss(offered)
        assert len(shown) == len(set(shown)) == min(SIZE, len(public))
        assert set(shown) <= public
        entries = [uid for uid, _at, title in told_by(atom()) if title is not None]
        assert entries[:SIZE] == shown


def test_what_waits_for_a_look_is_not_told_and_what_was_offered_is_not_taken_back(
    offered, atom
):
    """Its page stays public while somebody decides: a tombstone would be untrue."""
    follower, harvester = AtomReader(atom), Harvester(offered)
    editors, words = Editors(offered, 0), "Gọi 0912 345 678 nhé"
    fine = put(answer(ask(offered.section, "Đã gửi", question=words)), "answered")
    cover_all(fine)
    put(fine, "published")
    never = put(answer(ask(offered.section, "Chưa gửi", question=words)), "published")
    transaction.commit()
    editors.settle()
    assert follower.read() == harvester.read() == {fine.UID()}
    entry = offered.ledger.entry(fine.UID())
    assert show_again(fine, "1") and open_marks(fine)
    transaction.commit()
    editors.settle()
    assert follower.read() == harvester.read() == {fine.UID()}
    assert AtomReader(atom).read() == Harvester(offered).read() == {fine.UID()}
    assert follower.tombs == set()
    assert offered.ledger.entry(fine.UID()).datestamp == entry.datestamp
    for question in (fine, never):
        cover_all(question)
    transaction.commit()
    editors.settle()
    everything = {fine.UID(), never.UID()}
    for reader in (follower, harvester, AtomReader(atom), Harvester(offered)):
        assert reader.read() == everything
    assert offered.ledger.entry(fine.UID()).datestamp > entry.datestamp
    assert show_again(fine, "1")
    put(fine, "answered")
    transaction.commit()
    editors.settle()
    assert follower.read() == harvester.read() == {never.UID()}
