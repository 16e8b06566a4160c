"""Banks of questions, and the questions in them: answers that nobody sees before a test is marked."""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from plone.autoform import directives
from plone.base.interfaces import INameFromTitle
from plone.supermodel import model
from Products.CMFCore.permissions import View
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.fields import tokens
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.core.names import LEARNING
from sonla.pbgdpl.core.names import PLACE_TYPES
from sonla.pbgdpl.core.orphaned import OrphanSafeContainer
from sonla.pbgdpl.core.orphaned import OrphanSafeItem
from sonla.pbgdpl.core.types import ContentTypeFacts
from sonla.pbgdpl.legal_documents.behavior import ILegalDocument
from sonla.pbgdpl.legal_documents.behavior import refuse_contradicting_dates
from sonla.pbgdpl.legal_documents.indexers import DOCUMENT_TYPES
from sonla.pbgdpl.legal_documents.query import CitedDocuments
from sonla.pbgdpl.options.learning.question_bank import BANK_WORKFLOW
from sonla.pbgdpl.options.learning.question_bank.rules import Answer
from sonla.pbgdpl.options.learning.question_bank.rules import EASY
from sonla.pbgdpl.options.learning.question_bank.rules import faults
from sonla.pbgdpl.options.learning.question_bank.rules import MAX_ANSWER
from sonla.pbgdpl.options.learning.question_bank.rules import MAX_TEXT
from sonla.pbgdpl.options.learning.question_bank.rules import Question
from sonla.pbgdpl.options.learning.question_bank.rules import SINGLE
from sonla.pbgdpl.ui.fields import Rows
from sonla.pbgdpl.ui.widgets.rows import BlockRowsFieldWidget
from sonla.pbgdpl.ui.widgets.rows import TableRowsFieldWidget
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from zope import schema
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface
from zope.interface import invariant

import secrets

TITLE_LETTERS = 100
"""Letters of a question that lists show."""
MAX_EXPLANATION = 3000
ASKED_FIELDS = (
    "question",
    "kind",
    "answers",
    "truth",
    "number",
    "tolerance",
    "explanation",
    "citations",
    "difficulty",
)


class IAnswer(Interface):
    """Describe one answer to choose from."""

    text = schema.TextLine(
        title=_("label_bank_answer", default="Answer"),
        max_length=MAX_ANSWER,
        required=True,
    )
    is_right = schema.Bool(
        title=_("label_bank_is_right", default="Right"),
        default=False,
        required=False,
    )


class ICitation(ILegalDocument):
    """Describe a citation: the document, and the article on which the answer rests."""

    article = schema.TextLine(
        title=_("label_citation_article", default="Article, clause, point"),
        description=_(
            "help_citation_article", default="Such as Điều 8 khoản 1 điểm a."
        ),
        max_length=200,
        required=False,
    )


class IQuestionBank(model.Schema, IOwnContent):
    """Describe a bank: title and description are a behavior, the questions stand inside.

    Its words: ``docs/glossary.rst``, *Question bank*.
    """


class IBankQuestion(model.Schema, IOwnContent):
    """Describe a question of a bank. It is named by its text, so it has no title field.

    Its words: ``docs/glossary.rst``, *Question bank*.
    """

    question = schema.Text(
        title=_("label_bank_question", default="Question"),
        description=_(
            "help_bank_question",
            default="As people read it in the test. With “True or false”: the statement.",
        ),
        max_length=MAX_TEXT,
        required=True,
    )
    kind = schema.Choice(
        title=_("label_bank_kind", default="Kind"),
        description=_(
            "help_bank_kind", default="It decides which of the fields below count."
        ),
        vocabulary="sonla.pbgdpl.BankQuestionKinds",
        default=SINGLE,
        required=True,
    )
    directives.widget(answers=TableRowsFieldWidget)
    answers = Rows(
        IAnswer,
        title=_("label_bank_answers", default="Answers to choose from"),
        description=_(
            "help_bank_answers",
            default="Two to ten. Tick what is right. Each person sees them in another order, so avoid “all of the above”.",
        ),
    )
    truth = schema.Choice(
        title=_("label_bank_truth", default="The statement is"),
        description=_(
            "help_bank_truth",
            default="For questions of the kind “True or false” alone.",
        ),
        vocabulary="sonla.pbgdpl.BankTruths",
        required=False,
    )
    number = schema.TextLine(
        title=_("label_bank_number", default="Right number"),
        description=_(
            "help_bank_number",
            default="For questions of the kind “A number” alone, such as 30 or 12,5. Name the unit in the question.",
        ),
        max_length=30,
        required=False,
    )
    tolerance = schema.TextLine(
        title=_("label_bank_tolerance", default="How far an answer may be off"),
        description=_(
            "help_bank_tolerance",
            default="Empty: the number must be met exactly.",
        ),
        max_length=30,
        required=False,
    )
    explanation = schema.Text(
        title=_("label_bank_explanation", default="Explanation"),
        description=_(
            "help_bank_explanation",
            default="Why this is right, in one or two sentences. It is shown after the test.",
        ),
        max_length=MAX_EXPLANATION,
        required=False,
    )
    difficulty = schema.Choice(
        title=_("label_bank_difficulty", default="Difficulty"),
        description=_("help_bank_difficulty", default="Tests can be drawn by it."),
        vocabulary="sonla.pbgdpl.BankDifficulties",
        default=EASY,
        required=True,
    )
    directives.widget(citations=BlockRowsFieldWidget)
    citations = Rows(
        ICitation,
        title=_("label_bank_citations", default="Legal basis"),
        description=_(
            "help_bank_citations",
            default="The document and the article. When the document changes or loses force, the question is flagged.",
        ),
    )

    @invariant
    def can_be_asked(data: Any) -> None:
        """Refuse what could not be asked or marked, and dates that contradict each other."""
        for fault in faults(made_of(data)):
            raise InvalidInput(fault)
        refuse_contradicting_dates(data.citations or ())


def made_of(data: Any) -> Question:
    """Make a question of what a form was sent with."""
    return question_from({name: getattr(data, name, None) for name in ASKED_FIELDS})


def question_from(values: dict[str, Any]) -> Question:
    """Make a question of the values of its fields."""
    return Question(
        text=values.get("question") or "",
        kind=values.get("kind") or SINGLE,
        answers=tuple(
            Answer(row.get("text") or "", bool(row.get("is_right")))
            for row in values.get("answers") or ()
        ),
        truth=values.get("truth") or "",
        number=values.get("number") or "",
        tolerance=values.get("tolerance") or "",
        explanation=values.get("explanation") or "",
        citations=tuple(map(citation_words, values.get("citations") or ())),
        difficulty=values.get("difficulty") or "",
    )


def question_of(item: Any) -> Question:
    """Make a question of what an item stores, with its UID and fields of law."""
    found = question_from({name: stored_value(item, name) for name in ASKED_FIELDS})
    return Question(
        **{
            **vars(found),
            "uid": item.UID(),
            "legal_fields": tokens(item, "legal_fields"),
        }
    )


def title_of(text: str) -> str:
    """Return the beginning of a question, in one line."""
    line = " ".join(text.split())
    return (
        line if len(line) <= TITLE_LETTERS else f"{line[: TITLE_LETTERS - 1].rstrip()}…"
    )


def citation_words(row: dict[str, Any]) -> str:
    """Put a citation into words: Điều 8 khoản 1, Luật 52/2014/QH13."""
    document = " ".join(
        filter(
            None,
            (term_title(DOCUMENT_TYPES, row.get("document_type")), row.get("number")),
        )
    )
    return ", ".join(filter(None, (row.get("article"), document)))


@implementer(IQuestionBank)
class QuestionBank(OrphanSafeContainer):
    """A bank and the questions in it."""

    _ordering = "unordered"
    """A thousand questions may come from one file; a list of places would be written for each."""
    exclude_from_nav = True


@implementer(IBankQuestion)
class BankQuestion(OrphanSafeItem):
    """One question, named by its text."""

    security = ClassSecurityInfo()

    exclude_from_nav = True

    # Read permissions of a schema guard forms, REST and templates, not addresses.
    for _name in ASKED_FIELDS:
        security.declareProtected(View, _name)
    del _name
    # No type hints: those of a class stand where the annotations of its items are stored
    kind, difficulty = SINGLE, EASY
    question = truth = number = tolerance = explanation = None
    answers = citations = []

    # Core writes every field of the schema into these, without checking permissions.
    security.declareProtected(View, "manage_FTPget")
    security.declareProtected(View, "manage_DAVget")

    @property
    def title(self) -> str:
        """The beginning of the question."""
        return title_of(
            stored_value(self, "question") or stored_value(self, "id") or ""
        )

    @title.setter
    def title(self, value: str) -> None:
        """Leave the name as it follows from the text, whatever code sets."""


InitializeClass(BankQuestion)


def name_by_chance() -> str:
    """Return a name for addresses that tells a question from others, and nothing of what it asks."""
    return f"cau-hoi-{secrets.token_hex(6)}"


@implementer(INameFromTitle)
@adapter(IBankQuestion)
class NameByChance:
    """Name a question in addresses by nothing that it asks."""

    def __init__(self, question: Any) -> None:
        self.question = question

    @property
    def title(self) -> str:
        """A name that tells it from others."""
        return name_by_chance()


@adapter(IBankQuestion)
class Citations(CitedDocuments):
    """Have the documents on which a question rests."""

    field = "citations"


MSG_NO_REVISION = _(
    "msg_no_revision_of_banks",
    default="Questions of a bank are reopened and corrected, not revised by a copy.",
)
QUESTION_BANK_FACTS = ContentTypeFacts(
    chain=BANK_WORKFLOW,
    added_in=PLACE_TYPES,
    icon="collection",
    order=150,
    belongs_to=LEARNING,
    is_own=True,
    follows_unit=True,
    body_fields=(),
    no_revision=MSG_NO_REVISION,
    first_fields=(
        "title",
        "description",
        "legal_fields",
    ),
)
BANK_QUESTION_FACTS = ContentTypeFacts(
    chain=BANK_WORKFLOW,
    added_in=("QuestionBank",),
    is_versioned=True,
    icon="ui-radios",
    order=152,
    belongs_to=LEARNING,
    is_own=True,
    body_fields=(),
    cites_documents=True,
    no_revision=MSG_NO_REVISION,
    first_fields=(
        "question",
        "kind",
        "answers",
        "truth",
        "number",
        "explanation",
        "difficulty",
    ),
)
