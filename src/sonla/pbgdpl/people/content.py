"""People in the register: what no schema can say, and the class of each kind.

Legal propagandists (tuyên truyền viên pháp luật) are recognised by a commune, legal reporters
(báo cáo viên pháp luật) by the centre or a province.
"""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.append_only.periods import latest_first
from sonla.pbgdpl.core.append_only.storage import AppendOnlyRows
from sonla.pbgdpl.core.append_only.storage import CORRECTIONS
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.names import PLACE_TYPES
from sonla.pbgdpl.core.names import VIEW_PERSONAL_DATA
from sonla.pbgdpl.core.orphaned import OrphanSafeItem
from sonla.pbgdpl.core.types import ContentTypeFacts
from sonla.pbgdpl.core.types import LISTS
from sonla.pbgdpl.people import REGISTRY_WORKFLOW
from sonla.pbgdpl.people.append_only import RECOGNITIONS
from sonla.pbgdpl.people.append_only import RECOGNITIONS_FIELD
from sonla.pbgdpl.people.append_only import recognitions_to_keep
from sonla.pbgdpl.people.interfaces import IRegisteredPerson
from sonla.pbgdpl.people.privacy import PROTECTED_FIELDS
from sonla.pbgdpl.people.rules import Recognition
from sonla.pbgdpl.people.rules import shown
from typing import Any
from zope.interface import implementer


class Person(OrphanSafeItem):
    """A record of the register: named by a person, described by recognitions.

    `title` is the full name: nobody types it twice, and whatever Plone shows of any item
    is the person's name.
    """

    security = ClassSecurityInfo()

    recognitions = AppendOnlyRows(
        RECOGNITIONS_FIELD, RECOGNITIONS, recognitions_to_keep
    )
    full_name = ""

    # Read permissions of a schema guard forms, REST and templates, not addresses: a date
    # is published by its name to everybody. These also hold when the schema is gone.
    for _name in PROTECTED_FIELDS:
        security.declareProtected(VIEW_PERSONAL_DATA, _name)
    del _name
    birth_date = gender = ethnicity = id_number = home_address = None
    private_phone = private_email = official_phone = official_email = None

    # Core writes every field of the schemas into these, without checking permissions.
    security.declareProtected(VIEW_PERSONAL_DATA, "manage_FTPget")
    security.declareProtected(VIEW_PERSONAL_DATA, "manage_DAVget")

    @property
    def title(self) -> str:
        """The full name."""
        return self.full_name or ""

    @title.setter
    def title(self, value: str) -> None:
        """Take what code calls a title for the full name."""
        if value:
            self.full_name = value

    @property
    def territory(self) -> tuple[str, ...]:
        """The units in which the person speaks: those that recognised them.

        By the law's rule, not by anybody's choice; the central level has none, for it
        is everywhere.
        """
        units = (one.get("unit") for one in self.shown_recognitions())
        return tuple(dict.fromkeys(unit for unit in units if unit))

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels that the person stands for."""
        found = (one.get("level") for one in self.shown_recognitions())
        return tuple(dict.fromkeys(level for level in found if level))

    @security.private
    def shown_recognitions(self) -> list[Recognition]:
        """Return the recognitions in force today, else the last one."""
        return shown(stored_value(self, RECOGNITIONS_FIELD) or [], today())

    @security.private
    def noted_corrections(self) -> list[dict[str, Any]]:
        """Return what was written over, the oldest first."""
        return list(stored_value(self, CORRECTIONS) or ())

    @security.private
    def recognition_history(self) -> list[Recognition]:
        """Return all recognitions, the latest first."""
        return latest_first(stored_value(self, RECOGNITIONS_FIELD) or [])


InitializeClass(Person)


class ILegalPropagandist(model.Schema, IRegisteredPerson):
    """Describe a legal propagandist; all fields are those of `people.behavior`."""


@implementer(ILegalPropagandist)
class LegalPropagandist(Person):
    """What the register knows of one legal propagandist."""


FIRST_FIELDS = (
    "full_name",
    "position",
    "agency",
    "recognitions",
    "legal_fields",
    "languages",
    "photo",
)
MSG_NO_REVISION = _(
    "msg_no_revision_of_people",
    default="People in the register are changed directly, not by a copy.",
)
LEGAL_PROPAGANDIST_FACTS = ContentTypeFacts(
    chain=REGISTRY_WORKFLOW,
    added_in=PLACE_TYPES,
    icon="person-lines-fill",
    no_revision=MSG_NO_REVISION,
    menu_group=LISTS,
    menu_place=2,
    order=80,
    is_own=True,
    is_person=True,
    first_fields=FIRST_FIELDS,
)


class ILegalReporter(model.Schema, IRegisteredPerson):
    """Describe a legal reporter; all fields are those of `people.behavior`."""


@implementer(ILegalReporter)
class LegalReporter(Person):
    """What the register knows of one legal reporter."""


LEGAL_REPORTER_FACTS = ContentTypeFacts(
    chain=REGISTRY_WORKFLOW,
    added_in=PLACE_TYPES,
    icon="person-badge",
    no_revision=MSG_NO_REVISION,
    menu_group=LISTS,
    menu_place=3,
    order=70,
    is_own=True,
    is_person=True,
    first_fields=FIRST_FIELDS,
)
