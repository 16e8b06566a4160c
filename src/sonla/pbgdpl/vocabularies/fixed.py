"""Vocabularies whose terms no list changes."""

from zope.i18nmessageid import Message
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


def titled(titles: dict[str, Message]) -> SimpleVocabulary:
    """Make a vocabulary whose values are their own tokens."""
    return SimpleVocabulary(
        [SimpleTerm(value, title=title) for value, title in titles.items()]
    )
