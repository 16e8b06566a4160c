"""The health of searching: indexes, lexicons and the folding that was asked for."""

from plone import api
from Products.ZCTextIndex.Lexicon import CaseNormalizer
from Products.ZCTextIndex.Lexicon import Splitter
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import pipeline_of
from sonla.pbgdpl.core.health import Health
from sonla.pbgdpl.core.health import HealthCheck
from sonla.pbgdpl.core.health import translated
from sonla.pbgdpl.search import folding_switch
from sonla.pbgdpl.search import own_index
from zope.i18nmessageid import Message

OWN_PIPELINE = (Splitter, CaseNormalizer)
PROBE = "Ủy ban"
FOLDED = ["uy", "ban"]
FOLDS = _("health_search_folds", default="the portal's search folds Vietnamese")
STOCK = _("health_search_stock", default="the portal's search is Plone's own")


class SearchHealth(HealthCheck):
    """Check that what is indexed now will be found."""

    def __call__(self) -> Health:
        """Return the first thing that is wrong with searching, if any."""
        for check in (own_search, portal_search):
            problem = check()
            if problem is not None:
                return Health(False, translated(problem))
        state = folding_switch.status()
        if state.running:
            message = _(
                "health_search_indexing",
                default="indexing again, ${done} of ${total}",
                mapping={"done": state.done, "total": state.total},
            )
            return Health(True, translated(message))
        return Health(True, translated(FOLDS if state.on else STOCK))


def own_search() -> Message | None:
    """Name what is wrong with our own index and lexicon; None when all is well."""
    catalog = api.portal.get_tool("portal_catalog")
    if own_index.LEXICON not in catalog.objectIds():
        return _(
            "health_search_no_lexicon",
            default="the lexicon ${name} is missing",
            mapping={"name": own_index.LEXICON},
        )
    if own_index.INDEX not in catalog.indexes():
        return _(
            "health_search_no_index",
            default="the index ${name} is missing",
            mapping={"name": own_index.INDEX},
        )
    pipeline = pipeline_of(catalog[own_index.LEXICON])
    if tuple(map(type, pipeline)) != OWN_PIPELINE:
        return _(
            "health_search_pipeline",
            default="the lexicon ${name} has another pipeline",
            mapping={"name": own_index.LEXICON},
        )
    return None


def portal_search() -> Message | None:
    """Name what is wrong with the portal's lexicons; None when all is well."""
    if folding_switch.is_overridden():
        return _(
            "health_search_overruled",
            default="another profile put Plone's folding back into ${names}; turn Vietnamese search on again at @@pbgdpl-search-switch",
            mapping={"names": ", ".join(folding_switch.stock_lexicons())},
        )
    catalog = api.portal.get_tool("portal_catalog")
    for lexicon_id in folding_switch.folding_lexicons():
        words = catalog[lexicon_id].parseTerms(PROBE)
        if words != FOLDED:
            return _(
                "health_search_folding",
                default="the lexicon ${name} makes ${words} of ${probe}",
                mapping={"name": lexicon_id, "words": ", ".join(words), "probe": PROBE},
            )
    return None
