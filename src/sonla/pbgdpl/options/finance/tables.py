"""Expenditures as rows of a table: written, read again, checked cell by cell."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import read_typed_day
from sonla.pbgdpl.core.errors import first_error
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.core.vietnamese.folding import fold_words
from sonla.pbgdpl.options.finance import ITEMS
from sonla.pbgdpl.options.finance.content import IExpenditure
from sonla.pbgdpl.options.finance.fields import read_amount
from sonla.pbgdpl.options.finance.vocabularies import EDUCATION
from sonla.pbgdpl.options.finance.vocabularies import FUNDS
from sonla.pbgdpl.options.finance.vocabularies import PURPOSES
from sonla.pbgdpl.options.finance.vocabularies import SPENT
from sonla.pbgdpl.options.finance.vocabularies import STAGES
from sonla.pbgdpl.vocabularies.terms import all_terms
from sonla.pbgdpl.vocabularies.terms import titles_by_token
from types import SimpleNamespace
from typing import Any
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import Invalid
from zope.schema import ValidationError

COLUMNS = {
    "spent_on": "Ngày",
    "amount": "Số tiền (đồng)",
    "stage": "Loại",
    "fund": "Nguồn kinh phí",
    "item": "Nội dung chi",
    "quantity": "Số lượng",
    "rate": "Mức chi (đồng)",
    "basis": "Căn cứ",
    "purpose": "Mục đích",
    "belongs_to": "Thuộc về (mã)",
    "subject_title": "Thuộc về",
    "voucher": "Số chứng từ",
    "note": "Ghi chú",
    "unit": "Mã đơn vị",
}
"""Field → heading of its column: such a file is read by offices, whichever language they set."""
CHOICES = {"stage": STAGES, "fund": FUNDS, "purpose": PURPOSES}
DEFAULTS = {"stage": SPENT, "purpose": EDUCATION}


@dataclass(frozen=True)
class Line:
    """One row of a file: what it says, or what is wrong with it."""

    number: int
    values: Mapping[str, Any] = field(default_factory=dict)
    errors: tuple[str, ...] = ()
    is_known: bool = False
    """Whether the same was recorded before, here or further up in the file."""

    @property
    def is_good(self) -> bool:
        """Whether it can be taken in."""
        return not self.errors and not self.is_known


def cells_of(expenditure: Any) -> list[Any]:
    """Return the cells of an expenditure, in the order of the columns."""
    unit = unit_of(expenditure)
    cells = {name: stored_value(expenditure, name) for name in COLUMNS}
    cells["item"] = title_of_item(cells["item"])
    for name, titles in CHOICES.items():
        cells[name] = words(titles.get(cells[name], cells[name]))
    cells["unit"] = "" if unit is None else stored_value(unit, "code")
    return list(cells.values())


def title_of_item(token: str | None) -> str:
    """Name an item with its code, as titles may change."""
    titles = titles_by_token(ITEMS)
    return f"{titles[token]} [{token}]" if token in titles else token or ""


def words(message: Any) -> str:
    """Translate a message for the user."""
    return str(translate(message, context=getRequest()) or "")


def lines_of(rows: list[dict[str, str]], place: Any, known: set[Any]) -> Iterator[Line]:
    """Read rows; what stands there already, or twice in the file, is told from what is new."""
    unit = unit_of(place)
    code = "" if unit is None else stored_value(unit, "code") or ""
    seen = set(known)
    for number, row in enumerate(rows, start=2):
        line = line_of(number, by_field(row), place, code)
        if not line.errors:
            key = key_of(line.values)
            if key in seen:
                line = Line(number, line.values, is_known=True)
            seen.add(key)
        yield line


def key_of(values: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return by what two records are the same."""
    names = (
        "spent_on",
        "amount",
        "stage",
        "fund",
        "item",
        "purpose",
        "voucher",
        "note",
    )
    return tuple(values.get(name) or "" for name in names)


def by_field(row: dict[str, str]) -> dict[str, str]:
    """Return the cells of a row by the names of our fields; other columns are left out."""
    fields = {fold_words(title): name for name, title in COLUMNS.items()}
    fields |= {fold_words(name): name for name in COLUMNS}
    return {
        fields[fold_words(heading)]: cell
        for heading, cell in row.items()
        if fold_words(heading) in fields
    }


def line_of(number: int, cells: Mapping[str, str], place: Any, code: str) -> Line:
    """Read one row."""
    values: dict[str, Any] = {}
    errors: list[str] = []
    for name in COLUMNS:
        if name in ("subject_title", "unit"):
            continue
        try:
            value = read_cell(name, cells.get(name, "").strip())
            bound = IExpenditure[name].bind(place)
            if value is not None or bound.required:
                bound.validate(value)
            values[name] = value
        except (ValidationError, InvalidInput) as error:
            errors.append(column_error(name, error))
    written = cells.get("unit", "").strip()
    if written and written.lower() != code.lower():
        errors.append(words(Message(MSG_OTHER_UNIT, mapping={"unit": written})))
    if not errors:
        errors.extend(broken_invariants(values))
    return Line(number, values, tuple(errors))


MSG_OTHER_UNIT = _(
    "msg_expenditure_other_unit",
    default="This row is of the unit “${unit}”. Enter it on the page of that unit.",
)


def column_error(name: str, error: Exception) -> str:
    """Return which column is wrong, and why."""
    known = first_error(error)
    reason = known.doc() if isinstance(known, ValidationError) else str(error)
    return f"{COLUMNS[name]}: {words(reason)}"


def broken_invariants(values: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the schema has against values that are fine one by one."""
    errors: list[Invalid] = []
    try:
        IExpenditure.validateInvariants(SimpleNamespace(**values), errors)
    except Invalid:
        yield from (words(error.args[0]) for error in errors)


def read_cell(name: str, text: str) -> Any:
    """Read a cell as its field stores it; raises `InvalidInput` for what can't be read."""
    if name == "spent_on":
        return read_day(text)
    if name in ("amount", "rate", "quantity"):
        return read_amount(text)
    if name in CHOICES:
        return read_choice(name, text)
    if name == "item":
        return read_item(text)
    return text or None


def read_day(text: str) -> date | None:
    """Read a day as people in Vietnam type it, or as machines do; None for nothing."""
    return read_typed_day(text) if text else None


def read_choice(name: str, text: str) -> str | None:
    """Read one of a few choices by its title or its code."""
    if not text:
        return DEFAULTS.get(name)
    for token, title in CHOICES[name].items():
        if fold_words(text) in (fold_words(token), fold_words(words(title))):
            return token
    raise unknown(text)


def read_item(text: str) -> str | None:
    """Read an item by its code, in brackets or alone, by its title or another spelling."""
    if not text:
        return None
    code = text.rpartition("[")[2].rstrip("] ").strip()
    for term in all_terms(ITEMS):
        if term.token in (code, text):
            return term.token
    for term in all_terms(ITEMS):
        if fold_words(text) in map(fold_words, (term.title, *term.aliases)):
            return term.token
    raise unknown(text)


def unknown(text: str) -> InvalidInput:
    """Return the error over what a list lacks."""
    return InvalidInput(
        _(
            "msg_term_unknown",
            default="“${value}” is not in the list. Choose a value of the list.",
            mapping={"value": text},
        )
    )
