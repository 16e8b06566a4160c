"""What the checks of this package share."""

from sonla.pbgdpl.checks.interfaces import ICheck
from sonla.pbgdpl.core.fields import stored
from typing import Any
from zope.interface import implementer


@implementer(ICheck)
class Check:
    """Hold the context of a check; the text comes with each question."""

    title: Any = ""
    order = 100

    def __init__(self, context: Any) -> None:
        self.context = context

    @property
    def portal_types(self) -> tuple[str, ...]:
        """The types of content that it concerns."""
        return ()

    def missing(self, text: Any) -> list[Any]:
        """List what `text` lacks."""
        raise NotImplementedError


def field(text: Any, name: str) -> Any:
    """Return a field of a text itself, never of its folder; blank words are nothing."""
    value = stored(text, name)
    return value.strip() if isinstance(value, str) else value
