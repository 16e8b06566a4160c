"""Which values of attributes an author's markup may have: styles, classes, anchors, sizes.

Everything here is an allow-list of whole values, so that nothing has to be understood of
CSS that isn't on it: no escapes, no functions, no comments.
"""

from collections.abc import Iterator

import re

_SIZE = r"(?:100|\d{1,2})(?:\.\d{1,6})?%|(?:\d{1,3}|1\d{3})(?:\.\d{1,4})?px|auto"
_INDENT = r"(?:\d{1,2}|[1-5]\d{2})px"
_LIST_STYLES = (
    "decimal|decimal-leading-zero|lower-alpha|lower-greek|lower-latin|lower-roman"
    "|upper-alpha|upper-latin|upper-roman|circle|disc|square|none"
)
STYLES = {
    name: re.compile(values)
    for name, values in {
        "border-collapse": "collapse|separate",
        "border-style": "solid|dashed|dotted|double|none|hidden",
        "border-width": r"\d(?:px)?",
        "float": "left|right|none",
        "height": _SIZE,
        "list-style-type": _LIST_STYLES,
        "margin-left": f"auto|{_INDENT}",
        "margin-right": f"auto|{_INDENT}",
        "padding-left": _INDENT,
        "padding-right": _INDENT,
        "text-align": "left|right|center|justify|start|end",
        "text-decoration": "underline|line-through|underline line-through",
        "vertical-align": "top|middle|bottom|baseline|sub|super",
        "width": _SIZE,
    }.items()
}
"""What the buttons, menus and dialogues of TinyMCE write as inline styles."""

CLASSES = frozenset(
    """
    captioned clearfix discreet external-link figure figure-caption figure-img
    highlight-inline highlight-paragraph
    image-inline image-left image-right image-richtext img-fluid internal-link
    invisible-grid listing listing-compact mail-link mce-accordion
    mce-accordion-body mce-accordion-summary plain text-center text-columns-2
    text-columns-3 text-end text-justify text-start zoomable
    """.split()
)
"""Classes of Plone's editor, its stock formats, its theme's and its output of pictures."""
_CLASS_FAMILIES = re.compile(r"picture-variant-[a-z0-9-]{1,40}|language-[a-z]{1,20}")

_ANCHOR = re.compile(r"[\w-][\w.:-]{0,199}")
_PAGE_IDS = re.compile(
    r"(?:_|mce|pat-|pbgdpl|plone|portal|portlet|formfield|fieldset|viewlet|archetypes"
    r"|personaltools|globalnav|contentview|searchbox|workflow|columns"
    r"|collapse-|contextSet|mainnav|offcanvas|protect-|sharing|social-"
    r"|(?:above|ajax|aria|below|breadcrumbs?|comments?|content|document|edit|field|footer"
    r"|form|global|header|history|languageselector|left|live|login|main|manage|menu|modal"
    r"|nav|navigation|parent|personal|reply|right|search|section|siteaction|sitemap"
    r"|skip|toolbar|user|visual|widget)(?![a-z]))"
)
"""How the ids begin that Plone, our pages and their scripts look for."""
_PAGE_NAMES = frozenset("body head hero html inherit root top window wrapper".split())
"""Whole ids of pages."""


def allowed_style(value: str) -> str | None:
    """Return the listed declarations of an inline style; None when none is."""
    kept = [one for one in declarations(value) if _listed(one)]
    if not kept:
        return None
    if len(kept) == len(list(declarations(value))):
        return value
    return " ".join(f"{one};" for one in kept)


def declarations(value: str) -> Iterator[str]:
    """Yield the declarations of an inline style in one way of writing."""
    for one in value.split(";"):
        name, colon, content = one.partition(":")
        if one.strip():
            yield f"{name.strip()}{colon} {content.strip()}".strip()


def allowed_classes(value: str, more: frozenset[str]) -> str | None:
    """Return the listed classes; None when none is. `more` are the portal's own."""
    names = value.split()
    kept = [
        name
        for name in names
        if name in CLASSES or name in more or _CLASS_FAMILIES.fullmatch(name)
    ]
    if not kept:
        return None
    return value if len(kept) == len(names) else " ".join(kept)


def allowed_id(value: str, more: frozenset[str] = frozenset()) -> str | None:
    """Return an id, unless pages have it or begin theirs like it. `more` are the portal's own."""
    name = value.lower()
    taken = _PAGE_IDS.match(value) or name in _PAGE_NAMES or name in more
    return value if _ANCHOR.fullmatch(value) and not taken else None


def allowed_name(value: str) -> str | None:
    """Return the name of an anchor. Ids come before names, so none is taken."""
    return value if _ANCHOR.fullmatch(value) else None


def allowed_size(value: str) -> str | None:
    """Return a width or height that can't be larger than a page."""
    fits = re.fullmatch(
        r"(?:100|\d{1,2})(?:\.\d{1,6})?%|(?:\d{1,3}|1\d{3})(?:px)?", value
    )
    return value if fits else None


def allowed_number(value: str) -> str | None:
    """Return a small number, such as that of columns that a cell spans."""
    return value if re.fullmatch(r"-?\d{1,4}", value) else None


def allowed_space(value: str) -> str | None:
    """Return the pixels around or between cells, which can't push a text off the page."""
    return value if re.fullmatch(r"\d{1,2}", value) else None


def _listed(declaration: str) -> bool:
    name, _colon, value = declaration.partition(": ")
    allowed = STYLES.get(name)
    return allowed is not None and allowed.fullmatch(value) is not None
