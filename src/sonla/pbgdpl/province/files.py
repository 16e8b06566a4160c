"""Read the files of a province, each once."""

from collections.abc import Mapping
from configparser import ConfigParser
from dataclasses import dataclass
from dataclasses import fields
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from sonla.pbgdpl.core.tables.csv_files import read_shipped
from sonla.pbgdpl.province.interfaces import IProvince
from zope.interface import implementer

NAMES_FILE = "province.cfg"
NAMES_SECTION = "province"
CONVERSIONS_FILE = "unit_conversions.csv"
COURTS_FILE = "regional_courts.csv"
ENGLISH_FILE = "english.txt"


@dataclass(frozen=True)
class Names:
    """Code and names of a province, as they stand in its file."""

    code: str = ""
    """Of the statistics office: the token of the province in the list of units."""
    iso_code: str = ""
    """Of ISO 3166-2, by which others' records may name it."""
    place: str = ""
    """Stands before the day of what is printed."""
    committee: str = ""
    """The people's committee, above the managing agency on printed reports."""
    department: str = ""
    """The department of justice, with the name of the province."""
    english_name: str = ""


@implementer(IProvince)
class Province:
    """The province whose files stand in a folder of a package."""

    def __init__(self, package: str, folder: str) -> None:
        self.package = package
        self.folder = folder

    def file(self, name: str) -> Traversable:
        """Return one of the files, whether or not it is there."""
        return files(self.package) / self.folder / name

    def text(self, name: str) -> str:
        """Return what a file has; nothing if it is not there."""
        file = self.file(name)
        return file.read_text("utf-8-sig") if file.is_file() else ""

    def rows(self, name: str) -> list[dict[str, str]]:
        """Return the rows of a file; none if it is not there."""
        file = self.file(name)
        return list(read_shipped(file)) if file.is_file() else []

    def terms(self, field: str) -> list[dict[str, str]]:
        """Return the rows that a controlled list starts with."""
        return self.rows(f"{field}.csv")

    @cached_property
    def names(self) -> Names:
        """Code and names; those that the file lacks are empty."""
        parser = ConfigParser(interpolation=None)
        parser.read_string(self.text(NAMES_FILE))
        found = parser[NAMES_SECTION] if parser.has_section(NAMES_SECTION) else {}
        return Names(**{one.name: found.get(one.name, "") for one in fields(Names)})

    @cached_property
    def conversions(self) -> tuple[dict[str, str], ...]:
        """Old communes and the units into which they went."""
        return tuple(self.rows(CONVERSIONS_FILE))

    @cached_property
    def courts(self) -> Mapping[str, str]:
        """Mapping of each commune to the court of its region."""
        return {row["territory"]: row["court"] for row in self.rows(COURTS_FILE)}

    @cached_property
    def english_page(self) -> str:
        """The text of the page in English."""
        return self.text(ENGLISH_FILE)


SHIPPED_PROVINCE = Province(__package__, "data")
NO_PROVINCE = Province(__package__, "none")
"""Has no files: nothing is said of a province whose package is gone."""
