"""The parts of a form that make its table: columns, rows, groups of organisations, and what is compared."""

from sonla.pbgdpl import _
from sonla.pbgdpl.options.forms.cells import AREA
from sonla.pbgdpl.options.forms.cells import Cell
from sonla.pbgdpl.options.forms.cells import CHOICE
from sonla.pbgdpl.options.forms.cells import choices
from sonla.pbgdpl.options.forms.cells import EVIDENCE_CELL
from sonla.pbgdpl.options.forms.cells import FLAG
from sonla.pbgdpl.options.forms.cells import FLOW_TITLES
from sonla.pbgdpl.options.forms.cells import LABEL_FORMULA
from sonla.pbgdpl.options.forms.cells import LABEL_ID
from sonla.pbgdpl.options.forms.cells import LABEL_RULE
from sonla.pbgdpl.options.forms.cells import LABEL_SOURCE
from sonla.pbgdpl.options.forms.cells import LABEL_TITLE
from sonla.pbgdpl.options.forms.cells import MESSAGE_CELL
from sonla.pbgdpl.options.forms.cells import ORGANISATIONS
from sonla.pbgdpl.options.forms.cells import Part
from sonla.pbgdpl.options.forms.cells import PATH
from sonla.pbgdpl.options.forms.cells import ROW_KIND_TITLES
from sonla.pbgdpl.options.forms.cells import SCOPE_TITLES
from sonla.pbgdpl.options.forms.cells import SEVERITY_CELL
from sonla.pbgdpl.options.forms.cells import SOURCE_CELL
from sonla.pbgdpl.options.forms.cells import TotalCell
from sonla.pbgdpl.options.forms.cells import TYPE_TITLES
from sonla.pbgdpl.options.forms.cells import WHERE_CELL
from sonla.pbgdpl.options.forms.cells import YES_NO
from sonla.pbgdpl.statistics.forms.definition import COLUMN_TYPES
from sonla.pbgdpl.statistics.forms.definition import ROW_KINDS

COLUMNS = Part(
    "column",
    _("form_part_columns", default="Columns"),
    _(
        "help_form_part_columns",
        default="From left to right as on paper. Heads above each other are parted by ›, such as Kinh phí › Tổng số; neighbours with the same head share it.",
    ),
    (
        Cell("code", _("label_column_code", default="Code, such as (1)"), width=6),
        Cell(
            "path",
            _("label_column_heads", default="Heads from the top down"),
            PATH,
            width=34,
        ),
        Cell("unit", _("label_column_form_unit", default="Unit"), width=8),
        Cell(
            "type",
            _("label_column_type", default="Holds"),
            CHOICE,
            choices(TYPE_TITLES, COLUMN_TYPES),
        ),
        Cell("formula", LABEL_FORMULA, width=16),
        SOURCE_CELL,
        Cell("id", LABEL_ID, width=10),
        Cell(
            "flow",
            _("label_column_flow", default="Counts"),
            CHOICE,
            choices(FLOW_TITLES),
            is_main=False,
        ),
        Cell(
            "part_of",
            _("label_column_part_of", default="A part of"),
            CHOICE,
            is_main=False,
            list="columns",
        ),
        Cell(
            "additive",
            _("label_column_additive", default="Rows may be added up"),
            FLAG,
            YES_NO,
            is_main=False,
            help=_(
                "help_column_additive",
                default="No, where one person may stand in several rows: then the total is counted or typed.",
            ),
        ),
        WHERE_CELL,
        Cell(
            "group",
            _("label_column_group", default="Sensitive group"),
            is_main=False,
            width=14,
            help=_(
                "help_column_group",
                default="Columns of one group, such as gender, don't show small numbers to the public.",
            ),
        ),
        EVIDENCE_CELL,
    ),
    prefix="c",
)
ROWS = Part(
    "row",
    _("form_part_rows", default="Rows"),
    _(
        "help_form_part_rows",
        default="From top to bottom as on paper; the arrows to the right put a row below the one before it. A total without a formula sums the rows below it.",
    ),
    (
        Cell("code", _("label_row_code", default="No."), width=6),
        Cell("title", LABEL_TITLE, AREA, width=44),
        Cell(
            "kind",
            _("label_row_kind", default="Kind"),
            CHOICE,
            choices(ROW_KIND_TITLES, ROW_KINDS),
        ),
        TotalCell("formula", LABEL_FORMULA, width=16),
        Cell("id", LABEL_ID, width=10),
        Cell("source", LABEL_SOURCE, CHOICE, is_main=False, list="sources"),
        WHERE_CELL,
        Cell(
            "over",
            _("label_row_over", default="One row for each of"),
            CHOICE,
            is_main=False,
            list="organisations",
        ),
        Cell(
            "first",
            _("label_row_first", default="Stand first"),
            ORGANISATIONS,
            is_main=False,
            width=40,
            help=_(
                "help_row_first",
                default="The organisations that stand before the others, one in each line.",
            ),
        ),
        EVIDENCE_CELL,
    ),
    prefix="r",
    is_tree=True,
)
CHECKS = Part(
    "check",
    _("form_part_checks", default="Checks"),
    _(
        "help_form_part_checks",
        default="Such as c2 <= c1, or c9 = c10 + c11 + c12.",
    ),
    (
        Cell("rule", LABEL_RULE, width=30),
        Cell(
            "scope",
            _("label_check_scope", default="Compares"),
            CHOICE,
            choices(SCOPE_TITLES),
        ),
        SEVERITY_CELL,
        MESSAGE_CELL,
        Cell("id", LABEL_ID, is_main=False),
        EVIDENCE_CELL,
    ),
    prefix="kt",
)
CROSS_CHECKS = Part(
    "cross",
    _("form_part_cross", default="Comparisons with other reports"),
    _(
        "help_form_part_cross",
        default="Cells as row/column, with blanks around + and -. Before a colon: another form (bieu-khac:), another period (@year:), the year before (@year-1:), or units: for all units together.",
    ),
    (
        Cell("rule", LABEL_RULE, AREA, width=50),
        SEVERITY_CELL,
        MESSAGE_CELL,
        Cell("id", LABEL_ID, is_main=False),
        EVIDENCE_CELL,
    ),
    prefix="dc",
)
GROUPS = Part(
    "group",
    _("form_part_groups", default="Groups of organisations"),
    _(
        "help_form_part_groups",
        default="Write organisations by their titles, as the list of agencies has them. Rows that repeat name a group as group = name. One group may take all organisations that no other one names.",
    ),
    (
        Cell("title", LABEL_TITLE, width=30),
        Cell(
            "members",
            _("label_group_members", default="Organisations, one in each line"),
            ORGANISATIONS,
            width=40,
        ),
        Cell("rest", _("label_group_rest", default="All others"), FLAG, YES_NO),
        Cell("id", _("label_group_name", default="Name"), width=20),
        EVIDENCE_CELL,
    ),
    prefix="nhom",
)
STUBS = Part(
    "stub",
    _("form_part_stubs", default="Columns before the rows"),
    _(
        "help_form_part_stubs",
        default="The two columns that name the rows, such as A and B. Without them they are No. and Details.",
    ),
    (
        Cell("code", _("label_stub_code", default="Code, such as A"), width=6),
        Cell("title", LABEL_TITLE, width=30),
        EVIDENCE_CELL,
    ),
    "code",
)
