"""A list over REST in pages, which knows no deletions: what is gone is just missing.

Names and envelope are those that were observed between agencies.
"""

from collections.abc import Callable
from sonla.referenceserver.catalogue import Catalogue
from sonla.referenceserver.clock import Clock
from sonla.referenceserver.messages import Answer
from sonla.referenceserver.messages import json_answer
from sonla.referenceserver.messages import Request
from sonla.referenceserver.records import Record
from typing import Any
from zoneinfo import ZoneInfo

PATH = "/api/v1/tin-bai"
TYPES = frozenset({"news"})
MAX_SIZE = 100
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CREATED, CHANGED = "ngay_tao", "ngay_cap_nhat"
ORDERS: dict[str, Callable[[Any], Any]] = {
    f"{CREATED},asc": lambda entry: (entry.written, entry.identifier),
    f"{CHANGED},asc": lambda entry: entry.key,
}


class ListEndpoint:
    """Answer requests for the list and for one row of it."""

    def __init__(self, page_size: int, clock: Clock) -> None:
        self.page_size = min(page_size, MAX_SIZE)
        self.clock = clock

    def answer(self, request: Request, catalogue: Catalogue) -> Answer:
        """Return a page; what is wrong with a parameter is told by its name."""
        page = _number(request.argument("page") or "1")
        size = _number(request.argument("size") or str(self.page_size))
        order = ORDERS.get(request.argument("sort") or f"{CREATED},asc")
        for name, bad in (
            ("page", page is None),
            ("size", size is None or size > MAX_SIZE),
            ("sort", order is None),
        ):
            if bad:
                return self._refusal(name)
        assert page and size and order
        live = [
            entry
            for entry in catalogue.entries()
            if entry.type in TYPES and not entry.deleted
        ]
        live.sort(key=order)
        shown = live[(page - 1) * size : page * size]
        return json_answer(
            {
                "success": True,
                "data": [
                    row(catalogue.record(entry), entry.written) for entry in shown
                ],
                "pagination": {
                    "page": page,
                    "size": size,
                    "total_elements": len(live),
                    "total_pages": -(-len(live) // size),
                },
                "timestamp": self.clock.now().astimezone(ZONE).isoformat(),
            }
        )

    def _refusal(self, name: str) -> Answer:
        error = {
            "code": "ERR-API-400",
            "message": "Tham số không hợp lệ",
            "details": [{"field": name, "reason": "invalid"}],
        }
        return json_answer({"success": False, "error": error}, 400)


def row(record: Record, written: Any) -> dict[str, Any]:
    """Write a record with the names of the list."""
    values = record.fields
    found = {
        "id": int(record.name.replace("-", "")[:12], 16),
        "tieu_de": values.get("title"),
        "tom_tat": values.get("description"),
        "noi_dung": values.get("body"),
        "noi_dung_dinh_dang": "html",
        "co_quan": {"ten": values.get("creator")},
        "linh_vuc": [
            {"id": term["code"], "ten": term["title"]}
            for term in values.get("subject", ())
        ],
        CREATED: written.astimezone(ZONE).isoformat(),
        CHANGED: record.datestamp.astimezone(ZONE).isoformat(),
        "x_ma_ban_ghi": record.identifier,
        "x_lien_ket": values.get("url"),
    }
    return {name: value for name, value in found.items() if value}


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and 0 < int(text) < 10**6 else None
