"""What is wrong with terms, in whichever table editors enter them."""

from collections.abc import Collection
from collections.abc import Iterator
from sonla.pbgdpl import _
from zope.i18nmessageid import Message

MAX_LENGTH = 200
"""Characters of a term, and of a line beside the terms."""


def too_many(terms: int, texts: Collection[str], most: int) -> Iterator[Message]:
    """Yield that there are more terms than admitted, or that a text is too long."""
    if terms > most or any(len(text) > MAX_LENGTH for text in texts):
        yield _(
            "msg_concept_long",
            default="At most ${terms} terms, of at most ${length} characters each.",
            mapping={"terms": str(most), "length": str(MAX_LENGTH)},
        )


def too_short(term: str) -> Message:
    """Return that a term is a syllable which stands in too much."""
    return _(
        "msg_term_too_short",
        default="“${term}” is one syllable without accents, which is many words. Enter a longer term, or say that it is an abbreviation.",
        mapping={"term": term},
    )
