"""One database with content of every option, made by one process and opened by others.

usage: python one_database.py make FOLDER
       python one_database.py ask FOLDER on|off|gone OPTION

`make` writes the portal of the test layer, with all options and something of each, into a
file. `ask` opens it and prints what was found: with everything on, with an option off, or with
its package gone from the process, as after a split. What it does stays in the file. Nothing of an option is imported here before it may be refused.
"""

from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

import json
import shutil
import sys

FILE, FACTS = "Data.fs", "facts.json"
OPTIONS = "sonla.pbgdpl.options"
ON, OFF, GONE = STATES = ("on", "off", "gone")


class Refused(MetaPathFinder):
    """Let nobody import a package: it counts as not installed."""

    def __init__(self, name: str) -> None:
        self.name = name

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> None:
        """Refuse it and what is in it; leave all else to others."""
        if f"{fullname}.".startswith(f"{self.name}."):
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)


def make(folder: Path) -> None:
    """Make the portal with something of each option, and write it into the folder."""
    from option_content import fill_options
    from process_layer import portal_of_layer
    from secured_portal import make_one_of_each
    from secured_portal import warm_up

    import transaction

    layer, portal = portal_of_layer()
    places = make_one_of_each(portal)
    places |= fill_options(portal, places)
    transaction.commit()
    warm_up(portal, places)
    transaction.commit()
    write_down(layer["zodbDB"].storage, folder / FILE)
    paths = {name: place.absolute_url_path() for name, place in places.items()}
    (folder / FACTS).write_text(json.dumps(paths), encoding="utf-8")


def write_down(storage: Any, path: Path) -> None:
    """Copy what can be reached in a storage into a file, with its blobs, in one transaction."""
    from tempfile import mkstemp
    from ZODB.blob import BlobStorage
    from ZODB.blob import is_blob_record
    from ZODB.Connection import TransactionMetaData
    from ZODB.FileStorage import FileStorage
    from ZODB.serialize import referencesf
    from ZODB.utils import load_current
    from ZODB.utils import z64

    target = BlobStorage(str(path.with_name("blobs")), FileStorage(str(path)))
    change = TransactionMetaData()
    target.tpc_begin(change)
    todo, done = [z64], set()
    while todo:
        oid = todo.pop()
        if oid in done:
            continue
        done.add(oid)
        data, serial = load_current(storage, oid)
        todo += referencesf(data)
        if is_blob_record(data):
            _handle, copied = mkstemp(dir=target.temporaryDirectory())
            shutil.copy(storage.loadBlob(oid, serial), copied)
            target.storeBlob(oid, z64, data, copied, "", change)
        else:
            target.store(oid, z64, data, "", change)
    target.tpc_vote(change)
    target.tpc_finish(change)
    target.close()


def ask(folder: Path, state: str, option: str) -> dict[str, Any]:
    """Open it one of the three ways, and say what was found, with it off also afterwards."""
    if state == GONE:
        sys.meta_path.insert(0, Refused(f"{OPTIONS}.{option}"))
    from option_questions import CodeAlone
    from option_questions import Questions
    from process_layer import functional_layer
    from stacked_portal import served_app
    from ZODB.blob import BlobStorage
    from ZODB.DB import DB
    from ZODB.FileStorage import FileStorage
    from Zope2.App.ClassFactory import ClassFactory

    layer = functional_layer(CodeAlone())
    storage = BlobStorage(str(folder / "blobs"), FileStorage(str(folder / FILE)))
    paths = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    # As Zope does: of a class that is gone it makes objects that can stand in folders.
    database = DB(storage, class_factory=ClassFactory)
    with served_app(layer, database) as app:
        return Questions(app, paths, option).report(state)


def main(what: str, folder: str, *asked: str) -> None:
    """Do what the arguments say."""
    if what == "make":
        make(Path(folder))
    else:
        print("REPORT", json.dumps(ask(Path(folder), *asked)))


if __name__ == "__main__":
    main(*sys.argv[1:])
