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
MAX_HIDDEN = 20_000
"""Letters of a text of which a part may be hidden from those who count."""
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
FOREIGN = frozenset({"math", "svg"})
"""In these even such elements stand in each other, but for those with nothing inside by which
they end."""
ENDING_FOREIGN = frozenset("br embed hr img meta".split())
_SPACE = r" \t\n\f\r"
"""What parts names and values in HTML; any other blank is a letter there."""
_ATTRIBUTE = (
    rf"[^{_SPACE}/>][^{_SPACE}/>=]*+(?:[{_SPACE}]*+=[{_SPACE}]*+"
    rf"(?:\"[^\"]*+\"|'[^']*+'|[^{_SPACE}>\"'][^{_SPACE}>]*+)?+)?+"
)
_FLAGS = re.ASCII | re.IGNORECASE | re.DOTALL
_TAG = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))|<(?:\?|!(?!--)(?P<data>(?-i:\[CDATA\[))?|/(?![a-z]))[^>]*+"
    rf"|<(?P<end>/?)(?P<name>[a-z][^{_SPACE}/>]*+)"
    rf"(?P<attributes>(?:[{_SPACE}/]++|{_ATTRIBUTE})*+)",
    _FLAGS,
)
"""A tag with its attributes, or a comment, or what browsers take for one: what stands in one of
these ends nothing."""
_WORDS = """
    iframe noembed noframes noscript script style textarea title xmp
""".split()
_AFTER_WORDS = {
    name: re.compile(rf"(?=</{name}[{_SPACE}/>])", _FLAGS) for name in _WORDS
} | {"[CDATA[": re.compile(r"(?<=\]\]>)")}
"""Where that ends whose content is words or markup: which of them hangs on what is around it."""
_SCRIPT_IN_SCRIPT = re.compile(r"(?:(?!<!--).)*+<!--(?:(?!<script).)*+<script", _FLAGS)
"""A script that its first end may not end."""
_BLOCK_END = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr)\b[^<>]*>", re.IGNORECASE)


def is_deep(html: str) -> bool:
    """Return whether markup has more elements in each other, or attributes, than any text needs.

    Nothing is parsed: one without an end, or with one that browsers may ignore, counts on. In
    what may be words alone nothing ends; a long text is deep by itself where a tag or comment
    that begins in it goes on behind it, since that hides from one reading what another one sees.
    """
    inside: list[str] = []
    words: dict[str, int] = {}  # by what they stand in, where they end
    for tag in _TAG.finditer(html):
        start, stop = tag.span()
        hides = any(start < end < stop for end in words.values())
        if hides and len(html) > MAX_HIDDEN:
            return True
        name = _lower(tag["name"] or "")
        if name and not tag["end"]:
            _begin(inside, name)
        elif name and start >= max(words.values(), default=0):
            _end(inside, name)
        attributes = re.finditer(_ATTRIBUTE, tag["attributes"] or "")
        if any(islice(attributes, MAX_ATTRIBUTES, None)) or len(inside) > MAX_DEPTH:
            return True
        after = None if tag["end"] else _AFTER_WORDS.get(tag["data"] or name)
        if after and words.get(name, 0) <= start:
            found = after.search(html, stop)
            words[name] = found.start() if found else len(html)
            if name == "script" and _SCRIPT_IN_SCRIPT.match(html, stop, words[name]):
                return True
    return False


def _lower(name: str) -> str:
    """Return a name as browsers compare it: they know of large letters in ASCII alone."""
    return name.lower() if name.isascii() else name


def _begin(inside: list[str], name: str) -> None:
    """Put an element that begins into those in which the next one may stand."""
    if name in ITEMS and ITEMS.get("".join(inside[-1:])) == ITEMS[name]:
        inside[-1] = name  # the one before ends here
    elif name not in UNCOUNTED or (
        name not in ENDING_FOREIGN and not FOREIGN.isdisjoint(inside)
    ):
        inside.append(name)


def _end(inside: list[str], name: str) -> None:
    """Take the element off that an end ends; none when it isn't sure that browsers do so, too."""
    passed = OPENED_AGAIN | ITEMS.keys() if name in LISTS else OPENED_AGAIN
    for place in range(len(inside) - 1, -1, -1):
        if inside[place] == name:
            above = inside[place + 1 :]
            inside[place:] = [one for one in above if one in OPENED_AGAIN]
            return
        if inside[place] not in passed:
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
