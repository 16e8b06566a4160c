"""An expenditure (khoản chi): when, how much, what for, from which source.

Not an accounting system: no payee, no bank account. What is counted here fills the columns of
funds in the forms of statistics; the amounts themselves are for the office and the unit alone.
"""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from datetime import date
from plone.autoform import directives
from plone.base.interfaces import INameFromTitle
from plone.supermodel import model
from Products.CMFCore.permissions import View
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import searchable
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.core.names import FINANCE
from sonla.pbgdpl.core.names import PLACE_TYPES
from sonla.pbgdpl.core.numbers import group_digits
from sonla.pbgdpl.core.orphaned import OrphanSafeItem
from sonla.pbgdpl.core.types import ContentTypeFacts
from sonla.pbgdpl.core.types import LISTS
from sonla.pbgdpl.options.finance import EXPENDITURE_WORKFLOW
from sonla.pbgdpl.options.finance import ITEMS
from sonla.pbgdpl.options.finance import OTHER_ITEM
from sonla.pbgdpl.options.finance.fields import Amount
from sonla.pbgdpl.options.finance.proposals import proposed_amount
from sonla.pbgdpl.options.finance.proposals import proposed_item
from sonla.pbgdpl.options.finance.proposals import proposed_note
from sonla.pbgdpl.options.finance.proposals import proposed_quantity
from sonla.pbgdpl.options.finance.proposals import proposed_rate
from sonla.pbgdpl.options.finance.vocabularies import asked_subject
from sonla.pbgdpl.options.finance.vocabularies import EDUCATION
from sonla.pbgdpl.options.finance.vocabularies import SPENT
from sonla.pbgdpl.statistics.periods import FIRST_YEAR
from sonla.pbgdpl.statistics.periods import LAST_YEAR
from sonla.pbgdpl.vocabularies.fields import TermChoice
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from zope import schema
from zope.component import adapter
from zope.interface import implementer
from zope.interface import invariant
from zope.interface import provider
from zope.schema.interfaces import IContextAwareDefaultFactory

import secrets

PRIVATE_FIELDS = (
    "spent_on",
    "amount",
    "stage",
    "item",
    "basis",
    "quantity",
    "rate",
    "fund",
    "purpose",
    "belongs_to",
    "subject_title",
    "voucher",
    "note",
)


def day_of_forms(value: date) -> bool:
    """Accept a day of a year that forms know; raise `InvalidInput` for any other."""
    if FIRST_YEAR <= value.year <= LAST_YEAR:
        return True
    raise InvalidInput(
        _(
            "msg_day_out_of_reach",
            default="${day} lies in no year that is reported. Look at the year once more.",
            mapping={"day": format_day(value)},
        )
    )


@provider(IContextAwareDefaultFactory)
def this_day(context: Any) -> date:
    """Offer today."""
    return today()


class IExpenditure(model.Schema, IOwnContent):
    """Describe an expenditure. It is named by what is entered, so it has no title field.

    Its words: ``docs/glossary.rst``, *Funds*.
    """

    searchable("item", "voucher", "basis", "note")
    amount = Amount(
        title=_("label_amount", default="Amount (VND)"),
        description=_(
            "help_expenditure_amount",
            default="Whole VND, such as 1.500.000. Type 0 to say that nothing was spent in a period: a unit without any record has no figure, not zero.",
        ),
        defaultFactory=proposed_amount,
        required=True,
    )
    spent_on = schema.Date(
        title=_("label_spent_on", default="Day"),
        description=_(
            "help_expenditure_spent_on",
            default="It counts in the period in which this day lies.",
        ),
        constraint=day_of_forms,
        defaultFactory=this_day,
        required=True,
    )
    item = TermChoice(
        title=_("label_expenditure_item", default="Item"),
        description=_(
            "help_expenditure_item",
            default="With the most that Circular 56/2023/TT-BTC or the People's Council allows. “Other” where no rate is set.",
        ),
        vocabulary=ITEMS,
        defaultFactory=proposed_item,
        required=True,
    )
    fund = schema.Choice(
        title=_("label_fund", default="Source of funds"),
        description=_(
            "help_expenditure_fund", default="The column of the form that it adds to."
        ),
        vocabulary="sonla.pbgdpl.Funds",
        default="nsnn-thuong-xuyen",
        required=True,
    )
    stage = schema.Choice(
        title=_("label_expenditure_stage", default="Planned or spent"),
        description=_(
            "help_expenditure_stage",
            default="Both are kept and never added up; reports have what was spent.",
        ),
        vocabulary="sonla.pbgdpl.ExpenditureStages",
        default=SPENT,
        required=True,
    )
    belongs_to = schema.Choice(
        title=_("label_belongs_to", default="Belongs to"),
        description=_(
            "help_expenditure_belongs_to",
            default="The activity, material, course, plan or report that it was for. It stays when that is deleted.",
        ),
        vocabulary="sonla.pbgdpl.ExpenditureSubjects",
        defaultFactory=asked_subject,
        required=False,
    )

    model.fieldset(
        "more",
        label=_("fieldset_expenditure_more", default="Quantity, purpose, voucher"),
        fields=["quantity", "rate", "basis", "purpose", "voucher", "note"],
    )
    quantity = schema.Int(
        title=_("label_quantity", default="Quantity"),
        description=_(
            "help_expenditure_quantity",
            default="How many leaflets, sessions, prizes, days of one person.",
        ),
        min=1,
        max=9_999_999,
        defaultFactory=proposed_quantity,
        required=False,
    )
    rate = Amount(
        title=_("label_rate", default="Rate for one (VND)"),
        description=_(
            "help_expenditure_rate",
            default="Compared with the most that is allowed; above it you are warned, nothing is refused.",
        ),
        defaultFactory=proposed_rate,
        required=False,
    )
    basis = schema.TextLine(
        title=_("label_rate_basis", default="Basis of the rate"),
        description=_(
            "help_expenditure_basis",
            default="For “Other”: the document that allows it. Otherwise only where another decision allows more.",
        ),
        max_length=300,
        required=False,
    )
    purpose = schema.Choice(
        title=_("label_purpose", default="Purpose"),
        description=_(
            "help_expenditure_purpose",
            default="Forms of legal education count that purpose alone.",
        ),
        vocabulary="sonla.pbgdpl.ExpenditurePurposes",
        default=EDUCATION,
        required=True,
    )
    voucher = schema.TextLine(
        title=_("label_voucher", default="Number of the voucher"),
        description=_(
            "help_expenditure_voucher",
            default="As in the books. No bank account and nobody's tax number.",
        ),
        max_length=100,
        required=False,
    )
    note = schema.Text(
        title=_("label_expenditure_note", default="Note"),
        description=_(
            "help_expenditure_note",
            default="What the amount alone doesn't say. Instead of names: “by the list”.",
        ),
        max_length=1000,
        defaultFactory=proposed_note,
        required=False,
    )

    directives.omitted("subject_title")
    subject_title = schema.TextLine(
        title=_("label_subject_title", default="What it belonged to"),
        required=False,
        readonly=True,
    )

    @invariant
    def other_has_a_basis(data: Any) -> None:
        """Refuse what no rate is set for and no document allows."""
        if data.item == OTHER_ITEM and not (data.basis or "").strip():
            raise InvalidInput(
                _(
                    "msg_other_without_basis",
                    default="“Other” needs its basis: type the document that allows it, below “Quantity, purpose, voucher”.",
                )
            )


@implementer(IExpenditure)
class Expenditure(OrphanSafeItem):
    """One expenditure, named by item, amount and day."""

    security = ClassSecurityInfo()

    exclude_from_nav = True

    # Read permissions of a schema guard forms, REST and templates, not addresses.
    for _name in PRIVATE_FIELDS:
        security.declareProtected(View, _name)
    del _name
    # No type hints: those of a class stand where the annotations of its items are stored
    spent_on = amount = stage = item = basis = quantity = rate = None
    fund = purpose = belongs_to = subject_title = voucher = note = None

    # Core writes every field of the schema into these, without checking permissions.
    security.declareProtected(View, "manage_FTPget")
    security.declareProtected(View, "manage_DAVget")

    @property
    def title(self) -> str:
        """Item, amount and day."""
        money = stored_value(self, "amount")
        parts = (
            term_title(ITEMS, stored_value(self, "item")),
            "" if money is None else f"{group_digits(money)} đồng",
            format_day(stored_value(self, "spent_on")),
        )
        return " – ".join(filter(None, parts)) or stored_value(self, "id") or ""

    @title.setter
    def title(self, value: str) -> None:
        """Leave the name as it follows from the fields, whatever code sets."""


InitializeClass(Expenditure)


@implementer(INameFromTitle)
@adapter(IExpenditure)
class NameFromDay:
    """Name an item by its day in addresses: what it cost stands in none."""

    def __init__(self, expenditure: Any) -> None:
        self.expenditure = expenditure

    @property
    def title(self) -> str:
        """Day, and what tells it from others of that day."""
        day = stored_value(self.expenditure, "spent_on") or today()
        return f"khoan-chi-{day.isoformat()}-{secrets.token_hex(4)}"


EXPENDITURE_FACTS = ContentTypeFacts(
    chain=EXPENDITURE_WORKFLOW,
    added_in=PLACE_TYPES,
    is_versioned=True,
    icon="cash-coin",
    menu_group=LISTS,
    order=125,
    is_own=True,
    belongs_to=FINANCE,
    first_fields=(
        "amount",
        "spent_on",
        "item",
        "fund",
        "stage",
        "belongs_to",
        "purpose",
    ),
)
