"""The page of what is held at some time: an activity, a course or a dialogue."""

from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.activities.labels import days
from sonla.pbgdpl.activities.labels import hours
from sonla.pbgdpl.activities.labels import iso_start
from sonla.pbgdpl.activities.programme import IProgrammePart
from sonla.pbgdpl.texts.pages.item import TextPage
from sonla.pbgdpl.ui.interfaces import IArticlePage
from typing import Any
from zope.interface import implementer


@implementer(IArticlePage)
class EventPage(TextPage):
    """Show when it is held."""

    schedule_template = ViewPageTemplateFile("templates/schedule.pt")

    speaker_label = IProgrammePart["speaker"].title
    """What a speaker in a part of the programme is called."""

    @property
    def schedule_macros(self) -> Any:
        """The macro of a table of its parts."""
        return self.schedule_template.macros

    @property
    def days(self) -> str:
        """The day, or the first and the last."""
        return days(self.context)

    @property
    def hours(self) -> str:
        """From when to when."""
        return hours(self.context)

    @property
    def iso_start(self) -> str:
        """The beginning for machines."""
        return iso_start(self.context)
