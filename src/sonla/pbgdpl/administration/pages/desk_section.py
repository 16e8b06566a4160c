"""The mails that could not be sent, at the approval desk of administrators."""

from AccessControl import Unauthorized
from collections.abc import Mapping
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.names import MANAGE_SETTINGS
from sonla.pbgdpl.editorial.pages.desk_sections import DeskSection
from sonla.pbgdpl.mail import failures
from typing import Any

BUTTON = "forget"


class FailuresSection(DeskSection):
    """List the mails that failed, until an administrator has seen them."""

    order = 50
    template = ViewPageTemplateFile("templates/desk_section.pt")

    def available(self) -> bool:
        """Return whether the user administers the add-on."""
        return api.user.has_permission(MANAGE_SETTINGS, obj=self.context)

    def failed(self) -> list[dict[str, Any]]:
        return [
            {"failure": failure, "when": format_moment(failure.last)}
            for failure in failures.told(api.portal.get())
        ]

    def act(self, form: Mapping[str, Any]) -> bool:
        """Drop the record of mails that failed, for who may see it."""
        if BUTTON not in form:
            return False
        if not self.available():
            raise Unauthorized(MANAGE_SETTINGS)
        failures.forget(api.portal.get())
        return True
