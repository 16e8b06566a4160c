"""What somebody sees before their question is sent: whom to call, and what was answered already."""

from dataclasses import dataclass
from itertools import chain
from itertools import islice
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.emergencies.helplines import each_once
from sonla.pbgdpl.emergencies.helplines import helplines_for
from sonla.pbgdpl.emergencies.helplines import helplines_of
from sonla.pbgdpl.emergencies.rules import Helpline
from sonla.pbgdpl.questions.similarity import MAX_SUGGESTIONS
from sonla.pbgdpl.questions.similarity import related
from sonla.pbgdpl.search.similar import find_similar
from typing import Any


@dataclass(frozen=True)
class Suggestions:
    """Answers to a question, the best first, and telephones if it is about danger."""

    items: tuple[Any, ...] = ()
    helplines: tuple[Helpline, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.items or self.helplines)


def suggestions_for(section: Any, text: str) -> Suggestions:
    """Return what a section has on a question that the user is writing.

    The search finds situations and short questions well; a long story is compared with other
    questions word by word.
    """
    found = chain(find_similar(section, text), related(section, text))
    once = {IUUID(item): item for item in found}
    items = tuple(islice(once.values(), MAX_SUGGESTIONS))
    lines = list(helplines_for(text))
    # Words alone tell of danger: what is found for “giá điện” may be a page about violence
    for item in items if lines else ():
        lines.extend(helplines_of(item))
    return Suggestions(items, tuple(each_once(lines)))
