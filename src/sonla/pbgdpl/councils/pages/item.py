"""The page of a coordination council."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from DateTime import DateTime
from datetime import date
from functools import cached_property
from plone import api
from plone.batching import Batch
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.activities import ACTIVITY_TYPE
from sonla.pbgdpl.activities.labels import LIST_NAME
from sonla.pbgdpl.activities.vocabularies import COUNCIL
from sonla.pbgdpl.core.append_only.storage import CORRECTIONS
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.vietnamese.folding import fold_name
from sonla.pbgdpl.core.vietnamese.folding import number_key
from sonla.pbgdpl.councils.append_only import LISTS
from sonla.pbgdpl.councils.content import IMembership
from sonla.pbgdpl.councils.pages.composition import CompositionMixin
from sonla.pbgdpl.councils.pages.labels import change_in_words
from sonla.pbgdpl.councils.pages.labels import ChangeWords
from sonla.pbgdpl.councils.pages.labels import role_order
from sonla.pbgdpl.councils.rules import changes
from sonla.pbgdpl.texts.pages.item import EntriesMixin
from sonla.pbgdpl.texts.pages.item import TextPage
from sonla.pbgdpl.ui.fields import describe_cell
from sonla.pbgdpl.ui.interfaces import IArticlePage
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.summaries import entries_of
from sonla.pbgdpl.ui.summaries import full_list
from sonla.pbgdpl.ui.summaries import Summary
from sonla.pbgdpl.ui.summaries import TermTitles
from sonla.pbgdpl.vocabularies.terms import all_terms
from typing import Any
from urllib.parse import urlencode
from zope.interface import implementer

DOCUMENT_TYPE = "Guidance"
DOCUMENT_TYPES = "sonla.pbgdpl.DocumentTypes"
ACTIVITIES = "activities"
"""Stands for activities where the address names a kind of documents."""
SHOWN = 5
"""Items of one kind on the council's page; the others have a page of their own."""


@dataclass(frozen=True)
class DocumentGroup:
    """The newest items of one kind."""

    kind: str
    title: str
    html: str
    total: int

    @property
    def more(self) -> bool:
        """Whether there are items that are not shown."""
        return self.total > SHOWN


def contents(council: Any, portal_type: str, order: str) -> list[Any]:
    """Find what of a type is published in a council, the latest first."""
    return list(
        api.portal.get_tool("portal_catalog").searchResults(
            path=path_of(council),
            portal_type=portal_type,
            review_state="published",
            sort_on=order,
            sort_order="descending",
        )
    )


def documents(council: Any) -> list[Any]:
    """Find the documents of a council, the newest first."""
    return contents(council, DOCUMENT_TYPE, "effective")


def activities(council: Any) -> list[Any]:
    """Find the activities of a council, those to come first."""
    return contents(council, ACTIVITY_TYPE, "start")


def by_kind(council: Any, titles: TermTitles) -> list[tuple[str, str, list[Any]]]:
    """Sort the documents by kind, in the order of the list of kinds: token, title, brains.

    The kind stands in the catalog, so that only what is shown is loaded.
    """
    found: dict[str, list[Any]] = defaultdict(list)
    for entry in entries_of(documents(council), titles):
        found[entry.kind_token].append(entry.brain)
    order = [term.token for term in all_terms(DOCUMENT_TYPES)]
    known = [token for token in order if token in found]
    others = sorted(set(found) - set(order))
    return [
        (token, titles("DocumentTypes", token), found[token])
        for token in (*known, *others)
    ]


def document_groups(council: Any, titles: TermTitles) -> Iterator[DocumentGroup]:
    """Yield the newest documents of each kind."""
    for token, title, brains in by_kind(council, titles):
        yield DocumentGroup(token, title, listed(brains[:SHOWN], titles), len(brains))


def listed(brains: list[Any], titles: TermTitles) -> str:
    """Render items as our listings do."""
    return full_list(list(entries_of(brains, titles)))


def document_address(council: Any, number: str, issuer: str | None) -> str:
    """Find the page of a decision's text: a document of that number in the council.

    Of that issuer, too, where both are known; empty where it isn't one document alone.
    """
    found = [
        brain.getURL()
        for brain in api.portal.get_tool("portal_catalog").searchResults(
            path=path_of(council),
            portal_type=DOCUMENT_TYPE,
            pbgdpl_number=number_key(number),
            review_state="published",
            effective={"query": DateTime(), "range": "max"},
            show_inactive=True,
        )
        if is_that(brain.getObject(), number, issuer)
    ]
    return found[0] if len(found) == 1 else ""


def is_that(document: Any, number: str, issuer: str | None) -> bool:
    """Return whether a document has a number and, as far as both are known, an issuer.

    The index has parts of numbers, so the whole is compared again.
    """
    if number_key(document.number) != number_key(number):
        return False
    issuers = {fold_name(document.issuer), fold_name(issuer)} - {""}
    return len(issuers) < 2


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
                "row": note["row"],
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
        """Return what the page lists: activities, or documents of one kind; nothing for an unknown one."""
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
