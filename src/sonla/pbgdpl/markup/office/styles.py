"""What styles say of words: bold, slanted, struck; said by elements instead."""

from lxml import etree
from typing import Any

import re

_BOLD = re.compile(r"bold|bolder|[6-9]00")
_EXCEL_BOLD = re.compile(
    r"\.(xl\w{1,40})\s*\{[^{}]*?font-weight:\s*(?:bold|[6-9]00)[^{}]*\}"
)


def style_of(element: Any) -> dict[str, str]:
    """Return the declarations of an inline style by their names."""
    pairs = (one.partition(":") for one in element.get("style", "").split(";"))
    return {
        name.strip().lower(): value.strip().lower() for name, _colon, value in pairs
    }


def classes_of(element: Any) -> set[str]:
    """Return the classes of an element."""
    return set(element.get("class", "").split())


def bold_classes(html: str) -> set[str]:
    """Return the classes that a spreadsheet's style sheet makes bold."""
    return set(_EXCEL_BOLD.findall(html))


def emphasise(root: Any) -> None:
    """Put elements in the place of styles of spans; a `b` of normal weight goes."""
    for one in list(root.iter("b", "span", "strong")):
        style = style_of(one)
        weight = style.get("font-weight", "")
        if one.tag != "span":
            if weight in ("normal", "400"):
                one.drop_tag()
            continue
        for tag in _said(style, weight, one):
            _wrap_inside(one, tag)


def _said(style: dict[str, str], weight: str, element: Any) -> list[str]:
    lines = (
        f"{style.get('text-decoration', '')} {style.get('text-decoration-line', '')}"
    )
    linked = any(True for _one in element.iterancestors("a"))
    says = {
        "strong": bool(_BOLD.fullmatch(weight)),
        "em": style.get("font-style") in ("italic", "oblique"),
        "u": "underline" in lines and not linked,
        "s": "line-through" in lines,
        "sup": style.get("vertical-align") == "super",
        "sub": style.get("vertical-align") == "sub",
    }
    return [tag for tag, said in says.items() if said]


def _wrap_inside(element: Any, tag: str) -> None:
    """Put all that an element holds into a new one within it."""
    inner = etree.SubElement(element, tag)
    inner.text, element.text = element.text, None
    for child in list(element)[:-1]:
        inner.append(child)
