"""What the subjects have at the desk, and the base class of their sections."""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from plone import api
from sonla.pbgdpl.core.options import offered
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.core.urls import page_url
from sonla.pbgdpl.editorial.desk_lines import DeskLine
from sonla.pbgdpl.editorial.desk_lines import merged
from sonla.pbgdpl.editorial.interfaces import IDeskSection
from sonla.pbgdpl.ui.section_pages import PageLink
from transaction.interfaces import TransientError
from typing import Any
from zope.component import getAdapters
from zope.i18nmessageid import Message
from zope.interface import implementer

import logging

logger = logging.getLogger(__name__)

MAX_PLACES = 10


def scope_of(context: Any) -> list[Any]:
    """Return what a desk covers: a section or unit, at the site root every section."""
    return [context] if section_of(context) is not None else all_sections()


def sections_for(context: Any, request: Any) -> list[tuple[str, Any]]:
    """List all sections with the names under which they are registered, in their order."""
    found = offered(getAdapters((context, request), IDeskSection))
    return sorted(found, key=lambda pair: (pair[1].order, pair[0]))


def desk_lines(context: Any, request: Any) -> list[DeskLine]:
    """Return what the user is to do, of all subjects, one line an item.

    A section that raises is logged, and the others are asked. Conflicts pass on: the publisher
    runs the request again.
    """
    found: list[DeskLine] = []
    for name, section in sections_for(context, request):
        try:
            found.extend(section.lines())
        except TransientError:
            raise
        except Exception:
            logger.exception("Section %r of the approval desk failed", name)
    return merged(found)


def act_by_section(context: Any, request: Any) -> bool:
    """Let the section whose button was pressed act; return whether it was one's."""
    form = request.form
    return any(
        section.process_form(form) for _name, section in sections_for(context, request)
    )


@implementer(IDeskSection)
class DeskSection:
    """What sections have in common: the places, and nothing to do."""

    order: int

    def __init__(self, context: Any, request: Any) -> None:
        self.context = context
        self.request = request
        self.places: dict[str, Any] = {}

    @cached_property
    def scope(self) -> list[Any]:
        """The places that the desk covers."""
        return scope_of(self.context)

    @cached_property
    def sections(self) -> list[Any]:
        """The sections in which these places are, each once."""
        found = (section_of(place) for place in self.scope)
        return list({path_of(one): one for one in found if one is not None}.values())

    def lines(self) -> Iterable[DeskLine]:
        """Return nothing: the section has tools alone, or its list is for nobody to act on."""
        return ()

    def tools(self) -> Iterable[PageLink]:
        """Return nothing: what there is to do leads everywhere."""
        return ()

    def tool(self, place: Any, view: str, title: Message) -> PageLink:
        """Return the way to a page of a section, which is described by the section's name."""
        url = f"{place.absolute_url()}/@@{view}"
        return PageLink(url, api.portal.translate(title), place.Title())

    def process_form(self, form: Mapping[str, Any]) -> bool:
        """Return False: there is no button."""
        return False

    def line(
        self, brain: Any, verb: Message, due: date | None = None, list_url: str = ""
    ) -> DeskLine:
        """Return the line of an item, by the catalog alone."""
        return DeskLine(
            brain.Title or brain.getId,
            page_url(brain),
            verb,
            due,
            kind=kind_of(brain),
            place=self.place_of(brain).Title(),
            list_url=list_url,
            uid=brain.UID,
        )

    def place_of(self, brain: Any) -> Any:
        """Return the unit, or else the section, in which an item stands, found once a folder."""
        path = brain.getPath().rpartition("/")[0]
        if path not in self.places:
            folder = api.portal.get().unrestrictedTraverse(path)
            self.places[path] = unit_of(folder) or section_of(folder)
        return self.places[path]


def kind_of(item: Any) -> str:
    """Return what the type of an item or brain is called."""
    info = api.portal.get_tool("portal_types").get(item.portal_type)
    return str(api.portal.translate(info.Title()) if info else item.portal_type)
