"""The desks of questions on which something is open for somebody, at the approval desk."""

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import timedelta
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.pages.desk_sections import DeskSection
from sonla.pbgdpl.editorial.waiting import waiting_by_role
from sonla.pbgdpl.questions import DUE_INDEX
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.questions import QUESTION_WORKFLOW
from sonla.pbgdpl.questions.rules import OPEN
from typing import Any


class QuestionsSection(DeskSection):
    """Lead to the desks of questions."""

    order = 30
    template = ViewPageTemplateFile("templates/desk_section.pt")

    def desks(self) -> list[dict[str, Any]]:
        """List the desks on which something is open for the user."""
        return list(desks_with_questions(self.scope))

    def waiting(self) -> int:
        """Count the questions with which the user could take the next step."""
        sections = sections_of(self.scope)
        return sum(len(find_waiting(section)) for section in sections)


def desks_with_questions(scope: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Yield `title`, `url`, `open`, `overdue` and `waiting` of sections with questions for the user.

    Only what the user may see is counted: a unit's people have those that were assigned
    to them, visitors none.
    """
    for section in sections_of(scope):
        count = len(find_open(section))
        if count:
            day_before = (today() - timedelta(days=1)).isoformat()
            late = {DUE_INDEX: {"query": day_before, "range": "max"}}
            yield {
                "title": section.Title(),
                "url": f"{section.absolute_url()}/@@pbgdpl-questions",
                "open": count,
                "overdue": len(find_open(section, **late)),
                "waiting": len(find_waiting(section)),
            }


def sections_of(scope: Iterable[Any]) -> list[Any]:
    """List the sections in which the places are, each once."""
    found = (section_of(place) for place in scope)
    return list({path_of(one): one for one in found if one is not None}.values())


def find_waiting(section: Any) -> list[Any]:
    """Return the brains of the questions with which the user could take the next step."""
    return waiting_by_role(
        [section], QUESTION_WORKFLOW, OPEN, portal_type=QUESTION_TYPE
    )


def find_open(section: Any, **query: Any) -> Any:
    """Ask the catalog for the open questions of a section that the user may see."""
    return api.portal.get_tool("portal_catalog").searchResults(
        path=path_of(section),
        portal_type=QUESTION_TYPE,
        review_state=list(OPEN),
        **query,
    )
