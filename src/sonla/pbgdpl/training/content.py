"""Training courses (tập huấn, bồi dưỡng): lessons, schedule, and who attended.

Attendance is about people: who was taught what and when is for the office, while the
course itself is public. Statistics count who of the
register attended (`training.attendees.TrainedPeople`).
"""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from plone.app.z3cform.widgets.contentbrowser import ContentBrowserFieldWidget
from plone.autoform import directives
from plone.supermodel import model
from Products.CMFCore.permissions import AddPortalContent
from sonla.pbgdpl import _
from sonla.pbgdpl.activities.content import Count
from sonla.pbgdpl.activities.content import numbers
from sonla.pbgdpl.activities.content import refuse_larger_part
from sonla.pbgdpl.activities.programme import IProgrammePart
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.core.names import PLACE_TYPES
from sonla.pbgdpl.core.orphaned import OrphanSafeItem
from sonla.pbgdpl.core.types import ContentTypeFacts
from sonla.pbgdpl.core.types import LISTS
from sonla.pbgdpl.core.urls import is_web_url
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.training import HELD_ON_SITE
from sonla.pbgdpl.training import HELD_ONLINE
from sonla.pbgdpl.ui.fields import Rows
from sonla.pbgdpl.ui.widgets.rows import BlockRowsFieldWidget
from typing import Any
from z3c.relationfield.schema import RelationChoice
from z3c.relationfield.schema import RelationList
from zope import schema
from zope.interface import implementer
from zope.interface import invariant

ATTENDANCE = "attendance"
"""Field and relation that hold who attended."""
OFFICE_FIELDS = (ATTENDANCE, "other_attendees", "women_attendees")
LESSONS = "lessons"
ONLINE = "learn_online"
"""What an option stores with a course that is learned here: it counts as held online, option or not."""
MAX_HOURS = 999
INSIDE = "cmf.AddPortalContent"
"""Permission of those who write here: nobody else reads who attended."""


class ITrainingCourse(model.Schema, IOwnContent):
    """Describe a course; time, place and classification are behaviors.

    Its words: ``docs/glossary.rst``, *Activities, courses, dialogues*.
    """

    directives.widget(
        "lessons",
        ContentBrowserFieldWidget,
        pattern_options={"selectableTypes": ["EducationMaterial"]},
    )
    lessons = RelationList(
        title=_("label_lessons", default="Lessons"),
        description=_(
            "help_lessons",
            default="Materials of the section, in the order in which they are taught.",
        ),
        value_type=RelationChoice(vocabulary="plone.app.vocabularies.Catalog"),
        required=False,
        default=[],
    )
    directives.widget("schedule", BlockRowsFieldWidget)
    schedule = Rows(
        title=_("label_schedule", default="Schedule"),
        description=_(
            "help_training_course_schedule",
            default="One row for each part: day, hours, topic, speaker.",
        ),
        schema=IProgrammePart,
    )
    hours = Count(
        title=_("label_course_hours", default="Hours"),
        description=_(
            "help_training_course_hours",
            default="How many hours are taught in all. It stands on the page, and in the register with those who attended.",
        ),
        max=MAX_HOURS,
    )
    meeting_url = schema.TextLine(
        title=_("label_meeting_url", default="Address of the online meeting"),
        description=_(
            "help_meeting_url",
            default="Whoever sees the page can open it. Leave it empty if only those invited shall come, and send it to them.",
        ),
        constraint=is_web_url,
        required=False,
    )

    model.fieldset(
        ATTENDANCE,
        label=_("fieldset_attendance", default="Attendance"),
        fields=list(OFFICE_FIELDS),
    )
    directives.read_permission(
        attendance=INSIDE, other_attendees=INSIDE, women_attendees=INSIDE
    )
    directives.widget(
        ATTENDANCE,
        ContentBrowserFieldWidget,
        pattern_options={"selectableTypes": list(PERSON_TYPES)},
    )
    attendance = RelationList(
        title=_("label_attendance", default="People of the register who attended"),
        description=_(
            "help_attendance",
            default="Seen by the office alone. A list can be read from a CSV file on the page “Attendance” of the course.",
        ),
        value_type=RelationChoice(vocabulary="plone.app.vocabularies.Catalog"),
        required=False,
        default=[],
    )
    other_attendees = Count(
        title=_("label_other_attendees", default="Other people who attended"),
        description=_(
            "help_other_attendees", default="People who are not in the register."
        ),
    )
    women_attendees = Count(
        title=_("label_course_women", default="Women among all who attended"),
        description=_(
            "help_training_course_women_attendees", default="Seen by the office alone."
        ),
    )

    @invariant
    def women_are_among_all(data: Any) -> None:
        """Refuse more women than people."""
        whole = len(data.attendance or ()) + (data.other_attendees or 0)
        if data.women_attendees and (data.attendance or data.other_attendees):
            refuse_larger_part(
                data.women_attendees,
                whole,
                _(
                    "msg_more_women_than_people",
                    default="${part} women can't be among ${whole} people. Correct one of the two numbers.",
                    mapping=numbers(data.women_attendees, whole),
                ),
            )


@implementer(ITrainingCourse)
class TrainingCourse(OrphanSafeItem):
    """One course."""

    security = ClassSecurityInfo()

    # Read permissions of a schema guard forms, REST and templates, not addresses: a number
    # is published by its name to everybody. These also hold when the schema is gone.
    for _name in (*OFFICE_FIELDS, "people_trained"):
        security.declareProtected(AddPortalContent, _name)
    del _name
    # No type hints: those of a class stand where the annotations of its items are stored
    attendance = []
    hours = other_attendees = women_attendees = None

    # Core writes every field of the schemas into these, without checking permissions.
    security.declareProtected(AddPortalContent, "manage_FTPget")
    security.declareProtected(AddPortalContent, "manage_DAVget")

    @property
    def people_trained(self) -> int:
        """The number of who attended, in the register or not: what statistics add up."""
        known = len(stored_value(self, ATTENDANCE) or ())
        return known + (stored_value(self, "other_attendees") or 0)


InitializeClass(TrainingCourse)


def is_online(course: Any) -> bool:
    """Return whether a course was held online: learned here, or as a meeting."""
    return bool(stored_value(course, ONLINE) or stored_value(course, "meeting_url"))


def way_of(course: Any) -> str:
    """Return how a course is held, in the word of the index of kinds."""
    return HELD_ONLINE if is_online(course) else HELD_ON_SITE


TRAINING_COURSE_FACTS = ContentTypeFacts(
    chain=EDITORIAL_WORKFLOW,
    added_in=PLACE_TYPES,
    is_versioned=True,
    icon="easel",
    menu_group=LISTS,
    menu_place=6,
    order=100,
    is_own=True,
    is_event=True,
    follows_unit=True,
    has_costs=True,
    kinds={
        HELD_ONLINE: _("course_held_online", default="Course held online"),
        HELD_ON_SITE: _("course_held_on_site", default="Course held on the spot"),
    },
    first_fields=(
        "title",
        "description",
        "start",
        "end",
        "location",
        "lessons",
        "text",
    ),
)
