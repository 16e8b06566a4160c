"""A report of statistics (báo cáo, số liệu thống kê): one form, one unit, one period."""

from plone.autoform import directives
from plone.namedfile.field import NamedBlobFile
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import searchable
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.core.types import ContentTypeFacts
from sonla.pbgdpl.statistics.cells import refuse_bad_rows
from sonla.pbgdpl.statistics.forms import next_due
from sonla.pbgdpl.statistics.item import Report
from sonla.pbgdpl.statistics.periods import FIRST_YEAR
from sonla.pbgdpl.statistics.periods import LAST_YEAR
from sonla.pbgdpl.ui.fields import Rows
from sonla.pbgdpl.ui.fields import Year
from typing import Any
from zope import schema
from zope.interface import implementer
from zope.interface import Interface
from zope.interface import provider
from zope.schema.interfaces import IContextAwareDefaultFactory


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


@provider(IContextAwareDefaultFactory)
def due_year(context: Any) -> int:
    """Offer the year that is due next, else the present one."""
    due = next_due(today())
    return due.year if due is not None else today().year


@provider(IContextAwareDefaultFactory)
def due_kind(context: Any) -> str | None:
    """Offer the kind of period that is due next."""
    due = next_due(today())
    return due.kind if due is not None else None


class ICell(Interface):
    """Describe one cell: what the system counted, and what the unit reports."""

    indicator = schema.ASCIILine(
        title=_("label_cell_indicator", default="Cell"), required=True
    )
    counted = schema.Int(
        title=_("label_cell_counted", default="Counted"), required=False
    )
    actual = schema.Int(title=_("label_cell_actual", default="Actual"), required=False)
    estimate = schema.Int(
        title=_("label_cell_estimate", default="Estimate"), required=False
    )
    note = schema.TextLine(title=_("label_cell_note", default="Note"), required=False)


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

    directives.omitted("form_version", "rows", "revision", "corrects", "reason")
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


@implementer(IStatisticsReport)
class StatisticsReport(Report):
    """The numbers that one unit, or the province, reports for one period."""


STATISTICS_REPORT_FACTS = ContentTypeFacts(
    order=120,
    is_own=True,
    has_figures=True,
)
