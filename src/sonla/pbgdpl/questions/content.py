"""Questions of citizens on the law (hỏi đáp pháp luật), and their answers.

What a citizen leaves to be reached by is for the office alone; `questions.privacy` lists
it. The question itself is public only once it was answered, approved and published.
"""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from plone.app.textfield import RichText
from plone.autoform import directives
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import searchable
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.core.names import PLACE_TYPES
from sonla.pbgdpl.core.names import VIEW_PERSONAL_DATA
from sonla.pbgdpl.core.orphaned import OrphanSafeItem
from sonla.pbgdpl.core.types import ContentTypeFacts
from sonla.pbgdpl.core.validators import mail_address
from sonla.pbgdpl.core.validators import phone_number
from sonla.pbgdpl.editorial.states import last_step
from sonla.pbgdpl.legal_documents.behavior import ILegalDocument
from sonla.pbgdpl.legal_documents.behavior import refuse_contradicting_dates
from sonla.pbgdpl.legal_documents.behavior import refuse_repeated_documents
from sonla.pbgdpl.legal_documents.query import CitedDocuments
from sonla.pbgdpl.people.behavior import PERSONAL
from sonla.pbgdpl.questions import ANSWER_QUESTIONS
from sonla.pbgdpl.questions import QUESTION_WORKFLOW
from sonla.pbgdpl.questions.privacy import OFFICE_FIELDS
from sonla.pbgdpl.questions.privacy import PROTECTED_FIELDS
from sonla.pbgdpl.questions.rules import RECEIVED
from sonla.pbgdpl.ui.fields import Rows
from sonla.pbgdpl.ui.widgets.rows import BlockRowsFieldWidget
from sonla.pbgdpl.vocabularies.fields import TermChoice
from sonla.pbgdpl.vocabularies.fields import TermChoices
from typing import Any
from zope import schema
from zope.component import adapter
from zope.interface import implementer
from zope.interface import invariant

NOTHING: Any = None
"""What a field of a question holds before anything is stored in it."""


class Question(OrphanSafeItem):
    """A question whose asker is known to the office alone."""

    security = ClassSecurityInfo()

    # Read permissions of a schema guard forms, REST and templates, not addresses. These
    # also hold when the schema is gone.
    for _name in PROTECTED_FIELDS:
        security.declareProtected(VIEW_PERSONAL_DATA, _name)
    for _name in OFFICE_FIELDS:
        security.declareProtected(ANSWER_QUESTIONS, _name)
    del _name
    asker_email = asker_phone = asker_consent = tracking_code = NOTHING
    due_date = reply_channel = NOTHING
    # No type hints: those of a class stand where the annotations of its items are stored
    asker_files = ()
    """Files that came with the question: no field, since no form or REST gives them."""

    covered_fields = ("title", "question", "public_name")
    """What is looked at for words that may be personal data, beside the answer."""

    # Core writes every field of the schema into these, without checking permissions.
    security.declareProtected(VIEW_PERSONAL_DATA, "manage_FTPget")
    security.declareProtected(VIEW_PERSONAL_DATA, "manage_DAVget")


InitializeClass(Question)


def state_in_history(question: Any) -> str:
    """Name the state by the question's own history: asked where nothing says its folder."""
    return last_step(question, QUESTION_WORKFLOW).get("review_state", RECEIVED)


OFFICE = "sonla.pbgdpl.answerQuestions"


class ILegalQuestion(model.Schema, IOwnContent):
    """Describe a question; the fields of law are a behavior.

    Its words: ``docs/glossary.rst``, *Questions of citizens*.
    """

    searchable("question", "answered_by", "territory")
    title = schema.TextLine(
        title=_("label_question_title", default="Title"),
        description=_(
            "help_question_title",
            default="What the question is about, in a few words. It heads the public page.",
        ),
        required=True,
    )
    question = schema.Text(
        title=_("label_question", default="Question"),
        description=_(
            "help_question",
            default="As it will be public: take out names, addresses and numbers of other people.",
        ),
        required=True,
    )
    public_name = schema.TextLine(
        title=_("label_public_name", default="Name or initials to be published"),
        description=_(
            "help_public_name", default="What the asker agreed to. Empty: no name."
        ),
        required=False,
    )
    territory = TermChoices(
        title=_("label_question_commune", default="Commune or ward of the asker"),
        description=_(
            "help_legal_question_territory",
            default="Public, beside the name or the initials.",
        ),
        vocabulary="sonla.pbgdpl.AdministrativeUnits",
    )

    model.fieldset(
        "answer",
        label=_("fieldset_answer", default="Answer"),
        fields=["answer", "legal_bases", "answered_by"],
    )
    answer = RichText(
        title=_("label_answer", default="Answer"),
        description=_(
            "help_answer",
            default="In plain words first, then what the law says. Give the articles; the documents stand below.",
        ),
        default_mime_type="text/html",
        output_mime_type="text/x-html-safe",
        allowed_mime_types=("text/html",),
        required=False,
    )
    directives.widget(legal_bases=BlockRowsFieldWidget)
    legal_bases = Rows(
        ILegalDocument,
        title=_("label_legal_bases", default="Legal bases"),
        description=_(
            "help_legal_bases",
            default="One row for each document. Type a part of its number to choose a known one.",
        ),
    )
    answered_by = schema.TextLine(
        title=_("label_answered_by", default="Answered by"),
        description=_(
            "help_answered_by",
            default="As published. Empty: the agency to which the question is assigned.",
        ),
        required=False,
    )

    model.fieldset(
        "handling",
        label=_("fieldset_handling", default="Handling"),
        fields=["agency", "due_date"],
    )
    agency = TermChoice(
        title=_("label_assigned_agency", default="Assigned agency"),
        description=_(
            "help_assigned_agency", default="The agency that writes the answer."
        ),
        vocabulary="sonla.pbgdpl.Agencies",
        required=False,
    )
    directives.read_permission(due_date=OFFICE, reply_channel=OFFICE)
    due_date = schema.Date(
        title=_("label_due_date", default="To be answered by"),
        description=_(
            "help_due_date",
            default="Empty: the working days of the settings, from the day it came in.",
        ),
        required=False,
    )

    model.fieldset(
        "personal",
        label=_("fieldset_personal", default="Personal data"),
        fields=["asker_email", "asker_phone"],
    )
    directives.read_permission(asker_email=PERSONAL, asker_phone=PERSONAL)
    asker_email = schema.TextLine(
        title=_("label_asker_email", default="E-mail of the asker"),
        description=_(
            "help_legal_question_asker_email",
            default="Never public. The answer is sent there.",
        ),
        constraint=mail_address,
        required=False,
    )
    asker_phone = schema.TextLine(
        title=_("label_asker_phone", default="Telephone of the asker"),
        description=_(
            "help_legal_question_asker_phone",
            default="Never public. For askers whom the office answers by telephone.",
        ),
        constraint=phone_number,
        required=False,
    )

    directives.omitted(
        "received", "answered_on", "reply_channel", "tracking_code", "asker_consent"
    )
    directives.read_permission(tracking_code=PERSONAL, asker_consent=PERSONAL)
    received = schema.Datetime(
        title=_("label_question_received", default="Received"),
        required=False,
        readonly=True,
    )
    answered_on = schema.Datetime(
        title=_("label_question_answered", default="Answered"),
        description=_(
            "help_question_answered",
            default="When the answer was published or sent, or the question was declined.",
        ),
        required=False,
        readonly=True,
    )
    reply_channel = schema.ASCIILine(
        title=_("label_reply_channel", default="How the asker was told"),
        required=False,
        readonly=True,
    )
    tracking_code = schema.ASCIILine(
        title=_("label_tracking_code", default="Tracking code"),
        required=False,
        readonly=True,
    )
    asker_consent = schema.Text(
        title=_("label_asker_consent", default="What the asker agreed to"),
        required=False,
        readonly=True,
    )

    @invariant
    def legal_bases_are_consistent(data: Any) -> None:
        """Refuse rows whose dates contradict each other and documents named twice."""
        refuse_contradicting_dates(data.legal_bases or ())
        refuse_repeated_documents(data.legal_bases or ())


@implementer(ILegalQuestion)
class LegalQuestion(Question):
    """One question with its answer."""


@adapter(ILegalQuestion)
class LegalBases(CitedDocuments):
    """Have the documents on which an answer rests."""

    field = "legal_bases"


MSG_NO_REVISION = _(
    "msg_no_revision_of_questions",
    default="An answer is changed by returning it, not by a working copy.",
)
LEGAL_QUESTION_FACTS = ContentTypeFacts(
    chain=QUESTION_WORKFLOW,
    added_in=(*PLACE_TYPES, "PolicyDialogue"),
    icon="question-circle",
    no_revision=MSG_NO_REVISION,
    answer_place=2,
    menu_group="",
    order=130,
    body_fields=("answer",),
    is_own=True,
    cites_documents=True,
    is_related_reading=True,
)
