"""The address at which others harvest: `@@oai` on the site root."""

from collections.abc import Iterator
from hashlib import sha256
from plone import api
from Products.Five.browser import BrowserView
from sonla.pbgdpl.controlpanel.settings import get_settings
from sonla.pbgdpl.controlpanel.sync_settings import get_sync_settings
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.exchange.oai.provider import About
from sonla.pbgdpl.exchange.oai.provider import Provider
from sonla.pbgdpl.exchange.oai.repository import Repository
from sonla.pbgdpl.exchange.settling import now_in_seconds
from urllib.parse import parse_qsl
from zExceptions import NotFound

import gzip
import re

NO_ADDRESS = "noreply@portal.invalid"
"""The protocol wants an address; it is this when the portal has none."""
_RESPONSE_DATE = re.compile(rb"<responseDate>[^<]*</responseDate>")


class OaiView(BrowserView):
    """Answer harvesters, by GET and POST, compressed where they understand it."""

    def __call__(self) -> bytes | str:
        """Answer one request; 404 while nothing is offered."""
        ledger = ledger_of(self.context)
        if ledger is None or not get_sync_settings().oai_enabled:
            raise NotFound("@@oai")
        provider = Provider(
            Repository(self.context, ledger, now_in_seconds()), self.about
        )
        return self.send(provider.answer(self.arguments))

    @property
    def about(self) -> About:
        """Say who runs this provider."""
        portal_url = self.context.absolute_url()
        officers = get_settings().contact_officers or ()
        addresses = [
            api.portal.get_registry_record("plone.email_from_address", default=""),
            *(officer.get("official_email") for officer in officers),
        ]
        return About(
            name=self.context.Title() or "PBGDPL",
            base_url=f"{portal_url}/@@oai",
            portal_url=portal_url,
            email=next(filter(None, addresses), NO_ADDRESS),
        )

    @property
    def arguments(self) -> list[tuple[str, str]]:
        """List the arguments as they were sent, repeated ones included.

        From the query string itself: Zope's form takes `verb:list` for a list.
        """
        if self.request.method == "POST":
            return list(self._posted())
        query = self.request.get("QUERY_STRING", "")
        return parse_qsl(query, keep_blank_values=True)

    def _posted(self) -> Iterator[tuple[str, str]]:
        for name, value in self.request.form.items():
            for one in value if isinstance(value, list) else [value]:
                yield str(name), str(one)

    def send(self, document: bytes) -> bytes | str:
        """Send an answer; 304 if the harvester has this one.

        The tag is weak: two answers that differ in the time of answering say the same.
        """
        digest = sha256(_RESPONSE_DATE.sub(b"", document)).hexdigest()[:32]
        etag = f'W/"{digest}"'
        response = self.request.response
        response.setHeader("ETag", etag)
        response.setHeader("Vary", "Accept-Encoding")
        response.setHeader("Cache-Control", "no-cache")
        response.setHeader("Content-Type", "text/xml; charset=utf-8")
        if etag in (self.request.get_header("If-None-Match") or ""):
            response.setStatus(304)
            return ""
        if "gzip" in (self.request.get_header("Accept-Encoding") or ""):
            response.setHeader("Content-Encoding", "gzip")
            return gzip.compress(document, 5)
        return document
