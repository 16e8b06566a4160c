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
from sonla.pbgdpl.exchange.pages.responses import FetchedView
from sonla.pbgdpl.exchange.pages.responses import send
from sonla.pbgdpl.exchange.reconciling import now_in_seconds
from sonla.pbgdpl.settings.getters import get_settings
from sonla.pbgdpl.settings.public_address import public_root
from sonla.pbgdpl.settings.public_address import public_url
from urllib.parse import parse_qsl

import re

MEDIA_TYPE = "text/xml; charset=utf-8"
FORM_TYPE = "application/x-www-form-urlencoded"
NO_ADDRESS = "noreply@portal.invalid"
"""The protocol wants an address; it is this when the portal has none."""
_ADDRESS = re.compile(r"[^\s@]+@(?:[^\s@.]++\.)+[^\s@.]+")
_RESPONSE_DATE = re.compile(rb"<responseDate>[^<]*</responseDate>")


class OaiView(FetchedView):
    """Answer harvesters, by GET and POST, compressed where they understand it."""

    page_sizes: Mapping[str, int] = PAGE_SIZES
    takes_any_form = True
    """The protocol has answers of its own to wrong arguments."""

    def answer(self) -> bytes:
        """Answer one request."""
        ledger = offered_ledger()
        assert ledger is not None
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

        From address and body themselves: Zope's form takes `verb:list` for a list.
        """
        found = parse_qsl(self.request.get("QUERY_STRING", ""), keep_blank_values=True)
        kind = self.request.get("CONTENT_TYPE") or ""
        if self.request.method == "POST" and kind.lower().startswith(FORM_TYPE):
            posted: bytes = self.request.get("BODY", b"")
            found += parse_qsl(posted.decode(errors="replace"), keep_blank_values=True)
        return found
