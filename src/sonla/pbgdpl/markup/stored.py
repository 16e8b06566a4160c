"""Clean the texts that an item stores, whichever way it came into a section."""

from Acquisition import aq_base
from dataclasses import replace
from html import escape
from plone.app.textfield.interfaces import IRichTextValue
from plone.app.textfield.interfaces import TransformError
from plone.app.textfield.transform import PortalTransformsTransformer
from plone.app.textfield.value import RichTextValue
from plone.dexterity.interfaces import IDexterityContent
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.markup.authored import clean
from sonla.pbgdpl.markup.authored import Cleaned
from sonla.pbgdpl.markup.authored import Rules
from sonla.pbgdpl.markup.loaded import nothing_there
from sonla.pbgdpl.markup.messages import report_removed
from sonla.pbgdpl.markup.pictures import Pictures
from sonla.pbgdpl.markup.pictures import place_of
from sonla.pbgdpl.markup.portal import rules_of_portal
from sonla.pbgdpl.markup.removed import Removed
from sonla.pbgdpl.markup.tree import Tree
from sonla.pbgdpl.markup.unreadable import clean_plain_texts
from sonla.pbgdpl.markup.unreadable import readable
from typing import Any
from zope.component import adapter
from zope.container.interfaces import IContainerModifiedEvent
from zope.lifecycleevent.interfaces import IObjectModifiedEvent
from zope.lifecycleevent.interfaces import IObjectMovedEvent

HTML = "text/html"
SAFE_HTML = "text/x-html-safe"
PLAIN = "text/plain"
"""Shown with its markup escaped."""
MARKUP = (HTML, SAFE_HTML, None)
_CHECKED = "_v_pbgdpl_checked"
"""Of a rich text's holder: the rules by which it was found to be clean."""


def item_placed(obj: Any, event: IObjectMovedEvent) -> None:
    """Clean an item that was made in a section, copied or moved there."""
    if event.newParent is not None and IDexterityContent.providedBy(obj):
        clean_item(obj)


def item_modified(obj: Any, event: IObjectModifiedEvent) -> None:
    """Clean an item that was changed."""
    if IDexterityContent.providedBy(obj) and not IContainerModifiedEvent.providedBy(
        event
    ):
        clean_item(obj)


def clean_item(obj: Any) -> list[Removed]:
    """Clean the texts of an item in a section, and tell the author what left the rich ones."""
    if section_of(obj) is None:
        return []
    clean_plain_texts(obj)
    texts = rich_texts(obj)
    if not texts:
        return []
    removed: list[Removed] = []
    for name, value in texts.items():
        cleaned = _kept(value, obj)
        if cleaned.html != value.raw or _is_misdeclared(value):
            kind = PLAIN if value.mimeType == PLAIN else HTML
            setattr(aq_base(obj), name, RichTextValue(cleaned.html, kind, SAFE_HTML))
        removed.extend(cleaned.removed)
    if removed:
        report_removed(obj, removed)
    return removed


def _kept(value: Any, obj: Any) -> Cleaned:
    """Return what is stored of a rich text; pictures in it become files on the way."""
    pictures = Pictures(place_of(obj), obj.Title())
    if value.mimeType in MARKUP:
        raw = pictures.stored(value.raw)
        if raw != value.raw:
            value = RichTextValue(raw, value.mimeType or HTML, value.outputMimeType)
    cleaned = cleaned_value(value, obj, rules_of_portal(Tree(obj)))
    refused = [Removed("refused", one, "") for one in pictures.refused]
    return Cleaned(cleaned.html, (*refused, *cleaned.removed))


def rich_texts(obj: Any) -> dict[str, Any]:
    """Return the rich texts that an item stores, by attribute; no matter which schema."""
    base = aq_base(obj)
    base._p_activate()
    return {
        name: value
        for name, value in vars(base).items()
        if IRichTextValue.providedBy(value) and value.raw
    }


def cleaned_value(value: Any, context: Any, rules: Rules) -> Cleaned:
    """Return what may be stored of a rich text. Markdown and the like become HTML."""
    if value.mimeType == PLAIN:
        return Cleaned(readable(value.raw))
    if value.mimeType in MARKUP:
        return clean(value.raw, rules)
    try:
        return clean(value.output_relative_to(context) or "", rules)
    except TransformError:
        return Cleaned(escape(value.raw, quote=False))


def _is_misdeclared(value: Any) -> bool:
    """Return whether a text would be shown without Plone's own filter."""
    return value.mimeType not in (HTML, PLAIN) or value.outputMimeType != SAFE_HTML


@adapter(IDexterityContent)
class AuthoredTransformer(PortalTransformsTransformer):
    """Show of what an item in a section stores only what may be stored there.

    For texts that are older than the rule, or went round it: reverting to a version and
    scripts send no event.
    """

    def __call__(self, value: Any, mimeType: str) -> str:
        """Return the output of a rich text, as what may be stored of it has one."""
        if not value.raw or section_of(self.context) is None:
            return super().__call__(value, mimeType)
        tree = Tree(self.context)
        rules = rules_of_portal(tree)
        if value.mimeType in MARKUP:
            return super().__call__(self._checked(value, rules, tree), mimeType)
        return clean(super().__call__(value, mimeType), rules).html

    def _checked(self, value: Any, rules: Rules, tree: Tree) -> Any:
        """Return a rich text, or a clean one in its place, and remember that it is clean.

        One that names files by their paths is looked at each time: what stands there changes.
        """
        holder = value._raw_holder  # noqa: SLF001, what lasts beyond the value
        if getattr(holder, _CHECKED, None) == rules:
            return value
        cleaned = clean(value.raw, rules).html
        if cleaned == value.raw:
            if not tree.asked_paths:
                setattr(holder, _CHECKED, replace(rules, there=nothing_there))
            return value
        return RichTextValue(cleaned, HTML, value.outputMimeType)
