"""The feeds of sections and units, under the names by which Plone offers feeds.

Core's own feeds of a folder have what stands in it directly, of any type, and must be
switched on by its editor; ours take their place in sections and units.
"""

from datetime import datetime
from functools import cached_property
from sonla.pbgdpl.core.clock import utc_of
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.paths import path_in_portal
from sonla.pbgdpl.exchange.feeds import atom_feed
from sonla.pbgdpl.exchange.feeds import rss
from sonla.pbgdpl.exchange.feeds.window import About
from sonla.pbgdpl.exchange.feeds.window import about
from sonla.pbgdpl.exchange.feeds.window import FeedItem
from sonla.pbgdpl.exchange.feeds.window import FeedWindow
from sonla.pbgdpl.exchange.feeds.window import SIZE
from sonla.pbgdpl.exchange.offering import feed_types
from sonla.pbgdpl.exchange.offering import offered_ledger
from sonla.pbgdpl.exchange.pages.responses import catch_up
from sonla.pbgdpl.exchange.pages.responses import FetchedView
from sonla.pbgdpl.exchange.pages.responses import send
from sonla.pbgdpl.exchange.reconciling import now_in_seconds
from sonla.pbgdpl.ui.interfaces import CollectedPages
from zExceptions import NotFound

ATOM = "atom.xml"
RSS = "rss.xml"
COLLECTED = CollectedPages(ATOM, RSS)


class FeedView(FetchedView):
    """The base of both feeds."""

    size = SIZE

    @cached_property
    def window(self) -> FeedWindow:
        """What is shown."""
        ledger = offered_ledger()
        assert ledger is not None
        place, types = path_in_portal(self.context), feed_types()
        return FeedWindow(ledger, place, now_in_seconds(), types, self.size)

    @cached_property
    def about(self) -> About:
        """Describe the feed."""
        return about(self.context)

    def last_change(self, listed: list[FeedItem]) -> datetime:
        """Return when the newest of several records changed; of none when this was made."""
        born = utc_of(self.context.created())
        return max((one.changed for one in listed), default=born)


class AtomView(FeedView):
    """Answer with the newest records, or with one archive of all there ever were."""

    def answer(self) -> bytes:
        """Answer; 404 for an archive that is not there."""
        wanted = self.request.form.get("archive")
        return self.current() if wanted is None else self.archive(str(wanted))

    def current(self) -> bytes:
        """Return the newest records."""
        catch_up(self.request)
        listed = self.window.newest()
        links = {"self": self.address(), "alternate": self.about.url}
        links |= self.link("prev-archive", self.window.archives - 1)
        updated = self.last_change(listed)
        document = atom_feed.dump(self.about, updated, listed, links)
        return send(self.request, document, atom_feed.MEDIA_TYPE, updated)

    def archive(self, wanted: str) -> bytes:
        """Send one of the archives (RFC 5005, 4), which no longer changes; raises `NotFound` for one that is not there."""
        number = parse_int(wanted, -1)
        if not 0 <= number < self.window.archives:
            raise NotFound(f"{ATOM}?archive={wanted[:20]}")
        links = {"self": self.address(number), "alternate": self.about.url}
        links |= {"current": self.address()}
        links |= self.link("prev-archive", number - 1)
        links |= self.link("next-archive", number + 1)
        updated = self.window.archive_changed(number)
        listed = self.window.archive(number)
        document = atom_feed.dump(self.about, updated, listed, links, is_archive=True)
        return send(self.request, document, atom_feed.MEDIA_TYPE)

    def link(self, relation: str, number: int) -> dict[str, str]:
        """Return a link to an archive if it is there."""
        there = 0 <= number < self.window.archives
        return {relation: self.address(number)} if there else {}

    def address(self, archive: int | None = None) -> str:
        """Return the address of the feed or of one of its archives."""
        query = "" if archive is None else f"?archive={archive}"
        return f"{self.about.url}/{ATOM}{query}"


class RssView(FeedView):
    """Answer with the newest records."""

    def answer(self) -> bytes:
        """Return the newest of what is public."""
        catch_up(self.request)
        listed = self.window.newest_live()
        own = f"{self.about.url}/{RSS}"
        updated = self.last_change(listed)
        document = rss.dump(self.about, updated, listed, own)
        return send(self.request, document, rss.MEDIA_TYPE, updated)
