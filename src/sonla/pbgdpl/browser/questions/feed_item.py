"""What a question tells of itself where its address is shared."""

from Products.CMFPlone.browser.syndication.adapters import DexterityItem
from sonla.pbgdpl.core.fields import stored
from sonla.pbgdpl.exchange.field_types import beginning

MOST = 200
"""Signs: about what services that show a shared address have room for."""


class QuestionFeedItem(DexterityItem):
    """Describe a question by what was asked: it has no summary of its own."""

    @property
    def description(self) -> str:
        """The beginning of the question."""
        return beginning(stored(self.context, "question") or "", MOST)
