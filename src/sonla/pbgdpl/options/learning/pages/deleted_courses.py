"""What goes with courses that are about to be deleted, said on Plone's own pages that ask."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Iterator
from collections.abc import Sequence
from plone import api
from plone.app.linkintegrity.browser.info import DeleteConfirmationInfo
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.options.learning.certificates import certificates_of
from sonla.pbgdpl.options.learning.learners import learners_of
from sonla.pbgdpl.training import COURSE_TYPE
from sonla.pbgdpl.ui.page import BrowserView
from typing import Any
from zope.i18nmessageid import Message

MSG_LOST = _(
    "msg_deleted_courses",
    default="With it go the names and answers of ${learners} learners, the next night. ${certificates} certificates can still be verified, but no longer revoked.",
)


class DeletedCourses(DeleteConfirmationInfo, BrowserView):
    """What goes of learners and certificates, above what Plone says of links."""

    notice = ViewPageTemplateFile("templates/deleted_courses.pt")
    words: Message | None = None

    def __call__(self, items: Sequence[Any] | None = None) -> str:
        """Write both; of content without courses, Plone's words alone."""
        self.words = lost_with([self.context] if items is None else items)
        return (self.notice() if self.words else "") + (super().__call__(items) or "")


def lost_with(items: Sequence[Any]) -> Message | None:
    """Return what goes with the courses among and below some items of sections, if anything."""
    courses = [course for item in items for course in courses_in(item)]
    learners = sum(len(learners_of(course)) for course in courses)
    certificates = sum(len(certificates_of(course)) for course in courses)
    if not learners and not certificates:
        return None
    mapping = {"learners": str(learners), "certificates": str(certificates)}
    return Message(MSG_LOST, mapping=mapping)


def courses_in(item: Any) -> Iterator[Any]:
    """Yield the courses that are deleted with an item, whoever may see them.

    Not with a section, which takes everything with it, certificates included.
    """
    if section_of(aq_parent(aq_inner(item))) is not None:
        brains = api.content.find(
            unrestricted=True, path=path_of(item), portal_type=COURSE_TYPE
        )
        yield from load_objects(brains)
