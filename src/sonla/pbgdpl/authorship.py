"""Whom the public is told as author of a text: an agency or a pen name."""

from sonla.pbgdpl.section import unit_of
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any


def public_author(context: Any) -> str:
    """Name the author for the public: pen name, agency, or unit; never a login name."""
    pen_name = getattr(context.aq_base, "author_name", None)
    if pen_name:
        return pen_name
    unit = unit_of(context)
    agency = getattr(context.aq_base, "agency", None) or getattr(unit, "agency", None)
    if agency:
        return term_title("Agencies", agency)
    return unit.title if unit is not None else ""
