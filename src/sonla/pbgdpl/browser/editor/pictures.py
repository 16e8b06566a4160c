"""Say the sizes of pictures in the editor's dialog in the reader's language.

Core hands their titles over as the setting holds them, in English, and the dialog shows
them as they come. The setting is the whole portal's and is left alone.
"""

from Products.CMFPlone.patterns.settings import PatternSettingsAdapter
from typing import Any
from zope.i18n import translate


class TranslatedPictureSizes(PatternSettingsAdapter):
    """Give the editor core's options, its sizes of pictures translated."""

    @property
    def picture_variants(self) -> dict[str, dict[str, Any]]:
        """Translate the titles in core's domain; one that an administrator gave stays."""
        return {
            name: {**variant, "title": self.said(variant["title"])}
            for name, variant in super().picture_variants.items()
        }

    def said(self, title: str) -> str:
        """Translate a title."""
        return translate(title, domain="plone", context=self.request)
