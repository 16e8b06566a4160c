"""The same material in other languages: entered once, shown on each of them.

Languages of minorities are no languages of the portal, so core's translations don't
serve. A relation from one material to another holds in both directions, and what is
related to the same one is related to each other: somebody who enters the Mông version of a
film need not edit the Vietnamese one, which is public.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from plone import api
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.editorial.embargo import is_embargoed
from sonla.pbgdpl.materials.content import OTHER_VERSIONS
from sonla.pbgdpl.ui.summaries import language_tag
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from zc.relation.interfaces import ICatalog
from zope.component import queryUtility
from zope.intid.interfaces import IIntIds

LANGUAGES = "sonla.pbgdpl.Languages"
MAX_OPTIONS = 20
"""Versions that are followed; there are not so many languages in the province."""


@dataclass(frozen=True)
class Version:
    """One other version; `tag` is None where it is bilingual."""

    language: str
    tag: str | None
    title: str
    url: str


def versions_of(material: Any) -> list[Version]:
    """List the published versions that this visitor may see, by language."""
    found = [
        Version(
            term_title(LANGUAGES, stored_value(one, "text_language") or "vi"),
            language_tag(stored_value(one, "text_language") or "vi") or None,
            one.title,
            one.absolute_url(),
        )
        for one in connected(material)
    ]
    return sorted(found, key=lambda version: (version.language, version.title))


def connected(material: Any) -> Iterator[Any]:
    """Yield the public materials that relations lead to, in whichever direction.

    A version that is not public leads on to the others all the same.
    """
    catalog, ids = queryUtility(ICatalog), queryUtility(IIntIds)
    first = ids.queryId(material) if catalog is not None and ids is not None else None
    known, waiting = {first}, [first] if first is not None else []
    while waiting and len(known) <= MAX_OPTIONS:
        for relation in relations_at(catalog, waiting.pop()):
            for end in (relation.from_id, relation.to_id):
                if end is None or end in known:
                    continue
                known.add(end)
                waiting.append(end)
                one = ids.queryObject(end)
                if one is not None and is_shown(one):
                    yield one


def relations_at(catalog: Any, end: int) -> Iterator[Any]:
    """Yield the relations of this kind that begin or end at an item."""
    for side in ("from_id", "to_id"):
        yield from catalog.findRelations({side: end, "from_attribute": OTHER_VERSIONS})


def is_shown(material: Any) -> bool:
    """Return whether a version is public and for this visitor: no drafts, no copies."""
    return (
        api.content.get_state(material, default="") == "published"
        and api.user.has_permission("View", obj=material)
        and not is_embargoed(material)
    )
