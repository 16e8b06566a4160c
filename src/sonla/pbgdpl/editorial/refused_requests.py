"""Keep nothing of a request that was refused.

The publisher commits whatever was written, unless an exception passes through it. Services
of plone.restapi catch the refusal themselves and answer with its status, so that what they
had written until then stays: dates, a part of several items.
"""

from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.embargo import traversed
from sonla.pbgdpl.ui.security_headers import is_ours
from typing import Any
from zope.component import adapter
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


def concerns_us(request: Any) -> bool:
    """Return whether a view of ours answered, or one of others about what is in a section."""
    if is_ours(request.get("PUBLISHED")):
        return True
    return any(section_of(content) is not None for content in traversed(request))
