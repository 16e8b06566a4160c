"""The parts of a form as tables: which cells each of their lines has."""

from sonla.pbgdpl import _
from sonla.pbgdpl.options.forms.cells import A_YEAR_LATER
from sonla.pbgdpl.options.forms.cells import AREA
from sonla.pbgdpl.options.forms.cells import Cell
from sonla.pbgdpl.options.forms.cells import CHOICE
from sonla.pbgdpl.options.forms.cells import choices
from sonla.pbgdpl.options.forms.cells import DATE
from sonla.pbgdpl.options.forms.cells import DAY
from sonla.pbgdpl.options.forms.cells import ESTIMATE_TITLES
from sonla.pbgdpl.options.forms.cells import EVIDENCE_CELL
from sonla.pbgdpl.options.forms.cells import FLAG
from sonla.pbgdpl.options.forms.cells import LABEL_ID
from sonla.pbgdpl.options.forms.cells import LABEL_TITLE
from sonla.pbgdpl.options.forms.cells import LINES
from sonla.pbgdpl.options.forms.cells import ORIENTATION_TITLES
from sonla.pbgdpl.options.forms.cells import Part
from sonla.pbgdpl.options.forms.cells import PARTY_TITLES
from sonla.pbgdpl.options.forms.cells import YES_NO
from sonla.pbgdpl.options.forms.grid import CHECKS
from sonla.pbgdpl.options.forms.grid import COLUMNS
from sonla.pbgdpl.options.forms.grid import CROSS_CHECKS
from sonla.pbgdpl.options.forms.grid import GROUPS
from sonla.pbgdpl.options.forms.grid import ROWS
from sonla.pbgdpl.options.forms.grid import STUBS

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
PRESENTATION = Part(
    "presentation",
    _("form_part_presentation", default="Heading and signatures"),
    _(
        "help_form_part_presentation",
        default="What the annex asks for around the table. What is left empty follows Decree 30/2020/NĐ-CP.",
    ),
    (
        Cell(
            "heading",
            _("label_presentation_heading", default="Lines above the title"),
            LINES,
            width=60,
            help=_(
                "help_presentation_heading",
                default="One in each line, such as number and circular. Empty: number and legal basis of the form.",
            ),
        ),
        Cell(
            "signers",
            _("label_presentation_signers", default="Who signs"),
            LINES,
            width=40,
            help=_(
                "help_presentation_signers",
                default="Capacities from left to right, one in each line; the last one seals. Empty: who made it, who checked it, the head of the unit.",
            ),
        ),
        Cell(
            "orientation",
            _("label_presentation_orientation", default="Paper"),
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
    PRESENTATION,
    NOTES,
    EXPLANATIONS,
    QUESTIONS,
)


def part_named(name: str) -> Part:
    """Return a part by the name in an address; the first one for any other."""
    return next((part for part in PARTS if part.name == name), GENERAL)
