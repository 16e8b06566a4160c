"""What should be looked at once more in an expenditure: it warns and refuses nothing."""

from dataclasses import replace
from datetime import date
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.names import FINANCE
from sonla.pbgdpl.editorial.checks import Check
from sonla.pbgdpl.options.finance import EXPENDITURE_TYPE
from sonla.pbgdpl.options.finance import ITEMS
from sonla.pbgdpl.options.finance.interfaces import IExpenditureProposal
from sonla.pbgdpl.options.finance.rules import Payment
from sonla.pbgdpl.options.finance.rules import warnings
from sonla.pbgdpl.options.finance.vocabularies import subject_of
from sonla.pbgdpl.vocabularies.terms import find_term
from sonla.pbgdpl.vocabularies.terms import ValidTerm
from typing import Any
from zope.i18nmessageid import Message


class RateCheck(Check):
    """Find expenditures above the rate that is set."""

    belongs_to = FINANCE
    title = _("check_expenditure_rate", default="Expenditures to be looked at")
    order = 75
    portal_types = (EXPENDITURE_TYPE,)

    def missing(self, text: Any) -> list[Message]:
        """List what the rules say of an expenditure; its own basis allows another rate."""
        day, amount = stored_value(text, "spent_on"), stored_value(text, "amount")
        if not isinstance(day, date) or amount is None:
            return []
        payment = Payment(
            day, amount, stored_value(text, "quantity"), stored_value(text, "rate")
        )
        rate = rate_of(stored_value(text, "item"), stored_value(text, "basis"))
        return list(warnings(payment, supplemented(rate, text)))


def supplemented(rate: ValidTerm | None, expenditure: Any) -> ValidTerm | None:
    """Return a rate as it is for what an expenditure belongs to: some groups allow more."""
    subject = None if rate is None else subject_of(expenditure)
    proposal = None if subject is None else IExpenditureProposal(subject, None)
    if rate is None or proposal is None or proposal.rate is None:
        return rate
    is_same = proposal.item == stored_value(expenditure, "item")
    return replace(rate, maximum=proposal.rate) if is_same else rate


def rate_of(item: str | None, basis: str | None) -> ValidTerm | None:
    """Return the rate of an item; None where another basis holds, or the list has no such item."""
    return None if basis else find_term(ITEMS, item)
