"""What the administration page leads to: each subject registers its pages, see `IAdminPage`."""

from collections.abc import Iterator
from dataclasses import dataclass
from plone import api
from sonla.pbgdpl.core.options import offered
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.ui.interfaces import IAdminPage
from typing import Any
from zope.component import getAdapters
from zope.i18nmessageid import Message
from zope.interface import implementer

import logging

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class PageStatus:
    """What an administrator should know at once of what a page is about."""

    heading: Message
    """Of the statuses of this kind, which stand together."""
    label: Message
    """The state in a word or two."""
    is_good: bool
    advice: Message
    """What it means, and what to do."""
    remedy: str
    """Address of the page on which it is done."""
    remedy_title: Message


@implementer(IAdminPage)
class AdminPage:
    """Lead to a view of the place."""

    title: Message
    help: Message
    order: int
    view = ""
    """Name of the view."""

    def __init__(self, place: Any, request: Any) -> None:
        self.place = place
        self.request = request

    def url(self) -> str:
        return f"{self.place.absolute_url()}/@@{self.view}"

    def status(self) -> PageStatus | None:
        """Return nothing: what there is to know stands on the page."""
        return None


@dataclass(frozen=True)
class AdminPageLink:
    """What the administration page shows of a page and its place."""

    name: str
    place: Any
    url: str
    title: Message
    help: Message
    where: str
    """Title of the place, where there are several of its kind; else empty."""
    status: PageStatus | None


def admin_pages(request: Any) -> list[AdminPageLink]:
    """List what the administration page leads to: by the pages' order, then by places."""
    found = []
    for number, (place, where) in enumerate(places()):
        for name, page in offered(getAdapters((place, request), IAdminPage)):
            try:
                status = page.status()
                link = AdminPageLink(
                    name, place, page.url(), page.title, page.help, where, status
                )
                found.append(((page.order, name, number), link))
            except Exception:
                logger.exception("The administration page can't show %s", name)
    return [link for _key, link in sorted(found, key=lambda one: one[0])]


def places() -> Iterator[tuple[Any, str]]:
    """Yield the portal, its language roots and the sections, with what tells them apart."""
    yield api.portal.get(), ""
    for root in language_roots():
        yield root, root.title
    sections = all_sections()
    for section in sections:
        yield section, section.title if len(sections) > 1 else ""


def language_roots() -> list[Any]:
    """List the language roots of a multilingual portal."""
    catalog = api.portal.get_tool("portal_catalog")
    return [brain.getObject() for brain in catalog(portal_type="LRF")]
