"""The public page of one activity: facts, numbers, report, who spoke."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from plone import api
from sonla.pbgdpl.activities.labels import counted
from sonla.pbgdpl.activities.labels import performers
from sonla.pbgdpl.activities.pages.event import EventPage
from sonla.pbgdpl.activities.vocabularies import ORGANISER_KINDS
from sonla.pbgdpl.ui.page import LeadsToList
from sonla.pbgdpl.ui.summaries import Picture
from sonla.pbgdpl.ui.summaries import scaled
from typing import Any


@dataclass(frozen=True)
class Photo:
    """One picture among the attached files."""

    picture: Picture
    url: str
    title: str


class ActivityView(LeadsToList, EventPage):
    """Show an activity."""

    list_name = "activities"

    @property
    def form(self) -> str:
        """The form of dissemination in words."""
        return self.title_of("DisseminationForms", self.field("dissemination_form"))

    @property
    def organiser_kind(self) -> Any:
        """Whether agency, council or reporters held it, a message."""
        return ORGANISER_KINDS.get(self.field("organiser_kind"), "")

    @cached_property
    def performers(self) -> list[dict[str, str]]:
        """Who spoke, each with the page in the register."""
        return [
            {"title": person.title, "url": person.absolute_url()}
            for person in performers(self.context)
        ]

    @cached_property
    def counts(self) -> list[dict[str, Any]]:
        """The numbers that were entered."""
        return list(counted(self.context))

    @cached_property
    def photos(self) -> list[Photo]:
        """The pictures among the attached files that this visitor may open."""
        return list(self.find_photos())

    def find_photos(self) -> Iterator[Photo]:
        """Follow the relations to pictures."""
        for relation in self.field("attachments") or ():
            image = relation.to_object
            if image is None or image.portal_type != "Image":
                continue
            if not api.user.has_permission("View", obj=image):
                continue
            picture = scaled(image, "image", "preview")
            if picture is not None:
                url = f"{image.absolute_url()}/view"
                yield Photo(picture, url, image.title or "")

    def find_attachments(self) -> Iterator[Any]:
        """Yield the files that are no pictures: those are shown."""
        shown = {photo.url.removesuffix("/view") for photo in self.photos}
        return (one for one in super().find_attachments() if one.url not in shown)
