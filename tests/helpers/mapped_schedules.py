"""Schedules of what befalls sending by a mapping, and what has to hold in the end."""

from harvested_portal import set_record
from push_schedules import SendingPortal
from sonla.pbgdpl.exchange.exporter import is_exportable
from sonla.pbgdpl.exchange.settings import identifier_of
from sonla.pbgdpl.options.mappings.shipped import REST_BATCH
from sonla.referenceserver.inbound import PATH
from typing import Any

import transaction

BATCH = REST_BATCH.text().replace("batch = 50", "batch = 3")
LOOKUP = """
[send.lookup]
path = "?ma_ban_ghi={id}"
record = "data[0]"
"""
BY_KEY: dict[str, Any] = {
    "methods": ("", "POST", "POST", "PUT", "DELETE"),
    "path": PATH,
}
"""A partner that knows keys: that it refuses what it took under the same key is a lie."""
BY_LOOKUP: dict[str, Any] = {**BY_KEY, "methods": (*BY_KEY["methods"], "GET")}
"""One that is asked for records."""


class MappingPortal(SendingPortal):
    """Send by a mapping to the inbound of the reference server."""

    mapping = BATCH

    def switch_on(self) -> None:
        """Switch sending on."""
        set_record("mappings", [{"name": "thu", "text": self.mapping}])
        set_record("push_format", "thu")
        super().switch_on()
        set_record("push_url", self.server.inbound_url)
        transaction.commit()


class LookupPortal(MappingPortal):
    """The same, with a partner that is asked for what got lost."""

    mapping = BATCH + LOOKUP


def assert_equal_records(sending: SendingPortal) -> None:
    """What is public here is there once, in this very version, and nothing else."""
    transaction.begin()
    here = sorted(
        (identifier_of(text.UID()), text.title)
        for text in sending.texts()
        if is_exportable(text)
    )
    there = sorted(
        (resource.document["ma_ban_ghi"], resource.document["tieu_de"])
        for resource in sending.server.push.resources.values()
        if not resource.deleted
    )
    assert there == here
    assert not sending.store.outbox.unanswered
