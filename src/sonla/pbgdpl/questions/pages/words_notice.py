"""What somebody who sends a form is told of their own words before it is sent."""

from abc import ABC
from abc import abstractmethod
from dataclasses import dataclass
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.mixins import Mixin
from sonla.pbgdpl.core.vietnamese.private_words import find_private_words
from sonla.pbgdpl.questions.pages.labels import KIND_TITLES
from zope.i18nmessageid import Message

ADVICE = _(
    "help_words_notice",
    default="It is better to take it out, of yourself and of others alike: an answer can be given without it, and it may become public. How you are reached has fields of its own, which are never public.",
)
TOLD = "told"
"""Field of a form whose sender was told."""


@dataclass(frozen=True)
class NamedWords:
    """Words of a form that may be personal data, and what they may be."""

    text: str
    kind: Message


class WordsNoticeMixin(ABC, Mixin):
    """Mixin of forms that tell which of the words typed may be personal data."""

    words_advice: Message = ADVICE
    words_notice = ViewPageTemplateFile("templates/words_notice.pt")

    @property
    @abstractmethod
    def public_words(self) -> str:
        """What was typed and may become public."""

    @property
    def private_words(self) -> list[NamedWords]:
        """List the words of it that may be personal data, each once."""
        found = {one.key: one for one in find_private_words(self.public_words)}
        return [NamedWords(one.text, KIND_TITLES[one.kind]) for one in found.values()]

    @property
    def must_be_told(self) -> bool:
        """Whether there are such words of which the sender was not told yet."""
        return not self.request.form.get(TOLD) and bool(self.private_words)
