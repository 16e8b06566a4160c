"""`@@pbgdpl-run` and `@@btp-sync` run the jobs for a machine."""

from plone import api
from plone.protect.authenticator import check
from sonla.pbgdpl import _
from sonla.pbgdpl.jobs.context import refuse_to_wait
from sonla.pbgdpl.jobs.messages import in_words
from sonla.pbgdpl.jobs.result import BUSY
from sonla.pbgdpl.jobs.result import FAILED
from sonla.pbgdpl.jobs.result import LOST
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.jobs.runner import RunScope
from sonla.pbgdpl.jobs.site import may_run
from sonla.pbgdpl.ui.page import BrowserView
from typing import Any
from zExceptions import Forbidden
from zope.i18nmessageid import Message

import json

POST_ONLY = "post_only"
UNKNOWN = "unknown"
FORBIDDEN = "forbidden"
NO_TOKEN = "no_token"
REFUSALS: dict[str, Message] = {
    POST_ONLY: _("sync_refused_post_only", default="Send a POST request."),
    UNKNOWN: _(
        "sync_refused_unknown", default="Log in with an account that may run this."
    ),
    FORBIDDEN: _("sync_refused_forbidden", default="This account may not run this."),
    NO_TOKEN: _(
        "sync_refused_no_token",
        default="The form's token is missing, or a machine did not say that it sends JSON.",
    ),
}
"""Reason of a refusal, which stays the same → what it means."""

STATUSES = {BUSY: 409, LOST: 409, FAILED: 500}
"""State of a run → status of the answer; 200 for all others."""


class RunView(BrowserView):
    """Run all jobs that are due once and tell how it ended, without anything confidential.

    Only by POST, only for those who may run it, and only if the
    request can't have been made by a page of somebody else. The answers are ours from
    the first to the last: Plone would lead a machine to the login form.
    """

    allowed_methods = ("POST",)

    def method_refused(self) -> str:
        """Return what a machine reads of a refusal."""
        return self.refuse(405, POST_ONLY)

    group: str | None = None
    """The group of jobs that it runs; None for all of them."""

    def __call__(self) -> str:
        """Answer 401 or 403 to what is refused; else run."""
        if not may_run(self.context):
            return self.refuse_person()
        if not (is_machine(self.request) or has_token(self.request)):
            return self.refuse(403, NO_TOKEN)
        result = run_jobs(
            self.context, scope=RunScope(group=self.group), wait=refuse_to_wait
        )
        data = in_words(result, self.translated)
        return self.answer(STATUSES.get(result.state, 200), data)

    def refuse_person(self) -> str:
        """Ask anonymous users to log in; refuse all others."""
        if api.user.is_anonymous():
            self.request.response.setHeader("WWW-Authenticate", 'Basic realm="Plone"')
            return self.refuse(401, UNKNOWN)
        return self.refuse(403, FORBIDDEN)

    def refuse(self, status: int, reason: str) -> str:
        """Answer that nothing was done."""
        message = self.translated(REFUSALS[reason])
        data = {"state": "refused", "reason": reason, "message": message}
        return self.answer(status, data)

    def answer(self, status: int, content: dict[str, Any]) -> str:
        """Answer in JSON that nobody keeps."""
        response = self.request.response
        response.setStatus(status)
        response.setHeader("Content-Type", "application/json")
        response.setHeader("Cache-Control", "no-store")
        return json.dumps(content, ensure_ascii=False)


def is_machine(request: Any) -> bool:
    """Return whether no page in a browser can make a request on its own.

    A browser adds cookies by itself, and also a password that was typed into its
    dialogue, so neither proves intent. It sends JSON to another host only after having
    asked that host, and a bearer token never by itself. Hence: credentials in the
    header, no cookie at all, and a bearer token or the type of JSON.
    """
    # Zope takes it out of the headers.
    credentials = request._auth or ""  # noqa: SLF001
    if not credentials or request.getHeader("Cookie"):
        return False
    media_type = (request.getHeader("Content-Type") or "").partition(";")[0]
    is_json = media_type.strip().lower() == "application/json"
    return is_json or credentials.lower().startswith("bearer ")


def has_token(request: Any) -> bool:
    """Return whether the token that our forms carry came along."""
    try:
        check(request)
    except Forbidden:
        return False
    return True
