"""The activity that a talk becomes: what the request knows, with who spoke."""

from datetime import datetime
from datetime import time
from plone import api
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.activities import ACTIVITY_TYPE
from sonla.pbgdpl.activities.access import places
from sonla.pbgdpl.activities.performers import DIRECT
from sonla.pbgdpl.activities.vocabularies import REPORTERS
from sonla.pbgdpl.core.clock import event_moment
from sonla.pbgdpl.core.clock import portal_zone
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.options.requests import REQUEST_WORKFLOW
from sonla.pbgdpl.options.requests.content import day_of
from sonla.pbgdpl.options.requests.labels import talk_title
from sonla.pbgdpl.options.requests.mail import people_of
from sonla.pbgdpl.options.requests.rules import AGREED
from sonla.pbgdpl.options.requests.rules import CARRIED_OUT
from sonla.pbgdpl.questions.covering import for_everybody
from typing import Any
from z3c.relationfield import RelationValue
from zope.component import getUtility
from zope.intid.interfaces import IIntIds


def place_for(request: Any) -> Any | None:
    """Find where the user may add an activity: the section, else a unit of theirs."""
    found = places(section_of(request))
    return found[0] if found else None


def activity_of(request: Any) -> Any | None:
    """Return the activity that a request became, if it is still there and the user may see it."""
    uid = stored_value(request, "activity")
    return api.content.get(UID=uid) if uid else None


def make_activity(request: Any, place: Any) -> Any:
    """Make a draft of the activity, its performers linked; the request is carried out by it.

    Words of who asked that are covered, or may be personal data, are left out: an activity is for
    everybody, and the request keeps them.
    """
    day = datetime.combine(day_of(request), time(), portal_zone())
    start = event_moment(day)
    activity = api.content.create(
        place,
        ACTIVITY_TYPE,
        title=talk_title(request),
        start=start,
        end=start.replace(hour=23, minute=59),
        whole_day=True,
        location=for_everybody(request, stored_value(request, "location") or "")
        or None,
        territory=stored_value(request, "territory") or (),
        audiences=stored_value(request, "audiences") or (),
        legal_fields=stored_value(request, "legal_fields") or (),
        dissemination_form=DIRECT,
        organiser_kind=REPORTERS,
        sessions=1,
        performers=performers(request),
    )
    request.activity = IUUID(activity)
    workflow = api.portal.get_tool("portal_workflow")[REQUEST_WORKFLOW]
    set_state(request, workflow, CARRIED_OUT, "carry_out")
    return activity


def performers(request: Any) -> list[Any]:
    """Return relations to those who accepted."""
    agreed = [one["uid"] for one in request.assignments if one["answer"] == AGREED]
    ids = getUtility(IIntIds)
    return [RelationValue(ids.getId(one)) for one in people_of(agreed)]
