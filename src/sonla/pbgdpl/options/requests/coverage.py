"""Fields of law and who speaks on them: for the province, and for each nominating body.

A body nominates at least one reporter for each field in which it has deep knowledge (Circular
10/2016/TT-BTP, Article 3.4). Which fields these are, the keepers of the register say.
"""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from persistent.mapping import PersistentMapping
from plone import api
from sonla.pbgdpl.core.append_only.periods import is_in_force
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.paths import path_of
from typing import Any
from zope.annotation.interfaces import IAnnotations

KEY = "sonla.pbgdpl.remits"
"""Annotation of a section: agency → fields of law of its remit."""
REPORTER = "LegalReporter"


@dataclass(frozen=True)
class BodyCoverage:
    """How many reporters of a nominating body speak on the fields of its remit."""

    agency: str
    reporters: int
    remit: tuple[str, ...]
    numbers: dict[str, int]

    @property
    def missing(self) -> list[str]:
        """The fields of the remit without a reporter."""
        return [one for one in self.remit if not self.numbers.get(one)]


def remits(section: Any) -> dict[str, tuple[str, ...]]:
    """Return the fields of the remit of each agency."""
    return dict(IAnnotations(section).get(KEY, {}))


def set_remit(section: Any, agency: str, fields: Iterable[str]) -> None:
    """Note the fields of an agency's remit; none forgets the agency."""
    annotations = IAnnotations(section)
    stored = annotations.setdefault(KEY, PersistentMapping())
    chosen = tuple(dict.fromkeys(fields))
    if chosen:
        stored[agency] = chosen
    else:
        stored.pop(agency, None)


def reporters_in_force(section: Any) -> Iterator[Any]:
    """Yield the reporters of a section whose recognition is in force today."""
    day = today()
    brains = api.content.find(
        unrestricted=True, path=path_of(section), portal_type=REPORTER
    )
    for person in load_objects(brains):
        rows = stored_value(person, "recognitions") or ()
        if any(is_in_force(one, day) for one in rows):
            yield person


class Coverage:
    """Count the reporters in force by field of law, once for a page."""

    def __init__(self, section: Any) -> None:
        self.province: Counter[str] = Counter()
        self.by_agency: dict[str, Counter[str]] = {}
        self.people: Counter[str] = Counter()
        self.remits = remits(section)
        for person in reporters_in_force(section):
            fields = stored_value(person, "legal_fields") or ()
            agency = stored_value(person, "agency") or ""
            self.people[agency] += 1
            self.province.update(fields)
            self.by_agency.setdefault(agency, Counter()).update(fields)

    def bodies(self) -> list[BodyCoverage]:
        """List the nominating bodies: who has reporters, or a remit; gaps first."""
        agencies = {*self.by_agency, *self.remits}
        found = [
            BodyCoverage(
                agency,
                self.people[agency],
                self.remits.get(agency, ()),
                dict(self.by_agency.get(agency, ())),
            )
            for agency in agencies
        ]
        return sorted(found, key=lambda one: (-len(one.missing), one.agency))
