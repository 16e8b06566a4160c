"""The sections that stand beside the tabs of the desk, and those that it brings itself."""

from collections.abc import Iterator
from collections.abc import Mapping
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.core.options import offered
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.editorial.interfaces import IDeskSection
from sonla.pbgdpl.editorial.local_roles import may_write
from sonla.pbgdpl.editorial.local_roles import places_of_user
from sonla.pbgdpl.editorial.pages.desk_tabs import scope_of
from transaction.interfaces import TransientError
from typing import Any
from zope.component import getAdapters
from zope.interface import implementer

import logging

logger = logging.getLogger(__name__)

MAX_PLACES = 10


def sections_for(context: Any, request: Any) -> list[tuple[str, Any]]:
    """List all sections with the names under which they are registered, in their order."""
    found = offered(getAdapters((context, request), IDeskSection))
    return sorted(found, key=lambda pair: (pair[1].order, pair[0]))


def render_sections(context: Any, request: Any) -> Iterator[str]:
    """Yield the HTML of each section; log one that raises and go on without it.

    Conflicts pass on: the publisher runs the request again.
    """
    for name, section in sections_for(context, request):
        try:
            yield section.render() if section.available() else ""
        except TransientError:
            raise
        except Exception:
            logger.exception("Section %r of the approval desk failed", name)


def act_by_section(context: Any, request: Any) -> bool:
    """Let the section whose button was pressed act; return whether it was one's."""
    form = request.form
    return any(
        section.process_form(form) for _name, section in sections_for(context, request)
    )


@implementer(IDeskSection)
class DeskSection:
    """What sections have in common: a template, which may show nothing."""

    order: int
    template: Any

    def __init__(self, context: Any, request: Any) -> None:
        self.context = context
        self.request = request

    @cached_property
    def scope(self) -> list[Any]:
        """The places that the desk covers."""
        return scope_of(self.context)

    def available(self) -> bool:
        """Return the section to everybody who is logged in, as the desk is."""
        return True

    def render(self) -> str:
        return str(self.template())

    def process_form(self, form: Mapping[str, Any]) -> bool:
        """Return False: there is no button."""
        return False

    def waiting(self) -> int:
        """Count nothing: what the section shows waits for nobody."""
        return 0


class WritePlaces(DeskSection):
    """Lead to the units in which the user may write now."""

    order = 20
    template = ViewPageTemplateFile("templates/write_places.pt")

    def places(self) -> list[dict[str, str]]:
        """List the units; a closed one takes nothing."""
        return [
            {"title": place.Title(), "url": place.absolute_url()}
            for place in places_of_user()
            if unit_of(place) is not None and may_write(place)
        ][:MAX_PLACES]
