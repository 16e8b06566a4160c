"""What the page of an item tells its office: mails about it that did not reach whom they were for."""

from functools import cached_property
from plone import api
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.core.names import DECIDING_ROLES
from sonla.pbgdpl.mail.kinds import mail_line
from sonla.pbgdpl.mail.traces import FAILED
from sonla.pbgdpl.mail.traces import newest_traces
from sonla.pbgdpl.ui.viewlets import ConditionalViewlet
from typing import Any


class FailedMailsViewlet(ConditionalViewlet):
    """List them for the office; a page that tells of all mails itself has no list."""

    def available(self) -> bool:
        """Return whether there are any, and the user is of those who must know."""
        return (
            not api.user.is_anonymous()
            and not hasattr(self.__parent__, "mails")
            and not set(DECIDING_ROLES).isdisjoint(api.user.get_roles(obj=self.context))
            and bool(self.mails)
        )

    @cached_property
    def mails(self) -> list[dict[str, Any]]:
        """When which mail failed, and why, the newest first."""
        found = newest_traces(api.portal.get(), IUUID(self.context, ""))
        return [mail_line(one) for one in found if one.outcome in FAILED]
