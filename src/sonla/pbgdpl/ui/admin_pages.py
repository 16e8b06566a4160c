"""What the administration page leads to: each subject registers its pages, see `IAdminPage`."""

from collections.abc import Iterator
from dataclasses import dataclass
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.options import offered
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.ui.interfaces import IAdminPage
from typing import Any
from zope.component import getAdapters
from zope.i18nmessageid import Message
from zope.interface import implementer

import logging

logger = logging.getLogger(__name__)

PEOPLE, CONTENT, DATA, SERVER = "people", "content", "data", "server"
GROUPS: dict[str, tuple[Message, Message]] = {
    PEOPLE: (
        _("admin_people", default="People"),
        _("admin_people_about", default="units, accounts, who may do what"),
    ),
    CONTENT: (
        _("admin_content", default="Content"),
        _("admin_content_about", default="approval, cited law, search, checks"),
    ),
    DATA: (
        _("admin_data", default="Data"),
        _("admin_data_about", default="figures, reports, exchange with others"),
    ),
    SERVER: (
        _("admin_server", default="Server"),
        _("admin_server_about", default="clock, mail, monitoring, journals"),
    ),
}
"""Where the administration page shows a page: heading, and what stands there."""

WRONG, OPEN, FINE = "wrong", "open", "fine"
"""How it stands with what an administrator has to do, in the order in which it is shown."""


@dataclass(frozen=True)
class PageStatus:
    """What an administrator has to do about what a page is about, or has done."""

    heading: Message
    state: str
    """`WRONG`, `OPEN` or `FINE`."""
    advice: Message | str
    """How it stands, and what to do."""
    remedy: str
    """Address of the page on which it is done."""
    remedy_title: Message


@implementer(IAdminPage)
class AdminPage:
    """Lead to a view of the place."""

    title: Message
    help: Message
    order: int
    group = CONTENT
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


def admin_page(view: str, **facts: Any) -> type[AdminPage]:
    """Return a class of pages that lead to a view and have no status; `facts` are attributes.

    Of an option, `belongs_to` and `__module__` say that it is a part of it.
    """
    facts["view"] = view
    return type("LeadingPage", (AdminPage,), facts)


@dataclass(frozen=True)
class AdminPageLink:
    """What the administration page shows of a page and its place."""

    name: str
    place: Any
    url: str
    title: Message
    help: Message
    group: str
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
                    name,
                    place,
                    page.url(),
                    page.title,
                    page.help,
                    page.group,
                    where,
                    status,
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
