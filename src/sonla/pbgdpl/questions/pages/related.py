"""`@@related-questions`: answered questions for what is being typed, as JSON."""

from sonla.pbgdpl.questions.pages.base import QuestionPlace
from sonla.pbgdpl.questions.similarity import related
from sonla.pbgdpl.ui.view import BrowserView

import json

LEAST = 8
"""Characters from which on something is looked for."""


class RelatedView(QuestionPlace, BrowserView):
    """Provide titles and addresses of related questions that everybody may read."""

    def __call__(self) -> str:
        """Answer as JSON."""
        text = str(self.request.form.get("q", "")).strip()
        found = []
        if self.section is not None and len(text) >= LEAST:
            found = [
                {"title": one.title, "url": one.absolute_url()}
                for one in related(self.section, text)
            ]
        response = self.request.response
        response.setHeader("Content-Type", "application/json")
        response.setHeader("X-Content-Type-Options", "nosniff")
        return json.dumps({"items": found})
