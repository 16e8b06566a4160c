"""What a type says of itself for the review."""

from zope.interface import Interface


class IRestsOnDocuments(Interface):
    """Mark a type whose texts are advice by the documents that they cite.

    Such a text is to be reviewed as soon as one of them has ended, while an introduction to
    a law stays what it was when the law ends. Its class implements it.
    """
