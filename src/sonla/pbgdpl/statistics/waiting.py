"""Find the reports that wait for a person: to be approved, or to be corrected."""

from collections.abc import Iterable
from collections.abc import Iterator
from plone import api
from sonla.pbgdpl.core.catalog import awake
from sonla.pbgdpl.core.names import REPORT_TYPE
from sonla.pbgdpl.core.names import STATISTICS_WORKFLOW
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.editorial.states import last_step
from sonla.pbgdpl.statistics.report import DRAFT
from sonla.pbgdpl.statistics.report import SUBMITTED
from typing import Any


def waiting_reports(scope: Iterable[Any]) -> Iterator[Any]:
    """Yield the reports below `scope` that the user must act on, by one catalog query.

    Submitted ones for who may approve them, returned ones for who may submit them again.
    A draft that nobody returned is its unit's own business.
    """
    workflow = api.portal.get_tool("portal_workflow").get(STATISTICS_WORKFLOW)
    if workflow is None:  # the add-on is newer than its profile
        return
    brains = api.portal.get_tool("portal_catalog").searchResults(
        portal_type=REPORT_TYPE,
        path={"query": [path_of(place) for place in scope]},
        review_state=[SUBMITTED, DRAFT],
        sort_on="modified",
        show_inactive=True,
    )
    for report in awake(brains):
        last = last_step(report, STATISTICS_WORKFLOW)
        step = "approve" if last.get("review_state") == SUBMITTED else "submit"
        is_due = step == "approve" or last.get("action") == "return"
        if is_due and workflow.isActionSupported(report, step):
            yield report
