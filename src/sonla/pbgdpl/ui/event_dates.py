"""When an event begins, in core's portlet of events beside the pages of a section."""

from datetime import datetime
from html import escape
from plone.app.event.browser.formatted_date import FormattedStartDateProvider
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.dates import moment_words
from sonla.pbgdpl.core.section import section_of
from typing import Any


class EventMoment(FormattedStartDateProvider):
    """Write day and hour as Vietnamese readers say them: 8 giờ ngày 09/12/2026.

    Core's template puts the day first and has no message that says otherwise. What it writes
    for readers of other languages, of whole days, and of hours in another time zone than the
    portal's stays, and so does all that it writes outside of sections.
    """

    def __call__(self, occ: Any) -> str:
        """Return it as HTML; nothing for an event without dates."""
        written = super().__call__(occ)
        dates = self.date_dict
        if dates is None or dates["whole_day"] or self.request.get("LANGUAGE") != "vi":
            return written
        if section_of(self.context) is None:
            return written
        start = datetime.fromisoformat(dates["start_iso"])
        if in_portal_zone(start).utcoffset() != start.utcoffset():
            return written
        words = escape(moment_words(start))
        return f'<time class="dtstart" datetime="{start.isoformat()}">{words}</time>'
