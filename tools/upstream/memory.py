"""Keep as many objects in memory as a running Zope does.

Test layers make the portal in one transaction, over a database that keeps 400 objects.
Whatever is made there drives out the portal's registry, which can't be read again
while that transaction ends (Products.CMFPlone, issue 3467).
"""

from typing import Any

OBJECTS = 30_000
"""What zope.conf has where nothing else is said."""


def keep(event: Any) -> None:
    """Widen the memory of the connection before a profile is imported."""
    connection = event.tool.getPhysicalRoot()._p_jar
    connection._cache.cache_size = OBJECTS  # noqa: SLF001
