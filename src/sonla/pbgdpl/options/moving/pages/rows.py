"""The rows of preview and result in words, and what can be chosen in them."""

from collections.abc import Iterator
from functools import cached_property
from plone import api
from plone.dexterity.interfaces import IDexterityFTI
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.options.moving import batches
from sonla.pbgdpl.options.moving.batches import Batch
from sonla.pbgdpl.options.moving.batches import Entry
from sonla.pbgdpl.options.moving.conversion import conversions
from sonla.pbgdpl.options.moving.conversion import conversions_of
from sonla.pbgdpl.options.moving.conversion import LEGAL_FIELDS
from sonla.pbgdpl.vocabularies.terms import all_terms
from sonla.pbgdpl.vocabularies.terms import term_title
from sonla.pbgdpl.vocabularies.terms import term_titles
from typing import Any
from zope.component import queryUtility
from zope.i18n import translate

Choice = tuple[str, str]
"""Value and title of an option."""


def type_title(portal_type: str) -> str:
    """Return what the portal calls a type, in the language of the reader."""
    fti = queryUtility(IDexterityFTI, name=portal_type)
    if fti is None:
        return portal_type
    return translate(fti.Title(), context=api.portal.get().REQUEST)


class Options:
    """What can be chosen for a row."""

    def __init__(self, section: Any) -> None:
        self.section = section

    @cached_property
    def targets(self) -> list[Choice]:
        """Where an item can go: the section itself, or a unit of it."""
        found = api.content.find(
            portal_type=UNIT_TYPE, path=path_of(self.section), sort_on="sortable_title"
        )
        units = [(brain.UID, brain.Title) for brain in found]
        return [(IUUID(self.section), self.section.Title()), *units]

    @cached_property
    def legal_fields(self) -> list[Choice]:
        return valid_terms(LEGAL_FIELDS)

    def becomes(self, portal_type: str = "") -> Iterator[tuple[str, list[Choice]]]:
        """Yield the types that a stock type can become, each with its kinds."""
        found = conversions_of(portal_type) if portal_type else conversions()
        for name, conversion in found.items():
            title = type_title(name)
            if not conversion.kind_field:
                yield title, [(name, title)]
                continue
            terms = valid_terms(conversion.kind_vocabulary)
            yield title, [(f"{name}/{token}", kind) for token, kind in terms]


def valid_terms(vocabulary: str) -> list[Choice]:
    """List the terms that can be chosen today."""
    day = today()
    return [
        (one.token, one.title) for one in all_terms(vocabulary) if one.is_valid_on(day)
    ]


def line_of(
    number: int, entry: Entry, batch: Batch, options: Options, editing: bool
) -> dict[str, Any]:
    """Put an entry into words.

    `was` is the title of its stock type, `chosen` the value of the option of type and kind,
    `unrecognised` what is to be looked at.
    """
    request = api.portal.get().REQUEST
    conversion = conversions().get(entry.becomes)
    kind = entry.values.get(conversion.kind_field, "") if conversion else ""
    target = entry.target or batch.target
    fields = tuple(entry.values.get("legal_fields", ()))
    brought = entry.state in (batches.BROUGHT, batches.STAYED)
    here = f"{api.portal.get().absolute_url()}/resolveuid/{entry.uid}"
    there = request.physicalPathToURL(entry.path.split("/"))
    return {
        "number": number,
        "title": entry.title,
        "url": here if brought else there,
        "was": type_title(entry.portal_type),
        "folder": folder_in_portal(entry.path),
        "becomes": type_title(entry.becomes) if entry.becomes else "",
        "kind": term_title(conversion.kind_vocabulary, kind)
        if conversion and kind
        else "",
        "chosen": f"{entry.becomes}/{kind}" if kind else entry.becomes,
        "target": target,
        "target_title": dict(options.targets).get(target, ""),
        "fields": fields,
        "field_titles": "; ".join(term_titles(LEGAL_FIELDS, fields)),
        "cites": bool(conversion and conversion.cites),
        "documents": conversion.cited(entry.values) if conversion else "",
        "unrecognised": entry.unrecognised,
        "notes": entry.notes,
        "reason": entry.reason,
        "editing": editing,
    }


def folder_in_portal(path: str) -> str:
    """Return the path of the folder of an item from the portal."""
    root = "/".join(api.portal.get().getPhysicalPath())
    return path.removeprefix(root).rpartition("/")[0] or "/"
