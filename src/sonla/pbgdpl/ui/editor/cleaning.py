"""Clean what is pasted while it is pasted, by the rules by which it will be stored."""

from AccessControl import Unauthorized
from plone import api
from Products.CMFCore.permissions import AddPortalContent
from Products.CMFCore.permissions import ModifyPortalContent
from sonla.pbgdpl.markup.authored import clean
from sonla.pbgdpl.markup.messages import said
from sonla.pbgdpl.markup.portal import rules_of_portal
from sonla.pbgdpl.markup.tree import Tree
from sonla.pbgdpl.ui.page import BrowserView
from zExceptions import BadRequest

import json

MAX_SIZE = 4 * 1024 * 1024
"""Bytes of one paste; pictures are not in it, the browser sends them apart. The editor takes a
larger one as it is, and what a form holds of it is cleaned when it is saved."""
MAX_TAGS = 250_000
LOOKS = frozenset({"attribute", "class", "comment", "format", "style"})
"""What leaves any paste from another page and nobody misses."""


class CleanedPaste(BrowserView):
    """Answer with what may stay of a paste, and with what had to leave in the reader's words.

    Stores nothing. The body of the request is the markup itself: a form's field may be no
    larger than the server's limit for forms.
    """

    allowed_methods = ("POST",)

    def __call__(self) -> str:
        """Return JSON: `html`, and `warnings`, a list, empty where nothing is missed."""
        if not any(
            api.user.has_permission(one, obj=self.context)
            for one in (AddPortalContent, ModifyPortalContent)
        ):
            raise Unauthorized
        sent = self.request.get("BODY", b"")
        html = sent.decode("utf-8", "replace") if isinstance(sent, bytes) else str(sent)
        if len(sent) > MAX_SIZE or html.count("<") > MAX_TAGS:
            raise BadRequest("too long")
        cleaned = clean(html, rules_of_portal(Tree(self.context)))
        missed = [one for one in cleaned.removed if one.kind not in LOOKS]
        response = self.request.response
        response.setHeader("Content-Type", "application/json; charset=utf-8")
        response.setHeader("Cache-Control", "private, no-store")
        return json.dumps(
            {"html": cleaned.html, "warnings": said(missed, self.request)}
        )
