"""Councils and their members, plainly invented."""

from datetime import date
from new_items import create
from plone import api
from typing import Any

CHAIR, STANDING, VICE, MEMBER = (
    "chu-tich",
    "pho-chu-tich-thuong-truc",
    "pho-chu-tich",
    "uy-vien",
)
ROLES = [CHAIR, STANDING, VICE, MEMBER]
START = date(2025, 9, 1)
DECISION = {
    "number": "26/QĐ-UBND",
    "issued_on": date(2025, 8, 28),
    "issuer": "Chủ tịch UBND tỉnh Sơn La",
    "kind": "thanh-lap",
}


def member(name: str, role: str = MEMBER, **cells: Any) -> dict[str, Any]:
    """Make a row: a member since the council began, unless told otherwise."""
    row = {
        "order": None,
        "name": name,
        "position": f"Chức vụ của {name}",
        "agency": None,
        "role": role,
        "invited": False,
        "valid_from": START,
        "ended_on": None,
        "decision": "26/QĐ-UBND, 28/08/2025",
        "end_decision": None,
    }
    return {**row, **cells}


AN, BINH, CHI = (
    member("Lò Văn An Mẫu", CHAIR),
    member("Cầm Thị Bình Mẫu", STANDING, agency="so-tu-phap"),
    member("Vì Văn Chi Mẫu", order=2),
)
PEOPLE = [AN, BINH, CHI]


def make_council(
    container: Any, title: str = "Hội đồng phối hợp tỉnh", **fields: Any
) -> Any:
    """Make a council as a draft."""
    values = {
        "level": "tinh",
        "unit": "14",
        "standing_agency": "so-tu-phap",
        "decisions": [DECISION],
        "members": PEOPLE,
        **fields,
    }
    with api.env.adopt_roles(["Manager"]):
        return create(container, "CoordinationCouncil", title, **values)
