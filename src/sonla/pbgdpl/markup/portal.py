"""The rules of this portal: its hosts, whose players it embeds, what its editor offers."""

from collections.abc import Iterator
from functools import cache
from plone import api
from plone.base.interfaces import ITinyMCESchema
from plone.i18n.normalizer.interfaces import IIDNormalizer
from plone.registry.interfaces import IRegistry
from sonla.pbgdpl.markup.authored import Rules
from sonla.pbgdpl.markup.loaded import FileLookup
from sonla.pbgdpl.markup.loaded import nothing_there
from sonla.pbgdpl.markup.urls import server_of
from sonla.pbgdpl.settings.getters import player_hosts
from sonla.pbgdpl.settings.public_address import public_root
from typing import Any
from zope.component import getUtility

import json


def rules_of_portal(there: FileLookup = nothing_there) -> Rules:
    """Return what an author's markup may hold in this portal.

    Its own host is that of the public address; the request's, which its sender chooses,
    only until there is one. `there` knows what stands at its addresses.
    """
    own = public_root() or api.portal.get().absolute_url()
    return Rules(
        own_hosts=frozenset({server_of(own) or ""}) - {""},
        player_hosts=frozenset(player_hosts()),
        classes=frozenset(_offered_classes()),
        ids=frozenset(map(_menu_id, api.portal.get_tool("portal_types").objectIds())),
        there=there,
    )


@cache
def _menu_id(portal_type: str) -> str:
    """Return the id that a type has in Plone's menu of what can be added."""
    normalized: str = getUtility(IIDNormalizer).normalize(portal_type)
    return normalized


def _offered_classes() -> Iterator[str]:
    """Yield the classes of the editor's own formats, as the administrator set them."""
    settings = getUtility(IRegistry).forInterface(
        ITinyMCESchema, prefix="plone", check=False
    )
    for style in settings.table_styles or ():
        yield from style.partition("|")[2].partition("|")[0].split()
    for one in _formats(settings.formats):
        classes = one.get("classes", ()) if isinstance(one, dict) else ()
        yield from classes.split() if isinstance(classes, str) else classes


def _formats(text: str | None) -> Iterator[Any]:
    try:
        read = json.loads(text or "{}")
    except ValueError:
        read = {}
    for one in read.values() if isinstance(read, dict) else ():
        yield from one if isinstance(one, list) else [one]
