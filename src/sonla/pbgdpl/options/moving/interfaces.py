"""How content types take in existing content: each registers its conversion."""

from typing import Any
from typing import TYPE_CHECKING
from zope.i18nmessageid import Message
from zope.interface import Attribute
from zope.interface import Interface

if TYPE_CHECKING:
    from sonla.pbgdpl.options.moving.conversion import Proposal
    from sonla.pbgdpl.options.moving.conversion import Source


class IContentConversion(Interface):
    """Convert stock content to one of our types; a named utility.

    The name is the portal_type that it makes. The preview asks each conversion that takes the
    type of an item how well it suits, and the best one what becomes of it; again when somebody
    chooses another type. Only reads: the item itself is converted by `replacing.convert`, which
    keeps every value under the name that it has, and sets what was proposed. What is raised
    fails the page, or keeps the item where it is.
    """

    order = Attribute("A number: of those that suit equally well, the lowest counts.")
    source_types = Attribute("The stock portal_types that it takes.")
    kind_field = Attribute(
        "Name of the field that holds one term and can be corrected in the preview; else empty."
    )
    kind_vocabulary = Attribute(
        "Vocabulary of that field, such as `sonla.pbgdpl.Languages`."
    )
    cites = Attribute(
        "Whether the preview shows legal documents, which can be typed anew."
    )

    def suits(source: "Source") -> int:
        """Return how well it suits an item: 0 for a type that is only possible."""

    def propose(source: "Source") -> "Proposal":
        """Return what the fields of the new type get, and what could not be recognised."""

    def cited(values: dict[str, Any]) -> str:
        """Return how the preview writes the legal documents among proposed values."""

    def cite(source: "Source", values: dict[str, Any], text: str) -> list[Message]:
        """Set the legal documents to those that somebody typed; return what is not clear of them."""

    def refuse(source: "Source", values: dict[str, Any]) -> Message | None:
        """Return why an item can't be converted with these values; None if it can."""
