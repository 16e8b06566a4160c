"""The portal's public address, taken from the request of the user who installs."""

from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.preserved import remember_records
from sonla.pbgdpl.core.preserved import restore_records
from sonla.pbgdpl.core.setup import Remainder
from sonla.pbgdpl.core.setup import SetupStep
from sonla.pbgdpl.core.validators import portal_address
from sonla.pbgdpl.settings.getters import PREFIX
from sonla.pbgdpl.settings.public_address import configured_address
from sonla.pbgdpl.settings.public_address import host_of
from sonla.pbgdpl.settings.public_address import is_inner
from sonla.pbgdpl.settings.public_address import is_neighbour
from sonla.pbgdpl.settings.public_address import NO_HOST
from sonla.pbgdpl.settings.public_address import stored_address
from sonla.pbgdpl.settings.records import settings_fields
from typing import Any
from zope.globalrequest import getRequest
from zope.i18nmessageid import Message
from zope.schema import getFieldNames

import logging

logger = logging.getLogger(__name__)

KEY = "sonla.pbgdpl.remembered_settings"
"""Under which the first section keeps the settings."""

NOT_KNOWN = _(
    "msg_public_address_missing",
    default="The public address of the portal is not known. Enter it in the settings of legal education: without it mails name no address.",
)
INNER = _(
    "msg_public_address_inner",
    default="${address} was taken for the public address of the portal, because you came by it. Readers can't open it: enter the public one in the settings of legal education.",
)
CONFIGURED = _(
    "msg_public_address_configured",
    default="The public address of the portal is ${address}, as the server's configuration says (PBGDPL_URL). If this portal has another one, enter it in the settings of legal education.",
)


def store_public_address() -> None:
    """Store the installing administrator's own address, unless the setting has one.

    Only their request is believed, and only now. A script has no address; one
    that readers can't open, such as that of a tunnel, is named in a warning, unless the
    server's configuration has a better one: that of this portal, as far as can be seen.
    """
    if stored_address():
        return
    address = api.portal.get().absolute_url()
    configured = configured_address()
    if is_inner(address) and configured and not is_neighbour(configured, address):
        if getRequest() is not None and host_of(address) != NO_HOST:
            show_message(Message(CONFIGURED, mapping={"address": configured}))
        return
    if getRequest() is None or host_of(address) == NO_HOST:
        logger.warning(api.portal.translate(NOT_KNOWN, lang="en"))
    elif not is_accepted(address):
        show_message(NOT_KNOWN)
    else:
        api.portal.set_registry_record(f"{PREFIX}.public_address", address)
        if is_inner(address):
            show_message(Message(INNER, mapping={"address": address}))


def is_accepted(address: str) -> bool:
    """Return whether the setting would take an address."""
    try:
        return portal_address(address)
    except InvalidInput:
        return False


def show_message(message: Message) -> None:
    """Show it to the user who installs, and log it."""
    logger.warning(api.portal.translate(message, lang="en"))
    api.portal.show_message(message, getRequest(), type="warning")


class SettingsStep(SetupStep):
    """Keep the settings, and take the public address from the request of the user who installs."""

    order = 10
    parts = (
        Remainder(
            70,
            _(
                "msg_parts_settings",
                default="Lists and settings; they are kept with the section if there is one.",
            ),
        ),
    )

    def install(self, site: Any) -> None:
        """Bring the settings back, and enter the address where they have none."""
        restore_records(KEY)
        store_public_address()

    def uninstall(self, site: Any) -> None:
        """Keep the settings of all subjects that have no page of their own."""
        names = (
            f"{one.prefix}.{name}"
            for one in settings_fields()
            for name in getFieldNames(one.schema)
        )
        remember_records(KEY, names)
