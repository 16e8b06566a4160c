"""What is wrong with the files of a province, said to who brings them."""

from collections.abc import Iterator
from configparser import Error as ConfigError
from dataclasses import fields
from datetime import date
from sonla.pbgdpl import _
from sonla.pbgdpl.province.files import CONVERSIONS_FILE
from sonla.pbgdpl.province.files import COURTS_FILE
from sonla.pbgdpl.province.files import ENGLISH_FILE
from sonla.pbgdpl.province.files import Names
from sonla.pbgdpl.province.files import NAMES_FILE
from sonla.pbgdpl.province.interfaces import IProvince
from zope.i18nmessageid import Message

import csv
import string

UNITS_FILE = "administrative_units.csv"
AGENCIES_FILE = "agencies.csv"
TERM_COLUMNS = ("token", "title", "valid_from", "valid_to", "aliases")
TABLES = {
    UNITS_FILE: TERM_COLUMNS,
    AGENCIES_FILE: TERM_COLUMNS,
    "languages.csv": TERM_COLUMNS,
    CONVERSIONS_FILE: (
        "old_code",
        "old_name",
        "old_district",
        "new_token",
        "new_name",
        "valid_from",
        "old_aliases",
    ),
    COURTS_FILE: ("territory", "court"),
}
"""Files of rows → the columns that they must have."""
REFERENCES = {
    CONVERSIONS_FILE: ("old_district", "new_token"),
    COURTS_FILE: ("territory",),
}
"""Files of rows → columns that hold tokens of units."""
COUNCIL = "hdph-tinh"
"""Token of the province's coordination council, by which its page finds what it decided."""
ENGLISH_PARTS = {"agency", "officers"}

MSG_MISSING = _("msg_province_file_missing", default="${file} is missing.")
MSG_UNREADABLE = _(
    "msg_province_file_unreadable",
    default="${file} can't be read: ${error}. It has to be text in UTF-8.",
)
MSG_NO_NAME = _("msg_province_name_missing", default="${file}: ${name} is empty.")
MSG_NO_COLUMN = _(
    "msg_province_column_missing", default="${file} has no column ${column}."
)
MSG_EMPTY = _(
    "msg_province_cell_empty", default="${file}, line ${line}: ${column} is empty."
)
MSG_REPEATED = _(
    "msg_province_token_repeated",
    default="${file}, line ${line}: ${value} stands there twice.",
)
MSG_NO_DAY = _(
    "msg_province_no_day",
    default="${file}, line ${line}: ${value} is no day. Write it as 2025-07-01.",
)
MSG_UNKNOWN = _(
    "msg_province_token_unknown",
    default="${file}, line ${line}: ${units} has no unit ${value}.",
)
MSG_NO_TERM = _(
    "msg_province_term_missing", default="${file} has no line with the token ${value}."
)
MSG_NO_PART = _(
    "msg_province_braces",
    default="${file}: only {agency} and {officers} may stand in braces.",
)


def problems(province: IProvince) -> list[Message]:
    """Return what is wrong with the files; nothing where a portal can work with them."""
    unreadable = [*missing_files(province), *unreadable_files(province)]
    return unreadable or [
        *bad_names(province),
        *bad_terms(province),
        *bad_references(province),
    ]


def said(message: Message, file: str, **words: str) -> Message:
    """Return a message about a file."""
    return Message(message, mapping={"file": file, **words})


def missing_files(province: IProvince) -> Iterator[Message]:
    """Yield what is not there."""
    for name in (NAMES_FILE, ENGLISH_FILE, *TABLES):
        if not province.file(name).is_file():
            yield said(MSG_MISSING, name)


def unreadable_files(province: IProvince) -> Iterator[Message]:
    """Yield what is no text, no table, or lacks a column."""
    for name, columns in TABLES.items():
        try:
            rows = province.rows(name)
        except (UnicodeDecodeError, csv.Error) as error:
            yield said(MSG_UNREADABLE, name, error=str(error))
            continue
        for column in columns:
            if any(row.get(column) is None for row in rows):
                yield said(MSG_NO_COLUMN, name, column=column)
    try:
        province.names  # noqa: B018
    except (UnicodeDecodeError, ConfigError) as error:
        yield said(MSG_UNREADABLE, NAMES_FILE, error=str(error))
    try:
        parts = {
            part for _t, part, *_r in string.Formatter().parse(province.english_page)
        }
        if parts - {None} - ENGLISH_PARTS:
            yield said(MSG_NO_PART, ENGLISH_FILE)
    except ValueError as error:
        yield said(MSG_UNREADABLE, ENGLISH_FILE, error=str(error))


def bad_names(province: IProvince) -> Iterator[Message]:
    """Yield the names that are empty, and terms that must be in a list and are not."""
    for one in fields(Names):
        if not getattr(province.names, one.name).strip():
            yield said(MSG_NO_NAME, NAMES_FILE, name=one.name)
    for name, token in ((UNITS_FILE, province.names.code), (AGENCIES_FILE, COUNCIL)):
        if token and token not in tokens_of(province, name):
            yield said(MSG_NO_TERM, name, value=token)


def bad_terms(province: IProvince) -> Iterator[Message]:
    """Yield tokens that are empty or stand twice, empty titles, days that are none."""
    for name, columns in TABLES.items():
        seen: set[str] = set()
        for line, row in numbered(province, name):
            needed = columns[:2]
            for column in needed:
                if not row[column].strip():
                    yield said(MSG_EMPTY, name, line=line, column=column)
            if columns[0] != "old_code" and row[columns[0]] in seen:
                yield said(MSG_REPEATED, name, line=line, value=row[columns[0]])
            seen.add(row[columns[0]])
            for column in ("valid_from", "valid_to"):
                if not is_day(row.get(column, "")):
                    yield said(MSG_NO_DAY, name, line=line, value=row[column])


def bad_references(province: IProvince) -> Iterator[Message]:
    """Yield tokens of units that the list of units doesn't have."""
    units = tokens_of(province, UNITS_FILE)
    for name, columns in REFERENCES.items():
        for line, row in numbered(province, name):
            for column in columns:
                if row[column] not in units:
                    words = {"units": UNITS_FILE, "value": row[column]}
                    yield said(MSG_UNKNOWN, name, line=line, **words)


def numbered(province: IProvince, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the rows of a file with the numbers of their lines; the header is line 1."""
    for number, row in enumerate(province.rows(name), start=2):
        yield str(number), row


def tokens_of(province: IProvince, name: str) -> set[str]:
    """Return the tokens of a list."""
    return {row["token"] for row in province.rows(name)}


def is_day(text: str) -> bool:
    """Return whether a cell has a day, or nothing."""
    try:
        return not text or bool(date.fromisoformat(text))
    except ValueError:
        return False
