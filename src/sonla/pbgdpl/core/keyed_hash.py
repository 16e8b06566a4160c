"""Digest names with a key of the portal, so that an index tells nobody who they are."""

from plone import api
from typing import Any
from zope.annotation.interfaces import IAnnotations

import hmac
import secrets

KEY = "sonla.pbgdpl.hash_key"
"""Annotation of the portal: the secret of the names."""


def keyed_hash(user_id: str) -> str:
    """Return the name under which an account stands in the index.

    Raises AttributeError where the add-on isn't installed: nothing is indexed then.
    """
    key = key_of(api.portal.get())
    if key is None:
        raise AttributeError(KEY)
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
