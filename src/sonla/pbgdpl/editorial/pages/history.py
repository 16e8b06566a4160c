"""Core's pages about what happened to an item and its state: the history, and "Advanced…".

Core's template of the second writes some titles, which the mouse and screen readers find,
without asking a catalogue: ids of states and of types, and a word of English.
"""

from AccessControl import Unauthorized
from lxml import html
from plone import api
from plone.app.content.browser.content_status_history import ContentStatusHistoryView
from plone.app.layout.viewlets.content import HistoryByLineView
from Products.CMFCore.permissions import ModifyPortalContent
from sonla.pbgdpl import _
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.history import may_see_history
from sonla.pbgdpl.editorial.states import state_title
from sonla.pbgdpl.ui.page import InPlaceOfPage
from typing import Any
from zope.i18n import translate


class TranslatedStatusHistory(InPlaceOfPage, ContentStatusHistoryView):
    """Show core's page; inside a section with its titles translated."""

    def template(self) -> str:
        """Render core's template, whose titles are English words of its code."""
        page = super().template()
        return page if section_of(self.context) is None else self.translated(page)

    def translated(self, page: str) -> str:
        """Translate the titles that core's template left alone."""
        tree = html.document_fromstring(page)
        for box in tree.xpath("//input[@id='workflow_action']"):
            box.set("title", self.translate(state_title(box.get("value", ""))))
        for row in tree.xpath("//tr[.//input[@name='paths:list']]"):
            self.translate_row(row)
        return html.tostring(tree, encoding="unicode", doctype="<!DOCTYPE html>")

    def translate_row(self, row: Any) -> None:
        """Translate the titles of an item's box and of its link."""
        name = row.xpath("string(.//label)").strip()
        select = _(
            "label_select_item", default="Select ${title}", mapping={"title": name}
        )
        for box in row.xpath(".//input[@name='paths:list']"):
            box.set("title", self.translate(select))
            box.set("alt", self.translate(select))
        for link in row.xpath(".//a[@title]"):
            portal_type, colon, description = link.get("title").partition(":")
            link.set("title", f"{self.type_title(portal_type)}{colon}{description}")

    def type_title(self, portal_type: str) -> str:
        """Name a type as its people know it."""
        types = api.portal.get_tool("portal_types")
        found = types.getTypeInfo(portal_type)
        return portal_type if found is None else self.translate(found.Title())

    def translate(self, message: str) -> str:
        return translate(message, context=self.request)


class HistoryView(InPlaceOfPage, HistoryByLineView):
    """Show what happened to an item to those who take part in its chain.

    Core asks for *Modify portal content*, which our chain takes away in most states, so
    that the toolbar's link would lead nearly everybody nowhere. Outside of sections core's
    rule holds.
    """

    def __call__(self) -> str:
        """Return the page; raises `Unauthorized` to those who only read."""
        if not may_see_history(self.context):
            raise Unauthorized("historyview")
        if not self.is_in_section:
            # Core names it in the classes of the body: `viewpermission-…` and no `frontend`
            self.__ac_permissions__ = ((ModifyPortalContent, ()),)
        return super().__call__()
