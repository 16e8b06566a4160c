"""What the office decides of requests for reporters: mail, consent, retention."""

from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import REQUESTS
from sonla.pbgdpl.settings.records import records_of
from sonla.pbgdpl.settings.records import SettingsFields
from zope import schema

PREFIX = "sonla.pbgdpl.reporter_requests"


class IRequestSettings(model.Schema):
    """The settings of requests for reporters, read through `get_request_settings`."""

    model.fieldset(
        "requests",
        label=_("fieldset_requests", default="Requests for reporters"),
        fields=[
            "mail_requests",
            "request_retention_months",
            "request_consent",
        ],
    )
    mail_requests = schema.Bool(
        title=_(
            "label_mail_requests",
            default="Mail who asks, the reporters and the office",
        ),
        description=_(
            "help_mail_requests",
            default="Without it reporters get no link by which they accept or decline; the office notes their answers.",
        ),
        default=True,
        required=False,
    )
    request_retention_months = schema.Int(
        title=_(
            "label_request_retention_months",
            default="Forget how to reach who asked after (months)",
        ),
        description=_(
            "help_request_retention_months",
            default="Counted from the last step of a closed request: name, telephone, e-mail and consent go, the request stays. 0: never.",
        ),
        default=24,
        min=0,
        max=240,
        required=True,
    )
    request_consent = schema.Text(
        title=_("label_request_consent_text", default="Consent of who asks"),
        description=_(
            "help_request_consent_text",
            default="What is ticked in the form. Empty: the text that comes with the form. It is kept with each request.",
        ),
        required=False,
    )


SETTINGS = SettingsFields(60, IRequestSettings, PREFIX, REQUESTS)


def get_request_settings() -> IRequestSettings:
    """Return the settings as attributes; a record that is missing has its default."""
    return records_of(IRequestSettings, PREFIX)
