"""What an expenditure is of: source of funds, purpose, planned or spent, what it belongs to.

Forms that were filled in name these tokens, so they are no lists to edit.
"""

from collections.abc import Iterator
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import item_of
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.keyed_hash import keyed_hash
from sonla.pbgdpl.core.names import REFERS_INDEX
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.core.types import types_with
from sonla.pbgdpl.options.finance import EXPENDITURE_TYPE
from sonla.pbgdpl.vocabularies.factories import TitledFactory
from typing import Any
from zope.component.hooks import getSite
from zope.globalrequest import getRequest
from zope.interface import provider
from zope.schema.interfaces import IContextAwareDefaultFactory
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary

FUNDS = {
    "nsnn-thuong-xuyen": _("fund_regular", default="State budget, regular"),
    "nsnn-chuong-trinh": _(
        "fund_programme", default="State budget, by programme or scheme"
    ),
    "khac": _("fund_other", default="Other lawful sources"),
}
"""The sources of funds that forms of the state tell apart, in the order of their columns."""

EDUCATION = "pbgdpl"
PURPOSES = {
    EDUCATION: _("purpose_education", default="Legal education"),
    "tiep-can-phap-luat": _("purpose_access", default="Access to law"),
    "hoa-giai": _("purpose_mediation", default="Mediation at the grassroots"),
}

SPENT, PLANNED = "thuc-chi", "du-toan"
STAGES = {
    SPENT: _("stage_spent", default="Spent"),
    PLANNED: _("stage_planned", default="Planned (estimate)"),
}
OFFERED = 100
"""Items that the form offers, those changed last; any other is found by its own page."""
ASKED = "belongs_to"
"""Parameter of the form's address: the UID of what the money is for."""
TYPED = f"form.widgets.{ASKED}"

funds = TitledFactory(FUNDS)
purposes = TitledFactory(PURPOSES)
stages = TitledFactory(STAGES)


class Subjects(SimpleVocabulary):
    """What an expenditure may belong to: by UID, whatever of the section the user may see.

    The list has the latest alone; what else is asked for is looked up.
    """

    def __init__(self, context: Any, terms: list[SimpleTerm]) -> None:
        super().__init__(terms)
        self.context = context

    def __contains__(self, value: Any) -> bool:
        """Return whether an item has that UID."""
        return super().__contains__(value) or self.found(value) is not None

    def getTerm(self, value: Any) -> SimpleTerm:
        """Return the term of a UID; raises LookupError where nothing has it."""
        return self.found(value) or super().getTerm(value)

    def getTermByToken(self, token: str) -> SimpleTerm:
        """Return the term of a token, which is the UID."""
        return self.found(token) or super().getTermByToken(token)

    def found(self, uid: Any) -> SimpleTerm | None:
        """Look an item up."""
        section = section_of(self.context)
        if not isinstance(uid, str) or not uid:
            return None
        if uid in self.by_value:
            return self.by_value[uid]
        if section is None:
            return None
        brains = api.content.find(
            UID=uid, path=path_of(section), portal_type=list(types_with("has_costs"))
        )
        return term_of(brains[0]) if brains else None


@provider(IVocabularyFactory)
def subjects(context: Any) -> Subjects:
    """Offer the latest activities, materials, courses … of the place; and what stands there now."""
    place = unit_of(context) or section_of(context)
    if place is None:
        return Subjects(getSite(), [])
    brains = api.content.find(
        path=path_of(place),
        portal_type=list(types_with("has_costs")),
        sort_on="modified",
        sort_order="descending",
        sort_limit=OFFERED,
    )[:OFFERED]
    vocabulary = Subjects(context, [term_of(one) for one in brains])
    more = [one for uid in asked_for(context) if (one := vocabulary.found(uid))]
    known = {term.value: term for term in (*more, *vocabulary)}
    return Subjects(context, [*known.values(), *gone(context, known)])


def asked_for(context: Any) -> Iterator[str]:
    """Yield what the item has, and what the form is asked for or was sent with."""
    yield stored_subject(context)
    request = getRequest()
    for name in (ASKED, TYPED) if request is not None else ():
        asked = request.form.get(name)
        yield from asked if isinstance(asked, list) else [str(asked or "")]


@provider(IContextAwareDefaultFactory)
def asked_subject(context: Any) -> str | None:
    """Offer what the address of the form names, if it is there for the user."""
    request = getRequest()
    uid = "" if request is None else str(request.form.get(ASKED, ""))
    if context is None or not uid:
        return None
    return uid if Subjects(context, []).found(uid) else None


def gone(context: Any, known: Any) -> Iterator[SimpleTerm]:
    """Yield a term for what the item belonged to and is deleted, or hidden from the user."""
    uid = stored_subject(context)
    if uid and uid not in known:
        title = stored_value(context, "subject_title") or uid
        yield SimpleTerm(uid, uid, title)


def stored_subject(context: Any) -> str:
    """Return the UID that an expenditure stores; empty for anything else."""
    if getattr(context, "portal_type", "") != EXPENDITURE_TYPE:
        return ""
    return stored_value(context, "belongs_to") or ""


def term_of(brain: Any) -> SimpleTerm:
    """Make a term of an item."""
    return SimpleTerm(brain.UID, brain.UID, brain.Title)


def subject_of(expenditure: Any) -> Any | None:
    """Find what an expenditure belongs to, if the user may see it; None if it is gone."""
    uid = stored_value(expenditure, "belongs_to")
    section = section_of(expenditure)
    if not uid or section is None:
        return None
    brains = api.content.find(UID=uid, path=path_of(section))
    return item_of(brains[0]) if brains else None


def referring(context: Any, name: str) -> Iterator[Any]:
    """Yield the expenditures of a section that refer to a UID or an import, if the user may see them."""
    section = section_of(context)
    if section is None:
        return
    brains = api.content.find(
        path=path_of(section),
        portal_type=EXPENDITURE_TYPE,
        **{REFERS_INDEX: keyed_hash(name)},
    )
    yield from load_objects(brains)
