"""Show authors what had to leave their text: a message on the next page, a header in REST."""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from plone import api
from plone.rest.interfaces import IAPIRequest
from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.markup.removed import Removed
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.i18nmessageid import Message

import json
import logging

logger = logging.getLogger(__name__)
HEADER = "X-PBGDPL-Removed"
MAX_IN_HEADER = 20
"""Proxies refuse heads of more than a few kilobytes."""
MAX_MESSAGES = 5
"""A folder of texts that moves into a section needn't fill the page."""
MAX_NAMES = 3
_REPORTS_KEY = "sonla.pbgdpl.removed"

WORDS = {
    "frame": _("removed_frame", default="embedded frames: ${count} (${names})"),
    "picture": _(
        "removed_picture",
        default="pictures from elsewhere: ${count} (${names}); upload them",
    ),
    "pasted": _(
        "removed_pasted",
        default="pasted pictures that were not uploaded: ${count} (${places}); upload them and insert them again",
    ),
    "refused": _(
        "removed_refused",
        default="pictures that could not be kept: ${count} (${names})",
    ),
    "change": _(
        "removed_change",
        default="tracked changes, which are now taken as accepted: ${count}",
    ),
    "remark": _("removed_remark", default="remarks beside the text: ${count}"),
    "macro": _("removed_macro", default="macros of the file"),
    "player": _(
        "removed_player", default="films or sound from elsewhere: ${count} (${names})"
    ),
    "object": _("removed_object", default="embedded objects: ${count} (${names})"),
    "script": _("removed_script", default="scripts: ${count}"),
    "form": _("removed_form", default="form fields: ${count}"),
    "style": _("removed_style", default="styles that are not allowed: ${count}"),
    "class": _("removed_class", default="formats of other programs or pages: ${count}"),
    "anchor": _(
        "removed_anchor",
        default="names of anchors that pages use themselves: ${count} (${names})",
    ),
    "address": _(
        "removed_address", default="addresses that are not allowed: ${count} (${names})"
    ),
    "other": _("removed_other", default="other formatting: ${count}"),
}
AFTER = _("removed_after", default="after “${words}”")
AT_BEGINNING = _("removed_at_beginning", default="at the beginning of the text")


def report_removed(item: Any, removed: list[Removed]) -> None:
    """Report to the sender of an item what left it, in the way in which it was sent."""
    path = "/".join(item.getPhysicalPath())
    logger.info(
        "Left out of %s: %s",
        path,
        ", ".join(sorted({f"{one.kind} {one.what}".strip() for one in removed})),
    )
    request = getRequest()
    if not IBrowserLayer.providedBy(request):
        return
    reports = IAnnotations(request).setdefault(_REPORTS_KEY, [])
    reports.append(removed)
    if IAPIRequest.providedBy(request):
        everything = [one for several in reports for one in several]
        request.response.setHeader(HEADER, as_header(everything))
    elif len(reports) <= MAX_MESSAGES:
        message = _(
            "msg_left_out",
            default="Left out of “${title}”: ${what}.",
            mapping={"title": item.Title(), "what": in_words(removed, request)},
        )
        api.portal.show_message(message, request, type="warning")


def as_header(removed: Iterable[Removed]) -> str:
    """Return what left as JSON in ASCII: kind, what, and how often."""
    counted = Counter((one.kind, one.what[:60]) for one in removed)
    return json.dumps(
        [
            {"kind": kind, "what": what, "count": count}
            for (kind, what), count in counted.most_common(MAX_IN_HEADER)
        ]
    )


def in_words(removed: list[Removed], request: Any) -> str:
    """Return what left in the reader's language, kind by kind."""
    return "; ".join(said(removed, request))


def said(removed: list[Removed], request: Any) -> list[str]:
    """Return what left in the reader's language, a text for each kind."""
    return [translate(words, context=request) for words in _words(removed, request)]


def names_in_words(reasons: Iterable[Message], request: Any) -> str:
    """Return the first of several reasons, each once."""
    return _names(translate(one, context=request) for one in reasons)


def _words(removed: list[Removed], request: Any) -> Iterator[Message]:
    for kind, words in WORDS.items():
        found = [
            one
            for one in removed
            if (one.kind if one.kind in WORDS else "other") == kind
        ]
        if found:
            yield Message(
                words,
                mapping={
                    "count": len(found),
                    "names": _names(
                        translate(one.what, context=request) for one in found
                    ),
                    "places": _names(_place(one, request) for one in found),
                },
            )


def _place(one: Removed, request: Any) -> str:
    """Return in the reader's language where something stood."""
    place = Message(AFTER, mapping={"words": one.after}) if one.after else AT_BEGINNING
    return translate(place, context=request)


def _names(names: Iterable[str]) -> str:
    different = list(dict.fromkeys(filter(None, names)))
    more = ", …" if len(different) > MAX_NAMES else ""
    return f"{', '.join(different[:MAX_NAMES])}{more}"
