"""What a form has beside its rows and columns: documents, parties, groups, checks, notes, presentation."""

from dataclasses import dataclass
from datetime import date
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.statistics.forms.formulas import CellName
from sonla.pbgdpl.statistics.forms.formulas import Rule

BLOCK, WARN = "block", "warn"
SEVERITIES = (BLOCK, WARN)
"""A failed check keeps a report from being sent, or asks for a note."""


@dataclass(frozen=True)
class OrganisationGroup:
    """Organisations that a form puts together; `rest` takes those that no group names."""

    id: str
    title: str
    members: tuple[str, ...] = ()
    rest: bool = False


@dataclass(frozen=True)
class FormCheck:
    """A comparison between columns, in each row, or between rows, in each column."""

    id: str
    title: str
    rule: Rule[str]
    axis: str = "columns"
    severity: str = WARN


@dataclass(frozen=True)
class CrossCheck:
    """A comparison with other forms, other periods, or the reports of units."""

    id: str
    title: str
    rule: Rule[CellName]
    severity: str = WARN


@dataclass(frozen=True)
class Basis:
    """The document by which a form is asked for."""

    number: str
    day: date | None = None
    issuer: str = ""
    about: str = ""

    @property
    def words(self) -> str:
        """The document as people name it."""
        known = [format_day(self.day), self.issuer, self.about]
        rest = ", ".join(filter(None, known))
        return f"{self.number} ({rest})" if rest else self.number


@dataclass(frozen=True)
class Party:
    """Who takes part in reporting by a form: communes, bodies, the province, the ministry."""

    role: str
    title: str
    level: str = ""


@dataclass(frozen=True)
class OpenQuestion:
    """What is not known of a form, and who or what would tell."""

    id: str
    what: str
    ask: str = ""


@dataclass(frozen=True)
class FormNote:
    """A note below the table."""

    mark: str
    text: str


@dataclass(frozen=True)
class Explanation:
    """What the annex says of a column."""

    column: str
    text: str


@dataclass(frozen=True)
class Stub:
    """A column that heads the rows, such as A and B."""

    code: str
    title: str


PORTRAIT, LANDSCAPE = "portrait", "landscape"
ORIENTATIONS = (PORTRAIT, LANDSCAPE)


@dataclass(frozen=True)
class FormPresentation:
    """What the annex asks for around the table; what it leaves open follows Decree 30/2020/NĐ-CP."""

    heading: tuple[str, ...] = ()
    """Lines above the title; empty: number and basis of the form."""
    signers: tuple[str, ...] = ()
    """Capacities of those who sign, from left to right; empty: who made, who checked, the head."""
    orientation: str = ""
    """How the paper lies; empty: as the table fits best."""
