"""The block of key figures: what this year has brought so far, in a few numbers."""

from datetime import timedelta
from html import escape
from operator import attrgetter
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import midnight
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.options import offered
from sonla.pbgdpl.homepage.interfaces import APART
from sonla.pbgdpl.homepage.interfaces import BlockContent
from sonla.pbgdpl.homepage.interfaces import BlockOptions
from sonla.pbgdpl.homepage.interfaces import IHomepageBlock
from sonla.pbgdpl.statistics.forms.store import form_codes
from sonla.pbgdpl.statistics.forms.store import form_for
from sonla.pbgdpl.statistics.forms.store import full_year_kind
from sonla.pbgdpl.statistics.interfaces import IKeyFigure
from sonla.pbgdpl.statistics.overview import overview
from sonla.pbgdpl.statistics.overview import RECORDS
from sonla.pbgdpl.statistics.pages.labels import number
from sonla.pbgdpl.statistics.pages.labels import short_day
from sonla.pbgdpl.ui.page import BrowserView
from typing import Any
from zope.component import getUtilitiesFor
from zope.interface import implementer


@implementer(IHomepageBlock)
class KeyFiguresBlock(BrowserView):
    """Show the largest figures of the year, and those that subjects register."""

    title = _("label_block_figures", default="Figures of the year")
    placement = APART
    position = 70
    is_default = True
    landing_position = 80
    featured_types = ()
    portal_types = ("LegalActivity",)

    def render(self, options: BlockOptions) -> BlockContent:
        """Render as many figures as asked for, right until the day ends.

        One more on a landing page, where four fill a line.
        """
        place = self.place(options)
        lines = [*self.figures(place), *self.subjects(place)][
            : options.count + options.landing
        ]
        day = today()
        tomorrow = midnight(day + timedelta(days=1))
        if not lines:
            return BlockContent(valid_until=tomorrow)
        return BlockContent(
            figures_html(lines),
            tomorrow,
            f"{self.links_to(options, place)}/@@pbgdpl-statistics",
            title=_(
                "heading_figures_of_year",
                default="The year ${year} in figures, until ${day}",
                mapping={"year": str(day.year), "day": short_day(day)},
            ),
        )

    def links_to(self, options: BlockOptions, place: Any) -> str:
        """Return the address of the section into which links lead, else of the place."""
        if options.section:
            return self.request.physicalPathToURL(options.section)
        return place.absolute_url()

    def place(self, options: BlockOptions) -> Any:
        """Return the section that was asked, else the portal."""
        portal = api.portal.get()
        if not options.roots:
            return portal
        return portal.unrestrictedTraverse(options.roots[0], portal)

    def figures(self, place: Any) -> list[tuple[str, str]]:
        """Return the columns of a form that are more than zero.

        Of the first one whose figures the catalog knows: no object is loaded for a homepage.
        """
        day = today()
        for one in form_codes():
            year = day.year
            found = form_for(one.code, full_year_kind(one.code, year), year)
            if found is None or asks_for_items(found[0]):
                continue
            form, period = found
            until = period.until(day)
            total = overview(place, form, period, RECORDS, False, until=until).total
            row = form.total_row.id
            return [
                (column.title, number(value))
                for column in form.columns
                if (value := total.value((row, column.id)))
            ]
        return []

    def subjects(self, place: Any) -> list[tuple[str, str]]:
        """Return the figures that subjects register and that are more than zero."""
        return [
            (title, number(value))
            for figure in sorted(key_figures(), key=attrgetter("order"))
            for title, value in figure.figures(place)
            if value
        ]


def key_figures() -> list[Any]:
    """Return what subjects registered."""
    return [figure for _name, figure in offered(getUtilitiesFor(IKeyFigure))]


def asks_for_items(form: Any) -> bool:
    """Return whether a form asks a counter for which key figures stand."""
    counters = {figure.counter for figure in key_figures() if figure.counter}
    return any(
        line.source.partition(".")[0] in counters
        for line in (*form.rows, *form.columns)
    )


def figures_html(lines: list[tuple[str, str]]) -> str:
    """Write names and numbers as a list of definitions."""
    items = "".join(
        f"<div><dt>{escape(title)}</dt><dd>{escape(value)}</dd></div>"
        for title, value in lines
    )
    return f'<dl class="pbgdpl-figures">{items}</dl>'
