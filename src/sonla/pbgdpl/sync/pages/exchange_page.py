"""What pages of the exchange have in common on which something is done."""

from abc import abstractmethod
from functools import cached_property
from plone.protect import CheckAuthenticator
from sonla.pbgdpl import _
from sonla.pbgdpl.sync.access import check_access
from sonla.pbgdpl.sync.access import may_manage
from sonla.pbgdpl.sync.store import store_of
from sonla.pbgdpl.sync.store import SyncStore
from sonla.pbgdpl.ui.confirmation import AsksOnce
from sonla.pbgdpl.ui.confirmation import Confirmation
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from typing import ClassVar

REFRESH = 10
"""Seconds after which a page on which something goes on is loaded again."""


class ExchangePage(AsksOnce, Page, BrowserView):
    """Do what a button says, then lead back; load itself again while something goes on."""

    asks_about: ClassVar = {
        "send_as_new": Confirmation(
            _("button_sync_send_as_new", default="Send as new"),
            _(
                "help_sync_send_as_new",
                default="If its operators say so, send it as a new record, with all that went in the same request. What they have after all is there twice then, and only they can remove it.",
            ),
        ),
        "overwrite": Confirmation(
            _("button_sync_overwrite", default="Replace theirs"),
            _(
                "msg_confirmation_overwrite",
                default="What the other side has written is lost there. This can't be undone from here.",
            ),
        ),
    }

    def __call__(self) -> str:
        """Act, or show the page."""
        check_access(self.context)
        self.hide_columns()
        self.request.response.setHeader("Cache-Control", "no-store")
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            if asked := self.ask_about_button():
                return asked
            if self.process_form():
                return ""
        self.prepare()
        return self.index()

    @property
    def status_url(self) -> str:
        """The address of the state of the exchange."""
        return f"{self.context.absolute_url()}/@@btp-sync-status"

    @cached_property
    def store(self) -> SyncStore:
        """What is stored, for reading."""
        return store_of(self.context)

    @cached_property
    def manages(self) -> bool:
        """Whether the user may decide."""
        return may_manage(self.context)

    @abstractmethod
    def process_form(self) -> bool:
        """Do what the button says; return whether the browser is led elsewhere."""

    def prepare(self) -> None:
        """Ask the browser to load the page again; a link on it turns that off."""
        if self.refreshing:
            again = f"{REFRESH}; url={self.url}"
            self.request.response.setHeader("Refresh", again)

    @property
    @abstractmethod
    def refreshing(self) -> bool:
        """Whether the page loads itself again."""

    def redirect_back(self, url: str) -> bool:
        """Redirect to this page, so that loading it again does nothing twice."""
        self.request.response.redirect(url)
        return True
