"""A published text is revised as a working copy, which only approval checks in.

plone.app.iterate without its profile: the profile would offer check-out for every
item of the portal. However a check-in is started (toolbar, `@@content-checkin`,
REST, code) sends `ICheckinEvent`, where all but approval is refused.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_inner
from Acquisition import aq_parent
from plone.app.iterate.dexterity.policy import CheckinCheckoutPolicyAdapter
from plone.app.iterate.interfaces import IBeforeCheckoutEvent
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from plone.app.iterate.interfaces import ICheckinEvent
from plone.app.iterate.interfaces import ICheckoutEvent
from plone.app.iterate.interfaces import IIterateSettings
from plone.app.iterate.interfaces import IWorkingCopy
from plone.locking.interfaces import ILockable
from plone.registry.interfaces import IRegistry
from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.core.types import facts_of
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.additions import closed_unit
from sonla.pbgdpl.editorial.attachments import update_attachments
from sonla.pbgdpl.editorial.exceptions import RevisionRefused
from sonla.pbgdpl.editorial.permissions import CHECKOUT
from sonla.pbgdpl.editorial.states import follows_editorial
from sonla.pbgdpl.editorial.states import history_of
from sonla.pbgdpl.editorial.states import is_published
from sonla.pbgdpl.editorial.states import is_structure
from sonla.pbgdpl.editorial.states import reindex_state
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.editorial.working_copies import baseline_of
from sonla.pbgdpl.editorial.working_copies import working_copy_of
from typing import Any
from zope.component import adapter
from zope.component import getUtility
from zope.interface import alsoProvides

MSG_ONLY_APPROVAL = _(
    "msg_only_approval_checks_in",
    default="A revision becomes public only when it is approved. Submit it for approval; it can't be checked in otherwise.",
)
MSG_NOT_REVISABLE = _(
    "msg_not_revisable",
    default="Only a published text is revised as a working copy, and only in its own folder.",
)
MSG_ALREADY_REVISED = _(
    "msg_already_revised",
    default="This text is being revised already. One revision at a time.",
)


def is_revisable(text: Any) -> bool:
    """Return whether a text is one that is revised as a working copy, by anybody.

    iterate locks the text meanwhile, so a type without locking (core's Link) is left:
    it is withdrawn, changed and approved again.
    """
    return (
        is_published(text)
        and not is_structure(text)
        and not IWorkingCopy.providedBy(text)
        and ILockable(text, None) is not None
    )


def may_revise(text: Any) -> bool:
    """Return whether the user may open a revision of a text, or go on with the open one."""
    container = aq_parent(aq_inner(text))
    check = getSecurityManager().checkPermission
    return (
        is_revisable(text)
        and bool(check(CHECKOUT, text))
        and bool(check("Add portal content", container))
        and closed_unit(container) is None
    )


def revise(text: Any) -> Any:
    """Open a revision of a text beside it; the user becomes its author.

    Raises `RevisionRefused` if there is one already or the text is not public.
    """
    ensure_iterate_settings()
    container = aq_parent(aq_inner(text))
    copy = ICheckinCheckoutPolicy(text).checkout(container)
    text.reindexObject(idxs=["review_state"])
    return copy


def ensure_iterate_settings() -> None:
    """Add iterate's two registry records where they are missing.

    iterate reads them at every check-out. Its own uninstallation removes them without
    asking who else needs them.
    """
    registry = getUtility(IRegistry)
    prefix = IIterateSettings.__identifier__
    if any(f"{prefix}.{name}" not in registry for name in IIterateSettings.names()):
        registry.registerInterface(IIterateSettings)


def check_in(copy: Any, comment: str) -> Any:
    """Merge an approved working copy into its text and delete it; return the text.

    No permission is asked: the approver has none on the public text. The text keeps
    its own state (it may have been withdrawn meanwhile) and effective date, and takes
    over the copy's history.
    """
    text: Any = baseline_of(copy)
    effective, lines = text.effective_date, history_of(copy)
    text = ICheckinCheckoutPolicy(copy).checkin(comment)
    text.effective_date = effective
    take_over_history(text, lines)
    update_attachments(text)
    text.reindexObject()
    reindex_state(text)
    return text


def take_over_history(text: Any, lines: tuple[dict, ...]) -> None:
    """Add the steps of a revision to the history of its text, in order of time.

    They are marked with the key `revision`; the last one, the approval, carries the
    text's own state, since the last line of a history is the state.
    """
    own = history_of(text)
    steps = [{**line, "revision": True} for line in lines if line["action"]]
    steps[-1]["review_state"] = own[-1]["review_state"]
    merged = sorted([*own, *steps[:-1]], key=lambda line: line["time"])
    text.workflow_history[EDITORIAL_WORKFLOW] = (*merged, steps[-1])


def before_checkout(event: IBeforeCheckoutEvent) -> None:
    """Refuse a working copy of what is not a public text, and a second one."""
    text = event.object
    refusal = facts_of(text.portal_type).no_revision
    if refusal is not None:
        raise RevisionRefused(refusal, text)
    if not follows_editorial(text):
        return
    if not is_revisable(text):
        raise RevisionRefused(MSG_NOT_REVISABLE, text)
    if working_copy_of(text) is not None:
        raise RevisionRefused(MSG_ALREADY_REVISED, text)


def after_checkout(event: ICheckoutEvent) -> None:
    """Refuse a working copy outside the section, where no approval would await it.

    What was fetched stays that in its revision, which other copies don't.
    """
    text, copy = event.object, event.working_copy
    if follows_editorial(text) and not follows_editorial(copy):
        raise RevisionRefused(MSG_NOT_REVISABLE, text)
    if IHarvested.providedBy(text):
        alsoProvides(copy, IHarvested)
        copy.reindexObject()


def before_checkin(event: ICheckinEvent) -> None:
    """Refuse every check-in but that of approval."""
    refuse_unapproved(event.object, event.baseline)


def refuse_unapproved(copy: Any, text: Any) -> None:
    """Refuse to check in a copy that isn't approved: approval alone publishes it."""
    if follows_editorial(text) and state_of(copy) != "published":
        raise RevisionRefused(MSG_ONLY_APPROVAL, copy)


@adapter(IWorkingCopy)
class PolicyByApproval(CheckinCheckoutPolicyAdapter):
    """Refuse before iterate's own subscribers have taken the copy apart."""

    def checkin(self, checkin_message: str) -> Any:
        """Check in what is approved, and any working copy that isn't ours."""
        refuse_unapproved(self.context, self._getBaseline())
        return super().checkin(checkin_message)
