"""The seams at which subjects enter statistics: what is counted, and by whom."""

from collections.abc import Iterator
from typing import Any
from zope.interface import Attribute
from zope.interface import Interface


class ICountable(Interface):
    """Say what one item adds to statistics; an adapter of content.

    The catalog keeps it (`pbgdpl_counts`), so that a year is counted without waking
    anything. All of it follows from the item alone: whatever else it depended on could
    change without the item being indexed anew.
    """

    subject = Attribute("Name of the counter that it belongs to, such as activities.")
    moment = Attribute("The aware `datetime` at which it counts; None: not at all.")
    facts = Attribute("Tuple of texts, in the order of the counter's `facts`.")
    amounts = Attribute("Tuple of numbers, in the order of the counter's `measures`.")


class ICounter(Interface):
    """Count one subject; a named utility.

    Registering one is all it takes: forms name it as the source of their cells.
    """

    title = Attribute("What is counted, a message.")

    def facts() -> tuple[str, ...]:
        """Name what is known of each record; a cell that asks for more stays empty."""

    def measures() -> tuple[str, ...]:
        """Name the amounts of a record."""

    def entries(scope: Any) -> Iterator[tuple[Any, ...]]:
        """Yield `counting.Entry` tuples of the records of a `counting.Scope`."""
