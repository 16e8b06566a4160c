"""What monitoring learns of forms."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.health import Health
from sonla.pbgdpl.core.health import IHealthCheck
from sonla.pbgdpl.core.health import translated
from typing import Any
from zope.interface import implementer
from ZPublisher import HTTPRequest

ENOUGH = 4 * 1024 * 1024
"""Bytes of one field; a long report with tables has two million."""


@implementer(IHealthCheck)
class FormHealth:
    """Name the setting by which the server refuses long texts, where it is a low one.

    That is how Zope comes: nothing is wrong.
    """

    def __init__(self, site: Any) -> None:
        self.site = site

    def __call__(self) -> Health:
        """Return the limit if texts can exceed it."""
        limit = HTTPRequest.FORM_MEMORY_LIMIT
        if limit >= ENOUGH:
            return Health(True)
        message = _(
            "health_form_limit",
            default="Texts of more than ${limit} MB are not taken: raise form-memory-limit, in the section dos_protection of zope.conf, to 10MB",
            mapping={"limit": f"{limit / 1024 / 1024:.1f}"},
        )
        return Health(True, translated(message))
