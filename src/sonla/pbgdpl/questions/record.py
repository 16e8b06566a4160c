"""The record type of questions: public ones, with what is public of them.

The question is the description of the record, the answer its text. Who asked is in no
record, not even by the name that stands on the page: it was agreed to for that page.
A question with words that may be personal data is held back until somebody decided on them.
Nobody is fetched: what other portals answered stays theirs.
"""

from Acquisition import aq_base
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.editorial.authorship import agency_of
from sonla.pbgdpl.exchange.accessors import AttributeAccessor
from sonla.pbgdpl.exchange.accessors import CodedList
from sonla.pbgdpl.exchange.accessors import Computed
from sonla.pbgdpl.exchange.accessors import document_of
from sonla.pbgdpl.exchange.accessors import Title
from sonla.pbgdpl.exchange.body_accessor import absolute
from sonla.pbgdpl.exchange.body_accessor import sanitised
from sonla.pbgdpl.exchange.record import LegalDocument
from sonla.pbgdpl.exchange.record_types import BASIC
from sonla.pbgdpl.exchange.record_types import RecordType
from sonla.pbgdpl.exchange.record_types import VERSION
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.questions.covering import open_marks
from sonla.pbgdpl.settings.public_address import public_url
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any


def answer(question: Any) -> str | None:
    """Return the answer as sanitised HTML with absolute addresses."""
    value = getattr(aq_base(question), "answer", None)
    if value is None or not value.raw:
        return None
    base = f"{public_url(question)}/"
    return sanitised(value.raw, lambda path: absolute(path, base))


def legal_bases(question: Any) -> tuple[LegalDocument, ...]:
    """Return a legal document a row."""
    return tuple(map(document_of, stored_value(question, "legal_bases") or ()))


def who_answers(question: Any) -> str | None:
    """Name who answers, as the page does."""
    named = stored_value(question, "answered_by")
    return named or term_title(AGENCIES, agency_of(question)) or None


QUESTION = RecordType(
    name="question",
    title=_("record_type_question", default="Questions and answers"),
    portal_types=(QUESTION_TYPE,),
    accessors={
        **BASIC,
        "title": Title("title", ""),
        "description": AttributeAccessor("question", ""),
        "body": Computed(answer),
        "creator": Computed(who_answers),
        "subjects": CodedList("legal_fields", vocabulary="sonla.pbgdpl.LegalFields"),
        "legal_documents": Computed(legal_bases),
        **VERSION,
    },
    schema_org=lambda record: "QAPage",
    in_feeds=True,
    fetched=False,
    is_held=lambda question: bool(open_marks(question)),
)
