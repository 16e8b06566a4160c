"""Life situations of the demonstration: twelve samples, each with what was looked at for it.

Nobody has examined them, so each is marked as a sample. What was read of a law stands below
each; what was not read, or has changed since, is asked of an office instead of told.
"""

from collections.abc import Callable
from collections.abc import Iterable
from html import escape
from plone.app.textfield.value import RichTextValue
from sonla.demonstration.values import as_date
from sonla.pbgdpl.situations import SITUATION_TYPE
from sonla.pbgdpl.situations.rules import BOX
from typing import Any

PLAIN = ("id", "title", "short_title", "icon", "helplines")
TUPLES = ("legal_fields", "audiences", "subject", "summary", "if_not_done", "do_not")
DATES = ("checked_on", "review_by")


def create_situations(
    units: dict[str, Any],
    data: dict[str, Any],
    people: dict[str, Any],
    rows: dict[str, Any],
    make: Callable[..., Any],
) -> None:
    """Make the situations of the data file with `make`."""
    for facts in data["situations"]:
        fields = situation_values(facts, rows)
        make(units[data["unit"]], SITUATION_TYPE, fields, data, people)


def situation_values(facts: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    """Convert what the data file says into values of fields."""
    return {
        **{name: facts[name] for name in PLAIN},
        **{name: facts[name] for name in BOX if name in facts},
        **{name: tuple(facts[name]) for name in TUPLES},
        **{name: as_date(facts[name]) for name in DATES},
        "steps": [dict(row) for row in facts["steps"]],
        "changes_ahead": [
            {**row, "date": as_date(row["date"])} for row in facts["changes_ahead"]
        ],
        "legal_documents": [rows[number] for number in facts["documents"]],
        "text": RichTextValue(
            sources(facts["sources"]), "text/html", "text/x-html-safe"
        ),
        "agency": "so-tu-phap",
        "is_sample": True,
        "is_sensitive": facts["sensitive"],
        "neutral_title": facts.get("neutral_title"),
    }


def sources(facts: Iterable[dict[str, str]]) -> str:
    """Write what was looked at for a situation, as HTML."""
    items = "".join(
        f"<li>{escape(fact['text'])} <em>{escape(fact['basis'])}.</em></li>"
        for fact in facts
    )
    heading = "Căn cứ đã xem khi soạn bài mẫu"
    return f"<details><summary>{heading}</summary><ul>{items}</ul></details>"
