"""What an editor decides of a text from elsewhere: which version counts, and its tie to the source."""

from AccessControl import Unauthorized
from functools import cached_property
from plone import api
from plone.protect import CheckAuthenticator
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.section import may_decide
from sonla.pbgdpl.core.urls import page_url
from sonla.pbgdpl.sync import conflicts
from sonla.pbgdpl.sync import operations
from sonla.pbgdpl.sync.audit import EXCHANGE
from sonla.pbgdpl.sync.bindings import DETACHED
from sonla.pbgdpl.sync.bindings import RecordConflict
from sonla.pbgdpl.sync.conflicts import MINE
from sonla.pbgdpl.sync.conflicts import Side
from sonla.pbgdpl.sync.conflicts import THEIRS
from sonla.pbgdpl.sync.harvest.importer import published_fields
from sonla.pbgdpl.sync.pages.viewlets import original_of
from sonla.pbgdpl.sync.pages.viewlets import original_url
from sonla.pbgdpl.sync.provenance import Provenance
from sonla.pbgdpl.sync.provenance import provenance_of
from sonla.pbgdpl.sync.record_words import as_words
from sonla.pbgdpl.sync.record_words import field_title
from sonla.pbgdpl.sync.record_words import moment
from sonla.pbgdpl.sync.store import make_store
from sonla.pbgdpl.ui.confirmation import AsksOnce
from sonla.pbgdpl.ui.confirmation import Confirmation
from sonla.pbgdpl.ui.drafts.diff import side_by_side
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from typing import Any
from typing import ClassVar
from zope.i18nmessageid import Message

CHOICE = "choice-"
"""Begins the names of the fields of the form; the name of a field of the record follows."""


class ConflictPage(AsksOnce, Page, BrowserView):
    """Show what differs; write what was chosen, and then lead to the text."""

    page_title = _("heading_sync_conflict", default="Changed on both sides")
    asks_about: ClassVar = {
        "withdraw": Confirmation(
            _("button_sync_withdraw", default="Withdraw it, too"),
            _(
                "msg_confirmation_withdraw",
                default="Nobody outside of the office sees the text any more, and other portals are told.",
            ),
        ),
    }
    error: Message | None = None

    def __call__(self) -> str:
        """Lead from a revision to its text; choose when a button was pressed."""
        text = original_of(self.context)
        if text is not self.context:
            return self.lead_to(f"{text.absolute_url()}/@@pbgdpl-conflict")
        if not may_decide(self.context):
            raise Unauthorized("Only editors and approvers choose between versions.")
        if self.request.method == "POST" and self.conflict is not None:
            CheckAuthenticator(self.request)
            if asked := self.ask_about_button():
                return asked
            done = self.decide()
            if done is not None:
                note_choice(self.context)
                self.show_message(done)
                return self.lead_to(page_url(self.context))
        return self.index()

    # What stands against what

    @cached_property
    def origin(self) -> Provenance | None:
        """Where the text came from."""
        return provenance_of(self.context)

    @property
    def conflict(self) -> RecordConflict | None:
        """What waits for a choice; None if nothing does any more."""
        return self.origin.conflict if self.origin is not None else None

    @property
    def is_withdrawn_by_source(self) -> bool:
        """Whether the source has no version of its own: it took the text back."""
        return self.conflict is not None and self.conflict.theirs is None

    @cached_property
    def sides(self) -> list[Side]:
        """The fields with both versions."""
        return conflicts.sides(self.context, self.conflict) if self.conflict else []

    @cached_property
    def versions_digest(self) -> str:
        """The digest of what is shown."""
        conflict = self.conflict
        return conflicts.versions_digest(self.context, conflict) if conflict else ""

    # Choosing

    @property
    def choices(self) -> dict[str, str]:
        """Mapping of fields to what the form says of them."""
        form = self.request.form
        for button, side in (("all_mine", MINE), ("all_theirs", THEIRS)):
            if button in form:
                return {one.name: side for one in self.sides}
        return {one.name: str(form.get(CHOICE + one.name, "")) for one in self.sides}

    def decide(self) -> Message | None:
        """Do what the button says, and tell it; None if something lacks."""
        form = self.request.form
        if str(form.get("versions_digest", "")) != self.versions_digest:
            self.error = _(
                "msg_sync_changed_meanwhile",
                default="One of the two versions has changed since you opened this page. Nothing was done: compare again.",
            )
            return None
        if self.is_withdrawn_by_source:
            return self.decide_about_all()
        try:
            later = conflicts.choose(
                api.portal.get(), self.context, self.choices, utc_now()
            )
        except conflicts.NotDecided:
            self.error = _(
                "msg_sync_choose_each",
                default="Choose a version for each part. Nothing was done yet.",
            )
            return None
        if later:
            return _(
                "msg_sync_chosen_later",
                default="Done. What has files or images comes with the next run of the exchange.",
            )
        if published_fields(self.context) is not self.context:
            return _(
                "msg_sync_chosen_in_revision",
                default="Done: what you chose stands in the revision of this text, and is public when that is approved.",
            )
        return _("msg_sync_chosen", default="Done: the text has what you chose.")

    def decide_about_all(self) -> Message | None:
        """Keep the text, or withdraw it as its source did."""
        if "keep" in self.request.form:
            conflicts.keep(api.portal.get(), self.context)
            return _("msg_sync_kept", default="Kept. From now on the text is your own.")
        if "withdraw" in self.request.form:
            conflicts.withdraw(api.portal.get(), self.context)
            return _("msg_sync_withdrawn", default="Withdrawn, as at its source.")
        return None

    # What is shown

    @property
    def text_url(self) -> str:
        return page_url(self.context)

    @property
    def original(self) -> str:
        """The address of the original; empty if it is not known."""
        return original_url(self.context)

    @property
    def since(self) -> str:
        """The time since which a choice is waited for."""
        return moment(self.conflict.since) if self.conflict else ""

    def fields(self) -> list[dict[str, Any]]:
        """Return what the page shows of each field, differences marked."""
        chosen = self.choices if self.error else {}
        return [self.shown(side, chosen.get(side.name, "")) for side in self.sides]

    def shown(self, side: Side, choice: str) -> dict[str, Any]:
        """Return both versions of a field in words, and what was chosen before."""
        theirs, mine = side_by_side(
            as_words(side.name, side.theirs), as_words(side.name, side.mine)
        )
        here = _("label_sync_mine", default="Keep what is here")
        there = _(
            "label_sync_theirs",
            default="Take the version of ${source}",
            mapping={"source": self.origin.title if self.origin is not None else ""},
        )
        return {
            "name": f"{CHOICE}{side.name}",
            "title": field_title(self.context, side.name),
            "sides": [
                {"value": MINE, "label": here, "pieces": mine},
                {"value": THEIRS, "label": there, "pieces": theirs},
            ],
            "choice": choice,
        }


def note_choice(text: Any) -> None:
    """Note who chose between two versions of a text."""
    log.note(EXCHANGE.name, text.portal_type, text, act="choose", title=text.Title())


class DetachView(BrowserView):
    """Do what the button says, then lead back to the text."""

    def __call__(self) -> str:
        """Act; raises `Unauthorized` for who neither edits nor approves here."""
        self.check_posted()
        if not may_decide(original_of(self.context)):
            raise Unauthorized("Only editors and approvers decide about the source.")
        message = self.process_form()
        if message is not None:
            act = "detach" if "detach" in self.request.form else "attach"
            text = original_of(self.context)
            log.note(EXCHANGE.name, text.portal_type, text, act=act, title=text.Title())
            self.show_message(message)
        return self.lead_to(page_url(self.context))

    def process_form(self) -> Message | None:
        """Change the binding; one in conflict is left to the choice of a version."""
        text = original_of(self.context)
        origin, form = provenance_of(text), self.request.form
        if origin is None or origin.conflict is not None:
            return None
        store, uid = make_store(api.portal.get()), IUUID(text)
        if "detach" in form and origin.state != DETACHED:
            operations.detach(store, uid)
            return _(
                "msg_sync_detached",
                default="Detached: what the source changes has no effect here any more.",
            )
        if "attach" in form and origin.state == DETACHED:
            operations.attach(store, uid, utc_now())
            return _(
                "msg_sync_attached",
                default="Attached again: the next run asks for the present version.",
            )
        return None
