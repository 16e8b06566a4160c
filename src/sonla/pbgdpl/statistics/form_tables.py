"""The parts of a form as tables: which cells each of their lines has."""

from sonla.pbgdpl import _
from sonla.pbgdpl.statistics.definitions import COLUMN_TYPES
from sonla.pbgdpl.statistics.definitions import ROW_KINDS
from sonla.pbgdpl.statistics.form_cells import A_YEAR_LATER
from sonla.pbgdpl.statistics.form_cells import AREA
from sonla.pbgdpl.statistics.form_cells import Cell
from sonla.pbgdpl.statistics.form_cells import CHOICE
from sonla.pbgdpl.statistics.form_cells import choices
from sonla.pbgdpl.statistics.form_cells import DATE
from sonla.pbgdpl.statistics.form_cells import DAY
from sonla.pbgdpl.statistics.form_cells import ESTIMATE_TITLES
from sonla.pbgdpl.statistics.form_cells import EVIDENCE_CELL
from sonla.pbgdpl.statistics.form_cells import FLAG
from sonla.pbgdpl.statistics.form_cells import FLOW_TITLES
from sonla.pbgdpl.statistics.form_cells import LABEL_FORMULA
from sonla.pbgdpl.statistics.form_cells import LABEL_ID
from sonla.pbgdpl.statistics.form_cells import LABEL_RULE
from sonla.pbgdpl.statistics.form_cells import LABEL_SOURCE
from sonla.pbgdpl.statistics.form_cells import LABEL_TITLE
from sonla.pbgdpl.statistics.form_cells import LINES
from sonla.pbgdpl.statistics.form_cells import MESSAGE_CELL
from sonla.pbgdpl.statistics.form_cells import ORGANISATIONS
from sonla.pbgdpl.statistics.form_cells import ORIENTATION_TITLES
from sonla.pbgdpl.statistics.form_cells import Part
from sonla.pbgdpl.statistics.form_cells import PARTY_TITLES
from sonla.pbgdpl.statistics.form_cells import PATH
from sonla.pbgdpl.statistics.form_cells import ROW_KIND_TITLES
from sonla.pbgdpl.statistics.form_cells import SCOPE_TITLES
from sonla.pbgdpl.statistics.form_cells import SEVERITY_CELL
from sonla.pbgdpl.statistics.form_cells import SOURCE_CELL
from sonla.pbgdpl.statistics.form_cells import TotalCell
from sonla.pbgdpl.statistics.form_cells import TYPE_TITLES
from sonla.pbgdpl.statistics.form_cells import WHERE_CELL
from sonla.pbgdpl.statistics.form_cells import YES_NO

GENERAL = Part(
    "",
    _("form_part_general", default="The form"),
    _(
        "help_form_part_general",
        default="Number and title as they are printed, and the days between which this version holds.",
    ),
    (
        Cell("code", _("label_form_number", default="Number, as printed"), width=30),
        Cell("title", LABEL_TITLE, AREA, width=60),
        Cell(
            "slug", _("label_form_slug", default="Short name, for addresses"), width=30
        ),
        Cell("version", _("label_form_version", default="Version")),
        Cell("valid_from", _("label_form_valid_from", default="Holds from"), DATE),
        Cell(
            "valid_to",
            _("label_form_valid_to", default="Holds until"),
            DATE,
            help=_(
                "help_form_valid_to",
                default="Empty: until another version follows.",
            ),
        ),
        Cell(
            "offered",
            _("label_form_offered", default="Communes and bodies report by it"),
            FLAG,
            YES_NO,
        ),
        Cell(
            "family",
            _("label_form_family", default="Series"),
            width=30,
            help=_(
                "help_form_family",
                default="Forms of one series followed each other, such as 09a and 04a.",
            ),
        ),
        EVIDENCE_CELL,
    ),
    is_list=False,
)
BASES = Part(
    "basis",
    _("form_part_bases", default="Legal basis"),
    _(
        "help_form_part_bases",
        default="The documents that ask for this form.",
    ),
    (
        Cell("number", _("label_form_basis_number", default="Number"), width=20),
        Cell("date", _("label_form_basis_date", default="Date"), DATE),
        Cell("issuer", _("label_form_basis_issuer", default="Issued by"), width=24),
        Cell("in_force", _("label_form_basis_in_force", default="In force from"), DATE),
        EVIDENCE_CELL,
    ),
    "number",
)
PERIODS = Part(
    "period",
    _("form_part_periods", default="Periods and deadlines"),
    _(
        "help_form_part_periods",
        default="Days as 31/05; for a day in the following year write 20/01 ${later}.",
        mapping={"later": A_YEAR_LATER},
    ),
    (
        Cell("title", LABEL_TITLE, width=20),
        Cell("first", _("label_period_first", default="From"), DAY),
        Cell("last", _("label_period_last", default="To"), DAY),
        Cell("actual_until", _("label_period_actual", default="Actual until"), DAY),
        Cell(
            "estimate",
            _("label_period_estimate", default="What follows"),
            CHOICE,
            choices(ESTIMATE_TITLES),
        ),
        Cell("id", LABEL_ID, is_main=False, width=20),
        Cell(
            "in_words",
            _("label_period_in_words", default="In titles"),
            is_main=False,
            width=40,
            help=_(
                "help_period_in_words",
                default="Such as “Cả năm ${year} (số chính thức)”. Empty: title and year.",
                mapping={"year": "${year}"},
            ),
        ),
        EVIDENCE_CELL,
    ),
    prefix="ky",
)
PARTIES = Part(
    "party",
    _("form_part_parties", default="Who reports"),
    _(
        "help_form_part_parties",
        default="One line for each. Who reports has a column for the deadline in the part “Periods and deadlines”.",
    ),
    (
        Cell(
            "role",
            _("label_party_role", default="Who it is"),
            CHOICE,
            choices(PARTY_TITLES),
        ),
        Cell("title", LABEL_TITLE, width=40),
        EVIDENCE_CELL,
    ),
    "role",
)
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
DRESS = Part(
    "dress",
    _("form_part_dress", default="Heading and signatures"),
    _(
        "help_form_part_dress",
        default="What the annex asks for around the table. What is left empty follows Decree 30/2020/NĐ-CP.",
    ),
    (
        Cell(
            "heading",
            _("label_dress_heading", default="Lines above the title"),
            LINES,
            width=60,
            help=_(
                "help_dress_heading",
                default="One in each line, such as number and circular. Empty: number and legal basis of the form.",
            ),
        ),
        Cell(
            "signers",
            _("label_dress_signers", default="Who signs"),
            LINES,
            width=40,
            help=_(
                "help_dress_signers",
                default="Capacities from left to right, one in each line; the last one seals. Empty: who made it, who checked it, the head of the unit.",
            ),
        ),
        Cell(
            "orientation",
            _("label_dress_orientation", default="Paper"),
            CHOICE,
            choices(ORIENTATION_TITLES),
        ),
    ),
    is_list=False,
)
NOTES = Part(
    "note",
    _("form_part_notes", default="Notes"),
    _("help_form_part_notes", default="What is printed below the table."),
    (
        Cell("mark", _("label_note_mark", default="Mark"), width=6),
        Cell("text", _("label_note_text", default="Text"), AREA, width=70),
    ),
    "mark",
)
EXPLANATIONS = Part(
    "explain",
    _("form_part_explanations", default="Explanations"),
    _(
        "help_form_part_explanations",
        default="What the annex says of a column; people read it where they type.",
    ),
    (
        Cell(
            "column",
            _("label_explain_column", default="Column"),
            CHOICE,
            list="columns",
        ),
        Cell("text", _("label_note_text", default="Text"), AREA, width=70),
        EVIDENCE_CELL,
    ),
    "column",
)
QUESTIONS = Part(
    "unknown",
    _("form_part_questions", default="Open questions"),
    _(
        "help_form_part_questions",
        default="What is not known of this form, and who would know. While one stands here the form can't be confirmed.",
    ),
    (
        Cell(
            "what",
            _("label_question_what", default="What is not known"),
            AREA,
            width=50,
        ),
        Cell(
            "ask",
            _("label_question_ask", default="Who or what would tell"),
            AREA,
            width=36,
        ),
        Cell("id", LABEL_ID, is_main=False),
    ),
    prefix="u",
)

PARTS = (
    GENERAL,
    BASES,
    PARTIES,
    PERIODS,
    STUBS,
    COLUMNS,
    GROUPS,
    ROWS,
    CHECKS,
    CROSS_CHECKS,
    DRESS,
    NOTES,
    EXPLANATIONS,
    QUESTIONS,
)


def part_named(name: str) -> Part:
    """Return a part by the name in an address; the first one for any other."""
    return next((part for part in PARTS if part.name == name), GENERAL)
