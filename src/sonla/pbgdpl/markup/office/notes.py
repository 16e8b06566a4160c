"""Footnotes and endnotes: links from the text to a list at its end, and back."""

from dataclasses import dataclass
from dataclasses import field
from hashlib import sha256
from lxml import etree
from lxml.html import Element
from sonla.pbgdpl.markup.office.styles import style_of
from typing import Any

import re

_TO_NOTE = re.compile(
    r"_?(?P<kind>ftn|edn)(?P<number>\d+)"
    r"|sd(?P<sd_kind>foot|end)note(?P<sd_number>\d+)sym"
    r"|(?P<docs_kind>ftnt)(?P<docs_number>\d+)"
)
_BACK = re.compile(
    r"_?(?P<kind>ftn|edn)ref(?P<number>\d+)"
    r"|sd(?P<sd_kind>foot|end)note(?P<sd_number>\d+)anc"
    r"|(?P<docs_kind>ftnt)_ref(?P<docs_number>\d+)"
)
_LIST = re.compile(r"(?:foot|end)note-list")


@dataclass
class Notes:
    """The notes of a text, out of it, by what the programs call them."""

    bodies: dict[str, Any] = field(default_factory=dict)
    prefix: str = ""
    """What tells these notes from those of another paste into the same text."""


def take_notes(root: Any) -> Notes:
    """Take the notes out of a text; links to them become ours, or words where none is."""
    notes = Notes()
    for back in list(root.iter("a")):
        key = _key(back, _BACK)
        if key and key not in notes.bodies:
            notes.bodies[key] = _take(back, root)
    said = "\0".join(one.text_content() for one in notes.bodies.values())
    notes.prefix = f"note-{sha256(said.encode()).hexdigest()[:6]}"
    order = []
    for link in list(root.iter("a")):
        key = _key(link, _TO_NOTE)
        if not key:
            continue
        known = key in notes.bodies
        if known and key not in order:
            order.append(key)
        number = order.index(key) + 1 if known else 0
        _refer(link, notes.prefix, number)
    rest = [key for key in notes.bodies if key not in order]
    notes.bodies = {key: notes.bodies[key] for key in [*order, *rest]}
    for one in list(root.iter("div")):
        if _LIST.search(style_of(one).get("mso-element", "")):
            one.drop_tree()
    return notes


def place_notes(root: Any, notes: Notes) -> None:
    """Append the notes to a text, each with a link back to where it is referred to."""
    if not notes.bodies:
        return
    etree.SubElement(root, "hr")
    made = etree.SubElement(root, "ol")
    for number, body in enumerate(notes.bodies.values(), 1):
        item = etree.SubElement(made, "li", id=f"{notes.prefix}-{number}")
        item.text = " ".join(body.text_content().split()) + " "
        back = etree.SubElement(item, "a", href=f"#{notes.prefix}-ref-{number}")
        back.text = "↑"


def _key(link: Any, names: re.Pattern[str]) -> str:
    found = names.fullmatch(link.get("href", "").partition("#")[2])
    if not found:
        return ""
    kind = next(filter(None, found.group("kind", "sd_kind", "docs_kind")))
    number = next(filter(None, found.group("number", "sd_number", "docs_number")))
    return f"{kind[0]}{number}"


def _take(back: Any, root: Any) -> Any:
    """Take the body of a note out of the text, without its own number."""
    body = back.getparent()
    for one in back.iterancestors():
        if one is root:
            break
        element = style_of(one).get("mso-element", "")
        if one.tag == "div" and (element.endswith("note") or _is_note(one)):
            body = one
            break
        if one.tag in ("p", "li"):
            body = one
    back.drop_tree()
    body.drop_tree()
    return body


def _is_note(element: Any) -> bool:
    return (
        re.fullmatch(r"(?:ftn|edn|sd(?:foot|end)note)\d+", element.get("id", ""))
        is not None
    )


def _refer(link: Any, prefix: str, number: int) -> None:
    """Make a link to a note ours; one whose note wasn't copied becomes its number."""
    words = " ".join(link.text_content().split()).strip("[]")
    parent = link.getparent()
    if parent.tag == "sup" and not (parent.text or "").strip() and len(parent) == 1:
        parent.drop_tag()
    raised = Element("sup")
    raised.tail, link.tail = link.tail, None
    link.getparent().replace(link, raised)
    if not number:
        raised.text = f"[{words}]"
        return
    made = etree.SubElement(raised, "a", href=f"#{prefix}-{number}")
    made.set("id", f"{prefix}-ref-{number}")
    made.text = f"[{number}]"
