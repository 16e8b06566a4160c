"""Fill a portal with answered questions, quickly: real content without Plone's events."""

from bench.datasets import DataSet
from bench.publishing import publish
from bench.texts import NAMES
from bench.texts import Writer
from collections.abc import Iterator
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from typing import Any

FIRST = datetime(2016, 1, 4, 2, tzinfo=UTC)
DAYS = 10 * 365
"""Ten years of questions, as many as a province may gather."""
ANSWER_WORDS = 60
ASKED = "Tôi ở xã {name} muốn hỏi về {subject} thì phải làm thủ tục gì?"
TITLE = "Hỏi về {subject} tại xã {name} (câu {number})"
COLLECTION = "cau-hoi-da-tra-loi"


def create_collection(site: Any) -> None:
    """Make Plone's own list of the answered questions, as long as a page of ours."""
    from bench.building import ANY
    from plone import api
    from sonla.pbgdpl.questions import QUESTION_TYPE
    from sonla.pbgdpl.search.pages.filtered_list import PAGE_SIZE

    collection = api.content.create(
        site,
        "Collection",
        id=COLLECTION,
        title="Câu hỏi đã trả lời",
        query=[{"i": "portal_type", "o": ANY, "v": [QUESTION_TYPE]}],
        sort_on="effective",
        sort_reversed=True,
        item_count=PAGE_SIZE,
        exclude_from_nav=True,
    )
    collection.setLayout("summary_view")
    api.content.transition(collection, to_state="published")


def questions(folders: list[Any], dataset: DataSet) -> Iterator[Any]:
    """Yield stored, published questions that wait for the catalog, in folders of months."""
    from sonla.pbgdpl.core.section import section_of
    from sonla.pbgdpl.questions.submission import folder_for
    from sonla.pbgdpl.vocabularies.terms import all_terms

    def tokens(name: str) -> list[str]:
        return [term.token for term in all_terms(f"sonla.pbgdpl.{name}")]

    writer = Writer(seed=dataset.items)
    section = section_of(folders[0])
    terms = {name: tokens(name) for name in ("Agencies", "LegalFields")}
    for number in range(dataset.items):
        received_on = FIRST + timedelta(days=writer.random.randrange(DAYS))
        yield create_question(
            folder_for(section, received_on), number, received_on, writer, terms
        )


def create_question(
    folder: Any,
    number: int,
    received_on: datetime,
    writer: Writer,
    terms: dict[str, list],
) -> Any:
    """Store one published question with its answer."""
    from DateTime import DateTime
    from plone.app.textfield.value import RichTextValue
    from plone.uuid.handlers import addAttributeUUID
    from sonla.pbgdpl.questions import QUESTION_TYPE
    from sonla.pbgdpl.questions.content import LegalQuestion

    pick = writer.random.choice
    words = {"name": pick(NAMES), "subject": writer.sentence(5).rstrip(".").lower()}
    question = LegalQuestion(id=f"q-{number}")
    question.portal_type = QUESTION_TYPE
    question.title = TITLE.format(number=number, **words)
    question.question = f"{ASKED.format(**words)} {writer.sentence(30)}"
    question.answer = RichTextValue(
        writer.body(ANSWER_WORDS), "text/html", "text/x-html-safe"
    )
    question.agency = pick(terms["Agencies"])
    question.legal_fields = (pick(terms["LegalFields"]),)
    question.received = received_on
    question.answered_on = received_on + timedelta(days=writer.random.randrange(1, 30))
    question.due_date = (received_on + timedelta(days=21)).date()
    question.language = "vi"
    question.effective_date = DateTime(question.answered_on.isoformat())
    question.creation_date = question.modification_date = question.effective_date
    question.exclude_from_nav = True
    addAttributeUUID(question, None)
    folder._setObject(question.id, question, suppress_events=True)
    question = folder._getOb(question.id)
    publish(question, "publish")
    return question
