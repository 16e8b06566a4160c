"""What a text still lacks: checks that each subject registers, and what they share.

A check is a named adapter of a place or a text to `IContentCheck`; the page
`@@pbgdpl-check` and the box on the page of a text run them all. A new one needs a
class and a line of ZCML, no change here. Checks warn and never block a transition; what
something else refuses to approve, a finding says with `blocks`.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import MSG_BAD_DATE
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.fields import wrong_dates
from sonla.pbgdpl.core.options import offered
from sonla.pbgdpl.core.types import types_with
from typing import Any
from zope.component import getAdapters
from zope.i18nmessageid import Message
from zope.interface import Attribute
from zope.interface import implementer
from zope.interface import Interface


class IContentCheck(Interface):
    """Check one subject of texts, quickly and without writing.

    A named adapter of whatever it is asked for: a portal, section, unit or text. Asked by the
    page of all checks, and by the box above a text and its forms; what is raised fails the page.
    """

    title = Attribute("A message: what the texts found have in common.")
    order = Attribute("Where the check stands; the smallest number comes first.")
    portal_types = Attribute("Tuple of the types of content that it concerns.")

    def missing(text: Any) -> list[Any]:
        """List what an item of `portal_types` lacks, as messages or findings (`Finding`); empty: nothing."""


@dataclass(frozen=True)
class Finding:
    """What a check says of a text, with the items that have to be looked at for it."""

    words: Any
    links: tuple[tuple[str, str], ...] = ()
    """Title and address of each."""
    blocks: bool = False
    """Whether the text can't be approved like this; such findings come first."""

    @classmethod
    def of(cls, found: Any) -> "Finding":
        """Return what a check said, which may be a message alone."""
        return found if isinstance(found, cls) else cls(found)


def all_checks(context: Any) -> list[tuple[str, IContentCheck]]:
    """List the checks with the names under which they are registered, in order."""
    return sorted(
        offered(getAdapters((context,), IContentCheck)),
        key=lambda pair: (pair[1].order, pair[0]),
    )


def lacking(
    text: Any, checks: Iterable[IContentCheck]
) -> Iterator[tuple[IContentCheck, list[Any]]]:
    """Yield what those of the checks miss that concern the type; wrong dates are looked for alone."""
    if wrong_dates(text):
        checks = [check for check in checks if isinstance(check, DatesCheck)]
    for check in checks:
        if text.portal_type in check.portal_types and (missing := check.missing(text)):
            yield check, missing


def warnings_of(text: Any) -> list[Any]:
    """List what a text lacks, as messages or findings (`Finding`): first what blocks approval."""
    checks = [check for _name, check in all_checks(text)]
    found = [one for _check, missing in lacking(text, checks) for one in missing]
    return sorted(found, key=lambda one: not Finding.of(one).blocks)


@implementer(IContentCheck)
class Check:
    """The context of a check; the text comes with each question."""

    title: Any = ""
    order = 100
    fields: Mapping[str, Message] = {}
    """Names of fields that are needed, and what is said where one is empty."""

    def __init__(self, context: Any) -> None:
        self.context = context

    type_facts: tuple[str, ...] = ()
    """Facts of which the types have one that it concerns (`IContentTypeFacts`)."""

    @property
    def portal_types(self) -> tuple[str, ...]:
        """The types of content that it concerns."""
        return types_with(*self.type_facts)

    def missing(self, text: Any) -> list[Any]:
        """List what `text` lacks."""
        return [words for name, words in self.fields.items() if not field(text, name)]


def fields_check(**facts: Any) -> Callable[[Any], Check]:
    """Return a check that asks for fields alone; `facts` are attributes of `Check`."""
    return type("FieldsCheck", (Check,), facts)


class DatesCheck(Check):
    """Find items with words, or anything else, where a date is stored: lists leave them out."""

    title = _("heading_check_dates", default="Dates that can't be read")
    order = 1
    type_facts = ("is_own",)

    def missing(self, text: Any) -> list[Any]:
        """Name each field, and what stands in it."""
        words = (
            f"{api.portal.translate(one.title)} – {stored_value(text, one.getName())}"
            for one in wrong_dates(text)
        )
        return [Message(MSG_BAD_DATE, mapping={"text": one}) for one in words]


def field(text: Any, name: str) -> Any:
    """Return a field of a text itself, never of its folder; blank words are nothing."""
    value = stored_value(text, name)
    return value.strip() if isinstance(value, str) else value
