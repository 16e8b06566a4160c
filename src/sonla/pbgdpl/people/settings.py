"""What keepers of the register are told, and how long before."""

from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.settings.records import records_of
from sonla.pbgdpl.settings.records import SettingsFields
from zope import schema

PREFIX = "sonla.pbgdpl.people"


class IRegisterSettings(model.Schema):
    """The settings of the register of people, read through `get_register_settings`."""

    model.fieldset(
        "register",
        label=_("fieldset_register", default="Register of people"),
        fields=["mail_register", "recognition_warning_days"],
    )
    mail_register = schema.Bool(
        title=_(
            "label_mail_register", default="Mail those who keep the register each month"
        ),
        description=_(
            "help_mail_register",
            default="Recognitions that end soon, people whose agency changed, recognitions without a decision. Nothing is sent when there is nothing to tell.",
        ),
        default=True,
        required=False,
    )
    recognition_warning_days = schema.Int(
        title=_(
            "label_recognition_warning_days",
            default="A recognition ends soon when it ends within (days)",
        ),
        description=_(
            "help_interfaces_recognition_warning_days",
            default="Keepers of the register are warned that long before.",
        ),
        default=60,
        min=1,
        max=3650,
        required=True,
    )


SETTINGS = SettingsFields(50, IRegisterSettings, PREFIX)


def get_register_settings() -> IRegisterSettings:
    """Return the settings as attributes; a record that is missing has its default."""
    return records_of(IRegisterSettings, PREFIX)
