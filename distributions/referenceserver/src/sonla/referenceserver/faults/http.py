"""Faults in status, headers and media type."""

from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime
from sonla.referenceserver.faults.base import Context
from sonla.referenceserver.faults.base import Fault
from sonla.referenceserver.messages import Answer
from sonla.referenceserver.messages import problem
from sonla.referenceserver.messages import Request
from sonla.referenceserver.seeding.resources import text

HTML = "text/html; charset=utf-8"


@dataclass
class Status(Fault):
    """Answer with a status, with or without a problem document."""

    code: int = 500
    title: str = "Error"
    detail: str = ""
    as_problem: bool = False

    def instead(self, request: Request, context: Context) -> Answer:
        """Answer so."""
        if self.as_problem:
            return problem(self.code, self.title, self.detail)
        return Answer(self.code, f"<h1>{self.title}</h1>".encode(), HTML)


@dataclass
class RateLimited(Fault):
    """Ask to come back later: 429, or another code, with `Retry-After`."""

    retry_after: str = "seconds"
    """`seconds`, `date`, `absurd`, `garbage` or `none`."""
    seconds: int = 30
    code: int = 429

    def instead(self, request: Request, context: Context) -> Answer:
        """Answer so; an HTTP date counts on the server's clock."""
        then = context.clock.now() + timedelta(seconds=self.seconds)
        value = {
            "seconds": str(self.seconds),
            "date": format_datetime(then, usegmt=True),
            "absurd": "31536000",
            "garbage": "soon",
            "none": "",
        }[self.retry_after]
        headers = {"Retry-After": value} if value else {}
        return Answer(self.code, b"Too many requests\n", "text/plain", headers)


@dataclass
class Unauthorised(Fault):
    """Not know the token."""

    def instead(self, request: Request, context: Context) -> Answer:
        """Answer with 401."""
        header = 'Bearer realm="btp", error="invalid_token"'
        return problem(401, "Unauthorized", WWW_Authenticate=header)


@dataclass
class Redirect(Fault):
    """Send elsewhere. By default to a name that no resolver knows."""

    location: str = "http://khac.invalid/oai"
    code: int = 302

    def instead(self, request: Request, context: Context) -> Answer:
        """Answer with the location."""
        return Answer(self.code, b"", HTML, {"Location": self.location})


@dataclass
class LoginPage(Fault):
    """Answer 200 with a page to log in on, as a gateway does."""

    def instead(self, request: Request, context: Context) -> Answer:
        """Answer with the page."""
        return Answer(200, text("login.html").encode(), HTML)


@dataclass
class WrongContentType(Fault):
    """Call the answer by a wrong type."""

    media_type: str = "application/octet-stream"

    def altered(self, request: Request, answer: Answer, context: Context) -> Answer:
        """Return the same bytes under another type."""
        return answer.but(media_type=self.media_type)


@dataclass
class PreconditionFailed(Fault):
    """Answers to every condition that it is not met."""

    def applies(self, request: Request) -> bool:
        """Take requests that have a condition."""
        return "if-match" in request.headers or "if-none-match" in request.headers

    def instead(self, request: Request, context: Context) -> Answer:
        """Answer with 412."""
        return problem(412, "Precondition failed")


@dataclass
class Forbidden(Fault):
    """Refuses although the token is right."""

    def instead(self, request: Request, context: Context) -> Answer:
        """Answer with 403."""
        return problem(403, "Forbidden")
