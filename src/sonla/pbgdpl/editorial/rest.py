"""REST services that say why in the client's language, and leave nothing when they refuse.

ZPublisher's sentence for a refusal is plain English and never translated, while the classic
page for the same refusal is.
"""

from AccessControl import Unauthorized
from Acquisition import aq_base
from plone import api
from plone.app.iterate.permissions import CheckinPermission
from plone.rest.errors import ErrorHandling
from plone.rest.interfaces import IAPIRequest
from plone.restapi.services.workflow.transition import WorkflowTransition
from plone.restapi.services.workingcopy.update import UpdateWorkingCopy
from Products.CMFCore.interfaces import IFolderish
from Products.CMFCore.permissions import ModifyPortalContent
from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.section import may_decide
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.effective_dates import forget_automatic_date
from sonla.pbgdpl.editorial.exceptions import RevisionRefused
from sonla.pbgdpl.editorial.exceptions import TransitionRefused
from sonla.pbgdpl.editorial.gone import GONE
from sonla.pbgdpl.editorial.gone import is_gone
from sonla.pbgdpl.editorial.guards import is_possible
from sonla.pbgdpl.editorial.guards import may_know_actors
from sonla.pbgdpl.editorial.guards import MSG_NOT_YOURS
from sonla.pbgdpl.editorial.guards import why_refused
from sonla.pbgdpl.editorial.refusals import concerns_us
from sonla.pbgdpl.editorial.revisions import MSG_ONLY_APPROVAL
from sonla.pbgdpl.editorial.states import follows_editorial
from sonla.pbgdpl.editorial.states import follows_texts
from sonla.pbgdpl.editorial.states import is_published
from typing import Any
from zExceptions import BadRequest
from zope.component import adapter
from zope.i18n import translate
from zope.i18nmessageid import Message

import zExceptions

MSG_DATES = _(
    "msg_transition_dates_not_yours",
    default="The dates of this item are for editors and approvers who may change it: this step is taken without them.",
)


class ExplainedTransition(WorkflowTransition):
    """Do as core does; in a section, refuse before anything is written, and say why.

    Core writes the dates that it is sent, or the present one, before it knows whether the
    transition is possible. To somebody who names a step that leads where the item is already, it
    tells who took the last one, and what they wrote.
    """

    def reply(self) -> Any:
        """Refuse what has no steps at all, which core would date first.

        Outside of sections, too: core would fail over dates for the site root.
        """
        if self.transition is not None:
            if not self.wftool.getWorkflowsFor(self.context):
                raise BadRequest(translate(MSG_NOT_YOURS, context=self.request))
        return super().reply()

    def recurse_transition(
        self,
        objs: list[Any],
        comment: str,
        publication_dates: dict[str, str],
        include_children: bool = False,
    ) -> None:
        """Go through the items one by one; children come back through here."""
        for obj in objs:
            arguments = (comment, publication_dates, include_children)
            if section_of(obj) is None:
                super().recurse_transition([obj], *arguments)
            elif not self._takes_steps(obj):
                continue
            elif self._is_anything_to_do(obj, publication_dates):
                self._do(obj, *arguments)
            elif include_children and IFolderish.providedBy(obj):
                self.recurse_transition(list(obj.objectValues()), *arguments)

    def _takes_steps(self, obj: Any) -> bool:
        """Return what goes with its folder from what stays as it is: files follow texts."""
        if aq_base(obj) is aq_base(self.context):
            return True
        return bool(self.wftool.getWorkflowsFor(obj)) and not follows_texts(obj)

    def _is_anything_to_do(self, obj: Any, dates: dict[str, str]) -> bool:
        """Return whether core has anything to write; raise if the user may not have it written.

        Nothing is to be done where the item is in the state already, unless dates are sent.
        """
        possible = is_possible(obj, self.transition)
        if not possible and not (self.is_same_state(obj) and may_know_actors(obj)):
            reason = why_refused(obj, self.transition) or MSG_NOT_YOURS
            raise TransitionRefused(reason, obj, self.transition)
        may_edit = api.user.has_permission(ModifyPortalContent, obj=obj)
        if dates and not (may_edit and may_decide(obj)):
            raise TransitionRefused(MSG_DATES, obj, self.transition)
        return possible or bool(dates)

    def _do(
        self, obj: Any, comment: str, dates: dict[str, str], include_children: bool
    ) -> None:
        """Let core write dates, take the step and go on to the children."""
        had_date = obj.effective_date is not None
        try:
            super().recurse_transition([obj], comment, dates, include_children)
        finally:
            if not had_date and follows_editorial(obj) and not is_published(obj):
                forget_automatic_date(obj)


class UnapprovedCheckin(UpdateWorkingCopy):
    """Refuse to check in a revision of ours, for all users, and say how it is done."""

    def reply(self) -> Any:
        """Leave working copies outside of our chain to core and its permission."""
        if follows_editorial(self.context):
            raise RevisionRefused(MSG_ONLY_APPROVAL, self.context)
        if not api.user.has_permission(CheckinPermission, obj=self.context):
            raise Unauthorized(CheckinPermission)
        return super().reply()


STOCK = "You are not authorized to access this resource."


@adapter(zExceptions.Unauthorized, IAPIRequest)
class TranslatedRefusal(ErrorHandling):
    """Answer as plone.rest does; in sections, and of services of ours, in the reader's language.

    What was public and was withdrawn is gone (410). Registered for all API requests, since none
    has our layer and theirs in one interface; hence the question for the layer.
    """

    def render_exception(self, exception: Exception) -> dict[str, Any]:
        """Translate the stock sentence; whatever else was said stays as it is."""
        result = super().render_exception(exception)
        if is_gone(exception, self.request):
            self.request.response.setStatus(410, lock=1)
            return {"type": "Gone", "message": translate(GONE, context=self.request)}
        if (
            result["message"] == STOCK
            and IBrowserLayer.providedBy(self.request)
            and concerns_us(self.request)
        ):
            result["message"] = translate(
                Message(STOCK, domain="plone"), context=self.request
            )
        return result
