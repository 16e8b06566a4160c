"""The base of all pages: which methods of HTTP and which parameters they take, their title."""

from abc import ABC
from abc import abstractmethod
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from functools import cached_property
from plone import api
from plone.protect import CheckAuthenticator
from plone.protect import PostOnly
from Products.Five.browser import BrowserView as FiveBrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.mixins import Mixin
from sonla.pbgdpl.core.section import section_for
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.ui.interfaces import ITitledPage
from sonla.pbgdpl.ui.office_forms import HasForms
from typing import Any
from typing import ClassVar
from urllib.parse import urlencode
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import implementer


@implementer(ITitledPage)
class Page(ABC):
    """Name a page by itself in the browser's tabs, bookmarks and history.

    Core names each page after its item, so that all pages on the root of the portal
    have the portal's name. `view/page_macros/page` in its template has the head and the
    heading, and the slots `body`, `above` and `heading` (of the heading) and `scripts`;
    `view/page_macros/more` leads to further parts of a list (`ui.paging`).
    """

    stylesheets: ClassVar[Sequence[str]] = ()
    """Static files as `StaticFiles.address` takes them."""

    page_template = ViewPageTemplateFile("templates/page.pt")

    @property
    def page_macros(self) -> Any:
        return self.page_template.macros

    @property
    @abstractmethod
    def page_title(self) -> Message | str:
        """The title, that tells the page from others of its item."""

    @cached_property
    def translated_title(self) -> str:
        """The title in the reader's language, asked for by six viewlets of each page."""
        return api.portal.translate(self.page_title)


TEXT = "text/plain; charset=utf-8"
Published = tuple[Any, Sequence[str]]
"""What Zope publishes next, and the names that it goes on by."""


class AllowedMethods(Mixin):
    """Answer 405 to methods that a page doesn't take, and OPTIONS with those that it takes.

    To be named before Zope's bases of a page. The answer comes in the page's place: nothing
    of the page runs, and nobody is asked who they are.
    """

    allowed_methods: ClassVar[Sequence[str]] = ("GET", "HEAD", "POST")

    answer_instead = None
    """Zope looks in the page for the last step of its way, which is that of an `Instead`."""

    def browserDefault(self, request: Any) -> Published:
        """Return what the page has to publish, or what answers in its place."""
        if request.method in self.allowed_methods:
            return super().browserDefault(request)
        return InsteadOfMethod(self, request), ("answer_instead",)

    def method_refused(self) -> str:
        """Return the body of a refusal, whose status and headers are set already."""
        self.request.response.setHeader("Content-Type", TEXT)
        message = _(
            "msg_method_not_allowed",
            default="This page takes ${methods}.",
            mapping={"methods": ", ".join(self.allowed_methods)},
        )
        return f"{translate(message, context=self.request)}\n"


class InPlaceOfService(Mixin):
    """The base of what stands in the place of Plone's own: outside of sections it is Plone's.

    To be named before Plone's class.
    """

    @property
    def place(self) -> Any:
        """What it is asked about."""
        return self.context

    @property
    def is_in_section(self) -> bool:
        """Whether it is ours where it is asked for."""
        return section_of(self.place) is not None


class InPlaceOfPage(InPlaceOfService, AllowedMethods):
    """The same of a page."""

    def browserDefault(self, request: Any) -> Published:
        """Return what Plone publishes; in a section, of the methods that our pages take."""
        if self.is_in_section:
            return super().browserDefault(request)
        return super(AllowedMethods, self).browserDefault(request)


class BrowserView(HasForms, AllowedMethods, FiveBrowserView):
    """The base of our pages; reading and forms are what most of them are for."""

    takes_any_form: ClassVar[bool] = False
    """Whether the page itself says what is wrong with parameters that are no text."""

    cleans_texts: ClassVar[bool] = False
    """Whether the page cleans what was pasted into its form, so that NUL may be in it."""

    def browserDefault(self, request: Any) -> Published:
        """Return what the page has to publish, or what answers in its place."""
        if self.takes_any_form or is_text(request.form, with_nul=self.cleans_texts):
            return super().browserDefault(request)
        return InsteadOfForm(self, request), ("answer_instead",)

    def check_posted(self) -> None:
        """Raise `Forbidden` unless a form of ours was sent: by POST, with its token."""
        PostOnly(self.request)
        CheckAuthenticator(self.request)

    def translated(self, message: Message | str) -> str:
        """Return a message in the reader's language."""
        return translate(message, context=self.request)

    def check_access(self) -> None:
        """Raise `Unauthorized` where the user may not use the page; the ZCML's permission is enough."""

    def show_message(self, message: Message | str, kind: str = "info") -> None:
        """Put a message on the page that comes next."""
        api.portal.show_message(message, self.request, type=kind)

    def lead_to(self, url: str) -> str:
        """Redirect, so that loading a page again sends nothing twice; return the empty body."""
        self.request.response.redirect(url)
        return ""

    def hide_columns(self) -> None:
        """Leave the portlets beside the page out: it needs the room."""
        self.request.set("disable_plone.leftcolumn", True)
        self.hide_right_column()

    def hide_right_column(self) -> None:
        """Leave the portlets on the right out, but the menu on the left in: a table needs room."""
        self.request.set("disable_plone.rightcolumn", True)

    @property
    def url(self) -> str:
        """The address of this page, by the name under which it is registered."""
        return f"{self.context.absolute_url()}/@@{self.__name__}"

    def url_with(self, **asked: str) -> str:
        """Return the address of this page in another state; empty values are left out."""
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{self.url}?{query}" if query else self.url


class FullWidth(Mixin):
    """Show a page to whom `check_access` lets, without the portlets beside it.

    To be named before `Page` and `BrowserView`.
    """

    def __call__(self) -> Any:
        """Show the page."""
        self.check_access()
        self.hide_columns()
        return self.index()


class LeadsToList:
    """Mixin of pages of items that lead to the list of all in their section, or in the portal."""

    context: Any
    list_name: Any

    @property
    def list_url(self) -> str:
        place = section_of(self.context) or api.portal.get()
        return f"{place.absolute_url()}/@@{self.list_name}"


class InSection:
    """Mixin of pages about a section that are also asked for at the root of the portal."""

    context: Any

    @cached_property
    def section(self) -> Any | None:
        """The section; None in a portal that has none yet."""
        return section_for(self.context)

    @property
    def section_url(self) -> str:
        """Its address, or that of the portal."""
        place = self.section if self.section is not None else api.portal.get()
        return place.absolute_url()


class TypedFields:
    """Mixin of pages with a form of their own: what was typed into its fields."""

    request: Any
    most_typed: ClassVar[int | None] = None
    """Characters of a field that are read; None for all."""

    def typed(self, name: str) -> str:
        """Return what was typed into a field, without blanks at its ends; empty for a file."""
        value = self.request.form.get(name, "")
        return value.strip()[: self.most_typed] if isinstance(value, str) else ""


class Instead(ABC):
    """Answer in the place of a page."""

    def __init__(self, page: AllowedMethods, request: Any) -> None:
        self.page = page
        self.request = request

    @abstractmethod
    def answer_instead(self) -> str:
        """Answer; this text lets Zope publish the method."""

    answer_instead__roles__ = None  # everybody may know


class InsteadOfMethod(Instead):
    """Answer where the page doesn't take the method of the request."""

    def answer_instead(self) -> str:
        """Name the methods that the page takes: asked for by OPTIONS, else as a refusal."""
        response = self.request.response
        response.setHeader("Allow", ", ".join((*self.page.allowed_methods, "OPTIONS")))
        if self.request.method == "OPTIONS":
            response.setStatus(204)
            return ""
        response.setStatus(405)
        return self.page.method_refused()


class InsteadOfForm(Instead):
    """Answer where the request has parameters that no form of ours sends."""

    def answer_instead(self) -> str:
        """Return the message that the address or the form is wrong."""
        self.request.response.setStatus(400)
        self.request.response.setHeader("Content-Type", TEXT)
        return "A parameter of this request is no text in UTF-8.\n"


def is_text(form: Mapping[str, Any], with_nul: bool = False) -> bool:
    """Return whether names and values of a form can be written down; a file by its name."""
    return all(_is_text(value, with_nul) for value in _texts(form))


def _texts(form: Mapping[str, Any]) -> Iterable[Any]:
    for name, value in form.items():
        yield name
        for one in value if isinstance(value, list | tuple) else (value,):
            yield getattr(one, "filename", one)


def _is_text(value: Any, with_nul: bool) -> bool:
    if not isinstance(value, str):
        return value is None or isinstance(value, bool | int | float)
    try:
        return b"\x00" not in value.encode() or with_nul
    except UnicodeEncodeError:
        return False


def values_of(value: Any) -> list[str]:
    """Return the values of a parameter that may come several times, or once, or not at all."""
    if value is None or value == "":
        return []
    return list(map(str, value)) if isinstance(value, list | tuple) else [str(value)]
