"""What may be entered as crisis words and helplines; what texts lack that are hidden from onlookers."""

from collections.abc import Iterator
from datetime import date
from math import prod
from sonla.pbgdpl import _
from sonla.pbgdpl.core.term_checks import MAX_LENGTH
from sonla.pbgdpl.core.term_checks import too_many
from sonla.pbgdpl.core.term_checks import too_short
from sonla.pbgdpl.core.vietnamese.words import is_syllable
from sonla.pbgdpl.editorial.checks import Check
from sonla.pbgdpl.editorial.checks import field
from sonla.pbgdpl.emergencies.rules import Danger
from sonla.pbgdpl.emergencies.rules import Helpline
from sonla.pbgdpl.emergencies.rules import IN_USE
from sonla.pbgdpl.emergencies.rules import OFF
from sonla.pbgdpl.emergencies.rules import Pattern
from sonla.pbgdpl.emergencies.storage import helplines
from typing import Any
from zope.i18nmessageid import Message

MAX_TERMS = 300
MAX_PARTS = 4
"""Parts of a term between which other words may stand."""
MAX_CHOICES = 200
"""Phrases for which the choices of one part may stand."""

STATUS_TITLES = {
    IN_USE: _("status_in_use", default="used"),
    OFF: _("status_off", default="switched off"),
}


def problems(danger: Danger) -> Iterator[Message]:
    """Yield why a danger can't be stored."""
    if not danger.title:
        yield _("msg_danger_no_title", default="The danger has no name.")
    if danger.status not in STATUS_TITLES:
        yield _("msg_danger_status", default="Choose whether its words are used.")
    known = helplines()
    for key in danger.helplines:
        if key not in known:
            yield _(
                "msg_danger_helpline",
                default="There is no helpline “${key}”.",
                mapping={"key": key},
            )
    if not danger.helplines:
        yield _("msg_danger_no_helpline", default="Choose whom to call.")
    lists = (danger.words, danger.accented_words, danger.topics, danger.harmless)
    terms = [term for one in lists for term in one]
    texts = (*terms, danger.title, danger.advice)
    yield from too_many(len(terms), texts, MAX_TERMS)
    for term in terms:
        yield from _too_wide(term)
    for term in (*danger.words, *danger.topics):
        yield from _too_short(term)


def _too_wide(term: str) -> Iterator[Message]:
    """Refuse what would keep each search busy: the work multiplies with choices and gaps."""
    parts = Pattern.read(term).parts
    choices = (prod(map(len, part)) for part in parts)
    if len(parts) > MAX_PARTS or max(choices, default=0) > MAX_CHOICES:
        yield _(
            "msg_term_too_wide",
            default="“${term}” stands for too many phrases. Part it into several terms.",
            mapping={"term": term},
        )


def _too_short(term: str) -> Iterator[Message]:
    pattern = Pattern.read(term)
    if not pattern.parts:
        yield _(
            "msg_term_no_word",
            default="“${term}” has no word in it.",
            mapping={"term": term},
        )
    elif pattern.size == 1 and any(
        word.isascii() and len(word) < 4 and is_syllable(word)
        for words in pattern.parts[0][0].values()
        for word in words
    ):
        yield too_short(term)


def helpline_problems(line: Helpline, today: date) -> Iterator[Message]:
    """Yield why a helpline can't be stored."""
    if not line.name:
        yield _("msg_helpline_no_name", default="Enter who answers.")
    if any(len(text) > MAX_LENGTH for text in (line.number, line.name, line.when)):
        yield _(
            "msg_helpline_long",
            default="At most ${length} characters in each field.",
            mapping={"length": str(MAX_LENGTH)},
        )
    if line.number and not line.url:
        yield _("msg_helpline_number", default="That is no telephone number.")
    if bool(line.confirmed_by) != bool(line.confirmed_on):
        yield _(
            "msg_helpline_half_confirmed",
            default="Who has confirmed the number, and on which day? Enter both, or neither.",
        )
    if line.confirmed_by and not line.url:
        yield _(
            "msg_helpline_nothing_confirmed",
            default="Enter the number that was confirmed.",
        )
    if line.confirmed_on and not _is_past(line.confirmed_on, today):
        yield _(
            "msg_helpline_day",
            default="The day of the confirmation can't be in the future.",
        )


def _is_past(day: str, today: date) -> bool:
    try:
        return date.fromisoformat(day) <= today
    except ValueError:
        return False


class OnlookersCheck(Check):
    """Find texts that are hidden from onlookers, but whose window says what they are about."""

    title = _(
        "heading_check_onlookers",
        default="Hidden from onlookers, without a neutral title",
    )
    order = 26
    type_facts = ("is_text",)

    def missing(self, text: Any) -> list[Any]:
        """Ask for another title."""
        if not field(text, "is_sensitive") or field(text, "neutral_title"):
            return []
        return [
            _(
                "msg_check_neutral_title",
                default="The text is hidden from onlookers, but has no neutral title for the window and for where its address is shared.",
            )
        ]
