"""A life situation (tình huống cuộc sống): "Tôi muốn …", "Tôi bị …"."""

from plone.autoform import directives
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import searchable
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.core.interfaces import ISample
from sonla.pbgdpl.core.names import PLACE_TYPES
from sonla.pbgdpl.core.orphaned import OrphanSafeItem
from sonla.pbgdpl.core.types import ContentTypeFacts
from sonla.pbgdpl.core.types import WRITING
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.legal_review.interfaces import IRestsOnDocuments
from sonla.pbgdpl.situations import LEVELS
from sonla.pbgdpl.situations.rules import MAX_SENTENCES
from sonla.pbgdpl.ui.fields import line_field
from sonla.pbgdpl.ui.fields import Rows
from sonla.pbgdpl.ui.widgets.rows import BlockRowsFieldWidget
from sonla.pbgdpl.vocabularies.fields import TermChoice
from typing import Any
from zope import schema
from zope.interface import alsoProvides
from zope.interface import implementer
from zope.interface import Interface
from zope.interface import noLongerProvides
from zope.interface.interfaces import IObjectEvent


class IStep(Interface):
    """Describe one step: what to do, with whom, with which papers."""

    title = schema.TextLine(
        title=_("label_step_title", default="Step"),
        required=True,
    )
    what = schema.Text(
        title=_("label_step_what", default="What to do"),
        required=False,
    )
    level = TermChoice(
        title=_("label_step_level", default="Who handles it"),
        vocabulary=LEVELS,
        required=False,
    )
    office = schema.TextLine(
        title=_("label_step_office", default="Where"),
        required=False,
    )
    papers = schema.Text(
        title=_("label_step_papers", default="Papers, one a line"),
        required=False,
    )
    fee = schema.TextLine(
        title=_("label_step_fee", default="Fee"),
        required=False,
    )
    time_limit = schema.TextLine(
        title=_("label_step_time_limit", default="Time limit"),
        required=False,
    )
    legal_basis = schema.TextLine(
        title=_("label_step_legal_basis", default="Legal basis"),
        description=_(
            "help_step_legal_basis",
            default="Article and number, such as Điều 18 Luật Hộ tịch 60/2014/QH13.",
        ),
        required=False,
    )


class IHelpline(Interface):
    """Describe a telephone that helps at once."""

    number = schema.TextLine(
        title=_("label_helpline_number", default="Telephone"),
        required=True,
    )
    name = schema.TextLine(
        title=_("label_helpline_name", default="Who answers"),
        required=True,
    )
    when = schema.TextLine(
        title=_("label_helpline_when", default="When to call"),
        required=False,
    )


def few_sentences(sentences: tuple[str, ...]) -> bool:
    """Accept a summary that is short enough; raise `InvalidInput` for a longer one."""
    if len(sentences) <= MAX_SENTENCES:
        return True
    raise InvalidInput(
        _(
            "msg_summary_too_long",
            default="The summary has ${count} lines. Keep at most ${most}: what has to be known first.",
            mapping={"count": len(sentences), "most": MAX_SENTENCES},
        )
    )


class ILifeSituation(model.Schema, IOwnContent):
    """Describe a situation in which people need the law, in the order of writing.

    Its words: ``docs/glossary.rst``, *Texts and materials*.
    """

    searchable("short_title", "summary", "where", "conditions", "if_not_done", "do_not")
    searchable(steps=("title", "what", "office", "papers"), helplines=("name",))
    summary = line_field(
        _("label_situation_summary", default="What to know first"),
        _(
            "help_situation_summary",
            default="At most five plain sentences, one a line.",
        ),
        constraint=few_sentences,
    )
    where = schema.TextLine(
        title=_("label_situation_where", default="Where"),
        description=_(
            "help_situation_where",
            default="The office, in a few words. It stands with the three answers below in the box at the top of the page; what you leave empty isn't shown there, and nothing is taken from the steps.",
        ),
        required=False,
    )
    duration = schema.TextLine(
        title=_("label_situation_duration", default="How long"),
        description=_(
            "help_situation_duration",
            default="How long the office takes, such as: 7 ngày làm việc.",
        ),
        required=False,
    )
    deadline = schema.TextLine(
        title=_("label_situation_deadline", default="Hand in by"),
        description=_(
            "help_situation_deadline",
            default="Until when people have to act, such as: trong 60 ngày kể từ ngày sinh.",
        ),
        required=False,
    )
    fee = schema.TextLine(
        title=_("label_situation_fee", default="Fee"),
        description=_(
            "help_situation_fee",
            default="What people pay in all, such as: 300.000 đồng. “Không” only where no step costs anything.",
        ),
        required=False,
    )
    conditions = line_field(
        _("label_situation_conditions", default="Conditions"),
        _(
            "help_situation_conditions",
            default="What must be fulfilled, one a line, with the article of the law.",
        ),
    )
    directives.widget(steps=BlockRowsFieldWidget)
    steps = Rows(
        IStep,
        title=_("label_situation_steps", default="Steps"),
        description=_(
            "help_situation_steps",
            default="In the order in which people take them. Write “chờ điền” where a fact is still missing: the text can't be approved before it is filled in.",
        ),
    )
    if_not_done = line_field(
        _("label_situation_if_not_done", default="If it is not done"),
        _(
            "help_situation_if_not_done",
            default="Consequences and fines, one a line, with the article of the law.",
        ),
    )
    do_not = line_field(
        _("label_situation_do_not", default="What not to do"),
        _("help_situation_do_not", default="One a line."),
    )
    directives.widget(helplines=BlockRowsFieldWidget)
    helplines = Rows(
        IHelpline,
        title=_("label_situation_helplines", default="Who helps by telephone"),
        description=_(
            "help_situation_helplines",
            default="Only numbers that somebody has tried by calling.",
        ),
    )
    short_title = schema.TextLine(
        title=_("label_short_title", default="Short title"),
        description=_(
            "help_short_title",
            default="For the tile: two or three words, such as Kết hôn.",
        ),
        max_length=40,
        required=False,
    )
    icon = schema.Choice(
        title=_("label_situation_icon", default="Picture on the tile"),
        description=_(
            "help_situation_icon", default="Empty: that of the first field of law."
        ),
        vocabulary="sonla.pbgdpl.TopicIcons",
        required=False,
    )
    is_sample = schema.Bool(
        title=_("label_is_sample", default="Sample"),
        description=_(
            "help_is_sample",
            default="Nobody has examined the text: it shows the badge “Mẫu”, is no advice, and is neither counted nor sent to others.",
        ),
        default=False,
        required=False,
    )


@implementer(ILifeSituation, IRestsOnDocuments)
class LifeSituation(OrphanSafeItem):
    """What somebody in a situation has to know and to do."""

    icon = None
    """Zope's own items have an empty text there, which is no picture."""


def mark_sample(situation: Any, event: IObjectEvent) -> None:
    """Have the catalog know that nobody has examined a text: it is counted nowhere."""
    is_sample = bool(stored_value(situation, "is_sample"))
    if is_sample == ISample.providedBy(situation):
        return
    (alsoProvides if is_sample else noLongerProvides)(situation, ISample)
    situation.reindexObject(idxs=["object_provides"])


LIFE_SITUATION_FACTS = ContentTypeFacts(
    chain=EDITORIAL_WORKFLOW,
    added_in=PLACE_TYPES,
    is_versioned=True,
    icon="signpost-split",
    menu_group=WRITING,
    menu_place=4,
    order=62,
    answer_place=1,
    opening_field="summary",
    is_own=True,
    is_text=True,
    is_contribution=True,
    cites_documents=True,
    follows_unit=True,
    is_listed_in_unit=True,
    is_related_reading=True,
    first_fields=(
        "title",
        "summary",
        "steps",
        "where",
        "duration",
        "fee",
        "legal_fields",
    ),
)
