"""A gateway before all faces or one of them: tokens that run out (RFC 6749, 4.4), a header, a quota."""

from base64 import b64decode
from collections import Counter
from collections import deque
from datetime import datetime
from datetime import timedelta
from sonla.referenceserver.catalogue import Catalogue
from sonla.referenceserver.clock import Clock
from sonla.referenceserver.messages import Answer
from sonla.referenceserver.messages import FORM
from sonla.referenceserver.messages import json_answer
from sonla.referenceserver.messages import problem
from sonla.referenceserver.messages import Request
from sonla.referenceserver.settings import Settings

import hmac
import secrets

PATH = "/token"
HEADER = "lgspaccesstoken"
MINUTE = timedelta(minutes=1)


class Gateway:
    """Let requests through that have a token of its own."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings = settings
        self.clock = clock
        self._tokens: dict[str, tuple[datetime, str]] = {}
        self._used: Counter[str] = Counter()
        self._passed: deque[datetime] = deque()

    def token(self, request: Request, catalogue: Catalogue) -> Answer:
        """Return a new token; refusals are those of RFC 6749, 5.2."""
        if request.method != "POST" or request.media_type != FORM:
            return json_answer({"error": "invalid_request"}, 400)
        if request.argument("grant_type") != "client_credentials":
            return json_answer({"error": "unsupported_grant_type"}, 400)
        if not self._knows_gateway(request):
            return json_answer({"error": "access_denied"}, 403)
        if not self._knows_client(request):
            return json_answer(
                {"error": "invalid_client"}, 401, WWW_Authenticate="Basic"
            )
        seconds = self.settings.access_seconds
        token = secrets.token_urlsafe(24)
        ends = self.clock.now() + timedelta(seconds=seconds)
        self._tokens[token] = (ends, request.argument("audience"))
        return json_answer(
            {"access_token": token, "token_type": "Bearer", "expires_in": seconds},
            Cache_Control="no-store",
        )

    def revoke(self) -> None:
        """Let no token that was given out be good any more."""
        self._tokens.clear()

    def refusal(self, request: Request) -> Answer | None:
        """Refuse a request without a good token or beyond the quota; None if it may pass."""
        guarded = request.path.startswith(self.settings.gateway_path)
        if not self.settings.client_id or not guarded:
            return None
        if not self._knows_gateway(request):
            return problem(
                403, "Forbidden", f"The header {HEADER} is missing or wrong."
            )
        scheme, _space, token = request.headers.get("authorization", "").partition(" ")
        ends, audience = self._tokens.get(token.strip(), (self.clock.now(), ""))
        self._used[token] += 1
        if 0 < self.settings.access_uses < self._used[token]:
            ends = self.clock.now()
        if scheme.lower() != "bearer" or ends <= self.clock.now():
            return _unauthorised("the token has run out or is unknown")
        if audience != self.settings.audience:
            return _unauthorised("wrong audience")
        return self._over_quota()

    def _over_quota(self) -> Answer | None:
        if not self.settings.quota:
            return None
        now = self.clock.now()
        while self._passed and self._passed[0] <= now - MINUTE:
            self._passed.popleft()
        if len(self._passed) >= self.settings.quota:
            rest = int((self._passed[0] + MINUTE - now).total_seconds())
            return problem(429, "Too many requests", Retry_After=str(max(rest, 1)))
        self._passed.append(now)
        return None

    def _knows_gateway(self, request: Request) -> bool:
        return _equal(request.headers.get(HEADER, ""), self.settings.gateway_token)

    def _knows_client(self, request: Request) -> bool:
        name, secret = request.argument("client_id"), request.argument("client_secret")
        scheme, _space, sent = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "basic":
            try:
                name, _colon, secret = b64decode(sent).decode().partition(":")
            except ValueError:
                return False
        known = (self.settings.client_id, self.settings.client_secret)
        return _equal(name, known[0]) and _equal(secret, known[1])


def _unauthorised(why: str) -> Answer:
    words = f'Bearer error="invalid_token", error_description="{why}"'
    return problem(401, "Unauthorized", WWW_Authenticate=words)


def _equal(sent: str, known: str) -> bool:
    return hmac.compare_digest(sent.encode("utf-8", "replace"), known.encode())
