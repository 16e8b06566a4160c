"""The days within which the register is kept up, and who is told of them."""

from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import REQUESTS
from sonla.pbgdpl.settings.records import records_of
from sonla.pbgdpl.settings.records import SettingsFields
from zope import schema

PREFIX = "sonla.pbgdpl.register_duties"
SEPTEMBER = 9


class IDutySettings(model.Schema):
    """The clocks of the register, read through `get_duty_settings`."""

    model.fieldset(
        "duties",
        label=_("fieldset_duties", default="Deadlines of the register"),
        fields=[
            "mail_duties",
            "nomination_decision_days",
            "nomination_request_days",
            "dismissal_decision_days",
            "dismissal_objection_days",
            "ending_decision_days",
            "criteria_notice_month",
        ],
    )
    mail_duties = schema.Bool(
        title=_("label_mail_duties", default="Mail reminders of these deadlines"),
        description=_(
            "help_mail_duties",
            default="Those who keep the register are told the working day before a deadline and the day after; communes are told of their yearly notice.",
        ),
        default=True,
        required=False,
    )
    nomination_decision_days = schema.Int(
        title=_(
            "label_nomination_decision_days",
            default="Decide on a nomination within (working days)",
        ),
        description=_(
            "help_nomination_decision_days",
            default="From the day on which the entry was sent. Circular 10/2016/TT-BTP, Articles 3.6 and 5: 5.",
        ),
        default=5,
        min=1,
        max=60,
        required=True,
    )
    nomination_request_days = schema.Int(
        title=_(
            "label_nomination_request_days",
            default="Ask for what a file lacks within (working days)",
        ),
        description=_(
            "help_nomination_request_days",
            default="In writing, for nominations and for dismissals. Articles 3.6 and 4.5: 2.",
        ),
        default=2,
        min=1,
        max=60,
        required=True,
    )
    dismissal_decision_days = schema.Int(
        title=_(
            "label_dismissal_decision_days",
            default="Decide on the dismissal of a reporter within (working days)",
        ),
        description=_(
            "help_dismissal_decision_days",
            default="From a complete file. Article 4.5: 5.",
        ),
        default=5,
        min=1,
        max=60,
        required=True,
    )
    dismissal_objection_days = schema.Int(
        title=_(
            "label_dismissal_objection_days",
            default="The person may object within (working days)",
        ),
        description=_(
            "help_dismissal_objection_days",
            default="From the day on which they were told the reason. Article 4.3: 3.",
        ),
        default=3,
        min=1,
        max=60,
        required=True,
    )
    ending_decision_days = schema.Int(
        title=_(
            "label_ending_decision_days",
            default="Decide that a propagandist ends within (working days)",
        ),
        description=_(
            "help_ending_decision_days", default="From a complete file. Article 6: 3."
        ),
        default=3,
        min=1,
        max=60,
        required=True,
    )
    criteria_notice_month = schema.Int(
        title=_(
            "label_criteria_notice_month",
            default="Month of the yearly notice of communes (1 to 12; 0: none)",
        ),
        description=_(
            "help_criteria_notice_month",
            default="In it each commune tells the criteria of propagandists, and notes where it did. Article 5: September.",
        ),
        default=SEPTEMBER,
        min=0,
        max=12,
        required=True,
    )


SETTINGS = SettingsFields(55, IDutySettings, PREFIX, REQUESTS)


def get_duty_settings() -> IDutySettings:
    """Return the settings as attributes; a record that is missing has its default."""
    return records_of(IDutySettings, PREFIX)
