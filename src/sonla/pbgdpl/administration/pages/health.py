"""The page for monitoring."""

from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.health import check_health
from sonla.pbgdpl.core.names import MANAGE_SETTINGS
from sonla.pbgdpl.ui.admin_pages import admin_page
from sonla.pbgdpl.ui.admin_pages import SERVER
from sonla.pbgdpl.ui.page import BrowserView

import json


class HealthView(BrowserView):
    """Answer 200 when every check passes, else 503; details for administrators only."""

    def __call__(self) -> str:
        """Run the checks and answer in JSON: `status` is `ok` or `fail`."""
        checks = list(check_health(self.context))
        healthy = all(health.ok for name, health in checks)
        answer: dict[str, object] = {"status": "ok" if healthy else "fail"}
        if api.user.has_permission(MANAGE_SETTINGS, obj=self.context):
            answer["checks"] = {name: health.as_json() for name, health in checks}
        response = self.request.response
        response.setStatus(200 if healthy else 503)
        response.setHeader("Content-Type", "application/json")
        response.setHeader("Cache-Control", "no-store")
        return json.dumps(answer, ensure_ascii=False)


HealthAdminPage = admin_page(
    "pbgdpl-health",
    title=_("tool_health", default="State for monitoring programs (JSON)"),
    help=_(
        "help_tool_health",
        default="Answers 200 while all works, for the programs that watch the portal; tells administrators which check fails.",
    ),
    order=210,
    group=SERVER,
)
