"""The field of the featured video, and what it says when the video went."""

from plone import api
from sonla.pbgdpl import _
from zope import schema

FEATURED_GONE = _(
    "msg_featured_gone",
    default="The featured video you chose is not to be found any more: the newest one is shown. Choose another video, or take it out.",
)


class FeaturedVideo(schema.Choice):
    """Choose a video; the one chosen before stays choosable when it went.

    Otherwise nothing of the portlet could be changed before somebody takes out what
    they did not put in.
    """

    def fromUnicode(self, value: str) -> str:
        """Read a UID without looking for it.

        A form validates what it has read, but only if it is not what is stored.
        """
        return value


def is_gone(uid: str | None) -> bool:
    """Return whether a video was chosen that nobody can find, whatever they may see."""
    catalog = api.portal.get_tool("portal_catalog")
    return bool(uid) and not catalog.unrestrictedSearchResults(UID=uid)
