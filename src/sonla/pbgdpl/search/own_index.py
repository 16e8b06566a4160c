"""The catalog's `pbgdpl_text` index and its lexicon, made and removed by code.

Not by `catalog.xml`: GenericSetup compares pipeline elements by identity, so
each import would empty the lexicon under an index that stays full, and every
search would find nothing.

Only elements of Products.ZCTextIndex go into the pipeline. Ours would be
pickled into the lexicon, and a portal whose administrator removed the package
first could not index any more. The text comes canonical from the indexer.
"""

from plone import api
from Products.ZCTextIndex.Lexicon import CaseNormalizer
from Products.ZCTextIndex.Lexicon import Splitter
from Products.ZCTextIndex.OkapiIndex import OkapiIndex
from Products.ZCTextIndex.ZCTextIndex import PLexicon
from Products.ZCTextIndex.ZCTextIndex import ZCTextIndex
from typing import Any

INDEX = "pbgdpl_text"
LEXICON = "pbgdpl_lexicon"


def is_there() -> bool:
    """Return whether the index and its lexicon are there."""
    catalog = api.portal.get_tool("portal_catalog")
    return LEXICON in catalog.objectIds() and INDEX in catalog.indexes()


def ensure_index() -> None:
    """Make the index and its lexicon, empty, unless they are there."""
    catalog = api.portal.get_tool("portal_catalog")
    if LEXICON not in catalog.objectIds():
        lexicon = PLexicon(
            LEXICON, "Words of legal education", Splitter(), CaseNormalizer()
        )
        catalog._setObject(LEXICON, lexicon)
    if INDEX not in catalog.indexes():
        catalog.addIndex(INDEX, _new_index(catalog))


def remove_index() -> None:
    """Remove the index and its lexicon; done already is done."""
    catalog = api.portal.get_tool("portal_catalog")
    if INDEX in catalog.indexes():
        catalog.delIndex(INDEX)
    if LEXICON in catalog.objectIds():
        catalog._delObject(LEXICON)


def _new_index(catalog: Any) -> ZCTextIndex:
    index = ZCTextIndex(
        INDEX,
        caller=catalog,
        index_factory=OkapiIndex,
        field_name=INDEX,
        lexicon_id=LEXICON,
    )
    index._index_type = "Okapi BM25 Rank"
    return index
