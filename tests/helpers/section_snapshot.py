"""What is known of the content of a section, to be compared before and after."""

from content_types import TEXT_TYPES
from datetime import datetime
from datetime import UTC
from foreign_portal import SECTION
from plone import api
from sonla.pbgdpl.editorial.states import is_public
from sonla.pbgdpl.questions.submission import folder_for

import transaction


def items(portal):
    """Return each item of the section with its path."""
    root = "/".join(portal[SECTION].getPhysicalPath())
    brains = portal.portal_catalog.unrestrictedSearchResults(path=root, sort_on="path")
    return {brain.getPath(): brain._unrestrictedGetObject() for brain in brains}


def texts(portal):
    """Return the texts of our types."""
    return [obj for obj in items(portal).values() if obj.portal_type in TEXT_TYPES]


def facts(portal):
    """Describe each item: state, visibility, rights, fields."""
    return {path: fact(obj) for path, obj in items(portal).items()}


def fact(obj):
    """Describe one item as far as it must come back."""
    return {
        "uid": obj.UID(),
        "state": api.content.get_state(obj, default=None),
        "public": is_public(obj),
        "roles": sorted(obj.get_local_roles()),
        "permissions": sorted(
            (name, tuple(sorted(value)))
            for name, value in vars(obj).items()
            if name.endswith("_Permission")
        ),
        "attachments": [r.to_path for r in getattr(obj, "attachments", None) or ()],
        "creators": obj.creators,
        "effective": str(obj.effective_date),
        "kind": getattr(obj, "kind", None),
    }


def reload(portal):
    """Read what the browser's requests have committed."""
    transaction.begin()
    portal._p_jar.sync()


def make_question_folders(portal):
    """Make the folders in which questions of this month are kept."""
    folder = folder_for(portal[SECTION], datetime.now(UTC))
    transaction.commit()
    return folder
