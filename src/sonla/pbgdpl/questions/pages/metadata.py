"""What a question tells of itself where its address is shared.

A public question in the words of schema.org: a page of a question and its answer.
"""

from Products.CMFPlone.browser.syndication.adapters import DexterityItem
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.html import plain_lines
from sonla.pbgdpl.exchange.collection_jsonld import CONTEXT
from sonla.pbgdpl.exchange.field_types import beginning
from sonla.pbgdpl.exchange.offering import names_of
from sonla.pbgdpl.exchange.offering import record_on_offer
from sonla.pbgdpl.exchange.pages.viewlets import JsonLdViewlet
from sonla.pbgdpl.questions.pages.item import QuestionView
from sonla.pbgdpl.settings.public_address import public_url
from typing import Any

MAX_DESCRIPTION_LENGTH = 200
"""Signs: about what services that show a shared address have room for."""


class QuestionFeedItem(DexterityItem):
    """Describe a question by what was asked: it has no summary of its own."""

    @property
    def description(self) -> str:
        """The beginning of the question."""
        return beginning(
            stored_value(self.context, "question") or "", MAX_DESCRIPTION_LENGTH
        )


class QuestionJsonLdViewlet(JsonLdViewlet):
    """JSON-LD of question and answer for search engines; only what is public."""

    def data(self) -> dict[str, Any] | None:
        """Return a `QAPage`; None for a question that is not public."""
        view = QuestionView(self.context, self.request)
        return qa_page(view) if view.is_public else None


def qa_page(view: QuestionView) -> dict[str, Any]:
    """Write the page: one question with one answer, which is the accepted one."""
    question, url = view.context, public_url(view.context)
    answer = {
        "@type": "Answer",
        "text": "\n".join(plain_lines(view.body)),
        "url": url,
        "upvoteCount": 0,
        **author("Organization", view.answered_by),
        **day("datePublished", view.iso(view.published)),
    }
    return {
        "@context": CONTEXT,
        "@type": "QAPage",
        **named_as(question),
        "url": url,
        "mainEntity": {
            "@type": "Question",
            "name": question.title,
            "text": "\n".join(view.paragraphs),
            "answerCount": 1,
            **author("Person", view.field("public_name")),
            **day("datePublished", view.iso_received),
            "acceptedAnswer": answer,
        },
    }


def named_as(question: Any) -> dict[str, str]:
    """Return the name of a question's record, by which others fetch it, if they may."""
    record = record_on_offer(question)
    return {} if record is None else names_of(record)


def author(kind: str, name: str | None) -> dict[str, Any]:
    """Name somebody, if they are named."""
    return {"author": {"@type": kind, "name": name}} if name else {}


def day(key: str, value: str) -> dict[str, str]:
    """Return a day in JSON-LD, if it is known."""
    return {key: value} if value else {}
