"""The organisations for which rows repeat: agencies of the province, units, what others register."""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import timedelta
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.interfaces import IHarvestTarget
from sonla.pbgdpl.core.vietnamese.names import title_order
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.definition import FormRow
from sonla.pbgdpl.statistics.forms.definition import REPEAT
from sonla.pbgdpl.statistics.interfaces import IOrganisationList
from sonla.pbgdpl.statistics.periods import Period
from sonla.pbgdpl.statistics.row_trees import RowMember
from sonla.pbgdpl.statistics.row_trees import RowSets
from sonla.pbgdpl.units.creation import units_by_code
from sonla.pbgdpl.vocabularies.terms import all_terms
from sonla.pbgdpl.vocabularies.terms import find_term
from sonla.pbgdpl.vocabularies.terms import titles_by_token
from typing import Any
from zope.component import queryUtility
from zope.interface import implementer

LEVEL = "level"
COMMUNE, PROVINCIAL = "xa", "tinh"
"""Levels of organisations, as the list of levels has them."""


@dataclass(frozen=True)
class Organisation:
    """One organisation of a list; the days on which it began and ended are inclusive."""

    code: str
    title: str
    first: date | None = None
    last: date | None = None
    place: str = ""
    """UID of its unit; empty: it has none here."""
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What it is known by: a code is given anew when communes are merged."""
        return f"{self.code}@{self.first.isoformat()}" if self.first else self.code

    def existed(self, first: date, last: date) -> bool:
        """Return whether it was there on any of some days."""
        return not (
            (self.first and self.first > last) or (self.last and self.last < first)
        )


def row_sets(section: Any, form: Form, period: Period) -> RowSets:
    """Look up for which organisations the rows of a form repeat in a period."""
    return tuple(
        (row.id, tuple(members_of(section, form, row, period)))
        for row in form.rows
        if row.kind == REPEAT
    )


def members_of(
    section: Any, form: Form, row: FormRow, period: Period
) -> list[RowMember]:
    """List what a row repeats for: what existed in the period, the first ones first."""
    found = queryUtility(IOrganisationList, name=row.over)
    if found is None:
        return []
    picked = [
        one
        for one in found.organisations(section)
        if one.existed(period.first, period.last) and is_meant(form, row, one)
    ]
    order = {code: number for number, code in enumerate(row.first)}
    picked.sort(key=lambda one: order.get(one.code, len(order)))
    return [RowMember(one.key, one.title, one.place) for one in picked]


def is_meant(form: Form, row: FormRow, organisation: Organisation) -> bool:
    """Return whether a row is for an organisation."""
    facts = {
        **organisation.facts,
        "code": organisation.code,
        "group": group_of(form, organisation.code) or organisation.facts.get("group"),
    }
    return all(facts.get(name) in values for name, values in row.where.items())


def group_of(form: Form, code: str) -> str:
    """Name the group into which a form puts an organisation; '' for none."""
    for group in form.groups:
        if code in group.members:
            return group.id
    return next((group.id for group in form.groups if group.rest), "")


class LevelledList:
    """A list of organisations of which the level is known."""

    def facts(self) -> tuple[str, ...]:
        """Return the fact that is known: the level of the organisation."""
        return (LEVEL,)

    def values(self) -> dict[str, dict[str, str]]:
        """Return the levels."""
        return {LEVEL: titles_by_token("GovernmentLevels")}


@implementer(IOrganisationList)
class UnitList(LevelledList):
    """The units of the section, each from the day on which it was opened until it was closed."""

    title = _("organisations_units", default="Units of the section")

    def organisations(self, section: Any) -> Iterator[Organisation]:
        """Yield the units that report, in the order of their names."""
        units = units_by_code(section).values() if section is not None else ()
        for unit in sorted(units, key=lambda one: title_order(one.title)):
            if not IHarvestTarget.providedBy(unit):
                yield unit_organisation(unit)


def unit_organisation(unit: Any) -> Organisation:
    """Return a unit as an organisation: a commune by its number, else a body of the province.

    A commune began on the day of the list of communes, whenever its unit was made here.
    """
    term = find_term("AdministrativeUnits", unit.code)
    closed: date | None = stored_value(unit, "closed_on")
    ended = term.valid_to if term else None
    return Organisation(
        code=unit.code,
        title=unit.title,
        first=term.valid_from if term else stored_value(unit, "opened_on"),
        last=closed - timedelta(days=1) if closed else ended,
        place=IUUID(unit),
        facts={LEVEL: COMMUNE if unit.code.isdigit() else PROVINCIAL},
    )


@implementer(IOrganisationList)
class AgencyList(LevelledList):
    """The agencies of the list of agencies, each with its unit if it has one."""

    title = _("organisations_agencies", default="The list of agencies")

    def organisations(self, section: Any) -> Iterator[Organisation]:
        """Yield the agencies in the order of the list."""
        units = units_by_code(section).values() if section is not None else ()
        by_agency = {stored_value(unit, "agency") or unit.code: unit for unit in units}
        for term in all_terms("Agencies"):
            unit = by_agency.get(term.token)
            is_commune = term.token.rpartition("-")[2].isdigit()
            yield Organisation(
                code=term.token,
                title=term.title,
                first=term.valid_from,
                last=term.valid_to,
                place=IUUID(unit) if unit is not None else "",
                facts={LEVEL: COMMUNE if is_commune else PROVINCIAL},
            )
