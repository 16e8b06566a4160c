"""Activities of legal education (hoạt động PBGDPL): what was held, for whom, how many came.

The counts stand on the activity itself, one whole number each: statistics add them up.
None means that nobody has counted, which is not the same as 0: an activity without a number
of sessions is one session (`counted_sessions`).
"""

from plone.app.z3cform.widgets.contentbrowser import ContentBrowserFieldWidget
from plone.autoform import directives
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.core.names import PLACE_TYPES
from sonla.pbgdpl.core.orphaned import OrphanSafeItem
from sonla.pbgdpl.core.types import ContentTypeFacts
from sonla.pbgdpl.core.types import LISTS
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.vocabularies.fields import TermChoice
from typing import Any
from z3c.relationfield.schema import RelationChoice
from z3c.relationfield.schema import RelationList
from zope import schema
from zope.interface import implementer
from zope.interface import invariant

COUNTS = (
    "sessions",
    "attendees",
    "women_attendees",
    "special_group_attendees",
    "documents_handed_out",
    "documents_in_ethnic_languages",
    "broadcasts",
    "contest_entrants",
)
"""What statistics add up, in the order of the form."""
PEOPLE_COUNTS = ("attendees", "contest_entrants")
"""Numbers that nobody has where nothing was held."""

MAX_COUNT = 9_999_999
"""What records of the exchange can hold."""


def counted_sessions(entered: int | None) -> int:
    """Return how many sessions an activity counts as: one where nobody entered a number.

    Figures and money ask this alone. A 0 that somebody entered stays 0: it is asked about
    where people attended (`activities.checks`).
    """
    return 1 if entered is None else entered


def countable(value: int) -> bool:
    """Accept a number of people or things; raise `InvalidInput` for any other."""
    if 0 <= value <= MAX_COUNT:
        return True
    raise InvalidInput(
        _(
            "msg_count_not_accepted",
            default="“${value}” can't be a number of people or things. Type a number from 0 to ${most}, or leave the box empty.",
            mapping={"value": str(value), "most": str(MAX_COUNT)},
        )
    )


class Count(schema.Int):
    """A number of people or things; empty means not counted."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **{"required": False, "constraint": countable, **options},
        )


class ILegalActivity(model.Schema, IOwnContent):
    """Describe an activity; time, place and classification are behaviors.

    Its words: ``docs/glossary.rst``, *Activities, courses, dialogues*.
    """

    dissemination_form = TermChoice(
        title=_("label_dissemination_form", default="Form of dissemination"),
        description=_(
            "help_dissemination_form",
            default="Statistics count activities by it. One activity has one form: the main one.",
        ),
        vocabulary="sonla.pbgdpl.DisseminationForms",
        required=True,
    )
    organiser_kind = schema.Choice(
        title=_("label_organiser_kind", default="Organised by"),
        description=_(
            "help_organiser_kind",
            default="Activities of the council and of reporters have lists of their own. What another body organised, such as a contest of the province, it counts itself: here its sessions and people are not counted again.",
        ),
        vocabulary="sonla.pbgdpl.OrganiserKinds",
        default="agency",
        required=True,
    )
    directives.widget(
        "performers",
        ContentBrowserFieldWidget,
        pattern_options={"selectableTypes": list(PERSON_TYPES)},
    )
    performers = RelationList(
        title=_("label_performers", default="Reporters and propagandists who spoke"),
        description=_(
            "help_performers",
            default="People of the register. Their pages then name this activity.",
        ),
        value_type=RelationChoice(vocabulary="plone.app.vocabularies.Catalog"),
        required=False,
        default=[],
    )

    model.fieldset(
        "counts",
        label=_("fieldset_counts", default="Numbers"),
        fields=list(COUNTS),
    )
    sessions = Count(
        title=_("label_sessions", default="Sessions"),
        description=_(
            "help_sessions",
            default="How many times people came together for it. Empty counts as one.",
        ),
    )
    attendees = Count(
        title=_("label_attendees", default="People who attended"),
        description=_(
            "help_legal_activity_attendees", default="All who came, in all sessions."
        ),
    )
    women_attendees = Count(
        title=_("label_women_attendees", default="of them women"),
        description=_(
            "help_legal_activity_women_attendees", default="Part of all who attended."
        ),
    )
    special_group_attendees = Count(
        title=_("label_special_group_attendees", default="of them from special groups"),
        description=_(
            "help_special_group_attendees",
            default="Ethnic minorities, workers in enterprises, victims of domestic violence, people with disabilities, people who serve sentences and the like.",
        ),
    )
    documents_handed_out = Count(
        title=_("label_documents_handed_out", default="Documents handed out"),
        description=_(
            "help_legal_activity_documents_handed_out",
            default="Printed copies given away free of charge.",
        ),
    )
    documents_in_ethnic_languages = Count(
        title=_(
            "label_documents_in_ethnic_languages",
            default="of them in languages of ethnic minorities",
        ),
        description=_(
            "help_legal_activity_documents_in_ethnic_languages",
            default="Part of the number above.",
        ),
    )
    broadcasts = Count(
        title=_("label_broadcasts", default="Broadcasts"),
        description=_(
            "help_broadcasts",
            default="On radio, television or the loudspeakers of the commune.",
        ),
    )
    contest_entrants = Count(
        title=_("label_contest_entrants", default="Entrants of the contest"),
        description=_(
            "help_legal_activity_contest_entrants",
            default="Only for contests: how many took part.",
        ),
    )

    @invariant
    def women_are_among_attendees(data: Any) -> None:
        """Refuse more women than people."""
        refuse_larger_part(
            data.women_attendees,
            data.attendees,
            _(
                "msg_more_women_than_people",
                default="${part} women can't be among ${whole} people. Correct one of the two numbers.",
                mapping=numbers(data.women_attendees, data.attendees),
            ),
        )

    @invariant
    def special_groups_are_among_attendees(data: Any) -> None:
        """Refuse more people of special groups than people."""
        refuse_larger_part(
            data.special_group_attendees,
            data.attendees,
            _(
                "msg_more_special_than_people",
                default="${part} people from special groups can't be among ${whole} people. Correct one of the two numbers.",
                mapping=numbers(data.special_group_attendees, data.attendees),
            ),
        )

    @invariant
    def ethnic_documents_are_among_documents(data: Any) -> None:
        """Refuse more documents in some languages than documents."""
        refuse_larger_part(
            data.documents_in_ethnic_languages,
            data.documents_handed_out,
            _(
                "msg_more_ethnic_than_documents",
                default="${part} documents in languages of ethnic minorities can't be among ${whole} documents handed out. Correct one of the two numbers.",
                mapping=numbers(
                    data.documents_in_ethnic_languages, data.documents_handed_out
                ),
            ),
        )


def refuse_larger_part(part: int | None, whole: int | None, message: Any) -> None:
    """Raise `InvalidInput` where a part is larger than its whole.

    A whole that nobody counted contradicts nothing: `activities.checks` asks for it.
    """
    if part is not None and whole is not None and part > whole:
        raise InvalidInput(message)


def numbers(part: int | None, whole: int | None) -> dict[str, str]:
    """Write both numbers for a message."""
    return {"part": str(part or 0), "whole": str(whole or 0)}


@implementer(ILegalActivity)
class LegalActivity(OrphanSafeItem):
    """What is known of one activity."""


LEGAL_ACTIVITY_FACTS = ContentTypeFacts(
    chain=EDITORIAL_WORKFLOW,
    added_in=(*PLACE_TYPES, "CoordinationCouncil"),
    is_versioned=True,
    icon="calendar-event",
    menu_group=LISTS,
    menu_place=1,
    order=90,
    is_own=True,
    is_event=True,
    follows_unit=True,
    has_figures=True,
    has_costs=True,
    first_fields=(
        "title",
        "dissemination_form",
        "organiser_kind",
        "start",
        "end",
        "location",
        "text",
    ),
)
