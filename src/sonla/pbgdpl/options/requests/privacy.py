"""Which facts of a request are for few, and who reads whole ones, in one place."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import ADMINISTRATORS
from sonla.pbgdpl.core.names import APPROVER_ROLE
from sonla.pbgdpl.core.names import EDITOR_ROLE
from sonla.pbgdpl.core.names import REQUESTS
from sonla.pbgdpl.options.requests import REQUEST_TYPE
from sonla.pbgdpl.options.requests.rules import NEW
from sonla.pbgdpl.ui.hidden_fields import HiddenFields
from sonla.pbgdpl.units.access import PrivateContent

CONTACT_FIELDS = ("contact_name", "contact_phone", "contact_email")
"""How who asks is reached: never public, and forgotten after the time of the settings."""
PROTECTED_FIELDS = (*CONTACT_FIELDS, "consent")
"""Read with *View personal data* (Law 91/2025/QH15)."""


class HiddenContact(HiddenFields):
    """Hide how who asks is reached."""

    fields = CONTACT_FIELDS


PRIVATE_REQUESTS = PrivateContent(
    belongs_to=REQUESTS,
    order=20,
    roles=(EDITOR_ROLE, APPROVER_ROLE, "Owner", *ADMINISTRATORS),
    query={
        "portal_type": REQUEST_TYPE,
        "review_state": NEW,
        "sort_on": "created",
        "sort_order": "descending",
    },
    most=2000,
    readers=_(
        "msg_access_requests",
        default="${number} people can read requests for reporters, with the contact of who asks.",
    ),
    everybody=_(
        "msg_access_requests_everybody",
        default="Everybody with an account can read requests for reporters.",
    ),
    cut=_(
        "msg_access_cut_requests",
        default="In “${section}” ${number} requests for reporters wait. Only the latest ${most} of them were looked at: a role that was given on one of the others is not told here.",
    ),
)
