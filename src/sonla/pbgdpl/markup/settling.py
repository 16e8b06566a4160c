"""nh3 (Ammonia) applied until nothing changes any more.

It parses as browsers do and lets through only what it is told to. Taking an element out
may leave what a browser would build anew, so the result is read again.
"""

from collections.abc import Callable
from html import escape
from html import unescape

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
_BLOCK_END = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr)\b[^>]*>", re.IGNORECASE)


def until_stable(html: str, step: Callable[[str], str]) -> str:
    """Return what `step` makes of markup once another step changes nothing.

    What doesn't become stable is returned as its escaped text.
    """
    for _round in range(MAX_ROUNDS):
        again = step(html)
        if again == html:
            return html
        html = again
    return escape(plain_text(html), quote=False)


def plain_text(html: str) -> str:
    """Return the text of markup, as titles and summaries of feeds need it."""
    apart = _BLOCK_END.sub("\n", html)
    return unescape(nh3.clean(apart, tags=set(), clean_content_tags=set(DROPPED_WHOLE)))
