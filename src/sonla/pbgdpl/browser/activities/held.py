"""The page of what is held at some time: an activity or a course."""

from sonla.pbgdpl.browser.activities.lines import days
from sonla.pbgdpl.browser.activities.lines import hours
from sonla.pbgdpl.browser.activities.lines import iso_start
from sonla.pbgdpl.browser.texts.base import TextView


class HeldView(TextView):
    """Show when it is held."""

    @property
    def days(self) -> str:
        """Give the day, or the first and the last."""
        return days(self.context)

    @property
    def hours(self) -> str:
        """Give from when to when."""
        return hours(self.context)

    @property
    def iso_start(self) -> str:
        """Give the beginning for machines."""
        return iso_start(self.context)
