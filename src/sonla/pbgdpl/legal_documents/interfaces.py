"""The seam of legal documents: where an item has them."""

from typing import Any
from zope.interface import Attribute
from zope.interface import Interface


class ILegalDocumentSource(Interface):
    """Read and write the legal documents of one item as rows: an adapter of content.

    Asked whenever an item is indexed, by the register of documents, by checks and by what
    shows related texts. The keys of a row are the names of `behavior.ILegalDocument`; one that
    came in over REST or an import may lack some. What `rows` raises fails the saving or
    the page; what `write` raises is noted in the journal, and the item stays as it was.
    """

    states_itself = Attribute(
        "True where the item is the document: its fields are the row's cells, and it also has"
        " `replaced_by`, the numbers of what replaces it. False where it cites documents."
    )

    def rows() -> list[dict[str, Any]]:
        """Return the documents, as copies; those without a number, too."""

    def write(identity: str, changes: dict[str, Any]) -> None:
        """Set the named values of the document with this identity, and no other.

        Neither index nor notify: `changes.store` does what must follow.
        """
