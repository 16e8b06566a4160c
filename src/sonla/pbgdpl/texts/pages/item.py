"""The public page of each type of text."""

from abc import ABC
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from DateTime import DateTime
from functools import cached_property
from plone import api
from plone.base.utils import human_readable_size
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import iso_day
from sonla.pbgdpl.core.dates import real_date
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.mixins import Mixin
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.urls import safe_href
from sonla.pbgdpl.core.vietnamese.folding import fold_name
from sonla.pbgdpl.core.vietnamese.folding import number_key
from sonla.pbgdpl.editorial.authorship import shown_author
from sonla.pbgdpl.legal_documents.rules import DATE_NAMES
from sonla.pbgdpl.legal_documents.rules import validity_on
from sonla.pbgdpl.legal_documents.settings import full_text_url
from sonla.pbgdpl.ui.interfaces import IArticlePage
from sonla.pbgdpl.ui.interfaces import IConfidentialPage
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.summaries import full_list
from sonla.pbgdpl.ui.summaries import language_tag
from sonla.pbgdpl.ui.summaries import Summary
from sonla.pbgdpl.ui.summaries import TermTitles
from sonla.pbgdpl.ui.viewlets import IOwnByline
from typing import Any
from urllib.parse import urlencode
from zope.interface import alsoProvides
from zope.interface import implementer


@dataclass(frozen=True)
class Attachment:
    """What a reader needs to know before fetching a file."""

    url: str
    title: str
    form: str
    """Ending of the name, in capitals: PDF, DOCX."""
    size: str


@dataclass(frozen=True)
class TermLink:
    """One word that a text is classified by, and the search for more of it."""

    title: str
    url: str


@implementer(IOwnByline)
class TextPage(BrowserView):
    """Show a text: who, when, what it says, what belongs to it.

    Templates of the types use the macros of `templates/macros.pt`.
    """

    macro_template = ViewPageTemplateFile("templates/macros.pt")

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        if self.is_sensitive:
            alsoProvides(self, IConfidentialPage)

    @property
    def text_macros(self) -> Any:
        """The macros that the pages of all texts share."""
        return self.macro_template.macros

    @cached_property
    def titles(self) -> TermTitles:
        """Titles of tokens."""
        return TermTitles()

    def title_of(self, vocabulary: str, token: str | None) -> str:
        """Return the title of a token of `sonla.pbgdpl.<vocabulary>`."""
        return self.titles(vocabulary, token)

    def field(self, name: str) -> Any:
        """Return a field of the text; None if its type has not got it, or it was never set."""
        return stored_value(self.context, name)

    # Who may see it

    @property
    def is_sensitive(self) -> bool:
        """Whether readers may have to leave it at once, unseen by others."""
        return bool(self.field("is_sensitive"))

    @property
    def neutral_title(self) -> str:
        """What stands in place of the title where others may see it."""
        return self.field("neutral_title") or ""

    # Who and when

    @property
    def author(self) -> str:
        """Agency or pen name: never a login name."""
        return shown_author(self.context)

    @property
    def published(self) -> DateTime | None:
        """The date of publication; None before it was published."""
        return real_date(self.context.effective())

    @property
    def updated(self) -> DateTime | None:
        """The last change, if it came a day or more after publication."""
        modified = self.context.modified()
        if self.published is None or modified - self.published < 1:
            return None
        return modified

    def date(self, value: Any) -> str:
        """Write a date, day first."""
        return format_day(value)

    def iso(self, value: Any) -> str:
        """Write a date for machines."""
        return iso_day(value)

    # What it says

    @property
    def body(self) -> str:
        """The text, through Plone's own filter for safe HTML."""
        text = self.field("text")
        return text.output_relative_to(self.context) if text else ""

    @property
    def language(self) -> str:
        """The language of the body, if it is one language and known."""
        return language_tag(self.field("text_language"))

    @property
    def part_language(self) -> str | None:
        """The language of what the author wrote, for elements; None where none is known."""
        return self.language or None

    @property
    def language_title(self) -> str:
        """The language in words, unless it is the language of the portal."""
        token = self.field("text_language")
        return self.title_of("Languages", token) if token not in (None, "vi") else ""

    @property
    def is_made_with_ai(self) -> bool:
        """Whether readers are to be told of sound, pictures or film made with AI."""
        return bool(self.field("made_with_ai"))

    # What belongs to it

    @cached_property
    def legal_documents(self) -> list[dict[str, Any]]:
        """The rows of legal documents, ready to show."""
        return [self.document(row) for row in self.field("legal_documents") or ()]

    def document(self, row: dict[str, Any]) -> dict[str, Any]:
        """Put the cells of one row into words."""
        dates = {name: format_day(row.get(name)) for name in DATE_NAMES}
        validity = validity_on(row, today())
        return {
            "type": self.title_of("DocumentTypes", row.get("document_type")),
            "number": row.get("number") or "",
            "issuer": row.get("issuer") or "",
            "summary": row.get("summary") or "",
            "validity": validity,
            "validity_title": self.title_of("ValidityStatuses", validity),
            "url": safe_href(row.get("url")),
            "search_url": full_text_url(row.get("number") or ""),
            **dates,
        }

    @cached_property
    def attachments(self) -> list[Attachment]:
        """The attached files that this visitor may open."""
        return list(self.find_attachments())

    def find_attachments(self) -> Iterator[Attachment]:
        """Follow the relations; a deleted or hidden file is passed over."""
        for relation in self.field("attachments") or ():
            obj = relation.to_object
            if obj is None or not api.user.has_permission("View", obj=obj):
                continue
            blob = getattr(obj, "file", None) or getattr(obj, "image", None)
            if blob is None:
                continue
            ending = (blob.filename or "").rpartition(".")[2].upper()
            yield Attachment(
                obj.absolute_url(),
                obj.title or obj.getId(),
                ending if ending != (blob.filename or "").upper() else "",
                human_readable_size(blob.getSize()),
            )

    # How it is classified

    @cached_property
    def search_url(self) -> str:
        """The address of the search page for the section."""
        place = section_of(self.context) or api.portal.get()
        return f"{place.absolute_url()}/@@pbgdpl-search"

    def facets(self, field: str, vocabulary: str, parameter: str) -> list[TermLink]:
        """Return the words of one classification as links into the search page."""
        return [
            TermLink(
                self.title_of(vocabulary, token),
                f"{self.search_url}?{urlencode({parameter: token})}",
            )
            for token in self.field(field) or ()
        ]

    @property
    def legal_fields(self) -> list[TermLink]:
        return self.facets("legal_fields", "LegalFields", "field")

    @property
    def audiences(self) -> list[TermLink]:
        return self.facets("audiences", "Audiences", "audience")

    @property
    def territory(self) -> list[TermLink]:
        return self.facets("territory", "AdministrativeUnits", "territory")


class EntriesMixin(ABC, Mixin):
    """Show a page of mixed entries, each type in its own way."""

    list_template = ViewPageTemplateFile("templates/entries_list.pt")

    @property
    @abstractmethod
    def entries(self) -> list[Summary]:
        """What the page lists."""

    @property
    def list_macros(self) -> Any:
        """The macro that shows a page of entries."""
        return self.list_template.macros

    @property
    def entries_html(self) -> str:
        """The entries of this page as HTML, each type in its own style."""
        return full_list(self.entries)

    @property
    def batch_start(self) -> int:
        """The number of the first entry; what isn't a number counts as 0."""
        return parse_int(self.request.get("b_start"), 0)


@dataclass(frozen=True)
class Reference:
    """The number of another document, and its page where we have it."""

    number: str
    url: str


@implementer(IArticlePage)
class NewsView(TextPage):
    """Show a news item; its lead image stands in core's own viewlet above the title."""

    @property
    def source(self) -> str:
        """Where the text was taken from."""
        return self.field("source") or ""


@implementer(IArticlePage)
class GuidanceView(TextPage):
    """Show a document of guidance with the table of its facts."""

    @property
    def document_type(self) -> str:
        return self.title_of("DocumentTypes", self.context.document_type)

    @property
    def group(self) -> str:
        return self.title_of("GuidanceGroups", self.context.group)

    @property
    def level(self) -> str:
        """The level of government in words."""
        return self.title_of("GovernmentLevels", self.context.level)

    @cached_property
    def validity(self) -> str:
        """The token of its validity today: its dates may say more than was stored."""
        names = ("validity", "effective_on", "expires_on")
        return validity_on({name: self.field(name) for name in names}, today())

    @property
    def validity_title(self) -> str:
        return self.title_of("ValidityStatuses", self.validity)

    @cached_property
    def replaces(self) -> list[Reference]:
        """The documents that this one replaces."""
        return list(self.references(self.context.replaces or ()))

    @cached_property
    def replaced_by(self) -> list[Reference]:
        """The documents that replace this one."""
        return list(self.references(self.context.replaced_by or ()))

    def references(self, numbers: Any) -> Iterator[Reference]:
        """Yield each number, with a link where one document alone can be meant."""
        for number in numbers:
            found = list(self.documents_numbered(number))
            url = found[0].absolute_url() if len(found) == 1 else ""
            yield Reference(number, url)

    def documents_numbered(self, number: str) -> Iterator[Any]:
        """Yield the other documents of this very number and our issuer.

        Among what is public, expired ones included. Each commune numbers its documents
        from 1, so a number alone says little; the index has parts of numbers, so the
        whole is compared again.
        """
        brains = api.portal.get_tool("portal_catalog").searchResults(
            portal_type="Guidance",
            pbgdpl_number=number_key(number),
            review_state="published",
            effective={"query": DateTime(), "range": "max"},
            show_inactive=True,
        )
        wanted = number_key(number), fold_name(self.context.issuer)
        for brain in brains:
            obj = brain.getObject()
            known = number_key(obj.number), fold_name(obj.issuer)
            if known == wanted and brain.UID != self.context.UID():
                yield obj
