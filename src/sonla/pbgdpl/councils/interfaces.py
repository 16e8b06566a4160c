"""The marker of councils."""

from sonla.pbgdpl.core.interfaces import ITextWithContents


class ICouncil(ITextWithContents):
    """Mark a coordination council."""
