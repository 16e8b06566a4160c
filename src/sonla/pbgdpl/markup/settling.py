"""nh3 (Ammonia) applied until nothing changes any more.

It parses as browsers do and lets through only what it is told to. Taking an element out
may leave what a browser would build anew, so the result is read again.
"""

from collections.abc import Callable
from html import escape
from html import unescape
from itertools import islice
from sonla.pbgdpl.core.html import plain_lines

import nh3
import re

TAGS = frozenset(
    """
    a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup
    dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header
    hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span strong sub
    summary sup table tbody td tfoot th thead time tr u ul var wbr
    """.split()
)
DROPPED_WHOLE = frozenset(
    """
    applet audio canvas embed frame frameset iframe math noembed noframes noscript
    object option plaintext script select style svg template textarea title video xmp
    """.split()
)
"""Elements whose content goes, too: it is no text, or browsers parse it differently."""

ATTRIBUTES = r'((?:\s+[a-z-]+(?:="[^"]*")?)*)'
"""The attributes of a tag as nh3 writes them, as part of an expression."""
MAX_ROUNDS = 8
MAX_DEPTH = 150
"""Elements in each other; what offices and editors write has some dozens. What parses markup
takes the square of the depth."""
MAX_ATTRIBUTES = 500
"""Attributes of one tag, of which it takes the square as well."""
ENDED_BY_OTHERS = frozenset("dd dt li option p td th tr".split())
"""Elements that need no end of their own: the next one of their kind is not inside of them."""
ITEMS = {"dd": "dd", "dt": "dd", "li": "li"}
"""Of them those that stand in each other without a list when the kinds take turns; their kinds."""
LISTS = frozenset({"dl", "ol", "ul"})
OPENED_AGAIN = frozenset("a b big code em font i s small span strong u".split())
"""Elements that may still be open when another one ends."""
ENDLESS = frozenset(
    """
    area base br col embed frame hr img input link meta param source track wbr
    """.split()
)
"""Elements with nothing inside."""
UNCOUNTED = ENDED_BY_OTHERS - ITEMS.keys() | ENDLESS
_ATTRIBUTE = (
    r"[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?+)?+"
)
_TAG = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))|<(?:\?|!(?!--)|/(?![a-z]))[^>]*+"
    rf"|<(?P<end>/?)(?P<name>[a-z][^\s/>]*+)(?P<attributes>(?:[\s/]++|{_ATTRIBUTE})*+)",
    re.IGNORECASE | re.DOTALL,
)
"""A tag with its attributes, or a comment, or what browsers take for one: what stands in one of
these ends nothing."""
_BLOCK_END = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr)\b[^<>]*>", re.IGNORECASE)


def is_deep(html: str) -> bool:
    """Return whether markup has more elements in each other, or attributes, than any text needs.

    Nothing is parsed: one without an end, or with one that browsers may ignore, counts on.
    """
    inside: list[str] = []
    for tag in _TAG.finditer(html):
        name = (tag["name"] or "").lower()
        attributes = re.finditer(_ATTRIBUTE, tag["attributes"] or "")
        if tag["end"]:
            _end(inside, name)
        elif name in ITEMS and ITEMS.get("".join(inside[-1:])) == ITEMS[name]:
            inside[-1] = name  # the one before ends here
        elif name and name not in UNCOUNTED:
            inside.append(name)
        if any(islice(attributes, MAX_ATTRIBUTES, None)) or len(inside) > MAX_DEPTH:
            return True
    return False


def _end(inside: list[str], name: str) -> None:
    """Take the element off that an end ends; none when it isn't sure that browsers do so, too."""
    while name in LISTS and inside and inside[-1] in ITEMS:
        inside.pop()
    if name not in inside:
        return
    for place in range(len(inside) - 1, -1, -1):
        if inside[place] == name:
            del inside[place]
            return
        if inside[place] not in OPENED_AGAIN:
            return


def words_alone(html: str) -> str:
    """Return the words of markup that is too deep to be read, a paragraph for each line."""
    return "\n".join(
        f"<p>{escape(line, quote=False)}</p>" for line in plain_lines(html)
    )


def until_stable(html: str, step: Callable[[str], str]) -> str:
    """Return what `step` makes of markup once another step changes nothing.

    What doesn't become stable, or turns out to be deep, is returned as its escaped text.
    """
    for _round in range(MAX_ROUNDS):
        again = step(html)
        if again == html:
            return html
        if is_deep(again):
            break
        html = again
    return escape(plain_text(html), quote=False)


def plain_text(html: str) -> str:
    """Return the text of markup, as titles and summaries of feeds need it."""
    apart = _BLOCK_END.sub("\n", html)
    return unescape(nh3.clean(apart, tags=set(), clean_content_tags=set(DROPPED_WHOLE)))
