"""Whose a text is, for the desk: to find a person's texts without loading others'.

The catalog's own indexes know creators, which editors may change and which name nobody's
account here, and owners only while a text isn't public. Whoever may search may ask any
index, and a pen name must stay one: so accounts stand here under names that only this
portal can make.
"""

from plone import api
from plone.dexterity.interfaces import IDexterityContent
from plone.indexer import indexer
from sonla.pbgdpl.authorship import author_ids
from sonla.pbgdpl.config import AUTHOR_INDEX
from sonla.pbgdpl.indexers.fields import require_section
from typing import Any
from zope.annotation.interfaces import IAnnotations

import hmac
import secrets

KEY = "sonla.pbgdpl.author_key"
"""Annotation of the portal: the secret of the names."""


@indexer(IDexterityContent)
def pbgdpl_author(obj: Any) -> tuple[str, ...]:
    """Index those who count as authors under four eyes, each by a veiled name."""
    require_section(obj)
    return tuple(sorted(map(veiled, author_ids(obj))))


def veiled(user_id: str) -> str:
    """Return the name under which an account stands in the index."""
    key = key_of(api.portal.get())
    if key is None:
        raise AttributeError(AUTHOR_INDEX)
    return hmac.new(key, user_id.encode(), "sha256").hexdigest()


def key_of(portal: Any) -> bytes | None:
    """Return the secret of the names; None where the add-on isn't installed."""
    return IAnnotations(portal).get(KEY)


def install_key(portal: Any) -> None:
    """Make the secret, once."""
    IAnnotations(portal).setdefault(KEY, secrets.token_bytes(32))


def remove_key(portal: Any) -> None:
    """Take the secret away with the index."""
    IAnnotations(portal).pop(KEY, None)
