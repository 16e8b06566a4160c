"""The way from the approval desk to the figures of a section's contributions."""

from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.access import may_see_figures
from sonla.pbgdpl.editorial.pages.desk_sections import DeskSection


class FiguresSection(DeskSection):
    """Lead to the pages of figures that the user may see, one a section."""

    order = 10
    template = ViewPageTemplateFile("templates/desk_section.pt")

    def pages(self) -> list[dict[str, str]]:
        """List the pages."""
        return [
            {
                "title": section.Title(),
                "url": f"{section.absolute_url()}/@@pbgdpl-contributions",
            }
            for section in map(section_of, self.scope)
            if section is not None and may_see_figures(section)
        ]
