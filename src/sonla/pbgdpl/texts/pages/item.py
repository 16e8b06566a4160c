"""The public page of each type of text."""

from collections.abc import Iterator
from dataclasses import dataclass
from DateTime import DateTime
from functools import cached_property
from plone import api
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.vietnamese.folding import fold_name
from sonla.pbgdpl.core.vietnamese.folding import number_key
from sonla.pbgdpl.legal_documents.rules import validity_on
from sonla.pbgdpl.texts.pages.base import TextPage
from sonla.pbgdpl.ui.interfaces import IArticlePage
from typing import Any
from zope.interface import implementer


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
class IntroductionView(TextPage):
    """Show an introduction with the box of legal documents that it is about."""

    @property
    def kind(self) -> str:
        return self.title_of("IntroductionKinds", self.context.kind)


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
