"""Make one item of content as cheaply as Plone allows: indexed once, no version yet.

`api.content.create` gives an item a temporary id and renames it, which moves it in the
catalog and writes its container once more. A pull makes thousands in one folder, beside
editors whose transactions conflict with each needless write.
"""

from OFS.event import ObjectWillBeAddedEvent
from plone.base.utils import check_id
from plone.dexterity.interfaces import IDexterityFTI
from plone.i18n.normalizer.interfaces import IURLNormalizer
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.editorial.additions import is_taken
from typing import Any
from zope.component import createObject
from zope.component import getUtility
from zope.event import notify
from zope.interface import alsoProvides
from zope.lifecycleevent import ObjectAddedEvent
from zope.lifecycleevent import ObjectCreatedEvent

MAX_ID_LENGTH = 60


def new_item(portal_type: str) -> Any:
    """Make an item of a type that stands nowhere yet, marked as from elsewhere.

    It has a UID and no id. Attributes set on it now cost no event.
    """
    fti = getUtility(IDexterityFTI, name=portal_type)
    obj = createObject(fti.factory)
    obj.portal_type = fti.getId()
    alsoProvides(obj, IHarvested)
    notify(ObjectCreatedEvent(obj))
    obj.creators = ()  # somebody who runs the exchange wrote nothing of it
    return obj


def add_item(container: Any, obj: Any, wanted: str) -> Any:
    """Put a new item into a container under an id like `wanted`, and give it there.

    Permissions and allowed types are not asked: what a source sends goes where the
    settings say. The container itself is not modified by it, so that no editor's saving
    conflicts. No version is made: `applying.update` does before the first change.
    """
    name = free_name(container, wanted, IUUID(obj))
    obj.id = name
    obj.versioning_enabled = False
    notify(ObjectWillBeAddedEvent(obj, container, name))
    container._setObject(name, obj, suppress_events=True)
    obj = container._getOb(name)
    notify(ObjectAddedEvent(obj, container, name))
    del obj.versioning_enabled
    return obj


def free_name(container: Any, wanted: str, uid: str) -> str:
    """Return an id that is free and legal in a container, made of a title or file name."""
    normalizer = getUtility(IURLNormalizer)
    # Zope keeps ids that begin with an underscore to itself.
    name = normalizer.normalize(wanted, max_length=MAX_ID_LENGTH).lstrip("_") or uid[:8]
    refused = check_id(container, name, contained_by=container)
    if name not in container and not refused and not is_taken(container, name):
        return name
    stem = f"{name}-{uid[:8]}"
    return stem if stem not in container else f"{name}-{uid}"
