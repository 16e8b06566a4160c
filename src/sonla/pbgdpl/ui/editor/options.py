"""What the editor's dialogues offer, in the reader's language.

Core hands the titles of sizes and of favourite places over as they stand in English, as JSON
that nobody translates any more. The setting of the sizes is the whole portal's and is left
alone.
"""

from plone.app.z3cform.interfaces import IContentBrowserWidget
from Products.CMFPlone.patterns.settings import PatternSettingsAdapter
from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.section import place_of_form
from sonla.pbgdpl.core.section import section_of
from typing import Any
from z3c.form.widget import ComputedWidgetAttribute
from zope.i18n import translate

import json


def translated(options: dict[str, Any], request: Any) -> dict[str, Any]:
    """Return the favourites among a dialogue's options, translated; there may be none."""
    if "favorites" not in options:
        return {}
    return {
        "favorites": [
            {**place, "title": translate(place["title"], "plone", context=request)}
            for place in options["favorites"]
        ]
    }


def favourites_of_field(adapter: Any) -> dict[str, Any]:
    """Translate the favourites of a field in a section; core lays these options over its own."""
    if section_of(place_of_form(adapter.context)) is None:
        return {}
    return translated(adapter.widget.get_pattern_options(), adapter.request)


FieldFavourites = ComputedWidgetAttribute(
    favourites_of_field, request=IBrowserLayer, widget=IContentBrowserWidget
)


EDITOR = "data-pat-tinymce"
IN_SECTION = {"min_height": 200, "max_height": 900, "toolbar_mode": "wrap"}
"""The editor is as high as what is written in it."""
FRAME_TITLE = _("label_editor_frame", default="Text editor")
"""Of the frame in which people type: screen readers name it, and core gives it no name."""


class TranslatedOptions(PatternSettingsAdapter):
    """Provide core's options of the editor, in a section with its words translated."""

    @property
    def picture_variants(self) -> dict[str, dict[str, Any]]:
        """Translate the titles in core's domain; one that an administrator gave stays."""
        if section_of(self.context) is None:
            return super().picture_variants
        return {
            name: {
                **variant,
                "title": translate(
                    variant["title"], domain="plone", context=self.request
                ),
            }
            for name, variant in super().picture_variants.items()
        }

    def tinymce(self) -> dict[str, str]:
        """Translate the favourites of the dialogue that chooses content.

        The editor is high, and its toolbar is whole.
        """
        attributes = super().tinymce()
        if section_of(self.context) is None:
            return attributes
        options = json.loads(attributes[EDITOR])
        options["relatedItems"] |= translated(options["relatedItems"], self.request)
        title = translate(FRAME_TITLE, context=self.request)
        tiny = options["tiny"]
        tiny |= {**IN_SECTION, "iframe_attrs": {"title": title}}
        tiny["plugins"] = [*tiny["plugins"], "autoresize"]
        return {**attributes, EDITOR: json.dumps(options)}
