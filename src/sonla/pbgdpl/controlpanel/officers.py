"""The officers whom the public may contact."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.validators import email_address
from sonla.pbgdpl.core.validators import is_phone_number
from zope import schema
from zope.interface import Interface


class IContactOfficer(Interface):
    """Describe an officer to contact, as Article 4 of Decree 42/2022/NĐ-CP asks.

    Only official addresses: a private phone or e-mail must not be entered here.
    """

    full_name = schema.TextLine(
        title=_("label_officer_name", default="Full name"), required=True
    )
    position = schema.TextLine(
        title=_("label_officer_position", default="Position"), required=False
    )
    unit = schema.TextLine(
        title=_("label_officer_unit", default="Unit"), required=False
    )
    official_phone = schema.TextLine(
        title=_("label_official_phone", default="Official phone"),
        constraint=is_phone_number,
        required=False,
    )
    official_email = schema.TextLine(
        title=_("label_official_email", default="Official e-mail"),
        constraint=email_address,
        required=False,
    )
