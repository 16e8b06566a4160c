"""Which hosts may show materials on our pages."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.urls import split_address
from sonla.pbgdpl.settings.getters import allowed_hosts


def material_address(address: str) -> bool:
    """Accept an https address on a host that the administrator allows.

    Materials from elsewhere are embedded on our pages: only hosts that somebody
    answers for, only encrypted, the host whole (`youtube.com.example` is another).
    """
    parts = split_address(address, ("https",))
    if parts.hostname not in allowed_hosts():
        raise InvalidInput(
            _(
                "msg_host_not_allowed",
                default="Materials from “${host}” are not allowed. Upload the file, or ask the administrator to allow this host in the PBGDPL settings.",
                mapping={"host": parts.hostname or ""},
            )
        )
    return True
