"""A report of statistics (báo cáo, số liệu thống kê): one form, one unit, one period."""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from copy import deepcopy
from decimal import Decimal
from decimal import InvalidOperation
from plone import api
from plone.autoform import directives
from plone.namedfile.field import NamedBlobFile
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import searchable
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.core.names import PLACE_TYPES
from sonla.pbgdpl.core.names import VIEW_PERSONAL_DATA
from sonla.pbgdpl.core.numbers import exact_number
from sonla.pbgdpl.core.orphaned import OrphanSafeItem
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.core.types import ContentTypeFacts
from sonla.pbgdpl.core.types import LISTS
from sonla.pbgdpl.editorial.states import last_step
from sonla.pbgdpl.statistics import REPORT_INDEX
from sonla.pbgdpl.statistics import STATISTICS_WORKFLOW
from sonla.pbgdpl.statistics.cells.reported import CELL_SOURCES
from sonla.pbgdpl.statistics.cells.reported import refuse_bad_rows
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.store import all_due
from sonla.pbgdpl.statistics.forms.store import form_for
from sonla.pbgdpl.statistics.periods import FIRST_YEAR
from sonla.pbgdpl.statistics.periods import LAST_YEAR
from sonla.pbgdpl.statistics.periods import Period
from sonla.pbgdpl.statistics.places import place_of
from sonla.pbgdpl.statistics.row_trees import read_sets
from sonla.pbgdpl.statistics.row_trees import report_form
from sonla.pbgdpl.ui.fields import Rows
from sonla.pbgdpl.ui.fields import Year
from typing import Any
from zope import schema
from zope.interface import implementer
from zope.interface import Interface
from zope.interface import provider
from zope.schema.interfaces import IContextAwareDefaultFactory
from zope.schema.interfaces import IFromUnicode
from zope.schema.interfaces import WrongType

ROWS = "rows"
FORM_TEXT = "_pbgdpl_form"
"""Attribute of a report: the form as it was when the report was filled."""
ROW_SETS, OWN_ROWS = "_pbgdpl_row_sets", "_pbgdpl_own_rows"
"""Attributes of a report: what its rows repeat for, and whether it has those of its unit alone."""
SUMMED = "_pbgdpl_summed"
"""Attribute of the province's report: how many units' reports add to its sums."""

DRAFT = "draft"
SUBMITTED, APPROVED, LOCKED = "submitted", "approved", "locked"
IN_FORCE = (APPROVED, LOCKED)
"""States in which a report counts in sums and is public."""

MSG_NOT_A_DRAFT = _(
    "msg_report_not_a_draft",
    default="The numbers of a report change while it is a draft. Have it returned, or make a new version of a locked one.",
)


class LockedRows:
    """Store cells and give copies of them; refuse a change once the report was sent."""

    def __get__(self, report: Any, owner: type | None = None) -> Any:
        """Return the cells, the schema's field as Python has it on the class."""
        if report is None:
            return self
        return deepcopy(vars(report).get(ROWS) or [])

    def __set__(self, report: Any, value: Any) -> None:
        """Store cells; raise `InvalidInput` unless the report is a draft."""
        rows = deepcopy(list(value or []))
        if rows != (vars(report).get(ROWS) or []) and state_in_history(report) != DRAFT:
            raise InvalidInput(MSG_NOT_A_DRAFT)
        vars(report)[ROWS] = rows
        report._p_changed = True


def state_in_history(report: Any) -> str:
    """Name the state by the report's own history: asked where nothing says its folder."""
    return last_step(report, STATISTICS_WORKFLOW).get("review_state", DRAFT)


class Report(OrphanSafeItem):
    """A report, named by its form and period."""

    security = ClassSecurityInfo()

    rows = LockedRows()

    # Read permissions of a schema guard forms, REST and templates, not addresses.
    security.declareProtected(VIEW_PERSONAL_DATA, ROWS)

    # Core writes every field of the schema into these, without checking permissions.
    security.declareProtected(VIEW_PERSONAL_DATA, "manage_FTPget")
    security.declareProtected(VIEW_PERSONAL_DATA, "manage_DAVget")

    @property
    def title(self) -> str:
        """The report: form, kind of period, year, version."""
        kind, year = stored_value(self, "period_kind"), stored_value(self, "year")
        form = self.form()
        if form is None and kind and isinstance(year, int):
            found = form_for(stored_value(self, "form_code") or "", kind, year)
            form = found[0] if found else None
        if form is None or kind not in form.periods:
            return stored_value(self, "id") or ""
        named = f"{form.periods[kind].title} {year}"
        return " – ".join((form.title, named, *self._version()))

    @title.setter
    def title(self, value: str) -> None:
        """Leave the name as it follows from form and period, whatever code sets."""

    def _version(self) -> tuple[str, ...]:
        number = stored_value(self, "revision") or 1
        return (f"#{number}",) if number > 1 else ()

    @security.private
    def form(self) -> Form | None:
        """Return the form by which the report was filled; None before it was."""
        text = stored_value(self, FORM_TEXT)
        if not text:
            return None
        sets = read_sets(stored_value(self, ROW_SETS))
        return report_form(text, sets, bool(stored_value(self, OWN_ROWS)))

    @security.private
    def period(self) -> Period | None:
        """Return the period with its days and deadlines; None before it was filled."""
        form, kind, year = (
            self.form(),
            stored_value(self, "period_kind"),
            stored_value(self, "year"),
        )
        if form is None or kind not in form.periods or not isinstance(year, int):
            return None
        return form.periods[kind].of(year)

    @security.private
    def has_estimate(self) -> bool:
        """Return whether a part of the period is estimated."""
        form, kind = self.form(), stored_value(self, "period_kind")
        return form is not None and form.periods[kind].has_estimate

    @security.private
    def period_key(self) -> str:
        """Name form and period, the same for the reports of all units; '' if unknown."""
        parts = (
            stored_value(self, name) for name in ("form_code", "period_kind", "year")
        )
        known = [str(part) for part in parts if part]
        return "|".join(known) if len(known) == 3 else ""


InitializeClass(Report)


class Cells(Rows):
    """Cells; REST validates by it before anything is stored."""

    def validate(self, value: Any) -> None:
        """Refuse what the report's form doesn't allow; a new report has no cells yet."""
        super().validate(value)
        if isinstance(self.context, Report) and value:
            form = self.context.form()
            if form is not None:
                refuse_bad_rows(
                    form, self.context.has_estimate(), self.context.rows, value
                )


def next_due(context: Any) -> tuple[str, Period] | None:
    """Return form and period due next here and not begun; the first where all are."""
    due = all_due(today())
    place = place_of(context)
    still = (one for one in due if not has_report(context, place, *one))
    return next(still, due[0] if due else None)


def has_report(context: Any, place: str, code: str, period: Period) -> bool:
    """Return whether a unit, or the section itself, has a report of form and period."""
    if not place:
        return False
    inside = unit_of(context) or section_of(context)
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        {REPORT_INDEX: f"{code}|{period.key}", "path": path_of(inside)}
    )
    return any(place_of(one) == place for one in load_objects(brains))


@provider(IContextAwareDefaultFactory)
def due_form(context: Any) -> str | None:
    """Offer the form that is due next."""
    due = next_due(context)
    return due[0] if due is not None else None


@provider(IContextAwareDefaultFactory)
def due_year(context: Any) -> int:
    """Offer the year that is due next, else the present one."""
    due = next_due(context)
    return due[1].year if due is not None else today().year


@provider(IContextAwareDefaultFactory)
def due_kind(context: Any) -> str | None:
    """Offer the kind of period that is due next."""
    due = next_due(context)
    return due[1].kind if due is not None else None


@implementer(IFromUnicode)
class CellNumber(schema.Field):
    """A whole number or a decimal one, exact; over REST a decimal is text."""

    def fromUnicode(self, text: str) -> Any:
        """Read a number; raise `WrongType` for anything else."""
        try:
            number = exact_number(Decimal(text))
        except (InvalidOperation, ValueError):
            raise WrongType(text, Decimal, self.__name__).with_field_and_value(
                self, text
            ) from None
        self.validate(number)
        return number

    def validate(self, value: Any) -> None:
        """Refuse what is no number; a decimal is never a float, which would round it."""
        super().validate(value)
        if value is not None and type(value) not in (int, Decimal):
            raise WrongType(value, Decimal, self.__name__).with_field_and_value(
                self, value
            )


class ICell(Interface):
    """Describe one cell: what the system counted, and what the unit reports."""

    indicator = schema.ASCIILine(
        title=_("label_cell_indicator", default="Cell"), required=True
    )
    counted = CellNumber(
        title=_("label_cell_counted", default="Counted"), required=False
    )
    actual = CellNumber(title=_("label_cell_actual", default="Actual"), required=False)
    estimate = CellNumber(
        title=_("label_cell_estimate", default="Estimate"), required=False
    )
    note = schema.TextLine(title=_("label_cell_note", default="Note"), required=False)
    not_arising = schema.Bool(
        title=_("label_cell_not_arising", default="Does not arise"), required=False
    )
    text = schema.TextLine(title=_("label_cell_text", default="Words"), required=False)
    source = schema.Choice(
        title=_("label_cell_source", default="Where the number comes from"),
        values=CELL_SOURCES,
        required=False,
    )


class IStatisticsReport(model.Schema, IOwnContent):
    """Describe a report. It is named by its form and period, so it has no title field.

    Its words: ``docs/glossary.rst``, *Statistics*.
    """

    searchable("year")
    form_code = schema.Choice(
        title=_("label_report_form", default="Form"),
        description=_(
            "help_statistics_report_form_code",
            default="The form decides which numbers are asked for.",
        ),
        vocabulary="sonla.pbgdpl.StatisticsForms",
        defaultFactory=due_form,
        required=True,
    )
    period_kind = schema.Choice(
        title=_("label_report_period_kind", default="Kind of period"),
        description=_(
            "help_statistics_report_period_kind",
            default="Six months, a year, or the official year with actual numbers alone.",
        ),
        vocabulary="sonla.pbgdpl.PeriodKinds",
        defaultFactory=due_kind,
        required=True,
    )
    year = Year(
        title=_("label_report_year", default="Year"),
        description=_("help_statistics_report_year", default="Four digits."),
        min=FIRST_YEAR,
        max=LAST_YEAR,
        defaultFactory=due_year,
        required=True,
    )
    directives.read_permission(file="sonla.pbgdpl.viewPersonalData")
    file = NamedBlobFile(
        title=_("label_report_file", default="Signed copy"),
        description=_(
            "help_report_file",
            default="The scanned report with signature and seal, if there is one. It has every number, so it is for the office alone.",
        ),
        required=False,
    )

    directives.omitted(
        *("form_version", "rows", "revision", "corrects", "reason"),
        "entered_by_office",
    )
    directives.read_permission(rows="sonla.pbgdpl.viewPersonalData")
    form_version = schema.ASCIILine(
        title=_("label_report_version", default="Version of the form"),
        required=False,
        readonly=True,
    )
    rows = Cells(
        ICell,
        title=_("label_report_rows", default="Cells"),
        description=_(
            "help_statistics_report_rows",
            default="Filled in on the page Enter numbers of the report.",
        ),
    )
    revision = schema.Int(
        title=_("label_report_revision", default="Version of the report"),
        default=1,
        required=False,
        readonly=True,
    )
    corrects = schema.ASCIILine(
        title=_("label_report_corrects", default="Corrects the report"),
        required=False,
        readonly=True,
    )
    reason = schema.Text(
        title=_("label_report_reason", default="Why it was corrected"),
        required=False,
        readonly=True,
    )
    entered_by_office = schema.Bool(
        title=_("label_by_office", default="Entered by the office"),
        default=False,
        required=False,
        readonly=True,
    )


@implementer(IStatisticsReport)
class StatisticsReport(Report):
    """The numbers that one unit, or the province, reports for one period."""


MSG_NO_REVISION = _(
    "msg_no_revision_of_reports",
    default="A report is corrected by a new version, not by a working copy.",
)
STATISTICS_REPORT_FACTS = ContentTypeFacts(
    chain=STATISTICS_WORKFLOW,
    added_in=PLACE_TYPES,
    icon="bar-chart",
    no_revision=MSG_NO_REVISION,
    menu_group=LISTS,
    menu_place=4,
    order=120,
    is_own=True,
    is_due_after_closing=True,
    has_figures=True,
    has_costs=True,
    first_fields=(
        "form_code",
        "period_kind",
        "year",
        "file",
    ),
)
