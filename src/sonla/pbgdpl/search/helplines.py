"""Whom to call if a text tells of danger."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from sonla.pbgdpl.core.vietnamese.words import canonical_word
from sonla.pbgdpl.core.vietnamese.words import words
from sonla.pbgdpl.search.interfaces import IUrgentHelp
from sonla.pbgdpl.search.thesaurus.storage import thesaurus
from typing import Any

import re

MAX_WORDS = 300
"""Words in which the thesaurus looks for danger."""

_UNDIALLED = re.compile(r"[^\d+]")


@dataclass(frozen=True)
class Helpline:
    """A telephone that helps at once."""

    number: str
    name: str
    when: str = ""

    @property
    def url(self) -> str:
        """The address by which a telephone calls it; empty for what is no number."""
        dialled = _UNDIALLED.sub("", self.number)
        return f"tel:{dialled}" if dialled else ""


def helplines_for(text: str) -> Iterator[Helpline]:
    """Yield whom to call where a text tells of danger, as the thesaurus understands it."""
    typed = [canonical_word(word) for word in islice(words(text), MAX_WORDS)]
    for line in thesaurus().understand(typed).helplines:
        number, _gap, name = line.partition(" ")
        yield Helpline(number, name)


def helplines_of(item: Any) -> Iterator[Helpline]:
    """Yield whom to call by an item that is about danger; nothing for any other."""
    help_at_once = IUrgentHelp(item, None)
    if help_at_once is not None:
        yield from help_at_once.helplines()


def each_once(lines: Iterable[Helpline]) -> list[Helpline]:
    """List helplines, each number once."""
    return list({line.number: line for line in reversed(list(lines))}.values())[::-1]
