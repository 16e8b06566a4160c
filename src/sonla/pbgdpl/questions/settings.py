"""Settings of citizens' questions: deadlines, the form and its protection, retention."""

from datetime import date
from plone.autoform import directives
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.settings.records import records_of
from sonla.pbgdpl.settings.records import SettingsRow
from sonla.pbgdpl.ui.widgets.rows import BlockRowsFieldWidget
from zope import schema
from zope.interface import Interface

PREFIX = "sonla.pbgdpl.questions"


def days_of_the_calendar(values: list[str] | None) -> bool:
    """Accept days written as 2027-02-10, one a line; raise `InvalidInput` for others."""
    for value in values or ():
        try:
            date.fromisoformat(value)
        except ValueError:
            raise InvalidInput(
                _(
                    "msg_no_calendar_day",
                    default="“${value}” is no day. Write year, month and day, such as 2027-02-10.",
                    mapping={"value": value},
                )
            ) from None
    return True


class IAnswerPassage(Interface):
    """Describe a passage that the office writes once and uses in many answers."""

    title = schema.TextLine(
        title=_("label_passage_title", default="Name of the passage"), required=True
    )
    text = schema.Text(title=_("label_passage_text", default="Text"), required=True)


class IQuestionSettings(model.Schema):
    """The settings of citizens' questions, read through `get_question_settings`."""

    working_days = schema.Int(
        title=_("label_question_working_days", default="Answer within (working days)"),
        description=_(
            "help_question_working_days",
            default="From the day after it came in, without weekends and public holidays.",
        ),
        default=15,
        min=1,
        max=365,
        required=True,
    )
    days_off = schema.List(
        title=_("label_question_days_off", default="Further days off"),
        description=_(
            "help_question_days_off",
            default="Public holidays are known; enter what the government adds for a year, one day a line, such as 2027-02-10.",
        ),
        value_type=schema.TextLine(),
        constraint=days_of_the_calendar,
        required=False,
        default=[],
    )
    days_worked = schema.List(
        title=_("label_question_days_worked", default="Weekend days worked instead"),
        description=_(
            "help_question_days_worked",
            default="One day a line, such as 2027-02-20.",
        ),
        value_type=schema.TextLine(),
        constraint=days_of_the_calendar,
        required=False,
        default=[],
    )
    directives.widget(answer_passages=BlockRowsFieldWidget)
    answer_passages = schema.List(
        title=_("label_answer_passages", default="Passages for answers"),
        description=_(
            "help_answer_passages",
            default="Offered beside the form of an answer, to be inserted by a click: greetings, where to go, what is always said of a matter.",
        ),
        value_type=SettingsRow(schema=IAnswerPassage),
        required=False,
        default=[],
    )
    mail_questions = schema.Bool(
        title=_("label_mail_questions", default="Mail askers and those who answer"),
        description=_(
            "help_question_settings_mail_questions",
            default="A mail to the asker at each step, and to the agency that is to answer.",
        ),
        default=True,
        required=False,
    )
    consent = schema.Text(
        title=_("label_question_consent", default="Consent of the asker"),
        description=_(
            "help_question_consent",
            default="What the asker ticks. Empty: the text that comes with the form. It is kept with each question.",
        ),
        required=False,
    )
    elsewhere = schema.Text(
        title=_(
            "label_question_elsewhere", default="Where complaints and denunciations go"
        ),
        description=_(
            "help_question_elsewhere",
            default="Stands above the form: agency, address, telephone. Empty: a general text.",
        ),
        required=False,
    )
    file_kinds = schema.List(
        title=_("label_question_file_kinds", default="Files that may come along"),
        description=_(
            "help_question_file_kinds", default="Endings of names, one a line."
        ),
        value_type=schema.ASCIILine(),
        required=False,
        default=[
            *("pdf", "jpg", "jpeg", "png", "docx"),
            *("m4a", "mp3", "aac", "amr", "3gp", "3gpp", "ogg", "opus", "wav"),
        ],
    )
    file_megabytes = schema.Int(
        title=_("label_question_file_megabytes", default="Largest of them (MB)"),
        description=_(
            "help_question_settings_question_file_megabytes",
            default="A larger file is refused, with the reason.",
        ),
        default=5,
        min=1,
        max=100,
        required=True,
    )
    hourly_address = schema.Int(
        title=_(
            "label_question_hourly_address",
            default="Questions an hour from one address",
        ),
        description=_(
            "help_question_hourly_address",
            default="Be generous: phones of a whole commune may share one address. Counted in memory, by each process of the server.",
        ),
        default=30,
        min=1,
        max=100000,
        required=True,
    )
    hourly_all = schema.Int(
        title=_(
            "label_question_hourly_all", default="Questions an hour from everybody"
        ),
        description=_(
            "help_question_settings_question_hourly_all",
            default="Beyond that nobody can send one for a while. It protects the portal from floods.",
        ),
        default=200,
        min=1,
        max=100000,
        required=True,
    )
    least_seconds = schema.Int(
        title=_(
            "label_question_least_seconds",
            default="Nobody fills in the form faster than (seconds)",
        ),
        description=_(
            "help_question_settings_question_least_seconds",
            default="Whoever sends sooner is taken for a robot and asked to send once more.",
        ),
        default=4,
        min=0,
        max=120,
        required=True,
    )
    proof_of_work = schema.Bool(
        title=_(
            "label_question_proof_of_work", default="Let the browser prove some work"
        ),
        description=_(
            "help_question_proof_of_work",
            default="Against programs that send questions; takes a phone some seconds while the form is filled in. Questions from browsers without JavaScript come in as well, and wait apart to be looked through. Nothing is asked of other servers.",
        ),
        default=False,
        required=False,
    )
    retention_months = schema.Int(
        title=_(
            "label_question_retention_months",
            default="Forget how to reach askers after (months)",
        ),
        description=_(
            "help_question_retention_months",
            default="Counted from the day the question was closed: e-mail, telephone, files and consent go, question and answer stay. 0: never.",
        ),
        default=24,
        min=0,
        max=240,
        required=True,
    )


def get_question_settings() -> IQuestionSettings:
    """Return the settings as attributes; a record that is missing has its default."""
    return records_of(IQuestionSettings, PREFIX)
