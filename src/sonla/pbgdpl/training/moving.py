"""What goes along when a course is moved into another section: learners and their certificates."""

from Acquisition import aq_base
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.training.certificates import take_certificates_along
from sonla.pbgdpl.training.learners import take_learners_along
from typing import Any
from zope.lifecycleevent.interfaces import IObjectMovedEvent


def course_moved(course: Any, event: IObjectMovedEvent) -> None:
    """Bring along what stands with the section.

    What belongs to a course that is deleted stays until the night: it may be undone until then.
    """
    if event.oldParent is None or event.newParent is None:
        return
    before, after = section_of(event.oldParent), section_of(event.newParent)
    if before is None or after is None or aq_base(before) is aq_base(after):
        return
    learners = take_learners_along(IUUID(course), before, after)
    codes = [one.certificate for one in learners.values() if one.certificate]
    take_certificates_along(codes, before, after)
