"""Policy dialogues (đối thoại chính sách, pháp luật): a programme, officials, questions, results.

Open between two dates. The questions that come in meanwhile stand in the dialogue and go
their own way (`questions/`); what the dialogue itself says goes through the editorial
chain, the summary of its results, too.
"""

from plone.app.textfield import RichText
from plone.autoform import directives
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.activities.programme import IProgrammePart
from sonla.pbgdpl.core.fields import searchable
from sonla.pbgdpl.core.names import PLACE_TYPES
from sonla.pbgdpl.core.orphaned import OrphanSafeContainer
from sonla.pbgdpl.core.types import ContentTypeFacts
from sonla.pbgdpl.dialogues.interfaces import IDialogue
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.ui.fields import Rows
from sonla.pbgdpl.ui.widgets.rows import BlockRowsFieldWidget
from sonla.pbgdpl.vocabularies.fields import TermChoice
from sonla.pbgdpl.vocabularies.fields import TermChoices
from zope import schema
from zope.interface import implementer
from zope.interface import Interface


class IOfficial(Interface):
    """Describe somebody who answers in a dialogue, by their office."""

    name = schema.TextLine(
        title=_("label_full_name", default="Full name"), required=True
    )
    position = schema.TextLine(
        title=_("label_position", default="Position"), required=False
    )
    agency = TermChoice(
        title=_("label_member_agency", default="Agency"),
        vocabulary="sonla.pbgdpl.Agencies",
        required=False,
    )
    part = schema.TextLine(
        title=_("label_official_part", default="Part in the dialogue"),
        required=False,
    )


class IDialoguePart(IProgrammePart):
    """Describe one part of the programme; nobody lectures in a dialogue."""

    speaker = schema.TextLine(
        title=_("label_dialogue_speaker", default="Who speaks"), required=False
    )


class IPolicyDialogue(model.Schema, IDialogue):
    """Describe a dialogue; the open period, place and classification are behaviors.

    Its words: ``docs/glossary.rst``, *Activities, courses, dialogues*.
    """

    searchable("topic", officials=("name", "position"), programme=("topic", "speaker"))
    topic = schema.Text(
        title=_("label_dialogue_topic", default="Topic"),
        description=_(
            "help_dialogue_topic",
            default="What is talked about, and for whom: people read it before they ask. Plain words, a few sentences.",
        ),
        required=False,
    )
    hosts = TermChoices(
        title=_("label_dialogue_hosts", default="Hosts"),
        description=_(
            "help_dialogue_hosts", default="The agencies that hold the dialogue."
        ),
        vocabulary="sonla.pbgdpl.Agencies",
    )
    directives.widget(officials=BlockRowsFieldWidget)
    officials = Rows(
        IOfficial,
        title=_("label_dialogue_officials", default="Officials who answer"),
        description=_(
            "help_dialogue_officials",
            default="By name and office, as announced; public. The part is a word such as Chủ trì or Trả lời về đất đai.",
        ),
    )
    directives.widget(programme=BlockRowsFieldWidget)
    programme = Rows(
        IDialoguePart,
        title=_("label_dialogue_programme", default="Programme"),
        description=_(
            "help_dialogue_programme",
            default="One row for each part. A dialogue in writing alone needs none.",
        ),
    )

    model.fieldset(
        "results",
        label=_("fieldset_dialogue_results", default="Results"),
        fields=["summary"],
    )
    summary = RichText(
        title=_("label_dialogue_summary", default="Summary of the results"),
        description=_(
            "help_dialogue_summary",
            default="Written when the dialogue is over: what was asked most, what was answered, who does what by when. Revise the dialogue, fill this in and submit it: it is approved like any text.",
        ),
        required=False,
    )


@implementer(IPolicyDialogue)
class PolicyDialogue(OrphanSafeContainer):
    """A dialogue and the questions asked in it."""

    _ordering = "unordered"
    """Questions stand in the order in which they came; a list of places, which Plone
    keeps for other containers, would be written by all who ask at the same time."""


POLICY_DIALOGUE_FACTS = ContentTypeFacts(
    chain=EDITORIAL_WORKFLOW,
    added_in=PLACE_TYPES,
    is_versioned=True,
    icon="chat-left-text",
    order=140,
    body_fields=("text", "summary"),
    is_own=True,
    follows_unit=True,
    is_listed_in_unit=True,
    has_costs=True,
    first_fields=(
        "title",
        "topic",
        "hosts",
        "start",
        "end",
        "location",
        "text",
    ),
)
