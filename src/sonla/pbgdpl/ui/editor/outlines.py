"""Outlines of frequent texts: chosen above the form of a new text, they stand in its body.

TinyMCE's own plugin for that is sold since its version 7, and Plone's setting for it does
nothing without. This is z3c.form's way to give a field its first value, so it works in any
editor, without a script, and nothing is stored before the author saves.
"""

from dataclasses import dataclass
from functools import cache
from functools import cached_property
from importlib.resources import files
from plone.app.textfield.value import RichTextValue
from plone.dexterity.browser.add import DefaultAddView
from sonla.pbgdpl.ui.viewlets import ConditionalViewlet
from typing import Any
from urllib.parse import urlencode
from z3c.form.interfaces import IValue
from zope.interface import implementer

import json

CHOSEN = "outline"


@dataclass(frozen=True)
class Outline:
    """Headings and hints with which the body of a new text of a type begins."""

    token: str
    type: str
    title: str
    body: str


@implementer(IValue)
class OutlinedBody:
    """Fill the body of a new text with the outline that was chosen."""

    def __init__(
        self, context: Any, request: Any, form: Any, field: Any, widget: Any
    ) -> None:
        self.request, self.form, self.field = request, form, field

    def get(self) -> Any:
        """Return the outline; without one, what the field begins with by itself."""
        chosen = str(self.request.form.get(CHOSEN, ""))
        portal_type = getattr(self.form, "portal_type", "")
        for outline in outlines_for(portal_type):
            if outline.token == chosen and self.field.__name__ == "text":
                return RichTextValue(outline.body, "text/html", "text/x-html-safe")
        return self.field.default


class OutlinesViewlet(ConditionalViewlet):
    """Offer the outlines of its type above the form of a new text."""

    def available(self) -> bool:
        """Show them where there are any, and nothing has been typed yet."""
        return (
            isinstance(self.view, DefaultAddView)
            and self.request.method == "GET"
            and bool(self.outlines)
        )

    @cached_property
    def outlines(self) -> list[dict[str, Any]]:
        """The outlines with their addresses."""
        form = f"{self.context.absolute_url()}/++add++{self.view.ti.getId()}"
        chosen = self.request.form.get(CHOSEN)
        return [
            {
                "title": outline.title,
                "url": f"{form}?{urlencode({CHOSEN: outline.token})}",
                "chosen": "true" if outline.token == chosen else None,
            }
            for outline in outlines_for(self.view.ti.getId())
        ]


def outlines_for(portal_type: str) -> tuple[Outline, ...]:
    """Return the outlines of a type."""
    return tuple(one for one in all_outlines() if one.type == portal_type)


@cache
def all_outlines() -> tuple[Outline, ...]:
    """Read the outlines that come with the add-on."""
    source = files(__package__) / "data/bodies.json"
    return tuple(Outline(**one) for one in json.loads(source.read_text("utf-8")))
