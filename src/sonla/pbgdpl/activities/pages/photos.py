"""Photos in the quick form: taken or chosen on a phone, stored beside the activity.

Where the browser runs scripts they are made smaller and sent as soon as they are taken
(``ui/static/pasting.js``), and the form names them. Otherwise the form brings them along. A form
that is refused keeps them either way: a browser forgets chosen files.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from functools import cached_property
from io import BytesIO
from plone import api
from Products.CMFCore.permissions import ModifyPortalContent
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.editorial.uploads import refuse_bad_file
from sonla.pbgdpl.markup.pictures import picture_of
from sonla.pbgdpl.settings.getters import get_settings
from sonla.pbgdpl.ui.page import values_of
from sonla.pbgdpl.ui.summaries import scaled
from typing import Any
from z3c.relationfield import RelationValue
from zope.component import getUtility
from zope.i18nmessageid import Message
from zope.intid.interfaces import IIntIds
from zope.lifecycleevent import modified

import os

KEPT = "photo"
"""Field with the UIDs of photos that are stored."""
SENT = ("camera", "photos")
"""Fields with files: one just taken, and those chosen."""
MAX_PHOTOS = 20
MSG_TOO_MANY = _(
    "msg_photos_too_many",
    default="At most ${most} photos can be sent at once. Add the others in the form with all fields.",
    mapping={"most": str(MAX_PHOTOS)},
)


class Photos:
    """The photos of one form; `error` says which could not be taken."""

    def __init__(self, form: Mapping[str, Any], container: Any) -> None:
        self.form = form
        self.container = container
        self.error: Message | str = ""

    @cached_property
    def all(self) -> list[Any]:
        """The photos: those that stand here already, and those that came along, stored now."""
        found = {image.UID(): image for image in self.kept()}
        for upload in self.sent():
            if len(found) == MAX_PHOTOS:
                self.error = MSG_TOO_MANY
                break
            try:
                image = self.store(upload)
            except InvalidInput as refused:
                self.error = refused.message
                continue
            found[image.UID()] = image
        return list(found.values())

    def kept(self) -> Iterable[Any]:
        """Return the images named by the form that stand here and are the user's to change."""
        uids = list(filter(None, values_of(self.form.get(KEPT))))[:MAX_PHOTOS]
        if not uids:
            return []
        found = api.content.find(
            context=self.container, depth=1, UID=uids, portal_type="Image"
        )
        images = (
            brain.getObject()
            for brain in sorted(found, key=lambda brain: uids.index(brain.UID))
        )
        return [
            image
            for image in images
            if api.user.has_permission(ModifyPortalContent, obj=image)
        ]

    def sent(self) -> Iterator[Any]:
        """Yield the files that came along."""
        for name in SENT:
            value = self.form.get(name)
            for upload in value if isinstance(value, list | tuple) else [value]:
                if getattr(upload, "filename", ""):
                    yield upload

    def store(self, upload: Any) -> Any:
        """Make an image of a file; raise `InvalidInput` for a bad one."""
        name = os.path.basename(upload.filename)
        limit = get_settings().max_file_megabytes * 1024 * 1024
        content = upload.read(limit + 1)
        refuse_bad_file(self.container, name, len(content), BytesIO(content))
        media_type = (upload.headers.get("content-type") or "").partition(";")[0]
        value = picture_of(content, media_type, os.path.splitext(name)[0] or "anh")
        return api.content.create(
            self.container, "Image", title=name, image=value, safe_id=True
        )

    def shown(self) -> list[dict[str, str]]:
        """Return what the form shows of each."""
        found = ((image, scaled(image, "image", "thumb")) for image in self.all)
        return [
            {"uid": image.UID(), "url": picture.src}
            for image, picture in found
            if picture
        ]

    def relations(self) -> list[RelationValue]:
        """Return them as the attached files of an activity."""
        ids = getUtility(IIntIds)
        return [RelationValue(ids.getId(image)) for image in self.all]

    def name_after(self, title: str) -> None:
        """Set the title of photos that have the name of their file to that of the activity.

        It is the alternative text for readers who can't see the picture.
        """
        for image in self.all:
            if image.title in ("", image.getId(), image.image.filename):
                image.title = title
                modified(image)
