"""Fill the controlled lists from the CSV files of the province, and from those for all."""

from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from plone import api
from sonla.pbgdpl.core.preserved import remember_records
from sonla.pbgdpl.core.preserved import restore_records
from sonla.pbgdpl.core.setup import SetupStep
from sonla.pbgdpl.core.tables.csv_files import read_shipped
from sonla.pbgdpl.province.current import current_province
from sonla.pbgdpl.province.interfaces import IProvince
from sonla.pbgdpl.vocabularies.settings import VOCABULARY_FIELDS
from sonla.pbgdpl.vocabularies.terms import record_name
from typing import Any

VOCABULARIES_KEY = "sonla.pbgdpl.remembered_vocabularies"

MORE_COLUMNS = ("short_title", "icon", "unit", "basis")
"""Columns of some lists: those whose terms are topics, and that of rates."""


def fill_empty_vocabularies() -> None:
    """Write the shipped terms into each list that has none.

    A list that an administrator has edited is left as it is: from installation
    on the lists belong to them.
    """
    for name in VOCABULARY_FIELDS:
        record = record_name(name)
        if not api.portal.get_registry_record(record, default=None):
            rows = list(shipped_rows(name, current_province()))
            api.portal.set_registry_record(record, rows)


def shipped_rows(vocabulary: str, province: IProvince) -> Iterator[dict[str, Any]]:
    """Read the first terms of a vocabulary as registry rows: the province's, else all provinces'."""
    field = VOCABULARY_FIELDS[vocabulary]
    for row in province.terms(field) or general_rows(field):
        yield {
            "token": row["token"],
            "title": row["title"],
            "valid_from": _date(row["valid_from"]),
            "valid_to": _date(row["valid_to"]),
            "aliases": row["aliases"].replace(";", "\n"),
            **{name: row[name] or None for name in MORE_COLUMNS if name in row},
            **({"maximum": _number(row["maximum"])} if "maximum" in row else {}),
        }


def general_rows(field: str) -> Iterator[dict[str, str]]:
    """Read the terms that all provinces start with; none for a list that each has of its own."""
    path = files("sonla.pbgdpl.vocabularies") / "data" / f"{field}.csv"
    if path.is_file():
        yield from read_shipped(path)


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _number(text: str) -> int | None:
    return int(text) if text else None


class VocabulariesStep(SetupStep):
    """Fill the controlled lists."""

    order = 20

    def install(self, site: Any) -> None:
        """Bring the lists back, and fill those that are empty."""
        restore_records(VOCABULARIES_KEY)
        self.fill(site)

    def fill(self, site: Any) -> None:
        """Write the shipped terms into the lists that have none."""
        fill_empty_vocabularies()

    def uninstall(self, site: Any) -> None:
        """Keep the lists with the first section."""
        remember_records(VOCABULARIES_KEY, map(record_name, VOCABULARY_FIELDS))
