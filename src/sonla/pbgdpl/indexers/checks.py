"""The health of searching: indexes, lexicons and the folding that was asked for."""

from plone import api
from Products.ZCTextIndex.Lexicon import CaseNormalizer
from Products.ZCTextIndex.Lexicon import Splitter
from sonla.pbgdpl.health import Health
from sonla.pbgdpl.health import IHealthCheck
from sonla.pbgdpl.indexers import own_index
from sonla.pbgdpl.indexers import switch
from typing import Any
from zope.interface import implementer

OWN_PIPELINE = (Splitter, CaseNormalizer)
PROBE = "Ủy ban"
FOLDED = ["uy", "ban"]


@implementer(IHealthCheck)
class SearchHealth:
    """Check that what is indexed now will be found."""

    def __init__(self, site: Any) -> None:
        self.site = site

    def __call__(self) -> Health:
        """Tell the first thing that is wrong with searching, if any."""
        for check in (own_search, portal_search):
            problem = check()
            if problem:
                return Health(False, problem)
        state = switch.status()
        if state.running:
            return Health(True, f"indexing again, {state.done} of {state.total}")
        folding = "folds Vietnamese" if state.on else "is Plone's own"
        return Health(True, f"the portal's search {folding}")


def own_search() -> str:
    """Name what is wrong with our own index and lexicon; empty when all is well."""
    catalog = api.portal.get_tool("portal_catalog")
    if own_index.LEXICON not in catalog.objectIds():
        return f"the lexicon {own_index.LEXICON} is missing"
    if own_index.INDEX not in catalog.indexes():
        return f"the index {own_index.INDEX} is missing"
    pipeline = catalog[own_index.LEXICON]._pipeline
    if tuple(map(type, pipeline)) != OWN_PIPELINE:
        return f"the lexicon {own_index.LEXICON} has another pipeline"
    return ""


def portal_search() -> str:
    """Name what is wrong with the portal's lexicons; empty when all is well."""
    if switch.is_overruled():
        lexicons = ", ".join(switch.stock_lexicons())
        return (
            f"another profile put Plone's folding back into {lexicons}; "
            "turn Vietnamese search on again at @@pbgdpl-search-switch"
        )
    catalog = api.portal.get_tool("portal_catalog")
    for lexicon_id in switch.folding_lexicons():
        words = catalog[lexicon_id].parseTerms(PROBE)
        if words != FOLDED:
            return f"the lexicon {lexicon_id} makes {words} of {PROBE}"
    return ""
