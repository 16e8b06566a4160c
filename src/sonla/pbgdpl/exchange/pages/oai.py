"""The address at which others harvest: `@@oai` on the site root."""

from collections.abc import Iterator
from collections.abc import Mapping
from plone import api
from sonla.pbgdpl.exchange.oai.provider import PAGE_SIZES
from sonla.pbgdpl.exchange.oai.provider import Provider
from sonla.pbgdpl.exchange.oai.provider import ResponseInfo
from sonla.pbgdpl.exchange.oai.repository import Repository
from sonla.pbgdpl.exchange.offering import offered_ledger
from sonla.pbgdpl.exchange.pages.responses import catch_up
from sonla.pbgdpl.exchange.pages.responses import send
from sonla.pbgdpl.exchange.reconciling import now_in_seconds
from sonla.pbgdpl.settings.getters import get_settings
from sonla.pbgdpl.settings.public_address import public_root
from sonla.pbgdpl.settings.public_address import public_url
from sonla.pbgdpl.ui.page import BrowserView
from typing import Any
from urllib.parse import parse_qsl
from zExceptions import NotFound

import re

MEDIA_TYPE = "text/xml; charset=utf-8"
NO_ADDRESS = "noreply@portal.invalid"
"""The protocol wants an address; it is this when the portal has none."""
_ADDRESS = re.compile(r"\S+@(\S+\.)+\S+")
_RESPONSE_DATE = re.compile(rb"<responseDate>[^<]*</responseDate>")


class OaiView(BrowserView):
    """Answer harvesters, by GET and POST, compressed where they understand it."""

    page_sizes: Mapping[str, int] = PAGE_SIZES
    takes_any_form = True
    """The protocol has answers of its own to wrong arguments."""

    def __call__(self) -> bytes:
        """Answer one request; 404 while nothing is offered."""
        ledger = offered_ledger()
        if ledger is None:
            raise NotFound("@@oai")
        arguments = self.arguments
        if not any(name == "resumptionToken" for name, value in arguments):
            catch_up(self.request)
        repository = Repository(self.context, ledger, now_in_seconds())
        document = Provider(repository, self.about, self.page_sizes).answer(arguments)
        # Two answers that differ only in the time of answering say the same. A token
        # says more: for which moment the next page holds.
        compared = _RESPONSE_DATE.sub(b"", document)
        return send(self.request, document, MEDIA_TYPE, compared=compared)

    @property
    def about(self) -> ResponseInfo:
        """Who runs this provider."""
        return ResponseInfo(
            name=self.context.Title() or "PBGDPL",
            base_url=public_url(self.context, "@@oai"),
            site_url=public_root(),
            emails=tuple(dict.fromkeys(self._addresses())) or (NO_ADDRESS,),
        )

    def _addresses(self) -> Iterator[str]:
        sender = "plone.email_from_address"
        officers = get_settings().contact_officers or ()
        for address in (
            api.portal.get_registry_record(sender, default=""),
            *(officer.get("official_email") for officer in officers),
        ):
            if address and _ADDRESS.fullmatch(address):
                yield address

    @property
    def arguments(self) -> list[tuple[str, str]]:
        """The arguments as they were sent, repeated ones included.

        From the query string itself: Zope's form takes `verb:list` for a list.
        """
        if self.request.method == "POST":
            return list(self._posted())
        query = self.request.get("QUERY_STRING", "")
        return parse_qsl(query, keep_blank_values=True)

    def _posted(self) -> Iterator[tuple[str, str]]:
        for name, value in self.request.form.items():
            for one in value if isinstance(value, list) else [value]:
                yield readable(name), readable(one)


def readable(value: Any) -> str:
    """Return what was posted as text, with a sign for each byte that isn't UTF-8."""
    return str(value).encode(errors="surrogateescape").decode(errors="replace")
