"""What the page of a text says of where it came from, or where it was sent."""

from functools import cached_property
from plone import api
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.core.section import may_decide
from sonla.pbgdpl.editorial.history import may_see_history
from sonla.pbgdpl.editorial.working_copies import baseline_of
from sonla.pbgdpl.exchange.unmapped import unmapped_of
from sonla.pbgdpl.sync.bindings import CONFLICT
from sonla.pbgdpl.sync.bindings import DETACHED
from sonla.pbgdpl.sync.bindings import DIVERGED
from sonla.pbgdpl.sync.bindings import IN_SYNC
from sonla.pbgdpl.sync.bindings import WITHDRAWN
from sonla.pbgdpl.sync.conflicts import is_edited
from sonla.pbgdpl.sync.deliveries import ACKNOWLEDGED
from sonla.pbgdpl.sync.deliveries import Delivery
from sonla.pbgdpl.sync.deliveries import IN_FLIGHT
from sonla.pbgdpl.sync.deliveries import QUEUED
from sonla.pbgdpl.sync.deliveries import REJECTED
from sonla.pbgdpl.sync.pages.labels import DELIVERIES
from sonla.pbgdpl.sync.pages.labels import UNSURE_TITLE
from sonla.pbgdpl.sync.pages.lines import delivery_detail
from sonla.pbgdpl.sync.pages.lines import delivery_words
from sonla.pbgdpl.sync.pages.lines import is_unsure
from sonla.pbgdpl.sync.provenance import Provenance
from sonla.pbgdpl.sync.provenance import provenance_of
from sonla.pbgdpl.sync.record_words import moment
from sonla.pbgdpl.sync.store import store_of
from sonla.pbgdpl.ui.office_forms import HasForms
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.viewlets import ConditionalViewlet
from typing import Any
from typing import ClassVar
from zope.i18nmessageid import Message

BINDING_LABELS: dict[str, tuple[Message, str, Message]] = {
    IN_SYNC: (
        _("tie_in_sync", default="As at the source"),
        "success",
        _(
            "help_tie_in_sync",
            default="What the source changes comes in by itself, for a public text as a revision to be approved.",
        ),
    ),
    DIVERGED: (
        _("tie_diverged", default="Edited here"),
        "info",
        _(
            "help_tie_diverged",
            default="What was edited here stays. When the source changes the same part, you are asked to choose.",
        ),
    ),
    CONFLICT: (
        _("tie_conflict", default="Changed on both sides"),
        "warning",
        _(
            "help_tie_conflict",
            default="The source and somebody here have changed the same. Both versions are kept until you choose.",
        ),
    ),
    WITHDRAWN: (
        _("tie_withdrawn", default="Taken back by the source"),
        "dark",
        _(
            "help_tie_withdrawn",
            default="It was withdrawn here, too. When the source offers it again, it comes back.",
        ),
    ),
    DETACHED: (
        _("tie_detached", default="Detached from the source"),
        "secondary",
        _(
            "help_tie_detached",
            default="What the source changes or takes back has no effect here.",
        ),
    ),
}
"""State of an item → what it is called, its colour, what follows from it."""


def original_of(obj: Any) -> Any:
    """Return the item that is bound to a source: of a revision the text it revises."""
    return baseline_of(obj) or obj


def origin_of(obj: Any) -> Provenance | None:
    """Return where an item or the text that it revises came from."""
    return provenance_of(original_of(obj))


def original_url(obj: Any) -> str:
    """Return the address of the original at its source; empty if it did not say."""
    return unmapped_of(obj).get("url") or ""


ORDERED = {
    ACKNOWLEDGED: _("label_sync_sent", default="Sent, and received at ${time}"),
    IN_FLIGHT: _("label_sync_on_its_way", default="Sent at ${time}, no answer yet"),
}
DELIVERY_COLORS = {ACKNOWLEDGED: "success", REJECTED: "danger", CONFLICT: "danger"}


class OriginViewlet(HasForms, ConditionalViewlet):
    """Name the source to everybody; to editors also the state, with what can be done."""

    post_forms: ClassVar = {
        "detach": PostForm(
            _("button_detach", default="Detach from the source"),
            look="btn-sm btn-outline-secondary",
            page="pbgdpl-detach",
        ),
        "attach": PostForm(
            _("button_attach", default="Attach to the source again"),
            look="btn-sm btn-outline-secondary",
            page="pbgdpl-detach",
        ),
    }

    def available(self) -> bool:
        """Return whether the item came from elsewhere."""
        return self.origin is not None

    @cached_property
    def origin(self) -> Provenance | None:
        """Where the text came from."""
        return origin_of(self.context)

    @property
    def when(self) -> str:
        """The time when its last version came."""
        return moment(self.origin.applied) if self.origin else ""

    @property
    def original(self) -> str:
        """The address of the original; empty if it is not known."""
        return original_url(original_of(self.context))

    @cached_property
    def decides(self) -> bool:
        """Whether the state concerns the user."""
        return self.origin is not None and may_decide(self.context)

    @property
    def binding_line(self) -> tuple[Message, str, Message]:
        """Name, colour and meaning of the state; an edit counts at once."""
        assert self.origin is not None  # as the viewlet is available
        state = self.origin.state
        text = original_of(self.context)
        if state == IN_SYNC and is_edited(api.portal.get(), text):
            return BINDING_LABELS[DIVERGED]
        return BINDING_LABELS[state]

    @property
    def is_in_conflict(self) -> bool:
        """Whether a choice is waited for."""
        return self.origin is not None and self.origin.conflict is not None

    @property
    def detached(self) -> bool:
        """Whether the source is not listened to."""
        return self.origin is not None and self.origin.state == DETACHED

    @property
    def conflict_url(self) -> str:
        """The address at which to choose."""
        return f"{original_of(self.context).absolute_url()}/@@pbgdpl-conflict"


class ConflictViewlet(OriginViewlet):
    """Above a text: editors have to choose between two versions."""

    def available(self) -> bool:
        """Return whether there is one, and the user may make it."""
        return self.is_in_conflict and self.decides

    @property
    def is_withdrawn_by_source(self) -> bool:
        """Whether the source took the text back."""
        conflict = self.origin.conflict if self.origin is not None else None
        return conflict is not None and conflict.theirs is None


class DeliveryViewlet(ConditionalViewlet):
    """For those who work on a text: what became of sending it."""

    def available(self) -> bool:
        """Return whether the text was or will be sent, and the user may know."""
        return not self.portal_state.anonymous() and self.delivery is not None

    @cached_property
    def delivery(self) -> Delivery | None:
        """How it stands; None if the text is none that is sent, or it is secret."""
        if IHarvested.providedBy(self.context):
            return None
        outbox = store_of(api.portal.get()).outbox
        uid = IUUID(self.context, None)
        found = outbox.deliveries.get(uid) or (uid in outbox.dirty and Delivery())
        return found if found and may_see_history(self.context) else None

    @property
    def shown(self) -> Delivery:
        """What the viewlet tells of; there is one where it is available."""
        assert self.delivery is not None
        return self.delivery

    @property
    def waiting(self) -> bool:
        """Whether the text has changed since it was sent."""
        outbox = store_of(api.portal.get()).outbox
        return IUUID(self.context) in outbox.dirty

    @property
    def state(self) -> str:
        """The state; a text that changed since then waits again."""
        quiet = (IN_FLIGHT, REJECTED, CONFLICT)
        if self.waiting and self.shown.state not in quiet:
            return QUEUED
        return self.shown.state

    @property
    def words(self) -> Message:
        """The state, with the time that counts for it."""
        times = {
            ACKNOWLEDGED: self.shown.acknowledged,
            IN_FLIGHT: self.shown.sent,
        }
        words = ORDERED.get(self.state) or DELIVERIES[self.state]
        words = UNSURE_TITLE if is_unsure(self.shown) else words
        return Message(words, mapping={"time": moment(times.get(self.state))})

    @property
    def reason(self) -> Message | str:
        """Why it was not received, and what can be done."""
        return delivery_words(self.shown) if self.shown.code else ""

    @property
    def detail(self) -> list[dict[str, Any]]:
        """What the partner said, as far as it helps."""
        return delivery_detail(self.shown)

    @property
    def remote_id(self) -> str:
        """The number under which the partner keeps it, where it tells any."""
        return self.shown.remote_id

    @property
    def receipt(self) -> str:
        """What the partner said when it accepted the record."""
        accepted = self.state == ACKNOWLEDGED
        return self.shown.receipt_message if accepted else ""

    @property
    def color(self) -> str:
        """The colour of the state."""
        return DELIVERY_COLORS.get(self.state, "secondary")
