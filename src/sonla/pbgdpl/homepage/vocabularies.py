"""Where the homepage centre may stand: fixed by the page template, hence no terms."""

from sonla.pbgdpl import _
from typing import Any
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


@provider(IVocabularyFactory)
def centre_positions(context: Any) -> SimpleVocabulary:
    """Offer the places above and below the body of the page."""
    return SimpleVocabulary(
        [
            SimpleTerm(
                value="above",
                title=_("option_centre_above", default="Above the text of the page"),
            ),
            SimpleTerm(
                value="below",
                title=_("option_centre_below", default="Below the text of the page"),
            ),
        ]
    )
