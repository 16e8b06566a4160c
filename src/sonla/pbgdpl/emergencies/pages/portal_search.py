"""The portal's own search, asked inside a section: numbers first where words tell of danger."""

from functools import cached_property
from pathlib import Path
from plone import api
from plone.app.layout.viewlets.common import SearchBoxViewlet
from Products.CMFPlone.browser import search
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.emergencies.helplines import helplines_for
from sonla.pbgdpl.emergencies.pages.calls import ShowsCalls
from sonla.pbgdpl.emergencies.rules import Helpline
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.viewlets import ConditionalViewlet
from typing import Any
from zope.component import getMultiAdapter

import json
import re

TEMPLATES = str(Path(search.__file__).parent / "templates")
BOX = "SearchableText"
NUMBERS = ("b_start", "b_size", "page", "perPage")
NUMBER = re.compile("[0-9]{1,6}", re.ASCII)


class SectionSearchBox(SearchBoxViewlet):
    """Let the box ask at the section, whose results know danger; elsewhere be core's."""

    navigation_root_url: str

    def update(self) -> None:
        """Put the section in the place of the portal."""
        super().update()
        section = section_of(self.context)
        if section is not None:
            self.navigation_root_url = section.absolute_url()


class SectionSearch(BrowserView, search.Search):
    """Core's results, at the address of a section: the same texts."""

    index = ViewPageTemplateFile("search.pt", TEMPLATES)

    def __call__(self) -> str:
        """Show the page."""
        keep_readable(self.request.form)
        return self.index()


def keep_readable(form: dict[str, Any]) -> None:
    """Drop what core's search can't read: numbers that are none, a text that is none."""
    for name in NUMBERS:
        if name in form:
            number = str(form.pop(name))
            if NUMBER.fullmatch(number):
                form[name] = int(number)
    if not isinstance(form.get(BOX, ""), str):
        del form[BOX]


def typed_into(request: Any) -> str:
    """Return what was typed into the box."""
    typed = request.form.get(BOX, "")
    return typed if isinstance(typed, str) else ""


class SearchCallsViewlet(ShowsCalls, ConditionalViewlet):
    """Show whom to call above core's results."""

    def available(self) -> bool:
        """Show it where the words tell of danger."""
        return bool(self.lines)

    @cached_property
    def lines(self) -> list[Helpline]:
        """Whom to call."""
        return helplines_for(typed_into(self.request))


class SectionAjaxSearch(BrowserView):
    """Name whom to call before what core's box lists while somebody types."""

    def __call__(self) -> str:
        """Return what the portal does, with the numbers on its first page."""
        keep_readable(self.request.form)
        root = api.portal.get_navigation_root(self.context)
        view = getMultiAdapter((root, self.request), name="ajax-search")
        found = json.loads(view())
        lines = helplines_for(typed_into(self.request))
        if lines and self.request.form.get("page", 1) == 1:
            found["items"] = [*map(_item, lines), *found["items"]]
            found["total"] += len(lines)
        return json.dumps(found)


def _item(line: Helpline) -> dict[str, Any]:
    """Write a number as core writes a text that was found."""
    return {
        "id": f"call-{line.number}",
        "title": f"{line.number} {line.name}",
        "description": line.when,
        "url": line.url,
        "state": None,
        "img_tag": None,
    }
