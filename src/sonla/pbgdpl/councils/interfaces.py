"""The marker of councils."""

from sonla.pbgdpl.core.interfaces import IContainerText


class ICouncil(IContainerText):
    """Mark a coordination council."""
