"""What services read when somebody shares a page of a section: tags, and a picture."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from plone import api
from plone.app.layout import viewlets
from plone.app.layout.viewlets.social import SocialTagsViewlet
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.core.interfaces import ISectionRoot
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.settings.public_address import in_public
from sonla.pbgdpl.settings.public_address import public_root
from sonla.pbgdpl.ui.interfaces import IConfidentialPage
from sonla.pbgdpl.ui.interfaces import ITitledPage
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.shared_caches import cache_control
from sonla.pbgdpl.ui.viewlets import confidential_title
from typing import Any
from zope.component import queryMultiAdapter
from zope.publisher.interfaces import NotFound

TEMPLATES = str(Path(viewlets.__file__).parent)

Tag = dict[str, Any]

OWN_PICTURE = "pbgdpl-share.png"
PICTURE = "++plone++sonla.pbgdpl/share.png"
VERSION = 1
"""To be raised when `share_picture` draws the same words in another way: caches ask for it."""
PICTURE_SIZE = (1200, 630)
PICTURE_TYPE = "image/png"
CARD = {"name": "twitter:card", "content": "summary_large_image"}


def picture_version(title: str, section: str) -> str:
    """Return what changes with the picture, for addresses and caches."""
    drawn = f"{VERSION}\n{title}\n{section}".encode("utf-8", "replace")
    return sha256(drawn).hexdigest()[:16]


class SharingTagsViewlet(SocialTagsViewlet):
    """Name a picture that services can show: core takes the portal's logo, mostly an SVG.

    They show the picture of a text, the cover of a material, or else one with its title.
    """

    def _get_tags(self) -> list[Tag]:
        """Return core's tags, in a section with its pictures and the names of its pages."""
        tags = super()._get_tags()
        if not tags or section_of(self.context) is None:
            return tags
        shown = not IConfidentialPage.providedBy(self.view) and any(
            tag.get("property") == "og:image:width" for tag in tags
        )
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
        if ITitledPage.providedBy(self.view):
            name = (tag.get("property") or tag.get("itemprop") or "").removeprefix(
                "og:"
            )
            own = {"title": self.view.translated_title, "url": self.own_address()}
            own["name"] = own["title"]
            return {**tag, "content": own[name]} if name in own else tag
        return tag

    def own_address(self) -> str:
        """Return the address of a page beside the view of its item, without what was asked.

        Services show what they find there, not what somebody shared.
        """
        return f"{self.context.absolute_url()}/@@{self.view.__name__}"

    def confidential(self, tag: Tag) -> Tag:
        """Return a tag that names the neutral title or the section instead of the item."""
        name = (tag.get("property") or tag.get("itemprop") or "").removeprefix("og:")
        if name in ("title", "name"):
            return {**tag, "content": confidential_title(self.context, self.view)}
        return {**tag, "content": ""} if name == "description" else tag

    def picture(self) -> Iterator[Tag]:
        """Yield the tags of a cover, of a picture with the title, or of the section's."""
        cover = self.cover()
        if cover is None:
            url, kind = self.drawn_picture(), PICTURE_TYPE
            width, height = PICTURE_SIZE
        else:
            url, kind = cover.url, cover.mimetype
            width, height = cover.width, cover.height
        yield {"property": "og:image", "content": url}
        yield {"property": "og:image:width", "content": width}
        yield {"property": "og:image:height", "content": height}
        yield {"property": "og:image:type", "content": kind}
        yield {"itemprop": "image", "content": url}

    def drawn_picture(self) -> str:
        """Return the address of a picture: of this text, or the one of all other pages.

        Services keep pictures by their addresses, so a changed title makes another one.
        """
        if ITitledPage.providedBy(self.view) or not has_own_picture(
            self.context, self.view
        ):
            return f"{api.portal.get().absolute_url()}/{PICTURE}"
        version = picture_version(*words_of(self.context))
        return f"{self.context.absolute_url()}/@@{OWN_PICTURE}?v={version}"

    def cover(self) -> Any | None:
        """Return the cover of a material in a size for services; None without one.

        Of a page whose readers may be watched nothing is shown.
        """
        if IConfidentialPage.providedBy(self.view):
            return None
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


class PictureView(BrowserView):
    """Draw the picture of a text for services: PNG, 1200 by 630.

    The address says which text, and nothing in it changes what is drawn.
    """

    def __call__(self) -> bytes:
        """Return the picture, or say that a cache still has the right one."""
        page = queryMultiAdapter(
            (self.context, self.request), name=self.context.getLayout()
        )
        if not has_own_picture(self.context, page):
            raise NotFound(self.context, OWN_PICTURE, self.request)
        words = words_of(self.context)
        tag = f'"{picture_version(*words)}"'
        response = self.request.response
        response.setHeader("Content-Type", PICTURE_TYPE)
        response.setHeader("X-Content-Type-Options", "nosniff")
        response.setHeader("ETag", tag)
        response.setHeader("Cache-Control", cache_control())
        if tag in (self.request.getHeader("If-None-Match") or ""):
            response.setStatus(304)
            return b""
        # Imported where a picture is drawn: caches keep what few pages of a process draw.
        from sonla.pbgdpl.ui.share_picture import share_picture

        return share_picture(*words)


def has_own_picture(item: Any, page: Any) -> bool:
    """Return whether a picture shows the title of an item whose page this is.

    Not of a section, which has one of its own, and not where readers may be watched.
    """
    return (
        IOwnContent.providedBy(item)
        and not ISectionRoot.providedBy(item)
        and section_of(item) is not None
        and not IConfidentialPage.providedBy(page)
    )


def words_of(item: Any) -> tuple[str, str]:
    """Return the words of a picture: the title of an item and of its section."""
    section = section_of(item)
    return item.Title(), "" if section is None else section.Title()


def in_public_tag(tag: Tag) -> Tag:
    """Return a tag with the portal's public address."""
    text = tag["content"]
    return {**tag, "content": in_public(text)} if isinstance(text, str) else tag


def is_picture(tag: Tag) -> bool:
    """Return whether a tag is about a picture."""
    return str(tag.get("property", "")).startswith("og:image") or (
        tag.get("itemprop") == "image"
    )
