"""Where files stand in content: beside a text, in a material itself, or before both."""

from Acquisition import aq_base
from collections.abc import Iterator
from plone.namedfile.file import NamedBlobImage
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.editorial.states import is_public
from sonla.pbgdpl.exchange.accessors import AttributeAccessor
from sonla.pbgdpl.exchange.accessors import FieldAccessor
from sonla.pbgdpl.exchange.accessors import WriteContext
from sonla.pbgdpl.exchange.files import digest_of
from sonla.pbgdpl.exchange.files import IMAGE_TYPES
from sonla.pbgdpl.exchange.files import is_refused
from sonla.pbgdpl.exchange.files import make_file
from sonla.pbgdpl.exchange.files import media_type_of
from sonla.pbgdpl.exchange.files import named
from sonla.pbgdpl.exchange.files import reference_to
from sonla.pbgdpl.exchange.files import stored_in
from sonla.pbgdpl.exchange.record import FileReference
from sonla.pbgdpl.exchange.unmapped import files_made
from sonla.pbgdpl.settings.public_address import public_url
from typing import Any
from z3c.relationfield import RelationValue
from zope.component import getUtility
from zope.intid.interfaces import IIntIds

FILE_TYPES = ("File", "Image")


class Attachments(FieldAccessor):
    """Files and images related to a text.

    Types without a field for them have them among their related items, which counts as
    well when a text is published.
    """

    attributes = ("attachments", "relatedItems")

    def read(self, obj: Any) -> tuple[FileReference, ...]:
        """Return those that everybody may open; of a foreign text all."""
        foreign = IHarvested.providedBy(obj)
        return tuple(
            reference_to(
                stored_in(file),
                public_url(file, f"@@download/{_field(file)}"),
                file.getId(),
            )
            for file in files_of(obj)
            if stored_in(file) is not None and (foreign or is_public(file))
        )

    def write(self, obj: Any, value: Any, writing: WriteContext) -> None:
        """Relate the files, made first where they are new.

        What could not be had is kept as a reference, so that it can be tried again.
        """
        made = files_made(obj)
        here = {digest_of(stored_in(file)): file.UID() for file in files_of(obj)}
        files, missing = [], []
        for reference in value or ():
            known = here.get(reference.sha256) or made.get(reference.url)
            file = make_file(reference, writing, known)
            if file is not None:
                files.append(file)
            else:
                missing.append(reference)
                writing.note(f"has not got the file {reference.name}")
        if missing:
            writing.kept["attachments"] = tuple(missing)
        relate(obj, files)


class FileAccessor(AttributeAccessor):
    """The file that a material consists of."""

    def read(self, obj: Any) -> FileReference | None:
        """Return what others need to fetch the file; None where there is none."""
        value = self.stored(obj)
        url = public_url(obj, f"@@download/{self.name}")
        return None if value is None else reference_to(value, url, obj.getId())

    def stored(self, obj: Any) -> Any:
        """Return the value of the field; None if there is none."""
        return super().read(obj)

    def write(
        self, obj: Any, value: FileReference | None, writing: WriteContext
    ) -> None:
        """Store it if it is new and could be had; else what stands here stays."""
        if value is None:
            setattr(obj, self.name, None)
            return
        stored = self.stored(obj)
        if stored is not None and value.sha256 == digest_of(stored):
            return
        data = writing.fetched(value.url)
        if data is not None and not is_refused(value, data, writing):
            setattr(obj, self.name, self.made(value, data))
            return
        writing.kept[writing.name] = value
        writing.note(f"has not got the file {value.name}")

    def made(self, value: FileReference, data: bytes) -> Any:
        return named(value, data)


class ImageAccessor(FileAccessor):
    """The image that stands for a text in lists: its lead image, or a poster."""

    def write(
        self, obj: Any, value: FileReference | None, writing: WriteContext
    ) -> None:
        """Store it if it is an image; what is none stays aside."""
        if value is None or media_type_of(value) in IMAGE_TYPES:
            super().write(obj, value, writing)
            return
        writing.kept[writing.name] = value
        writing.note(f"refused the file {value.name} (no image)")

    def made(self, value: FileReference, data: bytes) -> Any:
        return NamedBlobImage(data, media_type_of(value), value.name)


def files_of(obj: Any) -> Iterator[Any]:
    """Yield the files that a text is related to, in their order."""
    for relation in getattr(aq_base(obj), _relations(obj), None) or ():
        target = None if relation.isBroken() else relation.to_object
        if target is not None and target.portal_type in FILE_TYPES:
            yield target


def relate(obj: Any, files: list[Any]) -> None:
    """Relate files to a text instead of those that it has; other items stay related."""
    attribute, numbers = _relations(obj), getUtility(IIntIds)
    kept = [
        relation
        for relation in getattr(aq_base(obj), attribute, None) or ()
        if not relation.isBroken() and relation.to_object.portal_type not in FILE_TYPES
    ]
    new = [RelationValue(numbers.getId(file)) for file in files]
    setattr(obj, attribute, [*kept, *new])


def _relations(obj: Any) -> str:
    own = getattr(aq_base(obj), "attachments", None) is not None
    return "attachments" if own else "relatedItems"


def _field(file: Any) -> str:
    return "image" if file.portal_type == "Image" else "file"
