"""REST services that say why, and leave nothing behind when they refuse."""

from AccessControl import Unauthorized
from plone import api
from plone.app.iterate.permissions import CheckinPermission
from plone.restapi.services.workflow.transition import WorkflowTransition
from plone.restapi.services.workingcopy.update import UpdateWorkingCopy
from sonla.pbgdpl.workflow.dates import forget_automatic_date
from sonla.pbgdpl.workflow.exceptions import RevisionRefused
from sonla.pbgdpl.workflow.exceptions import TransitionRefused
from sonla.pbgdpl.workflow.guards import why_refused
from sonla.pbgdpl.workflow.revisions import MSG_ONLY_APPROVAL
from sonla.pbgdpl.workflow.states import follows_editorial
from sonla.pbgdpl.workflow.states import is_published
from typing import Any


class ExplainedTransition(WorkflowTransition):
    """Do as core does; refuse with our reason on items of our chain.

    Core sets the effective date before it knows whether the transition is possible,
    and a refusal (400) is committed.
    """

    def recurse_transition(
        self,
        objs: list[Any],
        comment: str,
        publication_dates: dict[str, str],
        include_children: bool = False,
    ) -> None:
        """Go through the items one by one; children come back through here."""
        for obj in objs:
            if not follows_editorial(obj):
                super().recurse_transition(
                    [obj], comment, publication_dates, include_children
                )
                continue
            had_date = obj.effective_date is not None
            try:
                self._refuse_with_reason(obj)
                super().recurse_transition(
                    [obj], comment, publication_dates, include_children
                )
            finally:
                if not had_date and not is_published(obj):
                    forget_automatic_date(obj)

    def _refuse_with_reason(self, obj: Any) -> None:
        reason = why_refused(obj, self.transition)
        if reason is not None and not self.is_same_state(obj):
            raise TransitionRefused(reason, obj, self.transition)


class UnapprovedCheckin(UpdateWorkingCopy):
    """Refuse to check in a revision of ours, whoever asks, and say how it is done."""

    def reply(self) -> Any:
        """Leave working copies outside of our chain to core and its permission."""
        if follows_editorial(self.context):
            raise RevisionRefused(MSG_ONLY_APPROVAL, self.context)
        if not api.user.has_permission(CheckinPermission, obj=self.context):
            raise Unauthorized(CheckinPermission)
        return super().reply()
