"""Whether keepers of the register are told what waits for them."""

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
        fields=["mail_register"],
    )
    mail_register = schema.Bool(
        title=_("label_mail_register", default="Mail those who keep the register"),
        description=_(
            "help_mail_register",
            default="Each month recognitions that end soon, people whose agency changed, recognitions without a decision; before and after their day the deadlines that are open. Nothing is sent when there is nothing to tell.",
        ),
        default=True,
        required=False,
    )


SETTINGS = SettingsFields(50, IRegisterSettings, PREFIX)


def get_register_settings() -> IRegisterSettings:
    """Return the settings as attributes; a record that is missing has its default."""
    return records_of(IRegisterSettings, PREFIX)
