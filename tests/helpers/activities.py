"""Activities of legal education, as units enter them."""

from datetime import datetime
from datetime import timedelta
from new_items import create
from plone import api
from public_content import make
from typing import Any
from z3c.relationfield import RelationValue
from zope.component import getUtility
from zope.intid.interfaces import IIntIds

import pytz

FIELDS = {
    "dissemination_form": "truc-tiep",
    "organiser_kind": "agency",
    "agency": "so-tu-phap",
    "legal_fields": ("dat-dai",),
    "audiences": ("dan-toc-thieu-so",),
    "territory": ("03646",),
    "location": "Nhà văn hóa bản Mẫu",
    "sessions": 2,
    "attendees": 120,
    "women_attendees": 70,
    "special_group_attendees": 100,
    "documents_handed_out": 300,
    "documents_in_ethnic_languages": 200,
    "broadcasts": 3,
    "contest_entrants": 0,
}


def moment(year: int = 2026, month: int = 3, day: int = 9, hour: int = 8) -> datetime:
    """Return a moment in Vietnam, as core's forms make it: its calendar files need pytz."""
    return pytz.timezone("Asia/Ho_Chi_Minh").localize(datetime(year, month, day, hour))


def hold(
    container: Any,
    title: str = "Tuyên truyền Luật Đất đai tại bản Mẫu",
    performers: tuple[Any, ...] = (),
    public: bool = True,
    **fields: Any,
) -> Any:
    """Enter an activity, public unless told otherwise."""
    start = fields.pop("start", moment())
    values = {
        **FIELDS,
        "start": start,
        "end": start + timedelta(hours=3),
        "performers": relations(performers),
        **fields,
    }
    if public:
        return make(container, "LegalActivity", title, **values)
    with api.env.adopt_roles(["Manager"]):
        return create(container, "LegalActivity", title, **values)


def relations(items: Any) -> list[RelationValue]:
    """Make the values of a field that refers to items."""
    known = getUtility(IIntIds)
    return [RelationValue(known.getId(item)) for item in items]


def teach(
    container: Any,
    title: str = "Tập huấn kỹ năng tuyên truyền",
    attendance: tuple[Any, ...] = (),
    public: bool = True,
    **fields: Any,
) -> Any:
    """Enter a course, public unless told otherwise."""
    start = fields.pop("start", moment())
    values = {
        "start": start,
        "end": start + timedelta(days=1),
        "location": "Hội trường Sở Tư pháp",
        "attendance": relations(attendance),
        **fields,
    }
    if public:
        return make(container, "TrainingCourse", title, **values)
    with api.env.adopt_roles(["Manager"]):
        return create(container, "TrainingCourse", title, **values)
