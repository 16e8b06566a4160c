"""What the form begins with when it is opened for an item: asked of the item's own subject."""

from plone import api
from sonla.pbgdpl.core.catalog import item_of
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.options.finance.interfaces import IExpenditureProposal
from sonla.pbgdpl.options.finance.vocabularies import asked_subject
from sonla.pbgdpl.options.finance.vocabularies import referring
from typing import Any
from zope.interface import provider
from zope.schema.interfaces import IContextAwareDefaultFactory


def proposal_for(context: Any) -> Any | None:
    """Return what the item proposes for which a form is opened; None once it is recorded."""
    uid = asked_subject(context)
    brains = api.content.find(UID=uid) if uid else ()
    subject = item_of(brains[0]) if brains else None
    proposal = None if subject is None else IExpenditureProposal(subject, None)
    if proposal is None:
        return None
    recorded = (stored_value(one, "item") for one in referring(subject, uid))
    return None if proposal.item in recorded else proposal


def proposed(name: str, context: Any) -> Any:
    """Return one value of the proposal; None without one."""
    return getattr(proposal_for(context), name, None)


@provider(IContextAwareDefaultFactory)
def proposed_item(context: Any) -> str | None:
    """Offer the item."""
    return proposed("item", context)


@provider(IContextAwareDefaultFactory)
def proposed_quantity(context: Any) -> int | None:
    """Offer the quantity."""
    return proposed("quantity", context)


@provider(IContextAwareDefaultFactory)
def proposed_rate(context: Any) -> int | None:
    """Offer the rate for one."""
    return proposed("rate", context)


@provider(IContextAwareDefaultFactory)
def proposed_amount(context: Any) -> int | None:
    """Offer the amount."""
    return proposed("amount", context)


@provider(IContextAwareDefaultFactory)
def proposed_note(context: Any) -> str | None:
    """Offer how the rate came about."""
    return proposed("note", context)
