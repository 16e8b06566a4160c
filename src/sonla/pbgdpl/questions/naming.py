"""What a question is called where nobody named it, and in its address: never by its asker's words."""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Iterable
from OFS.event import ObjectWillBeMovedEvent
from plone import api
from plone.app.content.interfaces import INameFromTitle
from plone.app.redirector.interfaces import IRedirectionStorage
from plone.i18n.normalizer.interfaces import IURLNormalizer
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.vietnamese.private_words import find_private_words
from sonla.pbgdpl.questions.content import ILegalQuestion
from sonla.pbgdpl.questions.covering import covered_words
from sonla.pbgdpl.questions.covering import with_covered_words
from sonla.pbgdpl.questions.form_data import LEGAL_FIELDS
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import term_titles
from typing import Any
from zope.component import adapter
from zope.component import getUtility
from zope.container.contained import notifyContainerModified
from zope.container.interfaces import INameChooser
from zope.event import notify
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.lifecycleevent import ObjectMovedEvent

import re

AUTOMATIC_TITLE = "_pbgdpl_automatic_title"
"""Attribute of a question: the title that it got by itself."""
ABOUT = _("title_question_about", default="Question on ${field}")
_COUNT = re.compile(r"-\d{1,3}$")
"""What tells names apart that are made of the same words."""
UNCLASSIFIED = _("title_question_unclassified", default="Question")


def automatic_title(
    legal_fields: Iterable[str] | None, territory: Iterable[str] | None
) -> str:
    """Return the title of a question by what it is about and where it was asked."""
    field = ", ".join(map(uncapitalised, term_titles(LEGAL_FIELDS, legal_fields)))
    about = Message(ABOUT, mapping={"field": field}) if field else UNCLASSIFIED
    words = translate(about, target_language=api.portal.get_default_language())
    places = term_titles(TERRITORIES, territory)
    return ", ".join((words, *places))


def name_automatically(question: Any) -> None:
    """Set the title of a question by what is stored of it."""
    question.title = automatic_title(
        stored_value(question, "legal_fields"),
        stored_value(question, "territory"),
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

    An address stays when the title is changed later on. By core's former interface, too: REST asks
    for that one, and without it takes the title as it is.
    """

    def __init__(self, question: Any) -> None:
        self.question = question

    @property
    def title(self) -> str:
        """What the name is made of."""
        title = stored_value(self.question, "title") or ""
        return harmless_name() if find_private_words(title) else title


def harmless_name() -> str:
    """Return the name of a question in addresses that tells the day alone."""
    return f"cau-hoi-{today().isoformat()}"


def may_tell_of_people(question: Any, name: str) -> bool:
    """Return whether a name in addresses tells more than the title, which everybody reads.

    Names have neither accents nor capitals, by which names of people are found: what was
    covered is looked for, and what the asker wrote.
    """
    stem = _COUNT.sub("", name)
    normalize = getUtility(IURLNormalizer).normalize
    if stem == normalize(stored_value(question, "title") or ""):
        return False
    if find_private_words(name.replace("-", " ")):
        return True
    asked = stored_value(question, "question") or ""
    written = normalize(with_covered_words(question, asked), max_length=len(asked) + 50)
    covered = (normalize(one["text"]) for one in covered_words(question).values())
    whole = f"-{name}-"
    is_asked = f"{written}-".startswith(f"{stem}-")
    return is_asked or any(f"-{one}-" in whole for one in covered)


def rename(question: Any, folder: Any, name: str) -> Any:
    """Rename a question where it is, and return it.

    Core's own way asks whether somebody may add a question there, and into the folders of
    questions nobody may.
    """
    old = question.getId()
    notify(ObjectWillBeMovedEvent(question, folder, old, folder, name))
    folder._delObject(old, suppress_events=True)
    moved = aq_base(question)
    moved.id = name
    folder._setObject(name, moved, set_owner=0, suppress_events=True)
    moved = folder._getOb(name)
    notify(ObjectMovedEvent(moved, folder, old, folder, name))
    notifyContainerModified(folder)
    return moved


def name_harmlessly(question: Any) -> None:
    """Rename a question whose address may tell of people; no such address leads to it any more."""
    if may_tell_of_people(question, question.getId()):
        folder = aq_parent(aq_inner(question))
        name = INameChooser(folder).chooseName(harmless_name(), question)
        question = rename(question, folder, name)
    storage = getUtility(IRedirectionStorage)
    for path in storage.redirects("/".join(question.getPhysicalPath())):
        if may_tell_of_people(question, path.rpartition("/")[2]):
            storage.remove(path)
