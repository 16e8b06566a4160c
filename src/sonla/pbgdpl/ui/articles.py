"""Which pages are articles: one text that somebody reads from its beginning to its end."""

from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.ui.interfaces import IArticlePage
from typing import Any

STOCK_ARTICLES = ("Document", "News Item", "Event")
"""Types of Plone's own whose pages are articles where they stand in a section."""


def is_article(context: Any, view: Any) -> bool:
    """Return whether a page of an item shows an article.

    A page of ours says so itself (`IArticlePage`); one of core's is known by its type.
    """
    if IArticlePage.providedBy(view):
        return True
    return context.portal_type in STOCK_ARTICLES and section_of(context) is not None
