"""Activities, people and reports that the tests of statistics share."""

from datetime import datetime
from desk_content import acting
from new_items import create
from plone import api
from plone.protect.authenticator import createToken
from registered_views import own_layers
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.statistics import STATISTICS_WORKFLOW
from typing import Any
from zoneinfo import ZoneInfo
from zope.component import getMultiAdapter
from zope.event import notify
from zope.interface import alsoProvides
from zope.lifecycleevent import ObjectModifiedEvent

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
RESULTS, PEOPLE = "ket-qua-pbgdpl", "bcv-ttv"


def moment(year: int, month: int, day: int, hour: int = 8) -> datetime:
    """Return an hour of a day in Sơn La."""
    return datetime(year, month, day, hour, tzinfo=ZONE)


def activity(
    container: Any,
    start: datetime | None = None,
    state: str = "published",
    form: str = "truc-tiep",
    **counts: Any,
) -> Any:
    """Make an activity of two hours in a state of the editorial chain."""
    start = start or moment(2026, 3, 10)
    with api.env.adopt_roles(["Manager"]):
        made = create(
            container,
            "LegalActivity",
            title="Hội nghị tuyên truyền mẫu",
            start=start,
            end=start.replace(hour=min(start.hour + 2, 23)),
            dissemination_form=form,
            organiser_kind="agency",
            **counts,
        )
    put(made, state)
    return made


def put(item: Any, state: str, workflow: str = EDITORIAL_WORKFLOW) -> None:
    """Put an item into a state."""
    tool = api.portal.get_tool("portal_workflow")
    set_state(item, tool[workflow], state)


def change(item: Any, **values: Any) -> None:
    """Change fields as a form does."""
    for name, value in values.items():
        setattr(item, name, value)
    notify(ObjectModifiedEvent(item))
    item.reindexObject()


def report(
    container: Any, code: str = RESULTS, kind: str = "year", year: int = 2026
) -> Any:
    """Open a report as an administrator."""
    with api.env.adopt_roles(["Manager"]):
        return create(
            container,
            "StatisticsReport",
            title="Báo cáo",
            form_code=code,
            period_kind=kind,
            year=year,
        )


def put_report(item: Any, state: str) -> None:
    """Put a report into a state."""
    put(item, state, STATISTICS_WORKFLOW)


def cell(item: Any, name: str) -> dict[str, Any]:
    """Return one row of a report."""
    return next(row for row in item.rows if row["indicator"] == name)


def correct(item: Any, name: str, **values: Any) -> None:
    """Type into one cell of a report."""
    item.rows = [
        {**row, **values} if row["indicator"] == name else row for row in item.rows
    ]


def step(item: Any, user: str, action: str, comment: str = "") -> None:
    """Make a transition as a user."""
    with acting(user):
        tool = api.portal.get_tool("portal_workflow")
        tool.doActionFor(item, action, comment=comment)


def view(
    context: Any, name: str = "pbgdpl-statistics", method: str = "GET", **form: Any
) -> Any:
    """Make a page with what is sent to it."""
    request = context.REQUEST.clone()
    alsoProvides(request, *own_layers())
    request.form.clear()
    request.form.update(form)
    request.method = request.environ["REQUEST_METHOD"] = method
    return getMultiAdapter((context, request), name=name)


def token(context: Any) -> str:
    """Return what proves that a form was sent from the portal, by the present user."""
    return createToken()
