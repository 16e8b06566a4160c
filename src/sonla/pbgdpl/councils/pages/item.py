"""The page of a coordination council."""

from datetime import date
from functools import cached_property
from plone import api
from plone.batching import Batch
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.activities.labels import LIST_NAME
from sonla.pbgdpl.activities.vocabularies import COUNCIL
from sonla.pbgdpl.core.append_only.storage import CORRECTIONS
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.councils.append_only import LISTS
from sonla.pbgdpl.councils.content import IMembership
from sonla.pbgdpl.councils.pages.composition import CompositionMixin
from sonla.pbgdpl.councils.pages.contents import ACTIVITIES
from sonla.pbgdpl.councils.pages.contents import activities
from sonla.pbgdpl.councils.pages.contents import by_kind
from sonla.pbgdpl.councils.pages.contents import document_address
from sonla.pbgdpl.councils.pages.contents import document_groups
from sonla.pbgdpl.councils.pages.contents import DocumentGroup
from sonla.pbgdpl.councils.pages.contents import listed
from sonla.pbgdpl.councils.pages.contents import SHOWN
from sonla.pbgdpl.councils.pages.labels import change_in_words
from sonla.pbgdpl.councils.pages.labels import ChangeWords
from sonla.pbgdpl.councils.pages.labels import role_order
from sonla.pbgdpl.councils.rules import changes
from sonla.pbgdpl.texts.pages.base import EntriesMixin
from sonla.pbgdpl.texts.pages.base import TextPage
from sonla.pbgdpl.ui.fields import describe_cell
from sonla.pbgdpl.ui.interfaces import IArticlePage
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.summaries import entries_of
from sonla.pbgdpl.ui.summaries import Summary
from typing import Any
from urllib.parse import urlencode
from zope.interface import implementer

PAGE_SIZE = 20


@implementer(IArticlePage)
class CouncilView(CompositionMixin, TextPage):
    """Show members, secretariat, decisions, documents, activities and the history."""

    template_of_members = ViewPageTemplateFile("templates/members.pt")

    @property
    def member_macros(self) -> Any:
        return self.template_of_members.macros

    @property
    def printed(self) -> bool:
        """Whether only the composition is wanted, for paper."""
        return bool(self.request.form.get("print"))

    # What it is

    @property
    def level(self) -> str:
        """The level of government."""
        return self.title_of("GovernmentLevels", self.field("level"))

    @property
    def unit(self) -> str:
        """The province, commune or ward."""
        return self.title_of("AdministrativeUnits", self.field("unit"))

    @property
    def standing_agency(self) -> str:
        return self.title_of("Agencies", self.field("standing_agency"))

    @cached_property
    def decisions(self) -> list[dict[str, Any]]:
        """The decisions on the council, the first one first."""
        rows = sorted(
            self.field("decisions") or (), key=lambda r: r.get("issued_on") or date.max
        )
        return [
            {
                "number": row["number"],
                "url": document_address(self.context, row["number"], row.get("issuer")),
                "kind": self.title_of("CouncilDecisionKinds", row.get("kind")),
                "issued_on": format_day(row.get("issued_on")),
                "issuer": row.get("issuer") or "",
            }
            for row in rows
        ]

    # What stands in it

    @cached_property
    def documents(self) -> list[DocumentGroup]:
        """The newest documents of each kind."""
        return list(document_groups(self.context, self.titles))

    @cached_property
    def activities(self) -> DocumentGroup:
        brains = activities(self.context)
        html = listed(brains[:SHOWN], self.titles)
        return DocumentGroup(ACTIVITIES, "", html, len(brains))

    def items_url(self, kind: str) -> str:
        """Return the address of all items of a kind."""
        query = urlencode({"kind": kind})
        return f"{self.context.absolute_url()}/@@council-items?{query}"

    @property
    def all_activities_url(self) -> str:
        """The address of all that councils held in the section; empty outside."""
        section = section_of(self.context)
        if section is None:
            return ""
        return f"{section.absolute_url()}/@@{LIST_NAME}?organiser={COUNCIL}"

    # How it was composed

    @cached_property
    def history(self) -> list[ChangeWords]:
        """The days on which members or secretariat changed, the latest first."""
        rows = [row for name in LISTS for row in self.rows(name)]
        return [change_in_words(one) for one in changes(rows, role_order())]

    def day_url(self, day: str) -> str:
        """Return the address of the composition on a day, in ISO 8601."""
        return f"{self.context.absolute_url()}?{urlencode({'on': day})}"

    @property
    def print_url(self) -> str:
        """The address of the composition on paper."""
        query = urlencode({"on": self.day.isoformat(), "print": "1"})
        return f"{self.context.absolute_url()}?{query}"

    @property
    def csv_url(self) -> str:
        """The address of the composition as a table."""
        query = urlencode({"on": self.day.isoformat()})
        return f"{self.context.absolute_url()}/@@composition.csv?{query}"

    # What the office sees

    @cached_property
    def edits(self) -> bool:
        """Whether the user works on the council."""
        return api.user.has_permission("Modify portal content", obj=self.context)

    def corrections(self) -> list[dict[str, Any]]:
        """List what was written over in memberships, for who works on the council."""
        notes = stored_value(self.context, CORRECTIONS) if self.edits else None
        return [
            {
                "time": format_moment(note["time"]),
                "episode": note["episode"],
                "cell": IMembership[note["cell"]].title,
                "before": describe_cell(IMembership[note["cell"]], note["before"]),
                "after": describe_cell(IMembership[note["cell"]], note["after"] or ""),
            }
            for note in notes or ()
        ]


class ItemsView(Page, EntriesMixin, TextPage):
    """Show all documents of one kind of a council, or all its activities."""

    @property
    def kind(self) -> str:
        return str(self.request.form.get("kind") or ACTIVITIES)[:100]

    @property
    def page_title(self) -> Any:
        """The page by the kind."""
        if self.kind == ACTIVITIES:
            return _("heading_council_activities", default="Activities")
        return self.title_of("DocumentTypes", self.kind)

    def brains(self) -> list[Any]:
        if self.kind == ACTIVITIES:
            return activities(self.context)
        found = by_kind(self.context, self.titles)
        return next((brains for token, _t, brains in found if token == self.kind), [])

    @cached_property
    def batch(self) -> Batch:
        """One page of them."""
        return Batch(self.brains(), PAGE_SIZE, self.batch_start)

    @cached_property
    def entries(self) -> list[Summary]:
        return list(entries_of(self.batch, self.titles))
