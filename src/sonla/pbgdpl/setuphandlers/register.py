"""What outlives the add-on, and what does not: the log of operations, lists that wait."""

from plone import api
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.register.importing.waiting import drop_all
from sonla.pbgdpl.section import all_sections
from sonla.pbgdpl.setuphandlers.memory import recall
from sonla.pbgdpl.setuphandlers.memory import remember

import logging

logger = logging.getLogger(__name__)

LOG_KEY = "sonla.pbgdpl.remembered_audit_log"


def take_down_register() -> None:
    """Keep the log with the first section, drop what was uploaded and not decided on.

    The log tells who has whose data: it must not go with the add-on. Without a section
    it stays where it is, as plain data. Uploads are personal data that nobody could
    reach or delete any more.
    """
    portal = api.portal.get()
    if dropped := drop_all(portal):
        logger.warning("%s uploaded lists of people were dropped.", dropped)
    if all_sections():
        kept = log.take_log(portal)
        if kept is not None:
            remember(LOG_KEY, {"log": kept})


def bring_back_register() -> None:
    """Bring back the log of an earlier installation."""
    kept = recall(LOG_KEY).get("log")
    if kept is not None:
        log.put_log(api.portal.get(), kept)
