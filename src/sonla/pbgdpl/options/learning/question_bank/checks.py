"""What a question still lacks, and which of its documents have changed."""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import LEARNING
from sonla.pbgdpl.editorial.checks import Check
from sonla.pbgdpl.editorial.checks import field
from sonla.pbgdpl.options.learning.question_bank import BANK_QUESTION_TYPE
from sonla.pbgdpl.options.learning.question_bank.content import question_of
from sonla.pbgdpl.options.learning.question_bank.legal_changes import legal_changes
from sonla.pbgdpl.options.learning.question_bank.rules import faults
from sonla.pbgdpl.options.learning.question_bank.rules import filled
from typing import Any

MSG_NO_EXPLANATION = _(
    "msg_bank_no_explanation",
    default="There is no explanation: who answers wrongly does not learn why.",
)
MSG_NO_CITATION = _(
    "msg_bank_no_citation",
    default="No legal basis is named: nobody is told when the law changes.",
)
MSG_NO_ARTICLE = _("msg_bank_no_article", default="${number}: the article is missing.")


class BankQuestionCheck(Check):
    """Find questions whose law has changed, and those that explain nothing."""

    belongs_to = LEARNING
    title = _(
        "heading_check_bank",
        default="Questions of banks: changed documents, missing explanation or legal basis",
    )
    order = 28
    portal_types = (BANK_QUESTION_TYPE,)

    def missing(self, text: Any) -> list[Any]:
        """List what is wrong with it first, then what has changed and what is missing."""
        return [
            *faults(question_of(text)),
            *(change.words for change in legal_changes(text)),
            *missing_facts(text),
        ]


def missing_facts(question: Any) -> Iterator[Any]:
    """Yield what people would miss after a test."""
    if not field(question, "explanation"):
        yield MSG_NO_EXPLANATION
    citations = field(question, "citations")
    if not citations:
        yield MSG_NO_CITATION
    for row in citations or ():
        if not row.get("article"):
            yield filled(MSG_NO_ARTICLE, number=row.get("number") or "")
