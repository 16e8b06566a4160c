"""What is corrected in the preview: cells, rows that are nobody, words without a meaning."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.vietnamese.folding import fold_words
from sonla.pbgdpl.people.importing.cells import tidy
from sonla.pbgdpl.people.importing.columns import MAX_TEXT_LENGTH
from sonla.pbgdpl.people.importing.columns import title_of
from sonla.pbgdpl.people.importing.plan import ImportOptions
from sonla.pbgdpl.people.importing.plan import Plan
from sonla.pbgdpl.people.vocabularies import GENDERS
from sonla.pbgdpl.people.vocabularies import QUALIFICATIONS
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.changes import add_spelling
from sonla.pbgdpl.vocabularies.terms import all_terms
from typing import Any

LISTS = {
    "agency": AGENCIES,
    "unit": TERRITORIES,
    "level": "sonla.pbgdpl.GovernmentLevels",
    "legal_fields": "sonla.pbgdpl.LegalFields",
    "languages": "sonla.pbgdpl.Languages",
    "end_kind": "sonla.pbgdpl.EndKinds",
}
WORDS = {"gender": GENDERS, "qualification": QUALIFICATIONS}
SEVERAL = ("legal_fields", "languages")
"""Columns of which a cell has several values."""
REMEMBERED = ("agency", "unit", "legal_fields", "languages")
"""Columns whose spellings become other spellings of the term."""
EMPTY = "-"
MAX_WORDS = 100
EMPTY_TITLE = _("label_meaning_empty", default="Leave it empty")


def unknown_words(plan: Plan) -> Iterator[dict[str, Any]]:
    """Yield words of a column that nobody understands, with what they may mean, the most frequent first."""
    offered: dict[str, list[tuple[str, Any]]] = {}
    for (column, said), count in plan.unknown().most_common(MAX_WORDS):
        if column not in offered:
            offered[column] = list(meanings_of(column))
        yield {
            "column": column,
            "title": title_of(column),
            "said": said,
            "count": count,
            "options": offered[column],
        }


def meanings_of(column: str) -> Iterator[tuple[str, Any]]:
    """Yield the values that words of a column may mean, with titles."""
    yield EMPTY, EMPTY_TITLE
    yield from WORDS.get(column, {}).items()
    day = today()
    for term in all_terms(LISTS[column]) if column in LISTS else ():
        if term.is_valid_on(day):
            yield term.token, term.title


def corrected_options(form: Mapping[str, Any], plan: Plan) -> ImportOptions:
    """Return the options of a list with what was typed into the preview."""
    before = plan.choices
    lines = {line.number: line for line in plan.lines}
    typed = dict(before.corrections)
    for name, value in form.items():
        kind, _dash, rest = name.partition("-")
        row, _dash, at = rest.partition("-")
        number, column = parse_int(row, -1), parse_int(at, -1)
        if kind != "cell" or number not in lines or column not in plan.columns:
            continue
        text = tidy(str(value))[:MAX_TEXT_LENGTH]
        if text != shown_cell(lines[number].cell(column)):
            typed[(number, column)] = text
    asked = form.get("leave_out", ())
    left_out = {
        parse_int(one, -1) for one in ([asked] if isinstance(asked, str) else asked)
    }
    meanings = {name: dict(found) for name, found in before.meanings.items()}
    for field, said, meant in chosen_meanings(form):
        meanings.setdefault(field, {})[fold_words(said)] = meant
    return replace(
        before,
        corrections=typed,
        left_out=before.left_out | left_out.intersection(lines),
        meanings=meanings,
    )


def shown_cell(cell: Any) -> str:
    """Write a cell as one line; a day as people write it."""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else " ".join(str(cell).split())


def chosen_meanings(form: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Yield column, words and value of what was given a meaning."""
    for number in range(MAX_WORDS):
        column = str(form.get(f"meaning-column-{number}", ""))
        said = str(form.get(f"meaning-said-{number}", ""))
        value = str(form.get(f"meaning-{number}", ""))
        known = column in LISTS or column in WORDS
        if not (known and said and value in dict(meanings_of(column))):
            continue
        token = None if value == EMPTY else value
        several = () if token is None else (token,)
        yield column, said, several if column in SEVERAL else token


def remember_meanings(form: Mapping[str, Any]) -> None:
    """Make the words other spellings of their terms, so that no list asks again."""
    for column, said, value in chosen_meanings(form):
        token = value[0] if column in SEVERAL and value else value
        if column in REMEMBERED and token:
            add_spelling(LISTS[column], token, said)
