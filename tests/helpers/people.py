"""People of the register, and the days that pass for them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from made_once import made_once
from new_items import create
from plone import api
from typing import Any
from unittest.mock import patch

import sys

FIELDS = {
    "full_name": "Lò Văn Ví Dụ",
    "rank": "Thiếu tá",
    "position": "Phó Trưởng phòng",
    "agency": "so-tu-phap",
    "qualification": "law",
    "legal_work_years": 12,
    "languages": ("vi", "blt"),
    "legal_fields": ("dat-dai",),
}
PROVINCE = "14"
WARD = "03646"


def recognition(level: str = "tinh", unit: str | None = PROVINCE, **cells: Any) -> dict:
    """Make a row: recognised by the province since 2024, unless told otherwise."""
    row = {
        "level": level,
        "unit": unit,
        "decision_number": "12/QĐ-UBND",
        "decision_date": date(2024, 1, 2),
        "issuer": "Chủ tịch UBND tỉnh Sơn La",
        "valid_from": date(2024, 1, 10),
        "ended_on": None,
        "end_kind": None,
        "end_reason": None,
        "end_decision": None,
    }
    return {**row, **cells}


def ended(row: dict, on: date, **cells: Any) -> dict:
    """End a recognition."""
    return {**row, "ended_on": on, "end_kind": "mien-nhiem", **cells}


def enter(
    container: Any,
    name: str = "Lò Văn Ví Dụ",
    portal_type: str = "LegalReporter",
    recognitions: list[dict] | None = None,
    **fields: Any,
) -> Any:
    """Enter a person as a keeper of the register does."""
    rows = [recognition()] if recognitions is None else recognitions
    with api.env.adopt_roles(["Manager"]):
        return create(container, portal_type, name, recognitions=rows, **fields)


def enter_once(container: Any, name: str, **fields: Any) -> Any:
    """Enter a person, or copy the one whom an earlier test entered in the same place."""
    path = container.getPhysicalPath()
    return made_once(api.portal.get(), enter_at, path, name, fields)


def enter_at(
    portal: Any, path: tuple[str, ...], name: str, fields: dict[str, Any]
) -> Any:
    """Enter a person into the register at a path."""
    return enter(portal.unrestrictedTraverse(path), name, **fields)


@contextmanager
def on_day(day: date) -> Iterator[None]:
    """Let it be a day wherever the register asks which one it is."""
    asking = [
        name
        for name, module in list(sys.modules.items())
        if name.startswith("sonla.pbgdpl.")
        and callable(getattr(module, "today", None))
        and name != "sonla.pbgdpl.core.clock"
    ]
    patches = [patch(f"{name}.today", lambda *_told: day) for name in asking]
    for each in patches:
        each.start()
    try:
        yield
    finally:
        for each in patches:
            each.stop()
