"""What a question is called where nobody named it, and in its address: never by its asker's words."""

from collections.abc import Iterable
from datetime import date
from plone import api
from plone.base.interfaces import INameFromTitle
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.vietnamese.private_words import find_private_words
from sonla.pbgdpl.questions.content import ILegalQuestion
from sonla.pbgdpl.questions.form_data import LEGAL_FIELDS
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import term_titles
from typing import Any
from zope.component import adapter
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import implementer

AUTOMATIC_TITLE = "_pbgdpl_automatic_title"
"""Attribute of a question: the title that it got by itself."""
ABOUT = _("title_question_about", default="Question on ${field}")
UNCLASSIFIED = _("title_question_unclassified", default="Question")


def automatic_title(
    legal_fields: Iterable[str] | None, territory: Iterable[str] | None, day: date
) -> str:
    """Return the title of a question by what it is about, where and when it was asked."""
    field = ", ".join(map(uncapitalised, term_titles(LEGAL_FIELDS, legal_fields)))
    about = Message(ABOUT, mapping={"field": field}) if field else UNCLASSIFIED
    words = translate(about, target_language=api.portal.get_default_language())
    places = term_titles(TERRITORIES, territory)
    return ", ".join((words, *places, format_day(day)))


def name_automatically(question: Any) -> None:
    """Give a question the title that goes by what is stored of it."""
    question.title = automatic_title(
        stored_value(question, "legal_fields"),
        stored_value(question, "territory"),
        today(stored_value(question, "received")),
    )
    setattr(question, AUTOMATIC_TITLE, question.title)


def uncapitalised(words: str) -> str:
    """Return words as they stand inside a sentence; abbreviations stay."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def is_unnamed(question: Any) -> bool:
    """Return whether nobody has named a question yet."""
    return question.title == stored_value(question, AUTOMATIC_TITLE)


@implementer(INameFromTitle)
@adapter(ILegalQuestion)
class QuestionName:
    """Name a question in its address by its title, or by the day if that may tell of people.

    An address stays when the title is changed later on.
    """

    def __init__(self, question: Any) -> None:
        self.question = question

    @property
    def title(self) -> str:
        """What the name is made of."""
        title = stored_value(self.question, "title") or ""
        return f"cau-hoi-{today().isoformat()}" if find_private_words(title) else title
