"""Records that others send as JSON, one or several in a body, a receipt for each.

`POST` makes a new record each time: who sends one twice has it twice, unless it comes under
the same `Idempotency-Key`. `PUT`, `PATCH`, `GET` and `DELETE` are for one record by the
number that its receipt told. Names and envelope are those that were observed between agencies.
"""

from collections.abc import Callable
from collections.abc import Iterator
from hashlib import sha256
from sonla.referenceserver.messages import Answer
from sonla.referenceserver.messages import json_answer
from sonla.referenceserver.messages import Request
from sonla.referenceserver.push import bearer_refusal
from sonla.referenceserver.push import PushEndpoint
from sonla.referenceserver.push import Resource
from typing import Any

PATH = "/api/v1/tiep-nhan/tin-bai"
LIST = "ban_ghi"
NAME = "ma_ban_ghi"
TITLE = "tieu_de"
MAX_BATCH = 100
MAX_TITLE = 150
MAX_BODY = 4 * 1024 * 1024


class InboundEndpoint:
    """Take records in, beside those that were put (`push`); both are kept together."""

    def __init__(self, push: PushEndpoint) -> None:
        self.push = push
        self._answers: dict[str, tuple[str, Answer]] = {}

    def answer(self, request: Request) -> Answer:
        """Answer a request; one whose key was answered gets the same answer."""
        refusal = bearer_refusal(request, self.push.token)
        if refusal is not None:
            return refusal
        key, digest = request.headers.get("idempotency-key", ""), digest_of(request)
        if key in self._answers:
            known, answer = self._answers[key]
            if known != digest:
                return error(
                    409, "ERR-API-INBOUND-05", "Khóa đã dùng cho nội dung khác"
                )
            headers = {**answer.headers, "Idempotency-Replayed": "true"}
            return answer.but(headers=headers)
        answer = self._answer(request)
        if key and request.method != "GET" and answer.status < 300:
            self._answers[key] = (digest, answer)
        return answer

    def _answer(self, request: Request) -> Answer:
        if request.path == PATH:
            found = {"POST": self._take, "GET": self._find}.get(request.method)
            return found(request) if found else not_allowed()
        resource = self._numbered(request.path.removeprefix(f"{PATH}/"))
        if resource is None:
            return error(404, "ERR-API-404", "Không có bản ghi này")
        act: Callable[[Request, Resource], Answer] | None = {
            "GET": self._show,
            "PUT": self._change,
            "PATCH": self._change,
            "DELETE": self._delete,
        }.get(request.method)
        return act(request, resource) if act else not_allowed()

    def _find(self, request: Request) -> Answer:
        name = request.argument(NAME)
        found = [
            shown(one)
            for one in self.push.resources.values()
            if not one.deleted and own_name(one) == name
        ]
        return json_answer({"success": True, "data": found})

    def _show(self, request: Request, resource: Resource) -> Answer:
        return json_answer({"success": True, "data": shown(resource)})

    def _take(self, request: Request) -> Answer:
        if len(request.body) > MAX_BODY:
            return error(413, "ERR-API-413", "Thân yêu cầu quá lớn")
        body = read(request)
        if isinstance(body, Answer):
            return body
        rows = body.get(LIST)
        if rows is None:
            receipt = self._take_one(request, body)
            if "ma_loi" in receipt:
                return error(422, receipt["ma_loi"], receipt["thong_bao"])
            return json_answer({"success": True, "data": receipt}, 201)
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            return error(400, "ERR-API-400", f"{LIST} không phải là danh sách")
        if len(rows) > MAX_BATCH:
            return error(413, "ERR-API-413", f"Nhiều hơn {MAX_BATCH} bản ghi")
        receipts = [self._take_one(request, row) for row in rows]
        return json_answer({"success": True, "data": receipts})

    def _take_one(self, request: Request, row: dict[str, Any]) -> dict[str, Any]:
        """Store a row and return its receipt, or why it was refused."""
        name = row.get(NAME) if isinstance(row.get(NAME), str) else ""
        for code, message in complaints(row):
            self.push.note_record(request, name or "", 422)
            return {
                NAME: name,
                "trang_thai": "TU_CHOI",
                "ma_loi": code,
                "thong_bao": message,
            }
        resource = self.push.store_new(str(name), request, row)
        return {NAME: name, "id": resource.number, "trang_thai": "DA_NHAN"}

    def _change(self, request: Request, resource: Resource) -> Answer:
        body = read(request)
        if isinstance(body, Answer):
            return body
        row = {**resource.document, **body} if request.method == "PATCH" else body
        for code, message in complaints(row):
            self.push.note_record(request, resource.identifier, 422)
            return error(422, code, message)
        changed = self.push.store_changed(resource, request, row)
        receipt = {NAME: row[NAME], "id": changed.number, "trang_thai": "DA_NHAN"}
        return json_answer({"success": True, "data": receipt})

    def _delete(self, request: Request, resource: Resource) -> Answer:
        self.push.store_deleted(resource, request)
        return Answer(204, media_type="")

    def _numbered(self, number: str) -> Resource | None:
        for resource in self.push.resources.values():
            if str(resource.number) == number and not resource.deleted:
                return resource if resource.number else None
        return None


def own_name(resource: Resource) -> str:
    """Return what the sender calls a record."""
    return str(resource.document.get(NAME, ""))


def shown(resource: Resource) -> dict[str, Any]:
    """Return a record as it is given out."""
    return {**resource.document, "id": resource.number, "trang_thai": "DA_NHAN"}


def read(request: Request) -> dict[str, Any] | Answer:
    """Return the object of a body, or the refusal of another."""
    if request.media_type != "application/json":
        return error(415, "ERR-API-400", "Chỉ nhận application/json")
    try:
        body = request.json()
    except (ValueError, RecursionError):
        return error(400, "ERR-API-400", "Không phải JSON")
    if not isinstance(body, dict):
        return error(400, "ERR-API-400", "Không phải đối tượng JSON")
    return body


def complaints(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what a row lacks: code and message."""
    title = row.get(TITLE)
    if not isinstance(row.get(NAME), str) or not row[NAME]:
        yield "ERR-API-INBOUND-01", f"Thiếu {NAME}"
    elif not isinstance(title, str) or not title.strip():
        yield "ERR-API-INBOUND-01", f"Thiếu {TITLE}"
    elif len(title) > MAX_TITLE:
        yield "ERR-API-INBOUND-02", f"Tiêu đề dài quá {MAX_TITLE} ký tự"


def error(status: int, code: str, message: str) -> Answer:
    """Answer with the envelope of an error."""
    said = {"code": code, "message": message}
    return json_answer({"success": False, "error": said}, status)


def not_allowed() -> Answer:
    """Answer a method that the address does not know."""
    return error(405, "ERR-API-405", "Phương thức không được hỗ trợ")


def digest_of(request: Request) -> str:
    """Return a digest of what a request asks for."""
    head = f"{request.method} {request.target}\n".encode()
    return sha256(head + request.body).hexdigest()
