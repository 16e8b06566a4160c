"""The rules of emergencies: what was typed tells of which dangers.

A *danger* has its crisis words. `CompiledDangers` finds them in a text, in a time that grows
with the text alone. Nothing here reads a database.

In a term ``/`` parts words of which one is enough, and ``…`` stands for up to four words:
``chồng/bố … đánh/đập``.
"""

from collections.abc import Container
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from sonla.pbgdpl.core.vietnamese.slips import is_possible
from sonla.pbgdpl.core.vietnamese.terms import lookup_word
from sonla.pbgdpl.core.vietnamese.words import canonical_word
from sonla.pbgdpl.core.vietnamese.words import fold_word
from sonla.pbgdpl.core.vietnamese.words import words
from sonla.pbgdpl.emergencies.phrases import INVOLVED
from sonla.pbgdpl.emergencies.phrases import LAW
from sonla.pbgdpl.emergencies.phrases import LAW_ACCENTED
from sonla.pbgdpl.emergencies.phrases import PENALTIES
from sonla.pbgdpl.emergencies.phrases import phrases
from sonla.pbgdpl.emergencies.phrases import STUDIES
from sonla.pbgdpl.emergencies.phrases import URGENT
from sonla.pbgdpl.emergencies.typed_words import Alternatives
from sonla.pbgdpl.emergencies.typed_words import typed_word
from sonla.pbgdpl.emergencies.typed_words import TypedWord

import re

EMERGENCY_NUMBERS = ("113", "115", "114", "111")
"""The keys of numbers that hold in the whole country and need no confirmation."""
ALWAYS_SHOWN = ("113", "115", "111")
"""Those beside a search that found nothing, and on a page for people in danger."""

IN_USE, OFF = "in-use", "off"

GAP_MARK, GAP = "…", 4
"""What stands for further words in a term, and for how many at most."""
NEAR = GAP + 1
"""How many words on the second word of a term stands at most."""
MIN_JOINED = 4
"""Letters of several words that were written as one."""
MAX_JOINED = 2000
"""Ways to write a term as one word; a term with more is found in words alone."""

_SENTENCE = re.compile(r"(?:[^.?!\n]|\.(?=\S))+")


@dataclass(frozen=True)
class Helpline:
    """A telephone that helps at once."""

    number: str
    name: str
    when: str = ""
    key: str = ""
    note: str = ""
    """Where the number is from, for those who confirm it."""
    confirmed_by: str = ""
    confirmed_on: str = ""
    """Who called it, and on which day (ISO)."""

    @property
    def url(self) -> str:
        """The address by which a telephone calls it; empty for what is no number."""
        dialled = re.sub(r"[^\d+]", "", self.number)
        return f"tel:{dialled}" if dialled else ""

    @property
    def is_national(self) -> bool:
        """Whether it holds in the whole country and never changes."""
        return self.key in EMERGENCY_NUMBERS

    @property
    def is_confirmed(self) -> bool:
        """Whether it may be shown to everybody."""
        return self.is_national or bool(
            self.url and self.confirmed_by and self.confirmed_on
        )


@dataclass(frozen=True)
class Danger:
    """One kind of danger: what to do at once, whom to call, which words tell of it."""

    key: str
    title: str
    advice: str = ""
    icon: str = ""
    helplines: tuple[str, ...] = ()
    """Keys of helplines, whom to call first first."""
    words: tuple[str, ...] = ()
    """Crisis words, with or without their accents."""
    accented_words: tuple[str, ...] = ()
    """Crisis words that are others without their accents, unless nothing else was typed."""
    topics: tuple[str, ...] = ()
    """Words that tell of danger, but not in a question about the law."""
    harmless: tuple[str, ...] = ()
    """Terms with such words that tell of none."""
    order: str = ""
    """Place among the dangers, a number."""
    status: str = IN_USE

    @property
    def place(self) -> tuple[int, str]:
        """What puts dangers in their order; one without a number of few digits comes last."""
        number = re.fullmatch("[0-9]{1,3}", self.order)
        return int(number[0]) if number else 1000, self.title


Part = tuple[Alternatives, ...]


@dataclass(frozen=True)
class Pattern:
    """A term as it is looked for: parts, between which others may stand."""

    parts: tuple[Part, ...]
    accented: bool = False

    @property
    def second(self) -> Alternatives:
        """The word after the first; nothing where there is none."""
        tokens = [token for part in self.parts for token in part]
        return tokens[1] if len(tokens) > 1 else {}

    @property
    def size(self) -> int:
        """How many words it has."""
        return sum(map(len, self.parts))

    @classmethod
    def read(cls, term: str, accented: bool = False) -> "Pattern":
        """Read a term; one without a word has no parts."""
        texts = term.replace("...", GAP_MARK).split(GAP_MARK)
        parts = (tuple(map(_alternatives, _tokens(text))) for text in texts)
        return cls(tuple(filter(None, parts)), accented)


def _tokens(text: str) -> Iterator[tuple[str, ...]]:
    for token in text.split():
        found = [canonical_word(word) for word in words(token.replace("/", " "))]
        if "/" in token:
            yield tuple(found)
        else:
            yield from ((word,) for word in found)


def _alternatives(meant: tuple[str, ...]) -> Alternatives:
    found: Alternatives = {}
    for word in meant:
        key = lookup_word(word)
        found[key] = (*found.get(key, ()), word)
    return found


Meaning = tuple[int, int]
"""What a pattern says, and the number of the danger of which it does."""
Tried = set[tuple[int, int, int]]
"""How many parts of a pattern don't stand from a place on, with so many slips."""


class PatternIndex:
    """Find patterns in what was typed; what each stands for is returned with its place."""

    def __init__(self) -> None:
        self._starts: dict[str, list[tuple[Pattern, Meaning, Alternatives]]] = {}
        self._joined: dict[str, list[Meaning]] = {}

    def add(self, pattern: Pattern, meaning: Meaning) -> None:
        """Look for a pattern, too."""
        if not pattern.parts:
            return
        for key in pattern.parts[0][0]:
            entry = pattern, meaning, pattern.second
            self._starts.setdefault(key, []).append(entry)
        if len(pattern.parts) == 1 and 1 < pattern.size:
            if prod(map(len, pattern.parts[0])) > MAX_JOINED:
                return
            for joined in _joined(pattern.parts[0]):
                self._joined.setdefault(joined, []).append(meaning)

    def find(
        self, typed: Sequence[TypedWord], seen: Container[Meaning] = ()
    ) -> Iterator[tuple[int, int, Meaning]]:
        """Yield where each pattern stands: first word, the one behind the last, meaning.

        A meaning that is in `seen` is not looked for again; the caller may add to it meanwhile.
        """
        failed: dict[int, Tried] = {}
        for start, word in enumerate(typed):
            folded = fold_word(word.options[0].word)
            if len(folded) >= MIN_JOINED and not is_possible(folded):
                for meaning in self._joined.get(folded, ()):
                    yield start, start + 1, meaning
            near: frozenset[str] = frozenset().union(
                *(one.keys for one in typed[start + 1 : start + 1 + NEAR])
            )
            for key in word.keys:
                for pattern, meaning, second in self._starts.get(key, ()):
                    if meaning in seen or (second and near.isdisjoint(second)):
                        continue
                    tried = failed.setdefault(id(pattern), set())
                    end = _end(pattern, typed, start, tried)
                    if end is not None:
                        yield start, end, meaning


def _joined(part: Part) -> Iterator[str]:
    found = [""]
    for token in part:
        found = [before + key for before in found for key in token]
    return (one for one in found if len(one) >= MIN_JOINED)


def _end(
    pattern: Pattern, typed: Sequence[TypedWord], start: int, failed: Tried
) -> int | None:
    """Return where a pattern ends that begins at a word; None if it doesn't."""
    slips = int(pattern.size > 1)
    alone = len(pattern.parts) == 1 and pattern.size == len(typed)
    accented = pattern.accented and not alone
    return _walk(pattern.parts, typed, start, slips, accented, failed)


def _walk(
    parts: tuple[Part, ...],
    typed: Sequence[TypedWord],
    start: int,
    slips: int,
    accented: bool,
    failed: Tried,
) -> int | None:
    """Return where parts end of which the first begins at a place, with so many slips at most.

    `failed` has what was tried: else each further gap would take five times as long.
    """
    tried = len(parts), start, slips
    if tried in failed or start + len(parts[0]) > len(typed):
        return None
    for at, token in enumerate(parts[0], start):
        cost = typed[at].cost(token, accented)
        if cost is None or cost > slips:
            return None
        slips -= cost
    end = start + len(parts[0])
    if len(parts) == 1:
        return end
    first = parts[1][0]
    for after in range(end, min(end + GAP + 1, len(typed))):
        if not typed[after].keys.isdisjoint(first):
            found = _walk(parts[1:], typed, after, slips, accented, failed)
            if found is not None:
                return found
    failed.add(tried)
    return None


CERTAIN, TOPIC, HARMLESS = range(3)
QUESTION: Meaning = (HARMLESS, -1)
"""What phrases of a question about the law say."""
STUDY: Meaning = (HARMLESS, -2)
"""What phrases of `STUDIES` say: nothing in their sentence tells of danger."""
PENALTY: Meaning = (HARMLESS, -3)
PERSON: Meaning = (HARMLESS, -4)
"""What phrases of `PENALTIES` say, and `INVOLVED`."""
NEED: Meaning = (HARMLESS, -5)
"""What phrases of `URGENT` say: no study and no penalty excuses their sentence."""
PHRASES = (
    (LAW, False, QUESTION),
    (LAW_ACCENTED, True, QUESTION),
    (STUDIES, False, STUDY),
    (URGENT, False, NEED),
    (PENALTIES, False, PENALTY),
    (INVOLVED, False, PERSON),
)
"""Kinds of phrases, whether only their accents tell them, and what they say."""


class CompiledDangers:
    """Find dangers in texts; made once for one state of the table."""

    def __init__(self, dangers: Iterable[Danger]) -> None:
        used = (one for one in dangers if one.status != OFF)
        self.dangers = tuple(sorted(used, key=lambda one: one.place))
        self._signs, self._excuses = PatternIndex(), PatternIndex()
        for number, danger in enumerate(self.dangers):
            for terms, index, kind, accented in (
                (danger.words, self._signs, CERTAIN, False),
                (danger.accented_words, self._signs, CERTAIN, True),
                (danger.topics, self._signs, TOPIC, False),
                (danger.harmless, self._excuses, HARMLESS, False),
            ):
                for term in terms:
                    index.add(Pattern.read(term, accented), (kind, number))
        for around, accented, meaning in PHRASES:
            for phrase in phrases(around):
                self._excuses.add(Pattern.read(phrase, accented), meaning)

    def find(self, text: str) -> list[Danger]:
        """List the dangers of which a text tells, those first of which it does surely."""
        found: set[Meaning] = set()
        for sentence in _SENTENCE.findall(text):
            typed = [typed_word(canonical_word(word)) for word in words(sentence)]
            self._find(typed, found)
        kinds = {number: kind for kind, number in sorted(found, reverse=True)}
        order = sorted(kinds, key=lambda number: (kinds[number], number))
        return [self.dangers[number] for number in order]

    def _find(self, typed: Sequence[TypedWord], found: set[Meaning]) -> None:
        """Add the dangers of which a sentence tells to those that are found."""
        excused: dict[Meaning, set[int]] = {}
        for start, end, meaning in self._excuses.find(typed):
            excused.setdefault(meaning, set()).update(range(start, end))
        studies = STUDY in excused or (PENALTY in excused and PERSON not in excused)
        if studies and NEED not in excused:
            return
        for start, end, meaning in self._signs.find(typed, found):
            kind, number = meaning
            if kind == TOPIC and QUESTION in excused:
                continue
            if excused.get((HARMLESS, number), set()).isdisjoint(range(start, end)):
                found.add(meaning)
