"""The tags that services read when somebody shares a page of a section."""

from collections.abc import Iterator
from pathlib import Path
from plone import api
from plone.app.layout import viewlets
from plone.app.layout.viewlets.social import SocialTagsViewlet
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.settings.public_address import in_public
from sonla.pbgdpl.settings.public_address import public_root
from sonla.pbgdpl.ui.interfaces import IConfidentialPage
from sonla.pbgdpl.ui.interfaces import ITitledPage
from typing import Any

TEMPLATES = str(Path(viewlets.__file__).parent)

Tag = dict[str, Any]

PICTURE = "++plone++sonla.pbgdpl/share.png"
PICTURE_SIZE = (1200, 630)
PICTURE_TYPE = "image/png"
CARD = {"name": "twitter:card", "content": "summary_large_image"}


class SharingTagsViewlet(SocialTagsViewlet):
    """Name a picture that services can show: core takes the portal's logo, mostly an SVG.

    They show the picture of a text, the cover of a material, or else one of the section.
    """

    def _get_tags(self) -> list[Tag]:
        """Return core's tags, in a section with its pictures and the names of its pages."""
        tags = super()._get_tags()
        if not tags or section_of(self.context) is None:
            return tags
        shown = any(tag.get("property") == "og:image:width" for tag in tags)
        pictures = () if shown else self.picture()
        kept = (tag for tag in tags if shown or not is_picture(tag))
        named = [self.named(tag) for tag in (*kept, *pictures)]
        # Services keep addresses: they get the public ones, once there is one.
        return [in_public_tag(tag) for tag in named] if public_root() else named

    def named(self, tag: Tag) -> Tag:
        """Return a tag as the page has it that is more than the view of its item."""
        if tag.get("name") == CARD["name"]:
            return CARD
        if IConfidentialPage.providedBy(self.view):
            return self.confidential(tag)
        is_title = "og:title" == tag.get("property") or "name" == tag.get("itemprop")
        if is_title and ITitledPage.providedBy(self.view):
            return {**tag, "content": self.view.translated_title}
        return tag

    def confidential(self, tag: Tag) -> Tag:
        """Return a tag that names the section instead of the item."""
        told = (tag.get("property") or tag.get("itemprop") or "").removeprefix("og:")
        if told in ("title", "name"):
            section = section_of(self.context)
            return {**tag, "content": "" if section is None else section.Title()}
        return {**tag, "content": ""} if told == "description" else tag

    def picture(self) -> Iterator[Tag]:
        """Yield the tags of the cover of a material, or else of the section's picture."""
        cover = self.cover()
        if cover is None:
            url, kind = f"{api.portal.get().absolute_url()}/{PICTURE}", PICTURE_TYPE
            width, height = PICTURE_SIZE
        else:
            url, kind = cover.url, cover.mimetype
            width, height = cover.width, cover.height
        yield {"property": "og:image", "content": url}
        yield {"property": "og:image:width", "content": width}
        yield {"property": "og:image:height", "content": height}
        yield {"property": "og:image:type", "content": kind}
        yield {"itemprop": "image", "content": url}

    def cover(self) -> Any | None:
        """Return the cover of a material in a size for services; None without one."""
        if getattr(self.context.aq_base, "poster", None) is None:
            return None
        images = self.context.restrictedTraverse("@@images")
        return images.scale("poster", scale=self.social_image_scale)


class HeadTagsViewlet(SharingTagsViewlet):
    """Write the tags for the head of the page."""

    index = ViewPageTemplateFile("social_tags.pt", TEMPLATES)


class BodyTagsViewlet(SharingTagsViewlet):
    """Write those that stand in the body."""

    index = ViewPageTemplateFile("social_tags_body.pt", TEMPLATES)


def in_public_tag(tag: Tag) -> Tag:
    """Return a tag with the portal's public address."""
    text = tag["content"]
    return {**tag, "content": in_public(text)} if isinstance(text, str) else tag


def is_picture(tag: Tag) -> bool:
    """Return whether a tag is about a picture."""
    return str(tag.get("property", "")).startswith("og:image") or (
        tag.get("itemprop") == "image"
    )
