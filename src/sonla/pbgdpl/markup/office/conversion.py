"""Turn what Word, Excel, LibreOffice, Google Docs and Zalo copy into plain semantic HTML.

They write for their own kind: lists are paragraphs with a typed bullet, notes are anchors into
another part of the document, all else is a style. What a text says that way has to be said in
elements before styles and classes leave; otherwise it would leave with them.

Markup without a sign of these programs is returned as it is.
"""

from collections.abc import Callable
from collections.abc import Iterator
from lxml import etree
from lxml import html as lxml_html
from sonla.pbgdpl.markup.office.lists import make_lists
from sonla.pbgdpl.markup.office.notes import place_notes
from sonla.pbgdpl.markup.office.notes import take_notes
from sonla.pbgdpl.markup.office.paragraphs import make_paragraphs
from sonla.pbgdpl.markup.office.styles import bold_classes
from sonla.pbgdpl.markup.office.styles import classes_of
from sonla.pbgdpl.markup.office.styles import emphasise
from sonla.pbgdpl.markup.office.styles import style_of
from sonla.pbgdpl.markup.office.tables import make_tables
from sonla.pbgdpl.markup.removed import last_words
from sonla.pbgdpl.markup.removed import Removed
from sonla.pbgdpl.markup.values import allowed_classes
from typing import Any
from urllib.parse import parse_qs
from urllib.parse import urlsplit

import re

_SIGNS = re.compile(
    r"""\bmso-|urn:schemas-microsoft-com|docs-internal-guid|</?[owvm]:\w|emoji-sizer
    |\bclass=["']?(?:Mso|western\b|cjk\b|ctl\b|sd(?:foot|end)note|xl\d)
    |<meta[^>]{1,200}(?:generator|ProgId)
    |-webkit-text-stroke|white-space-collapse
    |\bstyle=["'][^"'<>]{0,400}?(?:margin|line-height|font-size)[^"'<>]{0,40}?\d(?:pt|cm|in)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BEGINS_MARKER = re.compile(r"<!(?:--)?\[if !supportLists\](?:--)?>", re.IGNORECASE)
_ENDS_MARKER = re.compile(r"<!(?:--)?\[endif\](?:--)?>", re.IGNORECASE)
_BEGINS_HIDDEN = re.compile(r"<!--\[if [^\]<>]*\]>|<xml\b", re.IGNORECASE)
_ENDS_HIDDEN = re.compile(r"<!\[endif\]-->|</xml>", re.IGNORECASE)
_CONDITION = re.compile(r"<!(?:--)?\[(?:if|endif)[^\]<>]*\]?(?:--)?>", re.IGNORECASE)
_NAMES: dict[str, frozenset[str]] = {
    "a": frozenset({"href", "id", "target", "rel", "title"}),
    "blockquote": frozenset({"cite"}),
    "img": frozenset({"alt", "src", "title"}),
    "li": frozenset({"id", "value"}),
    "ol": frozenset({"start", "type"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
}
"""Attributes that say what something is, and not how it looks."""
_EMBEDDED = frozenset({"audio", "iframe", "picture", "source", "track", "video"})
_UNWRAPPED, _DROPPED = "unwrapped", "dropped"
"""What elements are called until all of them leave at once: one by one, each copies the words that
the ones before it left."""
MAX_PLACES = 50
"""A message names three."""
_HEADING = re.compile(r"h[1-6]")
_TITLES = {"msotitle": 0, "title": 0, "msosubtitle": 1, "subtitle": 1}
_NAMED_HEADING = re.compile(r"(?:mso)?heading(\d)", re.IGNORECASE)
_ON_DISK = re.compile(r"/?[a-z]:[/\\]", re.IGNORECASE)
_BLANKS = " \t\r\n"
_LARGE = re.compile(r"([2-9]\d|\d{3})(?:\.\d+)?pt")
"""The size of titles, where a program has no other sign for them."""
_REDIRECT = re.compile(r"https?://www\.google\.[a-z.]{2,6}/url\?", re.IGNORECASE)
_REMARKS = re.compile(r"mso-element:\s*comment|mso-special-character:\s*comment")
_REMARK_CLASSES = frozenset({"MsoCommentReference", "msocomanchor", "msocomtxt"})


def from_office(html: str) -> tuple[str, list[Removed]]:
    """Return a body without the ways of office programs, and what the body so lost.

    A sign anywhere in a body has the whole converted, but for elements that bear a class of
    Plone's editor.
    """
    return converted(html) if _SIGNS.search(html) else (html, [])


def converted(html: str) -> tuple[str, list[Removed]]:
    """Return as `from_office` does a body of which is known that a program wrote it."""
    root = _parsed(html)
    if root is None:
        return html, []
    lost = list(_decide_changes(root))
    notes = take_notes(root)
    bold = bold_classes(html)
    _name_headings(root)
    make_lists(root)
    emphasise(root)
    _drop_foreign(root)
    make_tables(root, bold)
    _follow_links(root)
    _drop_attributes(root)
    make_paragraphs(root)
    _shift_headings(root)
    place_notes(root, notes)
    return _written(root), lost


def _parsed(html: str) -> Any | None:
    """Return the body; None for one so deep that the parser gives up and loses words."""
    html = _with_spans(html, _BEGINS_HIDDEN, _ENDS_HIDDEN, lambda _held: "")
    html = _with_spans(
        html,
        _BEGINS_MARKER,
        _ENDS_MARKER,
        lambda held: f'<span style="mso-list:Ignore">{held}</span>',
    )
    html = _CONDITION.sub("", html)
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    document = lxml_html.document_fromstring(f"<body>{html}</body>", parser=parser)
    if any(one.type_name == "ERR_RESOURCE_LIMIT" for one in parser.error_log):
        return None
    return document.find("body")


def _with_spans(
    html: str,
    begins: re.Pattern[str],
    ends: re.Pattern[str],
    made: Callable[[str], str],
) -> str:
    """Return markup with something made of each span from a beginning to the next end.

    Searched forwards only: an expression with both would look for a missing end from each
    beginning anew.
    """
    parts, place = [], 0
    while (begin := begins.search(html, place)) and (
        end := ends.search(html, begin.end())
    ):
        parts += [html[place : begin.start()], made(html[begin.end() : end.start()])]
        place = end.end()
    return "".join((*parts, html[place:]))


def _written(root: Any) -> str:
    parts = [root.text or ""]
    parts += [etree.tostring(one, encoding="unicode", method="html") for one in root]
    return "\n".join(part.strip() for part in parts if part.strip())


def _decide_changes(root: Any) -> Iterator[Removed]:
    """Take tracked changes as accepted and leave remarks out; yield both, as they are told."""
    for number, one in enumerate(list(root.iter("del", "ins"))):
        if one.get("cite") or "msoDel" in classes_of(one) or one.get("datetime"):
            words = _words_before(one) if number < MAX_PLACES else ""
            yield Removed("change", one.tag, words)
            one.tag = _UNWRAPPED if one.tag == "ins" else _DROPPED
    etree.strip_elements(root, _DROPPED, with_tail=False)
    etree.strip_tags(root, _UNWRAPPED)
    remarks = 0
    for one in list(root.iter()):
        if not (
            _REMARKS.search(one.get("style", "")) or _REMARK_CLASSES & classes_of(one)
        ):
            continue
        if root in one.iterancestors():
            if "MsoCommentReference" in classes_of(one):
                words = _words_before(one) if remarks < MAX_PLACES else ""
                remarks += 1
                yield Removed("remark", "comment", words)
            one.drop_tree()


def _words_before(element: Any) -> str:
    found = element.xpath("preceding::text()[position() <= 20]")
    return last_words("".join(found))


def _name_headings(root: Any) -> None:
    """Make headings of the paragraphs that are by their style; 0 is the title's level."""
    for one in root.iter("div", "p", *(f"h{level}" for level in range(1, 7))):
        level = _level_of(one)
        if level is not None:
            one.tag = "h1"
            one.set("data-level", str(level))


def _level_of(element: Any) -> int | None:
    for name in classes_of(element):
        if name.lower() in _TITLES:
            return _TITLES[name.lower()]
        if named := _NAMED_HEADING.fullmatch(name):
            return int(named[1])
    if element.tag == "p" and _is_large(element):
        return 0
    if element.get("role") == "heading" and element.get("aria-level", "").isdigit():
        return int(element.get("aria-level"))
    return int(element.tag[1]) if _HEADING.fullmatch(element.tag) else None


def _is_large(paragraph: Any) -> bool:
    """Return whether all words of a paragraph have the size of a title."""
    if (paragraph.text or "").strip():
        return False
    # Not by XPath: a text that it finds looks for its parent past all texts before it.
    saying = [one for one in paragraph.iter() if (one.text or "").strip(_BLANKS)]
    return bool(saying) and all(
        any(
            _LARGE.fullmatch(style_of(around).get("font-size", ""))
            for around in (one, *one.iterancestors("span", "font"))
        )
        for one in saying
    )


def _shift_headings(root: Any) -> None:
    """Let the highest heading be the second level, the next one the third, and so on.

    The first is the title's of the page.
    """
    headings = [one for one in root.iter("h1") if one.get("data-level")]
    for number, level in enumerate(
        sorted({int(one.get("data-level")) for one in headings})
    ):
        for one in headings:
            if one.get("data-level") == str(level):
                one.tag = f"h{min(number + 2, 6)}"
    for one in headings:
        del one.attrib["data-level"]
        for bold in list(one.iter("b", "strong")):
            bold.drop_tag()


def _drop_foreign(root: Any) -> None:
    """Take out drawings, and the tags of other vocabularies and of mere looks."""
    for one in list(root.iter()):
        if one is root or not isinstance(one.tag, str):
            continue
        if one.tag.startswith("v:") or one.tag in ("link", "meta", "style", "title"):
            one.drop_tree()
        elif ":" in one.tag or "-" in one.tag or one.tag in ("font", "center"):
            one.tag = _UNWRAPPED
        elif one.tag == "span" and not is_editors(one):
            one.tag = _UNWRAPPED
    etree.strip_tags(root, _UNWRAPPED)


def is_editors(element: Any) -> bool:
    """Return whether an element bears a class of Plone's editor, and so is no paste."""
    return allowed_classes(element.get("class", ""), frozenset()) is not None


def _follow_links(root: Any) -> None:
    """Unwrap what leads nowhere: bookmarks, and links to those of the program itself."""
    wanted = {one.get("href", "") for one in root.iter("a")}
    for one in list(root.iter("a")):
        href = one.get("href", "")
        if _REDIRECT.match(href):
            one.set("href", parse_qs(urlsplit(href).query).get("q", [href])[0])
        if _ON_DISK.match(href):
            one.set("href", "file:")
        name = one.get("name") or one.get("id") or ""
        own = href.partition("#")[2].startswith("_")
        if not (own or not href) or is_editors(one):
            continue
        if name and not name.startswith("_") and f"#{name}" in wanted:
            one.set("id", name)
        else:
            one.drop_tag()


def _drop_attributes(root: Any) -> None:
    for one in root.iter():
        if one.tag in _EMBEDDED or is_editors(one):
            continue
        kept = _NAMES.get(one.tag, frozenset()) | {"data-level"}
        for name in set(one.attrib) - kept:
            del one.attrib[name]
