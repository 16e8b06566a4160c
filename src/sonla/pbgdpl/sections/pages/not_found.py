"""The answers to an address at which there is nothing, or nothing for the visitor."""

from collections.abc import Callable
from functools import cached_property
from plone import api
from Products.CMFPlone.browser.exceptions import ExceptionView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.options import page_rests
from sonla.pbgdpl.core.options import type_rests
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.gone import GONE
from sonla.pbgdpl.editorial.gone import is_gone
from sonla.pbgdpl.editorial.pages.section_page import is_open
from sonla.pbgdpl.editorial.visibility import visible_place
from sonla.pbgdpl.sections.pages.imprint import Imprint
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.resting_form import RestingForm
from sonla.pbgdpl.ui.section_pages import links_of
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.shared_caches import cache_control
from typing import Any
from urllib.parse import unquote
from zExceptions import HTTPGone
from zope.component import getSiteManager
from zope.interface import Interface
from zope.interface import providedBy

MAX_QUERY_LENGTH = 80
"""Characters of an address that are searched for."""


class ErrorPage(ExceptionView):
    """Draw the portal's page for an exception where the visitor may see what it is drawn on.

    Zope draws it on the last item that the address led to: the title of the window, the
    breadcrumbs and the tags for shared addresses show that item to everybody. What Plone
    sends to the login form has this page as its body, too.
    """

    __parent__: Any

    def __call__(self) -> Any:
        """Answer as the portal does, but for what is gone."""
        if is_gone(self.context, self.request):
            page = GonePage(HTTPGone(), self.request)
            page.__name__, page.__parent__ = self.__name__, self.__parent__
            return page()
        return self.of_portal()()

    def of_portal(self) -> Callable[[], Any]:
        """Make the page that the portal has for an exception without this add-on."""
        layers = providedBy(self.request) - IBrowserLayer
        required = (providedBy(self.context), layers)
        found = getSiteManager().adapters.lookup(required, Interface, self.__name__)
        page = found(self.context, self.request)
        page.__parent__ = visible_place(self.__parent__)
        return page


class NotFoundPage(Page, Imprint, ErrorPage):
    """Lead on inside a section; elsewhere give the portal's own answer.

    Core's page leads to a form that writes to the administrator's address, which many
    portals never enter, and to stock content.
    """

    page_title = _("heading_page_not_found", default="This page is not here")
    lead = _(
        "msg_page_not_found",
        default="The address may be mistyped, or the page was moved or withdrawn.",
    )
    index = ViewPageTemplateFile("templates/not_found.pt")

    def __call__(self) -> Any:
        """Answer with status 404, or with the redirection that core has for the address.

        A form whose option was switched off meanwhile comes back with what was typed.
        """
        if self.is_resting_form():
            return RestingForm(visible_place(self.__parent__), self.request)()
        section = section_of(self.__parent__)
        if section is None or not is_open(section):
            return self.of_portal()()
        self.__parent__ = visible_place(self.__parent__)
        return ExceptionView.__call__(self)

    def is_resting_form(self) -> bool:
        """Return whether a browser sends a form that is there while its option is on.

        Nobody is logged in yet: Zope asks who it is when it has found what they want.
        """
        request = self.request
        is_form = request.method == "POST" and "text/html" in (
            request.getHeader("Accept") or ""
        )
        name = self.name.removeprefix("@@")
        return is_form and (
            page_rests(self.__parent__, request, name)
            or type_rests(name.removeprefix("++add++"))
        )

    @cached_property
    def section(self) -> Any:
        """The section in which something was looked for."""
        return section_of(self.__parent__)

    @property
    def name(self) -> str:
        """The last part of the address."""
        return unquote(self.request.get("PATH_INFO", "")).rstrip("/").rpartition("/")[2]

    @property
    def asked(self) -> str:
        """The same as words to search for."""
        words = "".join(char if char.isalnum() else " " for char in self.name)
        return " ".join(words.split())[:MAX_QUERY_LENGTH]

    @property
    def ways(self) -> list[PageLink]:
        """The pages to go on from: those that are there from the first day."""
        section = PageLink(self.section.absolute_url(), self.section.Title())
        return [section, *(link for link in links_of(self.section) if link.always)]


class GonePage(NotFoundPage):
    """Say of what was public and was taken down that it is gone, and never what it was."""

    page_title = GONE
    lead = _(
        "msg_page_gone",
        default="It is no longer public. What the portal says today can be looked for here.",
    )
    asked = ""

    @cached_property
    def section(self) -> Any:
        """The section, or the portal where the section itself is not open."""
        section = section_of(self.__parent__)
        return api.portal.get() if section is None else section

    def __call__(self) -> Any:
        """Answer with status 410, in the place of the way to the login form."""
        response = self.request.response
        self.__parent__ = visible_place(self.__parent__)
        body = ExceptionView.__call__(self)
        response.setStatus(410, lock=1)
        # As plone.rest tells the user folder that nobody is to be asked who they are
        response._has_challenged = True  # noqa: SLF001
        response.setHeader("Cache-Control", cache_control())
        return body
