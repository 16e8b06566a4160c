"""How long caches in front of the portal keep what is made for a reader."""

from plone import api

MAX_AGE = 60
"""Seconds for which a cache may answer without asking: what changes is seen that late."""


def cache_control() -> str:
    """Return the header's value: shared caches keep what everybody may see, and nobody the rest."""
    if api.user.is_anonymous():
        return f"public, max-age=0, s-maxage={MAX_AGE}, must-revalidate"
    return "private, no-cache"
