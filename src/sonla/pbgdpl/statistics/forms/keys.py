"""Keys of one table of a form's file, each read with what is wrong about it."""

from collections.abc import Callable
from collections.abc import Iterable
from datetime import date
from sonla.pbgdpl import _
from sonla.pbgdpl.statistics.forms.definition import EVIDENCE
from sonla.pbgdpl.statistics.forms.definition import FOUND
from sonla.pbgdpl.statistics.forms.faults import fault_at
from sonla.pbgdpl.statistics.forms.faults import FormFault
from sonla.pbgdpl.statistics.forms.faults import MSG_MISSING
from sonla.pbgdpl.statistics.forms.faults import MSG_ONE_OF
from sonla.pbgdpl.statistics.forms.faults import MSG_TWICE
from sonla.pbgdpl.statistics.forms.formulas import CellName
from sonla.pbgdpl.statistics.forms.formulas import Formula
from sonla.pbgdpl.statistics.forms.formulas import NAME
from sonla.pbgdpl.statistics.forms.formulas import NoFormula
from sonla.pbgdpl.statistics.forms.formulas import read_cross_rule
from sonla.pbgdpl.statistics.forms.formulas import read_formula
from sonla.pbgdpl.statistics.forms.formulas import read_rule
from sonla.pbgdpl.statistics.forms.formulas import Rule
from sonla.pbgdpl.statistics.periods import day_in
from typing import Any
from typing import TypeVar
from zope.i18nmessageid import Message

import re

LEAP_YEAR = 2024
"""A year that has every day that a form may name."""

MSG_UNKNOWN_KEY = _(
    "msg_form_key_unknown",
    default="${place}: there is no such key. There are: ${known}.",
)
MSG_NOT_TEXT = _(
    "msg_form_not_text", default="${place} has to be text between quotation marks."
)
MSG_NOT_TEXTS = _(
    "msg_form_not_texts",
    default='${place} has to be a list of texts, such as ["a", "b"].',
)
MSG_NOT_TABLES = _(
    "msg_form_not_tables",
    default="${place} has to be tables, each below a line [[${place}]].",
)
MSG_NOT_TABLE = _(
    "msg_form_not_table", default='${place} has to be a table, such as { role = "a" }.'
)
MSG_NOT_FLAG = _("msg_form_not_flag", default="${place} has to be true or false.")
MSG_NOT_A_DATE = _(
    "msg_form_not_a_date",
    default="${place}: “${value}” is no date. Write it as 2026-01-31.",
)
MSG_NOT_A_DAY = _(
    "msg_form_not_a_day",
    default="${place}: “${value}” is no day of a period. Write 30/06, or 20/01 next year; in a file 06-30, or next-01-20.",
)
MSG_BAD_NAME = _(
    "msg_form_bad_name",
    default="${place}: “${value}” can't be a code here. Write small letters without accents and digits, such as ${example}.",
)
MSG_FORMULA = _(
    "msg_form_bad_formula",
    default="${place}: “${value}” is no formula. Write codes with + and -, and <=, >= or = between the sides of a check.",
)


AnyRead = TypeVar("AnyRead")


class FormTable:
    """One table of a file; each question notes what is wrong with the answer.

    A key that nobody asked for is a fault, too: it is misspelt more often than not.
    """

    def __init__(
        self, raw: dict[str, Any], place: str, faults: list[FormFault]
    ) -> None:
        self.raw = raw
        self.place = place
        self.faults = faults
        self.asked: list[str] = []

    def refuse(self, message: Message, name: str = "", **mapping: str) -> None:
        """Note a fault at a key."""
        place = ".".join(filter(None, (self.place, name)))
        self.faults.append(fault_at(place, message, **mapping))

    def get(self, name: str) -> Any:
        """Return what a key holds; None for nothing."""
        self.asked.append(name)
        return self.raw.get(name)

    def end(self) -> None:
        """Refuse the keys that nobody asked for."""
        for name in self.raw:
            if name not in self.asked:
                known = ", ".join(sorted(set(self.asked)))
                self.refuse(MSG_UNKNOWN_KEY, name, known=known)

    def text(self, name: str, required: bool = True) -> str:
        """Return the value of a key without space around it; refuse what is no text."""
        found = self.get(name)
        if found is None:
            if required:
                self.refuse(MSG_MISSING, name)
            return ""
        if not isinstance(found, str):
            self.refuse(MSG_NOT_TEXT, name)
            return ""
        if required and not found.strip():
            self.refuse(MSG_MISSING, name)
        return found.strip()

    def matching(
        self, name: str, pattern: re.Pattern[str], example: str, required: bool = True
    ) -> str:
        """Return a text of a certain form."""
        found = self.text(name, required)
        if found and not pattern.fullmatch(found):
            self.refuse(MSG_BAD_NAME, name, value=found, example=example)
        return found

    def id(self) -> str:
        """Return the name by which formulas know it."""
        return self.matching("id", NAME, "kp_khac")

    def one_of(self, name: str, values: Iterable[str], default: str = "") -> str:
        """Return one of some words."""
        known = tuple(values)
        found = self.text(name, required=not default) or default
        if found and found not in known:
            self.refuse(MSG_ONE_OF, name, value=found, known=", ".join(known))
        return found

    def evidence(self) -> str:
        """Return how sure it is; what an administrator adds was found by them."""
        return self.one_of("evidence", EVIDENCE, FOUND)

    def flag(self, name: str, default: bool) -> bool:
        """Return true or false."""
        found = self.get(name)
        if found is None:
            return default
        if not isinstance(found, bool):
            self.refuse(MSG_NOT_FLAG, name)
        return bool(found)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts."""
        found = self.get(name)
        if found is None:
            return ()
        if not isinstance(found, list) or not all(isinstance(x, str) for x in found):
            self.refuse(MSG_NOT_TEXTS, name)
            return ()
        return tuple(found)

    def date(self, name: str, required: bool = False) -> date | None:
        """Return a date, which JSON has as text."""
        found = self.get(name)
        if isinstance(found, date):
            return date(found.year, found.month, found.day)
        if found in (None, ""):
            if required:
                self.refuse(MSG_MISSING, name)
            return None
        try:
            return date.fromisoformat(str(found))
        except ValueError:
            self.refuse(MSG_NOT_A_DATE, name, value=str(found))
            return None

    def day(self, name: str, required: bool = True) -> str:
        """Return a day of any year; '' for one that can't be read."""
        found = self.text(name, required)
        if not found:
            return ""
        try:
            day_in(LEAP_YEAR, found)
        except ValueError:
            self.refuse(MSG_NOT_A_DAY, name, value=found)
            return ""
        return found

    def table(self, name: str) -> dict[str, Any]:
        """Return a table inside."""
        found = self.get(name)
        if found is None:
            return {}
        if not isinstance(found, dict):
            self.refuse(MSG_NOT_TABLE, name)
            return {}
        return found

    def inner(self, name: str) -> "FormTable":
        """Return a table inside, to be asked for its keys."""
        place = ".".join(filter(None, (self.place, name)))
        return FormTable(self.table(name), place, self.faults)

    def facts(self, name: str) -> dict[str, tuple[str, ...]]:
        """Return which records, or organisations, are meant."""
        found = {
            str(fact): tuple(map(str, values if isinstance(values, list) else [values]))
            for fact, values in self.table(name).items()
        }
        for fact, values in found.items():
            if not values:
                self.refuse(MSG_MISSING, f"{name}.{fact}")
        return found

    def tables(self, name: str, key: str = "id") -> list["FormTable"]:
        """Return the tables of a list, each known by its `key`; two can't have the same."""
        found = self.get(name)
        if found is None:
            return []
        if not isinstance(found, list) or not all(isinstance(x, dict) for x in found):
            self.refuse(MSG_NOT_TABLES, name)
            return []
        tables, seen = [], set()
        for number, raw in enumerate(found, start=1):
            known = str(raw.get(key) or number)
            place = ".".join(filter(None, (self.place, name, known)))
            tables.append(FormTable(raw, place, self.faults))
            if raw.get(key) and known in seen:
                self.refuse(MSG_TWICE, name, value=known)
            seen.add(known)
        return tables

    def formula(self, name: str) -> Formula[str] | None:
        """Return a sum of names; None for none."""
        return self._read(name, read_formula, required=False)

    def rule(self, name: str) -> Rule[str]:
        """Return a comparison."""
        found = self._read(name, read_rule, required=True)
        return found or Rule(Formula(), "=", Formula())

    def cross_rule(self, name: str) -> Rule[CellName]:
        """Return a comparison with other reports."""
        found = self._read(name, read_cross_rule, required=True)
        return found or Rule(Formula(), "=", Formula())

    def _read(
        self, name: str, read: Callable[[str], AnyRead], required: bool
    ) -> AnyRead | None:
        text = self.text(name, required)
        if not text:
            return None
        try:
            return read(text)
        except NoFormula:
            self.refuse(MSG_FORMULA, name, value=text)
            return None
