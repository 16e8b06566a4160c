"""The link from the section to the page that imports content."""

from collections.abc import Iterator
from plone import api
from sonla.pbgdpl.core.names import MANAGE_SETTINGS
from sonla.pbgdpl.core.names import MOVING
from sonla.pbgdpl.options.moving.pages.import_page import HELP
from sonla.pbgdpl.options.moving.pages.import_page import TITLE
from sonla.pbgdpl.options.moving.pages.import_page import VIEW
from sonla.pbgdpl.ui.section_pages import link_to
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.section_pages import SectionPages


class ContentImportPages(SectionPages):
    """Lead administrators there."""

    belongs_to = MOVING
    order = 190

    def actions(self) -> Iterator[PageLink]:
        """Yield the button of administrators."""
        if api.user.has_permission(MANAGE_SETTINGS, obj=self.place):
            yield link_to(self.place, VIEW, TITLE, HELP)
