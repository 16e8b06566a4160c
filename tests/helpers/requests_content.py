"""Requests for reporters that tests share, as schools leave them and offices handle them."""

from datetime import date
from datetime import timedelta
from new_items import create
from people import enter
from plone import api
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.options.requests import REQUEST_TYPE
from sonla.pbgdpl.options.requests import REQUEST_WORKFLOW
from typing import Any

MAIL, PHONE, NAME = "hieu.truong@example.org", "0912 333 444", "Cầm Thị Liên Hệ"
COMMUNE, OTHER_COMMUNE = "03646", "03664"
REPORTER_MAIL = "bao.cao.vien@example.org"


def talk_day() -> date:
    """Return a day on which a talk can be: in two weeks."""
    return today() + timedelta(days=14)


def ask_for(container: Any, title: str = "Luật Đất đai", **fields: Any) -> Any:
    """Leave a request as an administrator's script would; nobody owns it."""
    values = {
        "organisation": "Trường THCS Ví Dụ",
        "legal_fields": ("dat-dai",),
        "audiences": ("hoc-sinh-sinh-vien",),
        "territory": (COMMUNE,),
        "location": "Hội trường trường",
        "day": talk_day(),
        "hours": "8 giờ",
        "people_expected": 120,
        "contact_name": NAME,
        "contact_email": MAIL,
        "contact_phone": PHONE,
        **fields,
    }
    with api.env.adopt_roles(["Manager"]):
        found = create(container, REQUEST_TYPE, title, **values)
        found.manage_delLocalRoles([h for h, _roles in found.get_local_roles()])
    return found


def reporter(container: Any, name: str = "Lò Văn Ví Dụ", **fields: Any) -> Any:
    """Enter a reporter who works with land law and has an address at work."""
    values = {
        "legal_fields": ("dat-dai",),
        "agency": "so-tu-phap",
        "official_email": REPORTER_MAIL,
        **fields,
    }
    return enter(container, name, **values)


def form_values(**changed: str) -> dict[str, Any]:
    """Return what a school types into the form of a request."""
    return {
        "organisation": "Trường THCS Ví Dụ",
        "title": "Luật Đất đai",
        "legal_fields:list": ["dat-dai"],
        "audiences:list": ["hoc-sinh-sinh-vien"],
        "people_expected": "120",
        "day": talk_day().isoformat(),
        "hours": "8 giờ",
        "territory": COMMUNE,
        "location": "Hội trường",
        "contact_name": NAME,
        "contact_phone": PHONE,
        "contact_email": MAIL,
        "consent": "1",
        "website": "",
        **changed,
    }


def put_request(request: Any, state: str) -> Any:
    """Put a request into a state."""
    tool = api.portal.get_tool("portal_workflow")
    set_state(request, tool[REQUEST_WORKFLOW], state)
    return request
