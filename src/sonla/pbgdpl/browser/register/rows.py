"""What the preview shows of each row, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from plone import api
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.register.importing.columns import title_of
from sonla.pbgdpl.register.importing.rows import Problem
from sonla.pbgdpl.register.importing.rows import Row
from sonla.pbgdpl.register.keeping import name_of
from typing import Any
from zope.i18n import translate


@dataclass(frozen=True)
class Line:
    """Hold one row in words."""

    number: int
    name: str
    birth_date: str
    recognition: str
    decision: str
    problems: tuple[tuple[str, str], ...]
    """Column and what is wrong; the column is empty where it is the whole row."""
    notes: tuple[str, ...]
    url: str
    """Address of the person who is in the register already."""


def line_of(row: Row, titles: Mapping[str, str], request: Any) -> Line:
    """Put a row into words; `titles` are the headings of the file."""
    episode = row.episode
    parts = (episode.get("decision_number"), format_day(episode.get("decision_date")))
    return Line(
        number=row.number,
        name=row.name,
        birth_date=format_day(row.fields.get("birth_date")),
        recognition=name_of(episode),
        decision=", ".join(part for part in parts if part),
        problems=tuple(problem_words(one, titles, request) for one in row.problems),
        notes=tuple(translate(note, context=request) for note in row.notes),
        url=url_of(row.known_path),
    )


def problem_words(
    problem: Problem, titles: Mapping[str, str], request: Any
) -> tuple[str, str]:
    """Name the column as the file does, else as the form of a person does."""
    title = titles.get(problem.column, "")
    if problem.column and not title:
        title = translate(title_of(problem.column), context=request)
    return title, translate(problem.message, context=request)


def url_of(path: str) -> str:
    """Return the address of a path of the catalog."""
    if not path:
        return ""
    return api.portal.get().REQUEST.physicalPathToURL(path.split("/"))
