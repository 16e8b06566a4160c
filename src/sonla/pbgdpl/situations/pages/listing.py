"""The public list of life situations: what people want, or what has happened to them."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.interfaces import ISample
from sonla.pbgdpl.legal_review.query import review_reasons
from sonla.pbgdpl.search.facets import AUDIENCE
from sonla.pbgdpl.search.facets import Facet
from sonla.pbgdpl.search.facets import FIELD
from sonla.pbgdpl.search.list_query import PublishedListQuery
from sonla.pbgdpl.search.pages.filtered_list import EntryListPage
from sonla.pbgdpl.search.pages.filters import Filters
from sonla.pbgdpl.situations import SITUATION_TYPE
from sonla.pbgdpl.ui.summaries import EntryStyle
from sonla.pbgdpl.ui.summaries import joined
from sonla.pbgdpl.ui.summaries import Summary
from sonla.pbgdpl.vocabularies.terms import find_term
from typing import Any
from typing import ClassVar

LIST_NAME = "situations"
FACETS = (FIELD, AUDIENCE)
SAMPLE = _("tag_sample", default="Sample")
TO_CHECK = _("tag_to_check", default="To be checked again")


@dataclass(frozen=True)
class SituationFilters(Filters):
    """One state of the list."""

    facets: ClassVar[tuple[Facet, ...]] = FACETS


class SituationFinding(PublishedListQuery):
    """Find the published situations that filters ask for in one context."""

    facets = FACETS

    def __init__(self, context: Any, filters: SituationFilters) -> None:
        super().__init__(context, SITUATION_TYPE, filters)


class SituationsView(EntryListPage):
    """List published situations, the newest first."""

    name = LIST_NAME
    page_title = _("heading_situations", default="What do you need to do?")
    filters: SituationFilters
    filter_class = SituationFilters
    chip_facet = FIELD
    menu_facets = FACETS
    nothing = _(
        "msg_no_situations",
        default="No life situation has been published here yet.",
    )

    @cached_property
    def finding(self) -> SituationFinding:
        return SituationFinding(self.context, self.filters)


class SituationStyle(EntryStyle):
    """Show a situation by its picture, with the sentence that has to be known first."""

    reads_dates = True
    style = "situation"

    def facts(self, entry: Summary) -> Mapping[str, Any]:
        """Return the picture, the first sentence, and what a reader is to be warned of."""
        sentences = stored_value(entry.obj, "summary") or ()
        facts = {
            "icon": icon_name(entry.obj),
            "meta": "" if entry.description else next(iter(sentences), ""),
        }
        words = joined(*tags_of(entry.obj))
        return {**facts, "tag": ("is-soon", words)} if words else facts


def tags_of(situation: Any) -> Iterator[str]:
    """Yield what a reader is to be warned of today, in words."""
    if ISample.providedBy(situation):
        yield api.portal.translate(SAMPLE)
    if review_reasons(situation):
        yield api.portal.translate(TO_CHECK)


def icon_name(situation: Any) -> str:
    """Return the picture of a situation: its own, else that of its first field of law."""
    own = stored_value(situation, "icon")
    fields = stored_value(situation, "legal_fields") or ()
    terms = (find_term("sonla.pbgdpl.LegalFields", token) for token in fields)
    icons = (term.icon for term in terms if term is not None)
    return own or next(filter(None, icons), "")
