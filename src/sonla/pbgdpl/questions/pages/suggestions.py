"""Answers that are there already, shown while somebody asks and before the question is sent."""

from abc import ABC
from abc import abstractmethod
from collections.abc import Iterator
from functools import cached_property
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.core.mixins import Mixin
from sonla.pbgdpl.emergencies.helplines import helplines_for
from sonla.pbgdpl.emergencies.pages.calls import ShowsCalls
from sonla.pbgdpl.questions.pages.labels import QuestionPlace
from sonla.pbgdpl.questions.suggestions import Suggestions
from sonla.pbgdpl.questions.suggestions import suggestions_for
from sonla.pbgdpl.ui.page import BrowserView
from typing import Any

MIN_SEARCH_LENGTH = 8
"""Characters from which on answers are looked for; danger is told in fewer."""


class ShownSuggestions(ShowsCalls, ABC, Mixin):
    """Mixin of pages that show suggestions; `suggestions` says which."""

    suggestion_list = ViewPageTemplateFile("templates/suggestions.pt")

    @property
    @abstractmethod
    def suggestions(self) -> Suggestions:
        """What is shown."""

    def suggested(self) -> Iterator[dict[str, Any]]:
        """Yield `title`, `url` and `kind` of the answers."""
        types = api.portal.get_tool("portal_types")
        for item in self.suggestions.items:
            yield {
                "title": item.title,
                "url": item.absolute_url(),
                "kind": types[item.portal_type].Title(),
            }


class RelatedView(ShownSuggestions, QuestionPlace, BrowserView):
    """Provide the suggestions for what is typed, as a part of a page; empty for none.

    Our script sends the text by POST: what people ask has no place in the log of a server.
    """

    def __call__(self) -> str:
        """Render the part, for nobody to keep."""
        response = self.request.response
        response.setHeader("Content-Type", "text/html; charset=utf-8")
        # The theme would make a page of it.
        response.setHeader("X-Theme-Disabled", "1")
        response.setHeader("X-Robots-Tag", "noindex")
        response.setHeader("Cache-Control", "no-store")
        return self.suggestion_list() if self.suggestions else ""

    @cached_property
    def suggestions(self) -> Suggestions:
        """What may answer the text that was sent."""
        text = str(self.request.form.get("q", "")).strip()
        if self.section is None:
            return Suggestions()
        if len(text) < MIN_SEARCH_LENGTH:
            return Suggestions(helplines=tuple(helplines_for(text)))
        return suggestions_for(self.section, text)
