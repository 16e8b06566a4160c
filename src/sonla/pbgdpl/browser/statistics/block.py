"""The block of key figures: what this year has brought so far, in a few numbers."""

from DateTime import DateTime
from html import escape
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.browser.statistics.words import number
from sonla.pbgdpl.clock import today
from sonla.pbgdpl.config import PERSON_TYPES
from sonla.pbgdpl.pages import BrowserView
from sonla.pbgdpl.portlets.interfaces import ASIDE
from sonla.pbgdpl.portlets.interfaces import BlockContent
from sonla.pbgdpl.portlets.interfaces import BlockOptions
from sonla.pbgdpl.portlets.interfaces import IHomepageBlock
from sonla.pbgdpl.register.episodes import RECOGNISED
from sonla.pbgdpl.statistics.forms import form_codes
from sonla.pbgdpl.statistics.forms import form_for
from sonla.pbgdpl.statistics.overview import overview
from sonla.pbgdpl.statistics.overview import RECORDS
from sonla.pbgdpl.statistics.periods import OFFICIAL
from typing import Any
from zope.interface import implementer

PEOPLE_SOURCE = "people."
"""Columns of this source are counted by the catalog here: nobody is woken for a homepage."""


@implementer(IHomepageBlock)
class KeyFiguresBlock(BrowserView):
    """Show the largest figures of the year, and how many people the register has."""

    title = _("label_block_figures", default="Figures of the year")
    placement = ASIDE
    position = 60
    portal_types = ("LegalActivity",)

    def render(self, options: BlockOptions) -> BlockContent:
        """Render as many figures as asked for, right until the year ends."""
        place = self.place(options)
        lines = [*self.figures(place), *self.people(place)][: options.count]
        if not lines:
            return BlockContent()
        return BlockContent(
            figures_html(lines),
            DateTime(today().year + 1, 1, 1),
            f"{place.absolute_url()}/@@pbgdpl-statistics",
        )

    def place(self, options: BlockOptions) -> Any:
        """Return the section that was asked, else the portal."""
        portal = api.portal.get()
        if not options.roots:
            return portal
        return portal.unrestrictedTraverse(options.roots[0], portal)

    def figures(self, place: Any) -> list[tuple[str, str]]:
        """Return the columns of the first form without people that are more than zero."""
        for one in form_codes():
            found = form_for(one.code, OFFICIAL, today().year)
            if found is None or counts_people(found[0]):
                continue
            form, period = found
            total = overview(place, form, period, RECORDS, False).total
            row = form.rows[-1].id
            return [
                (column.title, number(value))
                for column in form.columns
                if (value := total.value((row, column.id)))
            ]
        return []

    def people(self, place: Any) -> list[tuple[Any, str]]:
        """Count who is recognised today, by the catalog."""
        types = api.portal.get_tool("portal_types")
        catalog = api.portal.get_tool("portal_catalog")
        path = "/".join(place.getPhysicalPath())
        counts = {
            name: len(
                catalog.searchResults(
                    path=path, portal_type=name, review_state=RECOGNISED
                )
            )
            for name in PERSON_TYPES
        }
        return [
            (
                api.portal.translate(types[name].Title(), domain="sonla.pbgdpl"),
                number(n),
            )
            for name, n in counts.items()
            if n
        ]


def counts_people(form: Any) -> bool:
    """Return whether a form asks the register."""
    return any(
        line.source.startswith(PEOPLE_SOURCE) for line in (*form.rows, *form.columns)
    )


def figures_html(lines: list[tuple[str, str]]) -> str:
    """Write names and numbers as a list of definitions."""
    items = "".join(
        f'<div class="pbgdpl-key-figure"><dt>{escape(title)}</dt>'
        f"<dd>{escape(value)}</dd></div>"
        for title, value in lines
    )
    return f'<dl class="pbgdpl-key-figures">{items}</dl>'
