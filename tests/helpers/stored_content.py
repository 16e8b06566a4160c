"""What a portal holds, as plain values that can be compared over releases.

Used by the script that made the portal of the first release, under that release's code,
and by the tests of today's, so it knows nothing of the add-on but its catalog.
"""

from hashlib import sha256
from plone.dexterity.utils import iterSchemata
from typing import Any
from zope.schema import getFieldsInOrder

Facts = dict[str, dict[str, str]]
"""Path → name of the fact → its value, or the digest of a long one."""


def facts_of(portal: Any) -> Facts:
    """Return state and fields of everything in the catalog, by path."""
    brains = portal.portal_catalog.getAllBrains()
    return {brain.getPath(): facts(brain) for brain in brains}


def facts(brain: Any) -> dict[str, str]:
    """Return type, state, versions and all fields of one object."""
    found = {"type": brain.portal_type, "state": str(brain.review_state)}
    obj = brain._unrestrictedGetObject()
    if not hasattr(obj, "portal_type") or obj.meta_type == "Plone Site":
        return found
    for schema in iterSchemata(obj):
        for name, _field in getFieldsInOrder(schema):
            value = getattr(obj.aq_base, name, None)
            value = value() if callable(value) else value
            if value not in (None, (), [], ""):
                found[name] = short(plain(value))
    history = obj.portal_repository.getHistoryMetadata(obj)
    found["versions"] = str(history.getLength(countPurged=False) if history else 0)
    return found


def plain(value: Any) -> str:
    """Write a field's value as text that says the same in each run."""
    if hasattr(value, "raw"):
        return str(value.raw)
    if hasattr(value, "filename"):
        return f"{value.filename} {sha256(value.data).hexdigest()}"
    if hasattr(value, "to_path"):
        return str(value.to_path)
    if isinstance(value, dict):
        return repr([(name, plain(value[name])) for name in sorted(value)])
    if isinstance(value, set | frozenset):
        return repr(sorted(map(plain, value)))
    if isinstance(value, list | tuple):
        return repr([plain(one) for one in value])
    return str(value)


def short(text: str) -> str:
    """Return a text that is easy to compare: itself, or the beginning and a digest."""
    if len(text) <= 120:
        return text
    return f"{text[:40]} … {sha256(text.encode()).hexdigest()[:16]}"
