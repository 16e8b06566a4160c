"""What stands in a council: documents by kind, activities."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from DateTime import DateTime
from plone import api
from sonla.pbgdpl.activities import ACTIVITY_TYPE
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.vietnamese.folding import fold_name
from sonla.pbgdpl.core.vietnamese.folding import number_key
from sonla.pbgdpl.ui.summaries import entries_of
from sonla.pbgdpl.ui.summaries import full_list
from sonla.pbgdpl.ui.summaries import TermTitles
from sonla.pbgdpl.vocabularies.terms import all_terms
from typing import Any

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
