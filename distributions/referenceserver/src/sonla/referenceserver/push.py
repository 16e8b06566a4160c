"""The push face: others put records here, and it remembers all they did.

`PUT`, `GET` and `DELETE` of `/push/records/{identifier}`, JSON-LD, conditional requests
as in RFC 9110. Nothing is overwritten unseen: a request that says no version is refused
(428).
"""

from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from sonla.referenceserver.clock import Clock
from sonla.referenceserver.clock import stamp
from sonla.referenceserver.messages import Answer
from sonla.referenceserver.messages import json_answer
from sonla.referenceserver.messages import problem
from sonla.referenceserver.messages import Request
from typing import Any
from typing import Protocol

import hmac
import json

PATH = "/push/records/"
LIST_PATH = "/push/records"
MAX_LISTED = 1000
MEDIA_TYPE = "application/ld+json"
MEDIA_TYPES = (MEDIA_TYPE, "application/json")
METHODS = ("GET", "HEAD", "PUT", "DELETE")


@dataclass(frozen=True)
class Resource:
    """The last version of a record that was pushed."""

    identifier: str
    revision: int
    body: bytes
    document: dict[str, Any]
    received: datetime
    deleted: bool = False
    number: int = 0
    """Our own name for one that was taken in (`inbound`)."""

    @property
    def etag(self) -> str:
        """The strong tag of this version; equal content put again has another one."""
        return f'"{self.revision}-{sha256(self.body).hexdigest()[:24]}"'

    @property
    def title(self) -> str:
        """What the document calls itself."""
        for key in ("name", "headline", "tieu_de"):
            if isinstance(self.document.get(key), str):
                return self.document[key]
        return self.identifier


@dataclass(frozen=True)
class Receipt:
    """One push request: when it came and how it was answered."""

    number: int
    at: datetime
    method: str
    identifier: str
    status: int
    etag: str
    condition: str
    digest: str
    """SHA-256 of the body that came, in hex."""

    @property
    def stored(self) -> bool:
        """Whether the request changed something.

        What a fault answered instead has no tag, whatever its status says.
        """
        if self.method == "DELETE":
            return self.status == 204
        stores = self.method in ("PUT", "POST", "PATCH")
        return stores and 200 <= self.status < 300 and bool(self.etag)


class ReceiptStorage(Protocol):
    """What a push face tells of each request, see `keeping.PushFile`."""

    def read(self) -> Iterable[tuple[Receipt, Resource | None]]:
        """Return what is kept, in its order."""

    def add(self, receipt: Receipt, resource: Resource | None) -> None:
        """Hear of a request, and of the record if the request changed it."""


class PushEndpoint:
    """What was pushed; each change is also given to the keeper, if there is one."""

    def __init__(
        self,
        clock: Clock,
        token: str,
        own_repository: str,
        storage: ReceiptStorage | None = None,
    ) -> None:
        """Begin with what the keeper has."""
        self.clock = clock
        self.token = token
        self.own_repository = own_repository
        self.storage = storage
        self.resources: dict[str, Resource] = {}
        self.receipts: list[Receipt] = []
        for receipt, resource in storage.read() if storage is not None else ():
            self.receipts.append(receipt)
            if resource is not None:
                self.resources[resource.identifier] = resource
        self._stored = dict(self.resources)

    def answer(self, request: Request) -> Answer:
        """Answer a push request and note it."""
        identifier = request.path.removeprefix(PATH)
        return self.noted(request, self._answer(request, identifier))

    def listed(self, request: Request) -> Answer:
        """List what is here with the digest of each body, in the order of the identifiers."""
        if request.method not in ("GET", "HEAD"):
            return problem(405, "Method not allowed", Allow="GET, HEAD")
        refusal = bearer_refusal(request, self.token)
        if refusal is not None:
            return refusal
        after, asked = request.argument("after"), request.argument("size")
        if asked and not asked.isdecimal():
            return problem(400, "Bad request", "size")
        size = min(int(asked or MAX_LISTED), MAX_LISTED) or MAX_LISTED
        names = sorted(name for name in self.resources if name > after)
        shown = [self.resources[name] for name in names[:size]]
        return json_answer(
            {
                "total": len(self.resources),
                "records": [_in_list(resource) for resource in shown],
                "next": names[size - 1] if len(names) > size else None,
            }
        )

    def noted(self, request: Request, answer: Answer) -> Answer:
        """Note an answer, ours or one that a fault gave instead."""
        condition = {
            name: request.headers[name]
            for name in ("if-match", "if-none-match")
            if name in request.headers
        }
        receipt = Receipt(
            len(self.receipts) + 1,
            self.clock.now(),
            request.method,
            request.path.removeprefix(PATH),
            answer.status,
            answer.headers.get("ETag", ""),
            ", ".join(f"{name}: {value}" for name, value in condition.items()),
            sha256(request.body).hexdigest(),
        )
        self.receipts.append(receipt)
        self._tell(receipt)
        return answer

    # ---- records that are taken in

    def store_new(
        self, name: str, request: Request, document: dict[str, Any]
    ) -> Resource:
        """Store a record as another one, whatever is there of the name."""
        key, doubled = name, 1
        while key in self.resources and not self.resources[key].deleted:
            doubled += 1
            key = f"{name}#{doubled}"
        numbers = (one.number for one in self.resources.values())
        number = 1 + max((0, *numbers))
        return self._store(request, key, 1, document, number, 201)

    def store_changed(
        self, resource: Resource, request: Request, document: dict[str, Any]
    ) -> Resource:
        """Store another version of a record."""
        revision = resource.revision + 1
        return self._store(
            request, resource.identifier, revision, document, resource.number, 200
        )

    def store_deleted(self, resource: Resource, request: Request) -> None:
        """Take a record away."""
        name = resource.identifier
        self.resources[name] = Resource(
            name,
            resource.revision + 1,
            b"",
            {},
            self.clock.now(),
            deleted=True,
            number=resource.number,
        )
        self.note_record(request, name, 204)

    def note_record(
        self,
        request: Request,
        name: str,
        status: int,
        etag: str = "",
        body: bytes = b"",
    ) -> None:
        """Note what became of one record of a request."""
        number, now = len(self.receipts) + 1, self.clock.now()
        digest = sha256(body).hexdigest()
        key = request.headers.get("idempotency-key", "")
        receipt = Receipt(number, now, request.method, name, status, etag, key, digest)
        self.receipts.append(receipt)
        self._tell(receipt)

    def _store(
        self,
        request: Request,
        name: str,
        revision: int,
        document: dict[str, Any],
        number: int,
        status: int,
    ) -> Resource:
        body = json.dumps(document, ensure_ascii=False, sort_keys=True).encode()
        resource = Resource(
            name, revision, body, document, self.clock.now(), number=number
        )
        self.resources[name] = resource
        self.note_record(request, name, status, resource.etag, body)
        return resource

    def _tell(self, receipt: Receipt) -> None:
        if self.storage is None:
            return
        name = receipt.identifier
        now, stored = self.resources.get(name), self._stored.get(name)
        self.storage.add(receipt, now if now is not stored else None)
        if now is not None:
            self._stored[name] = now

    def _answer(self, request: Request, identifier: str) -> Answer:
        refusal = bearer_refusal(request, self.token)
        if refusal is not None:
            return refusal
        if not identifier or request.method not in METHODS:
            allow = ", ".join(METHODS)
            return problem(405, "Method not allowed", Allow=allow)
        if identifier.startswith(f"oai:{self.own_repository}:"):
            return problem(403, "Forbidden", "This record is not the sender's")
        known = self.resources.get(identifier)
        answers: dict[str, Callable[..., Answer]] = {
            "PUT": self._put,
            "DELETE": self._delete,
        }
        return answers.get(request.method, self._get)(request, identifier, known)

    def _get(self, request: Request, identifier: str, known: Resource | None) -> Answer:
        if known is None or known.deleted:
            return _gone(known)
        headers = {"ETag": known.etag}
        if request.headers.get("if-none-match") == known.etag:
            return Answer(304, media_type="", headers=headers)
        return Answer(200, known.body, MEDIA_TYPE, headers)

    def _put(self, request: Request, identifier: str, known: Resource | None) -> Answer:
        refusal = _refused_condition(request, known) or _refused_content(request)
        if refusal is not None:
            return refusal
        document = request.json()
        complaint = _complaint(document, identifier)
        if complaint:
            return problem(422, "Unprocessable content", complaint)
        is_new = known is None or known.deleted
        revision = 1 if known is None else known.revision + 1
        now = self.clock.now()
        resource = Resource(identifier, revision, request.body, document, now)
        self.resources[identifier] = resource
        return json_answer(
            {"identifier": identifier, "revision": revision, "received": stamp(now)},
            201 if is_new else 200,
            ETag=resource.etag,
        )

    def _delete(
        self, request: Request, identifier: str, known: Resource | None
    ) -> Answer:
        if known is None or known.deleted:
            return _gone(known)
        refusal = _refused_condition(request, known)
        if refusal is not None:
            return refusal
        self.resources[identifier] = Resource(
            identifier, known.revision + 1, b"", {}, self.clock.now(), deleted=True
        )
        return Answer(204, media_type="")


def _in_list(resource: Resource) -> dict[str, Any]:
    if resource.deleted:
        return {"identifier": resource.identifier, "deleted": True}
    digest = f"sha-256:{sha256(resource.body).hexdigest()}"
    return {"identifier": resource.identifier, "digest": digest}


def bearer_refusal(request: Request, token: str) -> Answer | None:
    """Refuse a request without the token; None if it may pass or none is wanted."""
    scheme, _space, sent = request.headers.get("authorization", "").partition(" ")
    if not token:
        return None
    if scheme.lower() == "bearer" and hmac.compare_digest(
        sent.strip().encode("latin-1", "replace"), token.encode()
    ):
        return None
    error = ', error="invalid_token"' if sent else ""
    return problem(401, "Unauthorized", WWW_Authenticate=f'Bearer realm="btp"{error}')


def _gone(known: Resource | None) -> Answer:
    return problem(404, "Not found") if known is None else problem(410, "Gone")


def _refused_condition(request: Request, known: Resource | None) -> Answer | None:
    match, none_match = (
        request.headers.get(name, "").strip() for name in ("if-match", "if-none-match")
    )
    if not match and not none_match:
        return problem(428, "Precondition required", "Say If-Match or If-None-Match")
    etag = known.etag if known is not None and not known.deleted else ""
    met = not none_match or (none_match == "*" and not etag)
    if match:
        tags = [tag.strip() for tag in match.split(",")]
        met = met and bool(etag) and (etag in tags or tags == ["*"])
    if met:
        return None
    headers = {"ETag": etag} if etag else {}
    return problem(412, "Precondition failed", **headers)


def _refused_content(request: Request) -> Answer | None:
    if request.media_type not in MEDIA_TYPES:
        return problem(415, "Unsupported media type", MEDIA_TYPE)
    try:
        request.json()
    except (ValueError, RecursionError) as failure:
        return problem(400, "The body is no JSON", str(failure))
    return None


def _complaint(document: Any, identifier: str) -> str:
    """Return what a document lacks; empty if nothing."""
    if not isinstance(document, dict):
        return "The document is no object"
    missing = [
        key for key in ("@context", "@type", "identifier") if key not in document
    ]
    if missing:
        return f"Missing: {', '.join(missing)}"
    identifiers = document["identifier"]
    if identifier not in (
        identifiers if isinstance(identifiers, list) else [identifiers]
    ):
        return "The identifier is not that of the address"
    if not any(document.get(key) for key in ("name", "headline")):
        return "The record has no title"
    return ""
