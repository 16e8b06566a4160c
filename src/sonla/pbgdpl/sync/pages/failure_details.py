"""Details of failures in the reader's language, as far as they are known.

The journal keeps details in English, short and without markup, as logs have them. What
often happens is told here in words; what is not known stays as it was written, marked
as English for who listens to the page.
"""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.sync.drivers.base import SOURCE_WARNINGS
from sonla.pbgdpl.sync.pages.connection_words import CONNECTION_WORDS
from sonla.pbgdpl.sync.pages.failure_words import FAILURE_WORDS
from sonla.pbgdpl.sync.pages.values import general_title
from typing import Any
from zope.i18nmessageid import Message

import re

NEXT_NOTE = re.compile(r"; (?=[a-z_]+: )")
"""Between the notes of one record."""
FIELD = re.compile(r"(?P<field>[a-z_]+(?:\.[a-z_]+)?): (?P<problem>.+)")

TOKEN_REFUSED = re.compile(r"no token was given \((?P<why>(?:our )?certificate.+)\)")

WORDS = (*CONNECTION_WORDS, *FAILURE_WORDS)

PROBLEMS: tuple[tuple[str, Message], ...] = (
    (r"is missing", _("problem_missing", default="“${field}” is missing.")),
    (
        r"has more than (?P<most>\d+) characters",
        _("problem_long", default="“${field}” has more than ${most} characters."),
    ),
    (
        r"has more than (?P<most>\d+) values",
        _("problem_many", default="“${field}” has more than ${most} values."),
    ),
    (
        r"our list has no (?P<value>.+); kept as keyword",
        _(
            "problem_no_term",
            default="“${field}”: our list has no ${value}; it was kept as a keyword.",
        ),
    ),
    (
        r"has not got the file (?P<value>.+)",
        _("problem_no_file", default="“${field}”: the file ${value} is missing."),
    ),
    (
        r"refused the file (?P<value>.+) \((?P<why>.+)\)",
        _("problem_file", default="“${field}”: the file ${value} was not accepted."),
    ),
    (
        r"left out the image (?P<value>.+)",
        _("problem_image", default="“${field}”: the image ${value} was left out."),
    ),
    (
        r"is at a host that is not allowed: (?P<value>.+)",
        _(
            "problem_host",
            default="“${field}”: it is at a host that is not allowed: ${value}",
        ),
    ),
    (r"is .+", _("problem_other", default="“${field}” can't be read.")),
)
"""What may be wrong with a field; the last is for whatever else is."""


def detail_lines(detail: str) -> list[dict[str, Any]]:
    """Return a detail in lines, each with its language where that is not the page's."""
    return [
        {"text": words or note, "lang": None if words else "en"}
        for note, words in known_notes(detail)
    ]


def known_notes(detail: str) -> Iterator[tuple[str, Message | None]]:
    """Yield each note of a detail with its words, if there are any for it."""
    if not detail:
        return
    if (refused := TOKEN_REFUSED.fullmatch(detail)) is not None:
        detail = refused["why"]  # certificates concern the gateway as a whole
    whole = SOURCE_WARNINGS.get(detail) or found_in(WORDS, detail)
    if whole is not None:
        yield detail, whole
        return
    for note in NEXT_NOTE.split(detail):
        parts = FIELD.fullmatch(note)
        yield (
            note,
            parts and found_in(PROBLEMS, parts["problem"], field=title_of(parts)),
        )


def title_of(parts: re.Match[str]) -> Message | str:
    """Call the field of a note in words, with what it is a part of alone."""
    return general_title(parts["field"].partition(".")[0])


def found_in(
    table: tuple[tuple[str, Message], ...], text: str, **known: Message | str
) -> Message | None:
    """Find the words for a text."""
    for pattern, words in table:
        found = re.fullmatch(pattern, text)
        if found is not None:
            return Message(words, mapping={**known, **found.groupdict()})
    return None
