"""What left a body when it was cleaned, told by what stood in it and what stands there now.

Compared tag by tag, so that whatever cleans can't take anything out silently.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from html.parser import HTMLParser
from sonla.pbgdpl.markup.urls import host_asked
from sonla.pbgdpl.markup.values import declarations

KINDS = {
    "form": "button datalist fieldset form input isindex keygen label legend optgroup"
    " option output select textarea",
    "frame": "frame frameset iframe portal",
    "object": "applet canvas embed math object svg",
    "picture": "area image img map picture",
    "player": "audio source track video",
    "script": "noscript script template",
    "style": "link style",
}
"""Kinds of elements that leave; any other is a `format`."""
_KIND_OF = {tag: kind for kind, tags in KINDS.items() for tag in tags.split()}
_ADDRESSES = frozenset(
    "action background cite formaction href poster src srcset".split()
)
_EMBEDDED = frozenset(
    "audio embed frame iframe image img object source track video".split()
)
_PASTED = ("blob:", "cid:", "data:", "file:")
"""How the addresses of pictures begin that stand on somebody's clipboard or disk."""
COMMENT = "comment"
_AROUND_WORDS = 40
_REMEMBERED = 4 * _AROUND_WORDS
_WITHIN_WORDS = frozenset("a b em font i s small span strong sub sup u".split())


@dataclass(frozen=True)
class Removed:
    """One thing that left a body."""

    kind: str
    """address, anchor, attribute, change (one that was tracked), class, comment, form, format,
    frame, object, pasted (a picture as data, or on a disk), picture, player, refused (a picture
    that can't become a file), remark, script or style."""
    what: str
    """The host it came from, the name of what left, or why."""
    after: str
    """The words before it."""


@dataclass
class _Element:
    tag: str
    after: str
    attributes: list[tuple[str, str]]

    @property
    def key(self) -> tuple[str, str]:
        """The element, told apart by what it loads."""
        loads = dict(self.attributes).get("src", "") if self.tag in _EMBEDDED else ""
        return self.tag, loads


@dataclass
class _Reader(HTMLParser):
    """Collect the elements of markup, each with the words before it."""

    elements: list[_Element] = field(default_factory=list)
    words: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element, the words before it and what its attributes say."""
        if tag not in _WITHIN_WORDS:
            self.words += " "
        said = [one for name, value in attrs for one in _texts_of(name, value or "")]
        self.elements.append(_Element(tag, last_words(self.words), said))

    def handle_comment(self, data: str) -> None:
        """Note the comment as if it were an element."""
        self.elements.append(_Element(COMMENT, last_words(self.words), []))

    def handle_data(self, data: str) -> None:
        """Remember the last words, by which the next element is found."""
        self.words = f"{self.words}{data}"[-_REMEMBERED:]


def last_words(text: str) -> str:
    """Return the end of a text, from the beginning of a word."""
    words = " ".join(text.split())
    if len(words) <= _AROUND_WORDS:
        return words
    return words[-_AROUND_WORDS:].partition(" ")[2] or words[-_AROUND_WORDS:]


def left_out(before: str, after: str) -> Iterator[Removed]:
    """Yield what `before` has and `after` lacks."""
    old, new = _elements(before), _elements(after)
    gone = Counter(one.key for one in old) - Counter(one.key for one in new)
    lost_texts = Counter(_attribute_texts(old)) - Counter(_attribute_texts(new))
    for element in old:
        is_gone = gone[element.key] > 0
        if is_gone:
            gone[element.key] -= 1
            yield _removed_element(element)
        for name, value in element.attributes:
            key = (element.tag, name, value)
            if lost_texts[key] > 0:
                lost_texts[key] -= 1
                if not is_gone:
                    yield _removed_attribute(element, name, value)


def _elements(html: str) -> list[_Element]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.elements


def _attribute_texts(elements: list[_Element]) -> Iterator[tuple[str, str, str]]:
    for element in elements:
        for name, value in element.attributes:
            yield element.tag, name, value


def _texts_of(name: str, value: str) -> Iterator[tuple[str, str]]:
    """Yield what an attribute says, piece by piece."""
    if name == "style":
        yield from ((name, one) for one in declarations(value))
    elif name == "class":
        yield from ((name, one) for one in value.split())
    else:
        yield name, value.strip()


def _removed_element(element: _Element) -> Removed:
    kind = COMMENT if element.tag == COMMENT else _KIND_OF.get(element.tag, "format")
    source = element.key[1]
    if element.tag == "img" and source.lower().startswith(_PASTED):
        return Removed("pasted", "", element.after)
    what = (host_asked(source) if source else "") or element.tag
    return Removed(kind, what, element.after)


def _removed_attribute(element: _Element, name: str, value: str) -> Removed:
    if name.startswith("on"):
        return Removed("script", name, element.after)
    if name == "style":
        return Removed("style", value.partition(":")[0], element.after)
    if name == "class":
        return Removed("class", value, element.after)
    if name in ("id", "name"):
        return Removed("anchor", value, element.after)
    if name in _ADDRESSES:
        return Removed("address", host_asked(value) or value[:60], element.after)
    return Removed("attribute", name, element.after)
