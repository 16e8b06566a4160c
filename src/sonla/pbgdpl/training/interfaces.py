"""The seam at which other subjects add to what is known of those who attended a course."""

from collections.abc import Mapping
from zope.i18nmessageid import Message
from zope.interface import Attribute
from zope.interface import Interface


class IAttendanceColumn(Interface):
    """What another subject knows of those who attended: a column of their list.

    A named adapter of the course; the name is the heading in the file, which others read, so it
    never changes. The page of the attendance asks all of them by their names, each time it is
    drawn or downloaded. What is raised fails the page.
    """

    title = Attribute("Message: the heading on the page.")
    summary = Attribute(
        "Message: what is known in all, above the list; where it is empty there is no column."
    )

    def values() -> Mapping[str, int]:
        """Return the value of each person by their UID; others have an empty cell."""

    def words(value: int) -> Message:
        """Return a value as the page says it; the file has the number."""
