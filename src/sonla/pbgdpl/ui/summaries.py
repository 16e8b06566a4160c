"""What lists show of an item, and its HTML: the same on homepage, landing page and listings.

The template is plain Chameleon, whose expressions are compiled into Python. Zope's
page templates look each name up along acquisition and security, which no entry needs
and which made the lists take longer than all queries of a homepage together.
"""

from chameleon import PageTemplateFile
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from DateTime import DateTime
from functools import cache
from functools import cached_property
from pathlib import Path
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import find_index
from sonla.pbgdpl.core.catalog import ItemLoader
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import iso_day
from sonla.pbgdpl.core.dates import real_date
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.fields import wrong_dates
from sonla.pbgdpl.core.names import AI_INDEX
from sonla.pbgdpl.core.names import KIND_INDEX
from sonla.pbgdpl.core.names import LANGUAGE_INDEX
from sonla.pbgdpl.core.urls import page_url
from sonla.pbgdpl.ui.icons import icon
from sonla.pbgdpl.ui.interfaces import IEntryStyle
from sonla.pbgdpl.vocabularies.terms import titles_by_token
from typing import Any
from zope.component import queryMultiAdapter
from zope.component import queryUtility
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import implementer

import re

TEMPLATES = Path(__file__).parent / "templates"

IMAGE_FIELDS = ("image", "poster", "preview_image")


@dataclass(frozen=True)
class Picture:
    """An image with its size, so that the page doesn't jump when it comes."""

    src: str
    width: int
    height: int


class TermTitles:
    """Provide titles of tokens, each list being read once."""

    def __init__(self) -> None:
        self._lists: dict[str, dict[str, str]] = {}

    def __call__(self, vocabulary: str, token: str | None) -> str:
        """Return the title of a token of `sonla.pbgdpl.<vocabulary>`, or the token."""
        if vocabulary not in self._lists:
            self._lists[vocabulary] = titles_by_token(vocabulary)
        return self._lists[vocabulary].get(token or "", token or "")


@implementer(IEntryStyle)
class EntryStyle:
    """Show an item with its title, kind and day; what is registered says otherwise."""

    style = "story"
    in_columns = False
    kind_vocabulary = ""
    divided_by = "field"
    reads_dates = False
    """Whether it needs stored dates: where these are none, an item is shown as any type is."""
    icon = ""
    """Name of the picture of an item that has none; empty: there is no place for one."""
    template = PageTemplateFile(str(TEMPLATES / "entry.pt"))

    def facts(self, entry: Any) -> Mapping[str, Any]:
        """Return what stands below the title, and which picture there is."""
        return {"meta": self.meta(entry), "icon": self.icon}

    def meta(self, entry: Any) -> str:
        """Return the line below the title: kind and day."""
        return joined(entry.kind, entry.published_text)


def joined(*words: str | None) -> str:
    """Put the facts of a quiet line one after the other, without those that are empty."""
    return " · ".join(word for word in words if word)


ANY_TYPE = EntryStyle()
"""The style of all types that register none."""


class Summary:
    """Show one brain: what the catalog knows at once, the object only when asked."""

    def __init__(self, brain: Any, titles: TermTitles, load: ItemLoader) -> None:
        self.brain = brain
        self.titles = titles
        self.load = load
        self.portal_type: str = brain.portal_type
        self.title: str = brain.Title or brain.getId
        self.description: str = brain.Description

    @cached_property
    def style(self) -> Any:
        """How items of this type are shown."""
        style = queryUtility(IEntryStyle, self.portal_type, ANY_TYPE)
        return ANY_TYPE if style.reads_dates and wrong_dates(self.obj) else style

    @cached_property
    def url(self) -> str:
        return page_url(self.brain)

    @cached_property
    def obj(self) -> Any:
        """The object, for the few facts that the catalog has no column for.

        Somebody who lists a brain has asked the catalog what this visitor may see.
        """
        return self.load(self.brain)

    @cached_property
    def published(self) -> DateTime | None:
        """The date of publication."""
        return real_date(self.brain.effective)

    @cached_property
    def published_text(self) -> str:
        """The date of publication as it is written in Vietnam."""
        return format_day(self.published)

    @cached_property
    def published_iso(self) -> str:
        """The date of publication for machines."""
        return iso_day(self.published)

    def picture(self, scale: str = "preview") -> Picture | None:
        """Return the lead image or cover, from the catalog's own column."""
        return picture_of(self.brain, scale)

    @property
    def remark(self) -> Message | str:
        """What stands behind the title on the page of a person."""
        return ""

    @cached_property
    def event_date(self) -> str:
        """The day on which an event begins, from the catalog's own column."""
        return format_day(self.brain.start or None)

    @cached_property
    def held_iso(self) -> str:
        """The day on which an event begins, for machines."""
        return iso_day(self.brain.start or None)

    @property
    def place(self) -> str:
        """Where an event is held, from the catalog's own column."""
        return self.brain.location or ""

    @property
    def kind(self) -> str:
        """The kind in words, such as the form of an activity; empty if there are none."""
        vocabulary = self.style.kind_vocabulary
        return self.titles(vocabulary, self.kind_token) if vocabulary else ""

    @cached_property
    def kind_token(self) -> str:
        """The kind as the catalog has it."""
        return self.indexed(KIND_INDEX, "kind")

    @property
    def lang(self) -> str | None:
        """The tag of the language of its title; None where that is the page's own."""
        return foreign_tag(self.text_language)

    @cached_property
    def text_language(self) -> str:
        """The token of its language; empty if none is entered."""
        return self.indexed(LANGUAGE_INDEX, "text_language")

    @property
    def foreign_language(self) -> str:
        """The name of its language, for who can't read it; empty for that of the page."""
        token, request = self.text_language, getRequest()
        known = None if request is None else request.get("LANGUAGE")
        return self.titles("Languages", token) if token not in ("", "vi", known) else ""

    @property
    def is_made_with_ai(self) -> bool:
        """Whether it has sound, pictures or film made with AI, of which readers are told."""
        return bool(self.indexed(AI_INDEX, "made_with_ai"))

    @property
    def ai_words(self) -> str:
        """What readers are told of that."""
        return translate(
            _("tag_made_with_ai", default="Made with AI"), context=getRequest()
        )

    def indexed(self, name: str, field: str) -> Any:
        """Return what an index has of the item; without it, what the field stores.

        So that the object is not loaded.
        """
        index = find_index(self.brain.aq_parent, name)
        if index is None:
            return stored_value(self.obj, field) or ""
        return index.getEntryForObject(self.brain.getRID()) or ""


def picture_of(brain: Any, scale: str) -> Picture | None:
    """Return an image of a brain in a scale, without loading the object."""
    scales = getattr(brain, "image_scales", None) or {}
    for field in IMAGE_FIELDS:
        for image in scales.get(field) or ():
            found = (image.get("scales") or {}).get(scale) or image
            return Picture(
                f"{brain.getURL()}/{found['download']}", found["width"], found["height"]
            )
    return None


def entries_of(
    brains: Iterable[Any], titles: TermTitles | None = None
) -> Iterator[Summary]:
    """Make the entries of some brains, which share one reading of the lists and ways to folders."""
    titles, load = titles or TermTitles(), ItemLoader()
    return (Summary(brain, titles, load) for brain in brains)


_TEMPLATE = PageTemplateFile(str(TEMPLATES / "entries.pt"))
IN_SIGHT = 2
"""Covers that the first screen of a phone has."""


class SummaryRow:
    """An entry with the way in which it is shown."""

    def __init__(
        self, entry: Summary, style: Any, described: bool, is_first: bool = False
    ) -> None:
        self.entry = entry
        self.style = style
        self.described = described
        self.loading = None if is_first else "lazy"
        self.facts: Mapping[str, Any] = style.facts(entry)

    @property
    def meta(self) -> str:
        """The line below the title: what the style says, and in which language it is."""
        return joined(self.facts.get("meta"), self.entry.foreign_language)

    @cached_property
    def picture(self) -> Picture | None:
        return self.entry.picture()

    @property
    def srcset(self) -> str | None:
        """The picture and a smaller one, of which a phone on a slow line takes that."""
        large, small = self.picture, self.entry.picture("mini")
        if large is None or small is None or small.width >= large.width:
            return None
        return f"{small.src} {small.width}w, {large.src} {large.width}w"

    @property
    def has_thumb(self) -> bool:
        """Whether there is a place for a picture."""
        return bool(self.picture or self.facts.get("icon"))

    @property
    def item_class(self) -> str:
        """The classes of the item."""
        names = [f"is-{self.style.style}"]
        if self.has_thumb:
            names.append("has-picture")
        if self.facts.get("tag"):
            names.append("is-document")
        return " ".join(names)


def brief_list(entries: Sequence[Summary], extra_class: str = "is-split") -> str:
    """Render a short list: no descriptions, two columns where there is room."""
    rows = [SummaryRow(entry, entry.style, False) for entry in entries]
    return render(rows, f"pbgdpl-list {extra_class}".strip())


def cards(entries: Sequence[Summary], at_once: int = 0) -> str:
    """Render items side by side; pictures of the first ones are fetched with the page."""
    rows = [
        SummaryRow(entry, entry.style, False, number < at_once)
        for number, entry in enumerate(entries)
    ]
    return render(rows, "pbgdpl-cards")


def full_list(entries: Sequence[Summary]) -> str:
    """Render a page of a listing, with descriptions; covers in columns where all are such."""
    if all(entry.style.in_columns for entry in entries):
        return cards(entries, IN_SIGHT)
    return render(
        [SummaryRow(entry, entry.style, True) for entry in entries], "pbgdpl-list"
    )


def render(rows: Sequence[SummaryRow], list_class: str) -> str:
    """Render rows as a list; every text in them is escaped."""
    if not rows:
        return ""
    return _TEMPLATE(rows=rows, list_class=list_class, icon=cache(icon))


LANGUAGES = "sonla.pbgdpl.Languages"


def scaled(obj: Any, field: str, scale: str) -> Picture | None:
    """Return an image field of an object in a scale, with the size it will have."""
    if getattr(obj, field, None) is None:
        return None
    images = queryMultiAdapter((obj, getRequest()), name="images")
    found = images.scale(field, scale=scale, pre=True) if images else None
    return Picture(found.url, found.width, found.height) if found else None


def foreign_tag(token: str | None) -> str | None:
    """Return the tag of a language; None where it is that of the page, or not known."""
    tag, request = language_tag(token), getRequest()
    known = None if request is None else request.get("LANGUAGE")
    return tag if tag not in ("", known) else None


def language_tag(token: str | None) -> str:
    """Turn a token of `sonla.pbgdpl.Languages` into a language tag (BCP 47).

    Tokens of one language are such tags; a bilingual one names two and has none.
    """
    return token if token and re.fullmatch("[a-z]{2,3}", token) else ""


def link_to(uid: str) -> dict[str, str] | None:
    """Find an item for a link by the catalog alone; None for one that is gone."""
    for brain in api.content.find(unrestricted=True, UID=uid, show_inactive=True):
        return {"title": brain.Title or brain.getId, "url": brain.getURL()}
    return None
