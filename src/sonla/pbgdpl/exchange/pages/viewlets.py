"""What our pages tell machines: where feeds are, and what a page is about."""

from collections.abc import Iterator
from html import escape
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.exchange.collection_jsonld import collection_page
from sonla.pbgdpl.exchange.collection_jsonld import described_page
from sonla.pbgdpl.exchange.formats import jsonld
from sonla.pbgdpl.exchange.formats import oai_dc
from sonla.pbgdpl.exchange.offering import can_be_fetched
from sonla.pbgdpl.exchange.offering import described
from sonla.pbgdpl.exchange.offering import names_of
from sonla.pbgdpl.exchange.offering import record_on_offer
from sonla.pbgdpl.exchange.pages.feeds import ATOM
from sonla.pbgdpl.exchange.pages.feeds import RSS
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.settings.public_address import public_url
from sonla.pbgdpl.ui.interfaces import IConfidentialPage
from sonla.pbgdpl.ui.viewlets import LazyViewlet
from typing import Any

import json

FEEDS = {ATOM: "application/atom+xml", RSS: "application/rss+xml"}
MAX_WORDS = 500
"""Signs of one element of Dublin Core: a description, no text."""
ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""Signs of JSON that must not be read as markup inside an element `script`."""


def feeds_of(place: Any) -> list[dict[str, str]]:
    """List the feeds of a section or unit: one of each format, both with the same texts."""
    title = api.portal.translate(
        _(
            "label_feed_of_place",
            default="New texts: ${place}",
            mapping={"place": place.Title()},
        )
    )
    return [
        {"title": title, "type": media_type, "url": public_url(place, view)}
        for view, media_type in FEEDS.items()
    ]


class FeedLinksViewlet(LazyViewlet):
    """Name the feeds of the section, and of the unit, on each page in it."""

    def render(self) -> str:
        """Write the links; nothing while nothing can be fetched."""
        places = [place for place in self.places() if place is not None]
        if not places or not can_be_fetched():
            return ""
        return "".join(
            f'<link rel="alternate" type="{feed["type"]}" '
            f'title="{escape(feed["title"])}" '
            f'href="{escape(feed["url"])}" />\n'
            for place in places
            for feed in feeds_of(place)
        )

    def places(self) -> Iterator[Any]:
        """Yield the places that have feeds, the nearest one first."""
        section = section_of(self.context)
        if section is not None:
            yield unit_of(self.context)
            yield section


class FollowViewlet(LazyViewlet):
    """Lead people to the feeds, below the page of a section or unit."""

    @property
    def available(self) -> bool:
        """Whether anything can be fetched."""
        return can_be_fetched()

    @property
    def feed(self) -> dict[str, str]:
        """The feed that people are led to: one is enough, readers know every format."""
        return feeds_of(self.context)[0]


class JsonLdViewlet(LazyViewlet):
    """Put the record of a public text into its page, as search engines read it."""

    def render(self) -> str:
        """Write the element; nothing for what others may not have."""
        data = self.data()
        if data is None:
            return ""
        return f'<script type="{jsonld.MEDIA_TYPE}">{escaped(data)}</script>\n'

    def data(self) -> dict[str, Any] | None:
        """Return what is written; None for nothing."""
        record = record_on_offer(self.context)
        return None if record is None else described(record)


class RecordViewlet(JsonLdViewlet):
    """The record of a text: whole as JSON-LD, in short as Dublin Core."""

    def render(self) -> str:
        """Write both; the portal's own Dublin Core, where it is shown, takes its place."""
        if IConfidentialPage.providedBy(self.view):
            return ""
        record = record_on_offer(self.context)
        if record is None:
            return ""
        data = escaped(described(record))
        script = f'<script type="{jsonld.MEDIA_TYPE}">{data}</script>\n'
        if api.portal.get_registry_record("plone.exposeDCMetaTags", default=False):
            return script
        return dublin_core(record) + script


def dublin_core(record: Record) -> str:
    """Write the elements of Dublin Core as HTML carries them (DCMI, DC-HTML)."""
    return "".join(
        f'<meta name="DC.{name}" content="{escape(word[:MAX_WORDS])}" />\n'
        for name, words in oai_dc.elements(record).items()
        for word in words
        if word != record.identifier or names_of(record)
    )


class PlaceJsonLdViewlet(JsonLdViewlet):
    """JSON-LD of a section or unit: what it is and what is new in it."""

    def data(self) -> dict[str, Any] | None:
        """Return what is written; None for nothing."""
        return collection_page(self.context)


class PageJsonLdViewlet(JsonLdViewlet):
    """JSON-LD of a page that is no content: what it is and what it is part of."""

    def data(self) -> dict[str, Any] | None:
        """Return what is written; None for nothing.

        The address is the page's own, without what a visitor asked of it.
        """
        page, language = self.view, api.portal.get_default_language()
        return described_page(
            self.context,
            page.schema_type,
            api.portal.translate(page.page_title, lang=language),
            public_url(self.context, f"@@{page.__name__}"),
        )


def escaped(data: Any) -> str:
    """Write JSON that no markup can end."""
    written = json.dumps(data, ensure_ascii=False, allow_nan=False)
    return written.translate(ESCAPED)
