"""Say what the editor's dialogues offer in the reader's language.

Core hands the titles of sizes and of favourite places over as they stand in English, and
the dialogues show them as they come. The setting of the sizes is the whole portal's and
is left alone.
"""

from Products.CMFPlone.patterns.settings import PatternSettingsAdapter
from sonla.pbgdpl.browser.editor.favourites import translated
from typing import Any
from zope.i18n import translate

import json

EDITOR = "data-pat-tinymce"


class TranslatedOptions(PatternSettingsAdapter):
    """Provide core's options of the editor, sizes of pictures and favourites translated."""

    @property
    def picture_variants(self) -> dict[str, dict[str, Any]]:
        """Translate the titles in core's domain; one that an administrator gave stays."""
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
        """Translate the favourites of the dialogue that chooses content."""
        attributes = super().tinymce()
        options = json.loads(attributes[EDITOR])
        options["relatedItems"] |= translated(options["relatedItems"], self.request)
        return {**attributes, EDITOR: json.dumps(options)}
