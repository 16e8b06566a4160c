"""What the database names of an option lies in the option's own content and annotations alone.

Anything else that named a class or an interface of it, such as a marker on a folder or the rows of a
record, could not be loaded any more when the option's package is gone.
"""

from collections.abc import Iterator
from first_release import FirstRelease
from io import BytesIO
from pickle import Unpickler
from typing import Any
from ZODB.FileStorage import FileStorage

import pytest

OPTIONS = "sonla.pbgdpl.options."
SETTINGS = "plone.registry.field."
"""Fields of records name the schema they come from; nothing asks them for it."""


class Named:
    """Stands for whatever a record names: made of anything, and takes anything."""

    def __new__(cls, *_arguments: Any, **_more: Any) -> "Named":
        return super().__new__(cls)

    def __init__(self, *_arguments: Any, **_more: Any) -> None:
        pass

    def __call__(self, *_arguments: Any, **_more: Any) -> "Named":
        return self

    def __getattr__(self, _name: str) -> "Named":
        return self

    def __setitem__(self, _key: Any, _value: Any) -> None:
        pass

    def __setstate__(self, _state: Any) -> None:
        pass


class Reader(Unpickler):
    """Read a record without its classes, and note all that it names but those it refers to.

    A reference has the class of what it leads to: that is loaded when somebody follows it.
    """

    def __init__(self, data: bytes) -> None:
        super().__init__(BytesIO(data))
        self.classes: dict[type, str] = {}
        self.referred: set[str] = set()

    def find_class(self, module: str, name: str) -> Any:
        """Note a name; return a class of its own for it."""
        made = type(name, (Named,), {})
        self.classes[made] = f"{module}.{name}"
        return made

    def persistent_load(self, reference: Any) -> None:
        """Note of which class is what a record refers to."""
        one = reference[-1] if isinstance(reference, list | tuple) else None
        if isinstance(one, tuple):
            one = one[-1]
        self.referred.add(self.classes.get(one, "") if isinstance(one, type) else "")

    def read(self) -> tuple[str, set[str]]:
        """Return the class of the record, and what it names besides."""
        own = self.load()
        own = own[0] if isinstance(own, tuple) else own
        self.load()
        name = self.classes.get(own, "")
        return name, set(self.classes.values()) - self.referred - {name}


def records(storage: FileStorage) -> Iterator[tuple[str, set[str]]]:
    """Yield of each object, as it was stored last, its class and what it names."""
    last = {
        record.oid: record.data
        for transaction in storage.iterator()
        for record in transaction
        if record.data
    }
    for data in last.values():
        yield Reader(data).read()


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """Return classes and names of all objects of a portal that has used every option."""
    first = FirstRelease(tmp_path_factory.mktemp("first"))
    found = list(records(FileStorage(first.storage.getName(), read_only=True)))
    first.storage.close()
    return found


def test_nothing_else_names_a_class_of_an_option(stored):
    elsewhere = {
        (own, name)
        for own, names in stored
        for name in names
        if name.startswith(OPTIONS) and not own.startswith((OPTIONS, SETTINGS))
    }
    assert elsewhere == set()


def test_the_portal_holds_something_of_the_options_and_markers_are_found(stored):
    marker = "sonla.pbgdpl.core.interfaces.IRequestsFolder"
    assert {own.rpartition(".")[2] for own, names in stored if marker in names} == {
        "Folder"
    }
    owners = {own.removeprefix(OPTIONS).partition(".")[0] for own, _names in stored}
    assert {"finance", "learning", "requests"} <= owners
