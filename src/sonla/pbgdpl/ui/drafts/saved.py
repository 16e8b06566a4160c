"""A cookie for the browser: which draft the server has saved.

The script sends the name of its draft along with the form. What was committed
is named in a cookie, set after the commit: an error or a conflict sets none, and
the text stays in the browser.
"""

from collections.abc import Iterator
from typing import Any
from zope.globalrequest import getRequest

import re
import transaction

FIELD = "pbgdpl_draft"
COOKIE = "pbgdpl_saved"
SAVED = "_pbgdpl_saved"
"""Attribute of a request: the draft that its commit will name."""
DRAFT = re.compile(r"[0-9a-f]{20}\.[0-9a-z]{1,12}(-[0-9]{1,3})?")
LIMIT = 20
MONTH = 30 * 24 * 60 * 60


def note_saved(*_args: Any) -> None:
    """Name the draft of this request as saved once the transaction is committed.

    Subscribes to what a form does when it succeeds; the arguments are those of any
    event and of no interest.
    """
    request = getRequest()
    draft = request.form.get(FIELD) if request is not None else None
    if not isinstance(draft, str) or not DRAFT.fullmatch(draft):
        return
    if getattr(request, SAVED, None) is not None:
        return
    setattr(request, SAVED, draft)
    transaction.get().addAfterCommitHook(set_cookie, args=(request, draft))


def set_cookie(committed: bool, request: Any, draft: str) -> None:
    """Name a committed draft, besides those that no form page has read yet."""
    if not committed:
        return
    names = [draft, *(name for name in unread(request) if name != draft)]
    request.response.setCookie(
        COOKIE,
        "_".join(names[:LIMIT]),
        path="/",
        max_age=MONTH,
        same_site="Lax",
    )


def unread(request: Any) -> Iterator[str]:
    """Yield the drafts that the cookie of a request names."""
    for name in str(request.cookies.get(COOKIE, "")).split("_"):
        if DRAFT.fullmatch(name):
            yield name
