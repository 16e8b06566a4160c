"""What a question or request may tell of people: found, covered or confirmed before others read it.

Covering replaces words by a numbered sign where they stand, so that every page, list, search,
record and file that reads the question is without them. What stood there is kept beside, for
those who may see the personal data of askers and for the asker alone, and is forgotten with how
the asker is reached. Somebody who says that words are no personal data is noted with the day.

Which fields are looked at is said by the class of an item, as `covered_fields`; questions also
have an answer. In an answer, which names offices and officials, only what the asker wrote, what was covered and
identity numbers are looked for. Names are known by what stands around them; once known, they are found wherever
they stand.
"""

from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from plone.app.textfield.value import RichTextValue
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.html import attribute_texts
from sonla.pbgdpl.core.html import replace_in_html
from sonla.pbgdpl.core.html import running_text
from sonla.pbgdpl.core.section import current_user_id
from sonla.pbgdpl.core.typed_text import normalized
from sonla.pbgdpl.core.vietnamese.private_words import EMAIL
from sonla.pbgdpl.core.vietnamese.private_words import find_private_words
from sonla.pbgdpl.core.vietnamese.private_words import IDENTITY
from sonla.pbgdpl.core.vietnamese.private_words import KINDS
from sonla.pbgdpl.core.vietnamese.private_words import Mark
from sonla.pbgdpl.core.vietnamese.private_words import NAME
from sonla.pbgdpl.core.vietnamese.private_words import OMITTED
from sonla.pbgdpl.core.vietnamese.private_words import PHONE
from sonla.pbgdpl.core.vietnamese.private_words import replace_spans
from sonla.pbgdpl.core.vietnamese.private_words import Replacement
from typing import Any
from typing import TypedDict
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import re

COVERED = "_pbgdpl_covered"
"""Attribute of a question: number of a sign → what it covers (`Covered`)."""
CONFIRMED = "_pbgdpl_confirmed"
"""Attribute of a question: key of a mark → who says that it is no personal data (`Decision`)."""
ANSWER = "answer"
OTHER = "other"
"""Kind of words that somebody chose to cover."""
MIN_LENGTH, MAX_LENGTH = 2, 200
"""Characters of such words."""

_SIGN = re.compile(r"\[…(\d{1,4})\]")


class Decision(TypedDict):
    """Who decided, and when."""

    by: str
    on: datetime


class Covered(Decision):
    """Words that were covered."""

    kind: str
    text: str


class MarksSettledEvent(ObjectModifiedEvent):
    """Marks of a question were covered, shown again or confirmed; nobody wrote anything."""


@dataclass(frozen=True)
class FoundWords:
    """Words that may be personal data, wherever they stand in the question."""

    key: str
    kind: str
    text: str
    """As they stand where they were found first."""


def sign_of(number: int | str) -> str:
    """Return what stands for the covered words of a number."""
    return f"[…{number}]"


def open_marks(question: Any) -> list[FoundWords]:
    """List the words on which nobody decided yet, each once, in the order of the text."""
    decided = confirmations(question)
    return [one for one in found_words(question) if one.key not in decided]


def found_words(question: Any) -> list[FoundWords]:
    """List all words that may be personal data and are not covered, each once, in that order."""
    found: dict[str, FoundWords] = {}
    for field, text in _texts(question):
        for mark in marks_in(question, field, text):
            found.setdefault(mark.key, FoundWords(mark.key, mark.kind, mark.text))
    return list(found.values())


def covered_words(question: Any) -> dict[str, Covered]:
    """Return what is covered, by number; for those who may see personal data."""
    return dict(stored_value(question, COVERED) or {})


def confirmations(question: Any) -> dict[str, Decision]:
    """Return who decided that a mark is no personal data, by its key."""
    return dict(stored_value(question, CONFIRMED) or {})


def cover(question: Any, keys: Collection[str]) -> int:
    """Cover the marks of some keys wherever they stand; return how many words were covered."""
    return _cover(
        question,
        lambda field, text: [
            one for one in marks_in(question, field, text) if one.key in keys
        ],
        lambda words: any(one.key in keys for one in words_in(question, words)),
    )


def cover_words(question: Any, words: str) -> int:
    """Cover words that somebody chose, wherever they stand; return how many signs there are now."""
    wanted = normalized(" ".join(words.split()))
    if not MIN_LENGTH <= len(wanted) <= MAX_LENGTH or _SIGN.search(wanted):
        return 0
    found = re.compile(_pattern_of(wanted))

    def marks(field: str, text: str) -> list[Mark]:
        return [Mark(*one.span(), OTHER, one.group()) for one in found.finditer(text)]

    return _cover(question, marks, lambda words: bool(found.search(words)))


def cover_all(question: Any) -> int:
    """Cover all on which nobody decided; return how many marks there were. Nobody is told."""
    marks = open_marks(question)
    if marks:
        cover(question, {mark.key for mark in marks})
    return len(marks)


def show_again(question: Any, number: str) -> bool:
    """Put covered words back where their sign stands; return whether there were any."""
    known = covered_words(question)
    if number not in known:
        return False
    text = known.pop(number)["text"]
    _write(question, lambda one: one.replace(sign_of(number), text))
    setattr(question, COVERED, known)
    notify(MarksSettledEvent(question))
    return True


def confirm(question: Any, keys: Iterable[str]) -> int:
    """Note that the user says of open marks that they are no personal data; return of how many."""
    present = {mark.key for mark in open_marks(question)}
    named = [key for key in dict.fromkeys(keys) if key in present]
    if named:
        noted = {key: _decision() for key in named}
        setattr(question, CONFIRMED, {**confirmations(question), **noted})
        notify(MarksSettledEvent(question))
    return len(named)


def with_covered_words(question: Any, text: str) -> str:
    """Return a text of the question as its asker wrote it, for the asker and the office alone."""
    known = covered_words(question)

    def word(match: re.Match[str]) -> str:
        covered = known.get(match.group(1))
        return match.group() if covered is None else covered["text"]

    return _SIGN.sub(word, text)


def own_lines(question: Any) -> list[str]:
    """Return what is covered in part as whoever asked wrote it, line by line."""
    stored = (stored_value(question, name) for name in question.covered_fields)
    texts = [(one, with_covered_words(question, one)) for one in stored if one]
    lines = "\n".join(own for one, own in texts if own != one).splitlines()
    return [line for line in lines if line.strip()]


def for_everybody(question: Any, text: str) -> str:
    """Return a text of the question without what is covered, and what nobody decided on."""
    undecided = {one.key for one in open_marks(question)}
    spans = [
        *((start, end) for start, end, _number in signs_in(text)),
        *((m.start, m.end) for m in words_in(question, text) if m.key in undecided),
    ]
    return replace_spans(text, ((*span, OMITTED) for span in sorted(spans)))


def signs_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and number of the signs in a text."""
    for match in _SIGN.finditer(text):
        yield match.start(), match.end(), match.group(1)


def forget_covered_words(question: Any) -> bool:
    """Erase what was covered; return whether there was anything. The signs stay.

    So do decisions on words that stand in the question no more, such as a name that goes with
    the asker, since their keys tell them.
    """
    known = bool(covered_words(question))
    if known:
        setattr(question, COVERED, {})
    decided, present = confirmations(question), {w.key for w in found_words(question)}
    if not present.issuperset(decided):
        kept = {key: one for key, one in decided.items() if key in present}
        setattr(question, CONFIRMED, kept)
    return known


def _decision() -> Decision:
    return {"by": current_user_id(), "on": utc_now()}


def _answer_of(question: Any) -> str:
    return getattr(stored_value(question, ANSWER), "raw", None) or ""


def _texts(question: Any) -> Iterator[tuple[str, str]]:
    for field in question.covered_fields:
        if text := stored_value(question, field):
            yield field, text
    if html := _answer_of(question):
        yield ANSWER, running_text(html)
        yield from ((ANSWER, words) for words in attribute_texts(html))


def marks_in(question: Any, field: str, text: str) -> list[Mark]:
    """Find the marks in a text of a field."""
    if field == "public_name":
        # The name is what the asker agreed to
        return find_private_words(text, (IDENTITY, PHONE, EMAIL))
    found = words_in(question, text)
    if field != ANSWER:
        return found
    known = _known_keys(question)
    return [one for one in found if one.kind == IDENTITY or one.key in known]


def words_in(question: Any, text: str) -> list[Mark]:
    """Find what may be personal data in any text: by shape, and what is marked or covered elsewhere."""
    found = find_private_words(text, KINDS)
    again = (
        Mark(*match.span(), kind, match.group())
        for kind, words in _known_words(question)
        for match in re.finditer(_pattern_of(words), text, _case_of(words))
    )
    taken = bytearray(len(text))
    for mark in found:
        taken[mark.start : mark.end] = b"1" * (mark.end - mark.start)
    for mark in again:
        if not any(taken[mark.start : mark.end]):
            taken[mark.start : mark.end] = b"1" * (mark.end - mark.start)
            found.append(mark)
    return sorted(found, key=lambda one: one.start)


def _known_keys(question: Any) -> set[str]:
    """Return the keys of what the asker wrote, of how they are reached, and of what was covered."""
    written = with_covered_words(question, stored_value(question, "question") or "")
    reached = (
        stored_value(question, "asker_email"),
        stored_value(question, "asker_phone"),
    )
    texts = "\n\n".join(filter(None, (written, *reached)))
    found = {mark.key for mark in find_private_words(texts)}
    return found | {Mark(0, 0, *one).key for one in _known_words(question)}


def _known_words(question: Any) -> list[tuple[str, str]]:
    """List kind and text of what is found again by its letters: whole names, words that somebody chose.

    The longest come first, for none is to stand inside another one.
    """
    chosen = {
        (OTHER, one["text"])
        for one in covered_words(question).values()
        if one["kind"] == OTHER
    }
    texts = (
        with_covered_words(question, stored_value(question, field) or "")
        for field in question.covered_fields
        if field != "public_name"
    )
    names = {
        (NAME, mark.text)
        for text in texts
        for mark in find_private_words(text, (NAME,))
    }
    whole = {one for one in names if len(one[1].split()) > 1}
    return sorted(chosen | whole, key=lambda one: (-len(one[1]), one))


def _pattern_of(words: str) -> str:
    """Return what finds words with any gaps between them, and never as a part of others."""
    return (
        (r"(?<![^\W\d_])" if words[0].isalpha() else "")
        + r"\s+".join(map(re.escape, words.split()))
        + (r"(?![^\W\d_])" if words[-1].isalpha() else "")
    )


def _case_of(words: str) -> re.RegexFlag:
    """Return whether capitals count: in a single word they tell a name from what everybody writes."""
    return re.IGNORECASE if len(words.split()) > 1 else re.NOFLAG


def _cover(
    question: Any,
    marks_in: Callable[[str, str], list[Mark]],
    is_told_by: Callable[[str], bool],
) -> int:
    """Put signs for marks, equal words for equal ones; attributes that tell them, by `is_told_by`, go."""
    known = covered_words(question)
    signs = {one["text"]: sign_of(number) for number, one in known.items()}
    taken = {
        number for _f, text in _texts(question) for _s, _e, number in signs_in(text)
    }
    taken.update(known)
    before = len(known)

    def signed(field: str, text: str) -> Iterator[Replacement]:
        for mark in marks_in(field, text):
            if mark.text not in signs:
                number = next(n for n in range(1, 10_000) if str(n) not in taken)
                taken.add(str(number))
                signs[mark.text] = sign_of(number)
                known[str(number)] = {
                    "kind": mark.kind,
                    "text": mark.text,
                    **_decision(),
                }
            yield mark.start, mark.end, signs[mark.text]

    texts = {
        field: replace_spans(text, signed(field, text))
        for field in question.covered_fields
        if (text := stored_value(question, field))
    }
    html = replace_in_html(
        _answer_of(question),
        lambda text: signed(ANSWER, text),
        is_told_by,
    )
    # Words that are covered elsewhere in the question get no new sign
    if _store(question, texts, html):
        setattr(question, COVERED, known)
        notify(MarksSettledEvent(question))
    return len(known) - before


def _write(question: Any, change: Callable[[str], str]) -> None:
    texts = {
        field: change(text)
        for field in question.covered_fields
        if (text := stored_value(question, field))
    }
    html = replace_in_html(_answer_of(question), lambda text: _difference(text, change))
    _store(question, texts, html)


def _difference(text: str, change: Callable[[str], str]) -> list[Replacement]:
    """Return the signs of a text that a change replaces, with what it puts there."""
    return [
        (start, end, change(text[start:end]))
        for start, end, _number in signs_in(text)
        if change(text[start:end]) != text[start:end]
    ]


def _store(question: Any, texts: dict[str, str], html: str) -> bool:
    """Store texts and the answer; return whether anything is another now."""
    changed = {
        field: text
        for field, text in texts.items()
        if text != stored_value(question, field)
    }
    for field, text in changed.items():
        setattr(question, field, text)
    value = stored_value(question, ANSWER)
    is_new = value is not None and html != value.raw
    if is_new:
        question.answer = RichTextValue(html, value.mimeType, value.outputMimeType)
    return is_new or bool(changed)
