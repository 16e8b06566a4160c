"""The province of a portal: what it is asked, and the record that names it."""

from importlib.resources.abc import Traversable
from zope import schema
from zope.interface import Attribute
from zope.interface import Interface

PREFIX = "sonla.pbgdpl"
RECORD = f"{PREFIX}.province"
SHIPPED = "sonla"
"""Name of the province whose files are shipped."""


class IProvinceRecords(Interface):
    """The record that says which of the registered provinces is this portal's.

    No form has it: the profile of the package that brings a province sets it.
    """

    province = schema.ASCIILine(
        title="Name of the province",
        default=SHIPPED,
        required=True,
    )


class IProvince(Interface):
    """The files of one province: a named utility; `province.files.Province` is all that is needed.

    The name is stored in a record: it stays for ever. Asked whenever something of the province is
    shown, so what is read is kept. Where a file lacks, its attribute is empty. Nothing here
    raises for files that `province.checks.problems` finds nothing wrong with.
    """

    names = Attribute("Code and names: `province.files.Names`.")
    conversions = Attribute(
        "Old communes and the units into which they went: rows of `unit_conversions.csv`."
    )
    courts = Attribute("Mapping of the tokens of communes to their courts.")
    english_page = Attribute(
        "Text in HTML of the page in English, with {agency} and {officers}."
    )

    def file(name: str) -> Traversable:
        """Return one of the files, whether or not it is there."""

    def rows(name: str) -> list[dict[str, str]]:
        """Return the rows of a file; none if it is not there."""

    def terms(field: str) -> list[dict[str, str]]:
        """Return the rows that a controlled list starts with; none for lists of all provinces."""
