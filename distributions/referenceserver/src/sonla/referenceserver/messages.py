"""What comes in and what goes out, apart from how it is sent."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from functools import cached_property
from typing import Any
from typing import Protocol
from urllib.parse import parse_qsl
from urllib.parse import unquote
from urllib.parse import urlsplit

import json

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Request:
    """One request; header names are lower case."""

    method: str
    target: str
    """As sent: path and query."""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @cached_property
    def path(self) -> str:
        """The path, decoded."""
        return unquote(urlsplit(self.target).path)

    @cached_property
    def arguments(self) -> list[tuple[str, str]]:
        """The arguments of the query and of a form, empty ones included."""
        found = parse_qsl(urlsplit(self.target).query, keep_blank_values=True)
        if self.method == "POST" and self.media_type == FORM:
            found += parse_qsl(self.body.decode("utf-8", "replace"), True)
        return found

    @property
    def media_type(self) -> str:
        """The type of the body without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def argument(self, name: str) -> str:
        """Return the first argument of a name; empty when there is none."""
        return next((value for key, value in self.arguments if key == name), "")

    def json(self) -> Any:
        """Read the body as JSON; raises ValueError, also for doubled keys and NaN."""
        return json.loads(
            self.body.decode("utf-8"),
            object_pairs_hook=_without_doubles,
            parse_constant=_refuse_constant,
        )


class Wire(Protocol):
    """What a way of delivery may do to the connection."""

    def head(self, answer: "Answer", length: int | None) -> None:
        """Send status line and headers; None announces chunks."""

    def write(self, data: bytes) -> None:
        """Send bytes of the body."""

    def cut(self) -> None:
        """End the connection as if all had been sent."""

    def reset(self) -> None:
        """Break the connection off, so that the other side gets an error."""

    def wait(self, seconds: float) -> bool:
        """Do nothing for some time; return whether the server is to stop."""


Delivery = Callable[[Wire, "Answer"], None]


@dataclass(frozen=True)
class Answer:
    """One answer and the way it is sent."""

    status: int = 200
    body: bytes = b""
    media_type: str = "text/xml; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    stream: Callable[[], Iterable[bytes]] | None = None
    """Gives the body piece by piece where it is too large to be held."""
    length: int | None = None
    """Of a stream, where it shall be announced."""
    deliver: Delivery | None = None
    """How it is sent; None for as it should be."""

    def but(self, **values: Any) -> "Answer":
        """Return the answer with some of its parts replaced."""
        return replace(self, **values)


def json_answer(value: Any, status: int = 200, **headers: str) -> Answer:
    """Answer with JSON; underscores in names of headers stand for hyphens."""
    body = json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"
    return Answer(status, body, "application/json", _headers(headers))


def problem(status: int, title: str, detail: str = "", **headers: str) -> Answer:
    """Answer with a problem (RFC 9457)."""
    value = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    body = json.dumps(value, ensure_ascii=False).encode()
    return Answer(status, body, "application/problem+json", _headers(headers))


def _headers(named: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in named.items()}


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("A key stands twice")
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
