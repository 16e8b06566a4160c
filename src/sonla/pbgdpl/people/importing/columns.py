"""The columns that a list can have, and how a cell of each is read."""

from collections.abc import Callable
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.tables.table import Cell
from sonla.pbgdpl.core.tables.table import WINDOWS_EPOCH
from sonla.pbgdpl.core.vietnamese.folding import fold_words
from sonla.pbgdpl.people.append_only import LEVELS
from sonla.pbgdpl.people.behavior import IPerson
from sonla.pbgdpl.people.behavior import IRecognition
from sonla.pbgdpl.people.importing.cells import read_date
from sonla.pbgdpl.people.importing.cells import read_digits
from sonla.pbgdpl.people.importing.cells import read_text
from sonla.pbgdpl.people.importing.cells import read_years
from sonla.pbgdpl.people.importing.cells import refusal
from sonla.pbgdpl.people.importing.cells import tidy
from sonla.pbgdpl.people.importing.terms import Agencies
from sonla.pbgdpl.people.importing.terms import FEMALE
from sonla.pbgdpl.people.importing.terms import first_words
from sonla.pbgdpl.people.importing.terms import MALE
from sonla.pbgdpl.people.importing.terms import SEXES
from sonla.pbgdpl.people.importing.terms import Terms
from sonla.pbgdpl.people.importing.terms import words
from sonla.pbgdpl.texts.behaviors import ILegalFields
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any

import re
import unicodedata

MAX_TEXT_LENGTH = 300
PERSON_COLUMNS = (
    "full_name",
    "birth_date",
    "gender",
    "ethnicity",
    "rank",
    "position",
    "agency",
    "qualification",
    "legal_work_years",
    "legal_fields",
    "languages",
    "official_phone",
    "official_email",
    "show_official_contact",
    "private_phone",
    "private_email",
    "id_number",
    "home_address",
    "person_id",
)
RECOGNITION_COLUMNS = (
    "level",
    "unit",
    "district",
    "decision_number",
    "decision_date",
    "issuer",
    "valid_from",
    "ended_on",
    "end_kind",
    "end_reason",
    "end_decision",
)
OFFICE = "office"
"""Column of lists that write position and agency into one cell."""
COLUMNS = (*PERSON_COLUMNS, OFFICE, *SEXES, *RECOGNITION_COLUMNS)
TITLES = {
    OFFICE: _("label_column_office", default="Position and agency in one cell"),
    "district": _("label_former_district", default="Former district"),
    MALE: _("label_column_male", default="Male: birth date, or a cross"),
    FEMALE: _("label_column_female", default="Female: birth date, or a cross"),
}
"""Columns that are no field of a person."""
DAYS = ("birth_date", *SEXES, "decision_date", "valid_from", "ended_on")
"""Columns of days."""

PHONE_LENGTHS = {9: 10, 10: 11}
"""Digits left of a telephone number without its zero → digits it had."""
ID_LENGTHS = {8: 9, 10: 12, 11: 12}
"""The same of identity cards (9 digits) and citizens' cards (12, the first is 0)."""

_LEGACY = re.compile("[\u00a1-\u00bf\u00d7\u00f7]")
_NAME_SIGNS = " '’.-"

MSG_NAME_SIGNS = _(
    "msg_name_signs",
    default="“${text}” has signs that no name has. Leave letters and blanks.",
)
MSG_LEGACY = _(
    "msg_cell_legacy_font",
    default="“${text}” was typed with an old font (TCVN3, VNI). Convert the file to Unicode first.",
)
MSG_TOO_LONG = _(
    "msg_cell_too_long", default="More than ${most} letters: is this the right column?"
)
MSG_WORD = _(
    "msg_cell_word_unknown", default="“${text}” is not understood. Write: ${words}."
)
MSG_BIRTH = _("msg_birth_in_future", default="This day is still to come.")


def title_of(name: str) -> Any:
    """Name a column as the form of a person does."""
    return TITLES.get(name) or field_of(name).title


def field_of(name: str) -> Any:
    """Return the schema's field that a column fills."""
    for schema in (IPerson, IRecognition, ILegalFields):
        if name in schema:
            return schema[name]
    raise KeyError(name)


class CellReaders:
    """Read cells by their column; made once for a list."""

    def __init__(self, today: date, epoch: date = WINDOWS_EPOCH) -> None:
        self.today = today
        self.epoch = epoch
        self.agencies = Agencies(AGENCIES, today)
        self.fields = Terms("sonla.pbgdpl.LegalFields", today)
        self.languages = Terms("sonla.pbgdpl.Languages", today)
        self.levels = Terms(LEVELS)
        self.ends = Terms("sonla.pbgdpl.EndKinds")

    @cached_property
    def readers(self) -> Mapping[str, Callable[[Cell], Any]]:
        """Mapping of the columns that are more than text to what reads them."""
        return {
            "full_name": read_name,
            "birth_date": self.birth_date,
            "gender": word_reader("gender"),
            "qualification": word_reader("qualification"),
            "show_official_contact": word_reader("show_official_contact"),
            "legal_work_years": read_years,
            "agency": lambda cell: self.agencies.one(read_text(cell)),
            "legal_fields": lambda cell: self.fields.several(read_text(cell)),
            "languages": self.spoken,
            "official_phone": lambda cell: read_digits(cell, PHONE_LENGTHS),
            "private_phone": lambda cell: read_digits(cell, PHONE_LENGTHS),
            "id_number": lambda cell: read_digits(cell, ID_LENGTHS),
            "level": self.level,
            OFFICE: lambda cell: self.agencies.split_office(read_plain(cell)),
            **dict.fromkeys(SEXES, self.born_or_crossed),
            "end_kind": lambda cell: self.ends.one(read_text(cell)),
            **dict.fromkeys(("decision_date", "valid_from", "ended_on"), self.day),
        }

    def read(self, name: str, cell: Cell) -> Any:
        """Read a cell; None or nothing where it is empty; raises `InvalidInput`."""
        value = self.readers.get(name, read_plain)(cell)
        if isinstance(value, str) and value and name not in ("agency", "district"):
            if len(value) > MAX_TEXT_LENGTH:
                raise refusal(MSG_TOO_LONG, value, most=MAX_TEXT_LENGTH)
            checked(name, value)
        return value or None if isinstance(value, str) else value

    def day(self, cell: Cell) -> date | None:
        """Read a day."""
        return read_date(cell, self.today, self.epoch)

    def birth_date(self, cell: Cell) -> date | None:
        """Read a day in the past."""
        found = self.day(cell)
        if found is not None and found > self.today:
            raise InvalidInput(MSG_BIRTH)
        return found

    def born_or_crossed(self, cell: Cell) -> date | bool | None:
        """Read what stands below a sex: the day of birth, or that it is this one."""
        if isinstance(cell, str) and is_cross(tidy(cell)):
            return True
        return self.birth_date(cell)

    def level(self, cell: Cell) -> str | None:
        """Read a level, with or without the word “cấp” before it."""
        text = read_text(cell)
        prefix = fold_words(term_title(LEVELS, "tinh")).split(" ")[0]
        known = self.levels.find(text) or self.levels.find(f"{prefix} {text}")
        return known if text and known else self.levels.one(text)

    def spoken(self, cell: Cell) -> tuple[str, ...]:
        """Read languages; in lists the word for “language” stands once, or not at all."""
        text = read_text(cell)
        word = fold_words(term_title(self.languages.vocabulary, "vi")).split(" ")[0]
        try:
            return self.languages.several(text)
        except InvalidInput:
            parts = [part.strip() for part in re.split("[,;|/]", text)]
            named = [
                part if self.languages.find(part) else f"{word} {part}"
                for part in parts
            ]
            if not all(map(self.languages.find, named)):
                raise
            return tuple(dict.fromkeys(map(self.languages.listed, named)))


def read_plain(cell: Cell) -> str:
    """Read text; raise `InvalidInput` for letters of the fonts before Unicode."""
    text = read_text(cell)
    if len(_LEGACY.findall(text)) > 1:
        raise refusal(MSG_LEGACY, text)
    return text


def read_name(cell: Cell) -> str:
    """Read the name of a person."""
    text = read_text(cell)
    if _LEGACY.search(text):
        raise refusal(MSG_LEGACY, text)
    if any(
        char not in _NAME_SIGNS and unicodedata.category(char)[0] not in "LM"
        for char in text
    ):
        raise refusal(MSG_NAME_SIGNS, text)
    return text


def is_cross(text: str) -> bool:
    """Return whether a mark means yes: a word for it, or one sign that is no letter."""
    return fold_words(text) in words("cross") or (len(text) == 1 and not text.isalnum())


def word_reader(column: str) -> Callable[[Cell], Any]:
    """Make a reader of the words that a shipped file knows."""

    def read(cell: Cell) -> Any:
        """Return what a word stands for; raise `InvalidInput` for one that the file lacks."""
        text = str(cell).lower() if isinstance(cell, bool) else read_text(cell)
        if not text:
            return None
        value = words(column).get(fold_words(text))
        if value is None:
            raise refusal(MSG_WORD, text, words=" / ".join(first_words(column)))
        return value == "yes" if column == "show_official_contact" else value

    return read


def checked(name: str, value: str) -> None:
    """Let the schema's own field judge a value, as it judges what is typed."""
    field = field_of(name)
    if hasattr(field, "constraint") and not hasattr(field, "vocabularyName"):
        field.validate(value)
