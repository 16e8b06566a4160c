"""What a refused request leaves: nothing in the database, one line in the log.

The publisher commits whatever was written, unless an exception passes through it. Services
of plone.restapi catch the refusal themselves and answer with its status, so that what they
had written until then stays: dates, a part of several items.
"""

from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.embargo import traversed
from sonla.pbgdpl.ui.security_headers import is_ours
from sonla.pbgdpl.ui.unread import is_refusal
from sonla.pbgdpl.ui.unread import log_refusal
from typing import Any
from zope.component import adapter
from ZPublisher.interfaces import IPubBeforeAbort
from ZPublisher.interfaces import IPubBeforeCommit

import transaction

FIRST_REFUSAL = 400
"""Status from which on an answer says that nothing was done."""


@adapter(IPubBeforeCommit)
def drop_refused(event: IPubBeforeCommit) -> None:
    """Let nothing be committed of what was refused in a section, or by a view of ours."""
    request = event.request
    if not IBrowserLayer.providedBy(request):
        return
    if request.response.getStatus() >= FIRST_REFUSAL and concerns_us(request):
        transaction.doom()


@adapter(IPubBeforeAbort)
def log_refused(event: IPubBeforeAbort) -> None:
    """Log in one line what was refused in a section, or by a view of ours."""
    request, error = event.request, event.exc_info[1]
    if event.retry or not is_refusal(error) or not IBrowserLayer.providedBy(request):
        return
    if concerns_us(request):
        log_refusal(request, error)


def concerns_us(request: Any) -> bool:
    """Return whether a view of ours answered, or one of others about what is in a section.

    A refusal that was logged stands in the place of what refused (`log_refusal`).
    """
    published = request.get("PUBLISHED")
    if is_ours(published) or is_refusal(published):
        return True
    return any(section_of(content) is not None for content in traversed(request))
