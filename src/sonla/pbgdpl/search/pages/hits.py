"""What the search page shows of a result, with excerpts that mark the words sought.

Words are found with the accents that were typed, or any where none were. Everything that comes
from content is escaped, only `mark` is ours.
"""

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from plone import api
from sonla.pbgdpl.core.catalog import find_index
from sonla.pbgdpl.core.catalog import item_of
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import iso_day
from sonla.pbgdpl.core.dates import real_date
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.html import body_text
from sonla.pbgdpl.core.names import LANGUAGE_INDEX
from sonla.pbgdpl.core.typed_text import normalized
from sonla.pbgdpl.core.types import facts_of
from sonla.pbgdpl.core.urls import page_url
from sonla.pbgdpl.core.vietnamese.words import agrees
from sonla.pbgdpl.core.vietnamese.words import canonical_word
from sonla.pbgdpl.core.vietnamese.words import fold_word
from sonla.pbgdpl.core.vietnamese.words import other_i
from sonla.pbgdpl.ui.summaries import foreign_tag
from typing import Any

import re

EXCERPT_LENGTH = 220
"""Characters of an excerpt, before it is widened to whole words."""

LEAD = 60
"""Characters before the first word found."""

_WORD = re.compile(r"\w+")


class SoughtWords:
    """The words of a query, canonical, to be found in what a result says."""

    def __init__(self, typed: Iterable[str]) -> None:
        self.by_folded: dict[str, list[str]] = defaultdict(list)
        self.judged: dict[str, bool] = {}
        for word in typed:
            for spelled in {word, other_i(word)}:
                self.by_folded[fold_word(spelled)].append(spelled)

    def __bool__(self) -> bool:
        return bool(self.by_folded)

    def __contains__(self, word: str) -> bool:
        """Return whether a word of a text may be one that was typed."""
        found = self.judged.get(word)
        if found is None:
            found = self.judged[word] = self._may_be_meant(word)
        return found

    def _may_be_meant(self, word: str) -> bool:
        typed = self.by_folded.get(fold_word(word), ())
        meant = canonical_word(word) if typed else ""
        return any(agrees(one, meant) for one in typed)


def mark_words(text: str, sought: SoughtWords) -> str:
    """Return `text` as HTML with each sought word in `mark`."""
    text = normalized(text)
    parts, end = [], 0
    for match in _WORD.finditer(text) if sought else ():
        if match.group() in sought:
            parts.append(escape(text[end : match.start()]))
            parts.append(f"<mark>{escape(match.group())}</mark>")
            end = match.end()
    parts.append(escape(text[end:]))
    return "".join(parts)


def excerpt(text: str, sought: SoughtWords) -> str:
    """Cut the part of a text around the first sought word; plain, not yet HTML.

    The text from its beginning when it holds none of the words.
    """
    text = normalized(text)
    found = first_found(text, sought)
    if found is None or found <= LEAD:
        return _cut(text, 0)
    return _cut(text, found - LEAD)


def first_found(text: str, sought: SoughtWords) -> int | None:
    """Find where the first sought word of a composed text begins."""
    for match in _WORD.finditer(text) if sought else ():
        if match.group() in sought:
            return match.start()
    return None


def _cut(text: str, start: int) -> str:
    """Cut about `EXCERPT_LENGTH` characters at whole words, with marks of omission."""
    if start:
        start = text.find(" ", start) + 1
    end = start + EXCERPT_LENGTH
    piece = text[start:end]
    if end < len(text):
        piece = piece.rpartition(" ")[0] or piece
        piece = f"{piece.rstrip()} …"
    piece = " ".join(piece.split())
    return f"… {piece}" if start else piece


@dataclass(frozen=True)
class Hit:
    """What is shown of one result; `title` and `excerpt` are safe HTML."""

    url: str
    title: str
    excerpt: str
    type_title: str
    agency: str
    published: str
    """The day, written as in Vietnam: 30/01/2026. Empty for a draft."""
    published_iso: str
    state: str
    lang: str | None
    """The language of title and excerpt, where it is a foreign one."""

    @property
    def facts(self) -> str:
        """Kind, day and agency, as far as they are known."""
        known = (self.type_title, self.published, self.agency)
        return " · ".join(filter(None, known))


def hit_of(
    brain: Any,
    sought: SoughtWords,
    type_titles: Mapping[str, str],
    agency_titles: Mapping[str, str],
) -> Hit:
    """Make a hit of a catalog entry; the sought words are marked."""
    agency = _indexed(brain, "pbgdpl_agency")
    day = real_date(brain.effective)
    return Hit(
        url=page_url(brain),
        title=mark_words(brain.Title or brain.getId, sought),
        excerpt=mark_words(_excerpt(brain, sought), sought),
        type_title=type_titles.get(brain.portal_type, brain.portal_type),
        agency=agency_titles.get(agency, agency) if agency else "",
        published=format_day(day),
        published_iso=iso_day(day),
        state=brain.review_state or "",
        lang=foreign_tag(_indexed(brain, LANGUAGE_INDEX)),
    )


def _excerpt(brain: Any, sought: SoughtWords) -> str:
    """Quote the description if it holds a sought word, else the body if it does."""
    description = brain.Description or ""
    if description and (not sought or first_found(description, sought) is not None):
        return excerpt(description, sought)
    # The brain is one that the visitor may see; its container may be hidden.
    obj = item_of(brain)
    if obj is None:
        return excerpt(description, sought)
    if opening := _opening(obj):
        return excerpt(opening, sought)
    body = _body(obj)
    if sought and first_found(body, sought) is None and description:
        return excerpt(description, sought)
    return excerpt(body, sought)


def _opening(obj: Any) -> str:
    """Return the sentences with which an item of some types begins."""
    name = facts_of(obj.portal_type).opening_field
    return " ".join(stored_value(obj, name) or ()) if name else ""


def _body(obj: Any) -> str:
    """Return the text of an item, of a video its transcript."""
    return body_text(obj) or stored_value(obj, "transcript") or ""


def _indexed(brain: Any, name: str) -> str | None:
    index = find_index(api.portal.get_tool("portal_catalog"), name)
    return None if index is None else index.getEntryForObject(brain.getRID())
