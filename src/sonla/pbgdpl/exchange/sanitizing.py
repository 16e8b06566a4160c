"""Make markup harmless that came from elsewhere, before anything of it is stored.

nh3 (Ammonia) parses as browsers do and lets through only what is listed here. Images
stay in a sanitised body so that they can be fetched; what is stored names no foreign
image, for a page of ours makes no reader's browser call another host.
"""

from collections.abc import Callable
from collections.abc import Mapping
from html import escape
from html import unescape
from sonla.pbgdpl.exchange.field_types import joined_address
from sonla.pbgdpl.exchange.fields import BY_NAME
from sonla.pbgdpl.exchange.fields import clean
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.markup.office.conversion import from_office
from sonla.pbgdpl.markup.settling import DROPPED_WHOLE
from sonla.pbgdpl.markup.settling import is_deep
from sonla.pbgdpl.markup.settling import TAGS
from sonla.pbgdpl.markup.settling import until_stable
from sonla.pbgdpl.markup.settling import words_alone

import nh3
import re

ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "*": frozenset({"dir", "lang", "title"}),
    "a": frozenset({"href", "hreflang"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "del": frozenset({"datetime"}),
    "img": frozenset({"alt", "height", "src", "width"}),
    "ins": frozenset({"datetime"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"reversed", "start", "type"}),
    "td": frozenset({"colspan", "headers", "rowspan"}),
    "th": frozenset({"colspan", "headers", "rowspan", "scope"}),
    "time": frozenset({"datetime"}),
}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})

Resolve = Callable[[str], str | None]
"""Return the absolute address of a relative one; None takes it out."""

_IMAGE = re.compile(r'<img((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*/?>')
_ALT = re.compile(r'\salt="([^"]*)"')
_SRC = re.compile(r'\ssrc="[^"]+"')


def sanitise(record: Record) -> Record:
    """Return a record whose body is harmless. All other texts are plain, not markup."""
    body = record.get("body")
    if body is None:
        return record
    url = record.get("url")
    harmless = sanitised(
        body, (lambda path: joined_address(url, path)) if url else None
    )
    return record.changed(body=clean(BY_NAME["body"], harmless))


def sanitised(html: str, resolve: Resolve | None = None) -> str:
    """Return markup with listed tags, attributes and schemes alone.

    Relative addresses are resolved, or taken out without `resolve`. Images without an
    address are replaced by their alternative text. What was sanitised once stays as it
    is: taking an element out may leave what a browser would build anew, so it is read
    again until it stays the same.
    """
    if is_deep(html):
        return words_alone(html)
    plain, _lost = from_office(html)
    resolved = _without_empty_images(_cleaned(plain, resolve or _nowhere))
    return until_stable(
        resolved, lambda again: _without_empty_images(_cleaned(again, _nowhere))
    )


def images_of(body: str) -> list[str]:
    """List the addresses of the images in a sanitised body, each once."""
    found: dict[str, None] = {}

    def collect(tag: str, attribute: str, value: str) -> str:
        """Note the address of an image, and change nothing."""
        if (tag, attribute) == ("img", "src"):
            found[value] = None
        return value

    _cleaned(body, _nowhere, collect)
    return list(found)


def without_foreign_images(body: str, replacements: Mapping[str, str]) -> str:
    """Return a body whose images have the addresses that replace theirs.

    An image without a replacement is dropped, its alternative text stays. The
    replacements may be relative, as `resolveuid/…` is.
    """

    def replace(tag: str, attribute: str, value: str) -> str | None:
        """Return the new address of an image; None takes the attribute out."""
        if (tag, attribute) == ("img", "src"):
            return replacements.get(value)
        return value

    return _without_empty_images(_cleaned(body, _as_it_is, replace))


def _cleaned(
    html: str,
    resolve: Resolve,
    attribute_filter: Callable[[str, str, str], str | None] | None = None,
) -> str:
    return nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags=set(DROPPED_WHOLE),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=attribute_filter,
        url_schemes=set(SCHEMES),
        url_relative=resolve,
        strip_comments=True,
        link_rel="noopener noreferrer",
    )


def _without_empty_images(html: str) -> str:
    """Put the alternative text in the place of images without an address.

    The expression is exact for what nh3 writes. What it could miss shows nothing.
    """
    if "<img" not in html:
        return html
    return _IMAGE.sub(_alternative, html)


def _alternative(image: re.Match[str]) -> str:
    attributes = image.group(1)
    if _SRC.search(attributes):
        return image.group(0)
    alternative = _ALT.search(attributes)
    text = unescape(alternative.group(1)) if alternative else ""
    return escape(text, quote=False)


def _nowhere(path: str) -> str | None:
    return None


def _as_it_is(path: str) -> str | None:
    return path
