"""At the head of a text: its versions in other languages, and its sound; its title's language.

Machines are told of the versions in the head of the page.
"""

from functools import cached_property
from html import escape
from plone.base.utils import human_readable_size
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.settings.public_address import in_public
from sonla.pbgdpl.texts.sound import length_words
from sonla.pbgdpl.texts.sound import sound_length
from sonla.pbgdpl.texts.versions import language_of
from sonla.pbgdpl.texts.versions import Version
from sonla.pbgdpl.texts.versions import versions_of
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.summaries import foreign_tag
from sonla.pbgdpl.ui.summaries import joined
from sonla.pbgdpl.ui.summaries import language_tag
from sonla.pbgdpl.ui.summaries import LANGUAGES
from sonla.pbgdpl.ui.viewlets import ConditionalViewlet
from sonla.pbgdpl.ui.viewlets import LazyViewlet
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from urllib.parse import quote
from zope.i18nmessageid import Message


class VersionsViewlet(ConditionalViewlet):
    """Lead to the other versions of a text, and play the sound of this one."""

    def available(self) -> bool:
        """Show it where there is a version or a sound."""
        return self.sound is not None or bool(self.versions)

    @cached_property
    def versions(self) -> list[Version]:
        """The published versions in other languages."""
        return versions_of(self.context)

    def version_title(self, version: Version) -> Message:
        """Return what a version is called: *Bản tiếng Thái*."""
        name = version.language[:1].lower() + version.language[1:]
        return _(
            "label_version_in",
            default="Version in ${language}",
            mapping={"language": name},
        )

    # The sound

    @cached_property
    def sound(self) -> Any:
        """The file in which the text is read aloud; None without one."""
        return stored_value(self.context, "recording")

    @property
    def sound_url(self) -> str:
        """The address of the sound, which answers requests for parts (Range)."""
        name = quote(self.sound.filename or "sound")
        return f"{self.context.absolute_url()}/@@download/recording/{name}"

    @property
    def sound_facts(self) -> str:
        """How long and how large it is."""
        size = human_readable_size(self.sound.getSize())
        return joined(length_words(sound_length(self.sound)), size)

    @property
    def language(self) -> str | None:
        """The language that is heard; None where it is no single one."""
        return language_tag(language_of(self.context)) or None

    @property
    def language_title(self) -> str:
        """The language that is heard, in words, within a sentence."""
        title = term_title(LANGUAGES, language_of(self.context))
        return title[:1].lower() + title[1:]


class AlternatesViewlet(LazyViewlet):
    """Name to search engines the page of each language, this one included."""

    def render(self) -> str:
        """Write a link a language; nothing without another version.

        Two of one language would leave open which is meant, so the first stands for it.
        """
        versions = versions_of(self.context)
        if not versions:
            return ""
        pages = {language_tag(language_of(self.context)): self.context.absolute_url()}
        for version in versions:
            pages.setdefault(version.tag or "", version.url)
        return "".join(
            f'<link rel="alternate" hreflang="{tag}" href="{escape(in_public(url))}" />\n'
            for tag, url in pages.items()
            if tag
        )


class TitleView(BrowserView):
    """Write the heading of a page as core does, with its language where it is a foreign one."""

    def __call__(self) -> str:
        """Render the element."""
        return self.element("h1", self.context.Title())

    def element(self, name: str, text: str, attributes: str = "") -> str:
        """Return an element with a text of the item; empty without one."""
        if not text:
            return ""
        tag = foreign_tag(stored_value(self.context, "text_language"))
        language = f' lang="{tag}"' if tag else ""
        return f"<{name}{attributes}{language}>{escape(text)}</{name}>"


class DescriptionView(TitleView):
    """Write the description in the same way."""

    def __call__(self) -> str:
        """Render the element."""
        return self.element("p", self.context.Description(), ' class="lead"')
