"""What a text still lacks: checks that each subject registers for itself.

A check is a named adapter of a place or a text to `ICheck`; the page
`@@pbgdpl-check` and the box on the page of a text run them all. A new one needs a
class and a line of ZCML, no change here. Checks warn and never block a transition.
"""

from sonla.pbgdpl.checks.interfaces import ICheck
from typing import Any
from zope.component import getAdapters


def all_checks(context: Any) -> list[tuple[str, ICheck]]:
    """List the checks with the names under which they are registered, in order."""
    return sorted(
        getAdapters((context,), ICheck), key=lambda pair: (pair[1].order, pair[0])
    )


def warnings_of(text: Any) -> list[Any]:
    """List what a text lacks, as messages."""
    found = []
    for _name, check in all_checks(text):
        if text.portal_type in check.portal_types:
            found.extend(check.missing(text))
    return found
