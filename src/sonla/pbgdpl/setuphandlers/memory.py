"""Keep settings, groups and portlets with the content while the add-on is uninstalled.

They are taken out of the portal, as they mean nothing without the add-on; content that
comes back to life without its lists, its people and its place on the homepage would not
be whole.
"""

from BTrees.OOBTree import OOBTree
from persistent.mapping import PersistentMapping
from plone import api
from plone.portlets.constants import CONTEXT_ASSIGNMENT_KEY
from plone.registry.interfaces import IRegistry
from sonla.pbgdpl.config import HOMEPAGE_MANAGER
from sonla.pbgdpl.controlpanel.interfaces import ISettings
from sonla.pbgdpl.controlpanel.interfaces import VOCABULARY_FIELDS
from sonla.pbgdpl.controlpanel.settings import PREFIX
from sonla.pbgdpl.controlpanel.sync_settings import ISyncSettings
from sonla.pbgdpl.controlpanel.sync_settings import PREFIX as SYNC_PREFIX
from sonla.pbgdpl.paths import path_in_portal
from sonla.pbgdpl.section import all_sections
from sonla.pbgdpl.setuphandlers.groups import our_groups
from sonla.pbgdpl.setuphandlers.homepage import places
from sonla.pbgdpl.statistics.forms import RECORD as FORMS_RECORD
from sonla.pbgdpl.vocabularies.terms import record_name
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.component import getUtility
from zope.schema import getFieldNames
from zope.schema import ValidationError

import logging

logger = logging.getLogger(__name__)

GROUPS_KEY = "sonla.pbgdpl.remembered_groups"
PORTLETS_KEY = "sonla.pbgdpl.remembered_portlets"
SETTINGS_KEY = "sonla.pbgdpl.remembered_settings"


def remember_settings() -> None:
    """Store lists and settings with the first section.

    The tokens in content mean nothing without the lists they come from.
    """
    records = getUtility(IRegistry).records
    remember(
        SETTINGS_KEY,
        {name: records[name].value for name in record_names() if name in records},
    )


def restore_settings() -> None:
    """Bring back what `remember_settings` stored.

    What a newer release no longer accepts is logged and left at its default.
    """
    for name, value in recall(SETTINGS_KEY).items():
        restore_record(name, value)


def record_names() -> list[str]:
    """Name every registry record that holds a setting or a list of ours."""
    return [
        *(f"{PREFIX}.{name}" for name in getFieldNames(ISettings)),
        *(f"{SYNC_PREFIX}.{name}" for name in getFieldNames(ISyncSettings)),
        *map(record_name, VOCABULARY_FIELDS),
        FORMS_RECORD,
    ]


def restore_record(name: str, value: Any) -> None:
    """Write the value of one record, unless the record is gone."""
    records = getUtility(IRegistry).records
    if name not in records:
        return
    try:
        records[name].value = value
    except ValidationError:
        logger.exception("The setting %s was not restored.", name)


def remember_groups() -> None:
    """Store titles and members of our groups with the first section."""
    groups = map(api.group.get, our_groups())
    remember(
        GROUPS_KEY,
        {
            group.getId(): {
                "title": group.getProperty("title"),
                "members": sorted(group.getGroupMemberIds()),
            }
            for group in groups
        },
    )


def restore_groups() -> None:
    """Bring back what `remember_groups` stored; accounts that are gone are left out.

    Local roles on units name groups; without the group they would give nothing.
    """
    for name, facts in recall(GROUPS_KEY).items():
        if api.group.get(groupname=name) is None:
            api.group.create(groupname=name, title=facts["title"], roles=[], groups=[])
        for user_id in facts["members"]:
            if api.user.get(userid=user_id) is None:
                logger.info("%s is no longer there to be in group %s", user_id, name)
            else:
                api.group.add_user(groupname=name, username=user_id)


def remember_portlets() -> None:
    """Move the portlets of the homepage's centre to the first section.

    The stored mapping itself is kept: it may hold portlets of other add-ons, whose
    settings only they know.
    """
    kept = {}
    for place in places(api.portal.get()):
        mapping = IAnnotations(place).get(CONTEXT_ASSIGNMENT_KEY, {})
        if mapping.get(HOMEPAGE_MANAGER):
            kept[path_in_portal(place)] = mapping[HOMEPAGE_MANAGER]
    remember(PORTLETS_KEY, kept)


def restore_portlets() -> None:
    """Bring back the portlets that `remember_portlets` stored, in place of the default."""
    portal = api.portal.get()
    for path, mapping in recall(PORTLETS_KEY).items():
        place = portal.unrestrictedTraverse(path, None) if path else portal
        if place is not None and path_in_portal(place) == path:
            annotations = IAnnotations(place)
            managers = annotations.setdefault(CONTEXT_ASSIGNMENT_KEY, OOBTree())
            managers[HOMEPAGE_MANAGER] = mapping


def remember(key: str, facts: dict[str, Any]) -> None:
    """Store facts with the first section; without a section there is nothing to revive."""
    for section in all_sections()[:1]:
        IAnnotations(section)[key] = PersistentMapping(facts)


def recall(key: str) -> dict[str, Any]:
    """Take what was stored; it is forgotten by that.

    In whatever section it is: meanwhile sections may have been renamed, moved or made.
    """
    stored = [IAnnotations(section).pop(key, None) for section in all_sections()]
    return dict(next(filter(None, stored), {}))
