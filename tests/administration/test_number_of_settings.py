"""Settings stay few, and none is kept that nothing reads."""

from pathlib import Path
from plone.registry.interfaces import IRegistry
from zope.component import getUtility

import re
import sonla.pbgdpl

PREFIX = "sonla.pbgdpl."
LISTS = f"{PREFIX}vocabularies."
MOST = 65
"""A province has two administrators, each for part of their time."""


def settings():
    """Map the record of each setting to its schema; controlled lists are data."""
    records = getUtility(IRegistry).records
    return {
        name: records[name].interfaceName
        for name in records
        if name.startswith(PREFIX) and not name.startswith(LISTS)
    }


def test_there_are_few(portal):
    assert len(settings()) <= MOST


def test_each_is_read_somewhere(portal):
    """As an attribute of its settings, or by its name outside of their module."""
    folder = Path(sonla.pbgdpl.__file__).parent
    texts = {path: path.read_text("utf-8") for path in folder.rglob("*.py")}
    unread = set()
    for record, schema in settings().items():
        name = record.rpartition(".")[2]
        module = (schema or "").rpartition(".")[0].removeprefix(PREFIX)
        own = folder / f"{module.replace('.', '/')}.py"
        attribute, word = re.compile(rf"\.{name}\b"), re.compile(rf"\b{name}\b")
        if not any(
            attribute.search(text) or (path != own and word.search(text))
            for path, text in texts.items()
        ):
            unread.add(record)
    assert unread == set()
