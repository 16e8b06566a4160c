"""Whose a text is, for the desk: to find a person's texts without loading others'.

The catalog's own indexes know creators, which editors may change and which name nobody's
account here, and owners only while a text isn't public. Whoever may search may ask any
index, and a pen name must stay one: so accounts stand here under names that only this
portal can make.
"""

from plone.dexterity.interfaces import IDexterityContent
from plone.indexer import indexer
from sonla.pbgdpl.authorship import author_ids
from sonla.pbgdpl.core.keyed_hash import veiled
from sonla.pbgdpl.core.section import require_section
from typing import Any


@indexer(IDexterityContent)
def pbgdpl_author(obj: Any) -> tuple[str, ...]:
    """Index those who count as authors under four eyes, each by a veiled name."""
    require_section(obj)
    return tuple(sorted(map(veiled, author_ids(obj))))
