"""What roles allow, and who holds them, in words."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import ADMINISTRATORS
from sonla.pbgdpl.core.names import APPROVER_ROLE
from sonla.pbgdpl.core.names import CONTRIBUTOR_ROLE
from sonla.pbgdpl.core.names import EDITOR_ROLE
from sonla.pbgdpl.core.names import SYNC_ROLE
from zope.i18nmessageid import Message

EVERYTHING = _(
    "access_everything",
    default="Read and change everything, citizens' private questions with their contacts and the personal data of the register included; decide who has which role.",
)
MAY: dict[str, Message] = {
    CONTRIBUTOR_ROLE: _(
        "access_contributor",
        default="Write, and read what is being prepared; questions once they are assigned, without the contact of whoever asked.",
    ),
    EDITOR_ROLE: _(
        "access_editor",
        default="Correct and forward texts; read all questions with the contact of whoever asked, and assign them.",
    ),
    APPROVER_ROLE: _(
        "access_approver",
        default="Approve and withdraw; read all questions with the contact of whoever asked, and the personal data of the register.",
    ),
    SYNC_ROLE: _(
        "access_sync",
        default="Start the data exchange; read nothing that is not public.",
    ),
    "Owner": _("access_owner", default="Read everything in it, as whoever made it."),
    **dict.fromkeys(ADMINISTRATORS, EVERYTHING),
}
"""Role → what its holders may where they hold it."""

UNITS_MAY = _(
    "access_unit",
    default="Write in their own unit alone, and read what is being prepared there; questions that are assigned to their agency, without the contact of whoever asked.",
)
ADMINISTRATORS_TITLE = {
    "Manager": _("access_managers", default="Managers of the portal"),
    "Site Administrator": _(
        "access_site_administrators", default="Site administrators of the portal"
    ),
}

GLOBALLY = {
    CONTRIBUTOR_ROLE: _(
        "access_contributors_everywhere",
        default="Contributors by a role in the whole portal",
    ),
    EDITOR_ROLE: _(
        "access_editors_everywhere",
        default="Editors of legal education by a role in the whole portal",
    ),
    APPROVER_ROLE: _(
        "access_approvers_everywhere",
        default="Approvers by a role in the whole portal",
    ),
    SYNC_ROLE: _(
        "access_sync_everywhere",
        default="Accounts of the exchange by a role in the whole portal",
    ),
}

EVERYBODY_TITLE = _("access_everybody", default="Everybody with an account")

CUT_PLACES = _(
    "msg_access_cut_places",
    default="“${section}” has ${number} folders and other places that hold something. Only the first ${most} of them, by path, were looked at: a role that was given on one of the others is not told here.",
)
