"""What is asked of the statistics, as it stands in the address."""

from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.statistics.cells import indicator
from sonla.pbgdpl.statistics.cells import key_of
from sonla.pbgdpl.statistics.definitions import CellKey
from sonla.pbgdpl.statistics.definitions import Form
from sonla.pbgdpl.statistics.forms import form_codes
from sonla.pbgdpl.statistics.forms import form_for
from sonla.pbgdpl.statistics.overview import RECORDS
from sonla.pbgdpl.statistics.overview import SOURCES
from sonla.pbgdpl.statistics.periods import FIRST_YEAR
from sonla.pbgdpl.statistics.periods import KINDS
from sonla.pbgdpl.statistics.periods import LAST_YEAR
from sonla.pbgdpl.statistics.periods import OFFICIAL
from sonla.pbgdpl.statistics.periods import Period
from sonla.pbgdpl.statistics.periods import TITLES
from typing import Any
from typing import Protocol
from urllib.parse import urlencode


@dataclass(frozen=True)
class FiguresFilter:
    """What is asked; nonsense has become what is shown without asking."""

    code: str
    kind: str
    year: int
    unit: str = ""
    indicator: str = ""
    source: str = RECORDS

    @classmethod
    def read(cls, form: dict[str, Any], today: date) -> "FiguresFilter":
        """Read the parameters of an address."""
        codes = [one.code for one in form_codes()]
        code = str(form.get("form", ""))
        year = parse_int(form.get("year"), today.year)
        return cls(
            code=code if code in codes else next(iter(codes), ""),
            kind=_among(form.get("kind"), KINDS, OFFICIAL),
            year=year if FIRST_YEAR <= year <= LAST_YEAR else today.year,
            unit=str(form.get("unit", "")),
            indicator=str(form.get("indicator", "")),
            source=_among(form.get("source"), SOURCES, RECORDS),
        )

    def found(self) -> tuple[Form, Period] | None:
        """Find the version of the form in force, and the period."""
        return form_for(self.code, self.kind, self.year)

    def former(self) -> tuple[Form, Period] | None:
        """Find the same kind of period of the year before: kinds are never mixed."""
        return form_for(self.code, self.kind, self.year - 1)

    def cell(self, form: Form) -> CellKey | None:
        """Return the cell asked for, if the form has it."""
        key = key_of(self.indicator)
        return key if key in set(form.cells()) else None

    def query(self, **changes: Any) -> str:
        """Write the address of this, with other values for some."""
        other = replace(self, **changes)
        values = {
            "form": other.code,
            "kind": other.kind,
            "year": other.year,
            "unit": other.unit,
            "indicator": other.indicator,
            "source": other.source,
        }
        return urlencode({name: value for name, value in values.items() if value})

    def about(self, key: CellKey) -> str:
        """Write the address of one indicator."""
        return self.query(indicator=indicator(key))


class Asking(Protocol):
    """Describe a page that knows what is asked for."""

    @property
    def asked(self) -> FiguresFilter:
        """What is asked for."""


class FigureMenus:
    """Offer forms and kinds of period to a page that knows what is `asked`."""

    menus_template = ViewPageTemplateFile("templates/menus.pt")

    @property
    def menu_macros(self) -> Any:
        """The macro of form, kind and year; `widths` are the columns of the first two."""
        return self.menus_template.macros

    def forms(self: Asking) -> list[dict[str, Any]]:
        return [
            {
                "value": form.code,
                "title": form.title,
                "on": form.code == self.asked.code,
            }
            for form in form_codes()
        ]

    def kinds(self: Asking) -> list[dict[str, Any]]:
        return [
            {"value": kind, "title": title, "on": kind == self.asked.kind}
            for kind, title in TITLES.items()
        ]


def _among(value: Any, known: tuple[str, ...], default: str) -> str:
    return str(value) if value in known else default


def unit_named(context: Any, uid: str) -> Any | None:
    """Find a unit that the user may see, below a place."""
    if not uid:
        return None
    path = "/".join(context.getPhysicalPath())
    for brain in api.content.find(UID=uid, portal_type="ContributingUnit", path=path):
        return brain.getObject()
    return None
