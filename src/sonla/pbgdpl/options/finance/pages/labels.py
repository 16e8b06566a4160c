"""Expenditures and their sums in words."""

from dataclasses import dataclass
from plone import api
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.numbers import group_digits
from sonla.pbgdpl.options.finance import ITEMS
from sonla.pbgdpl.options.finance.vocabularies import FUNDS
from sonla.pbgdpl.options.finance.vocabularies import PURPOSES
from sonla.pbgdpl.options.finance.vocabularies import STAGES
from sonla.pbgdpl.options.finance.vocabularies import subject_of
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any


@dataclass(frozen=True)
class ExpenditureWords:
    """What a list shows of an expenditure."""

    url: str
    day: str
    item: str
    amount: str
    fund: str
    stage: str
    purpose: str
    subject: str
    subject_url: str
    voucher: str


def expenditure_words(expenditure: Any) -> ExpenditureWords:
    """Put an expenditure into words."""

    def field(name: str) -> Any:
        return stored_value(expenditure, name)

    subject = subject_of(expenditure)
    return ExpenditureWords(
        url=expenditure.absolute_url(),
        day=format_day(field("spent_on")),
        item=term_title(ITEMS, field("item")),
        amount=money(field("amount")),
        fund=chosen(FUNDS, field("fund")),
        stage=chosen(STAGES, field("stage")),
        purpose=chosen(PURPOSES, field("purpose")),
        subject=subject.Title()
        if subject is not None
        else field("subject_title") or "",
        subject_url="" if subject is None else subject.absolute_url(),
        voucher=field("voucher") or "",
    )


def chosen(titles: Any, token: str | None) -> str:
    """Name one of a few choices."""
    return str(api.portal.translate(titles[token])) if token in titles else ""


def money(amount: int | None) -> str:
    """Write an amount; nothing for none."""
    return "" if amount is None else group_digits(amount)
