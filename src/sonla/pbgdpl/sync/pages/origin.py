"""Whose an item is: who may decide about its tie to a source, and what the page says."""

from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import DECIDING_ROLES
from sonla.pbgdpl.editorial.guards import has_role
from sonla.pbgdpl.editorial.working_copies import baseline_of
from sonla.pbgdpl.exchange.unmapped import unmapped_of
from sonla.pbgdpl.sync.bindings import CONFLICT
from sonla.pbgdpl.sync.bindings import DETACHED
from sonla.pbgdpl.sync.bindings import DIVERGED
from sonla.pbgdpl.sync.bindings import IN_SYNC
from sonla.pbgdpl.sync.bindings import WITHDRAWN
from sonla.pbgdpl.sync.provenance import Provenance
from sonla.pbgdpl.sync.provenance import provenance_of
from typing import Any
from zope.i18nmessageid import Message

TIES: dict[str, tuple[Message, str, Message]] = {
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
    """Return the item that is tied to a source: of a revision the text it revises."""
    return baseline_of(obj) or obj


def origin_of(obj: Any) -> Provenance | None:
    """Return where an item or the text that it revises came from."""
    return provenance_of(original_of(obj))


def original_url(obj: Any) -> str:
    """Return the address of the original at its source; empty if it did not say."""
    return unmapped_of(obj).get("url") or ""


def may_decide(obj: Any) -> bool:
    """Return whether the user edits or approves where an item stands."""
    return not api.user.is_anonymous() and has_role(obj, DECIDING_ROLES)
