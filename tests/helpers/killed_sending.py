"""A portal that sends by a mapping and whose runs are killed; what its partner has then."""

from killed_portal import KilledPortal
from killed_portal import OWN_TEXTS
from mapped_schedules import BATCH
from mapped_schedules import LOOKUP
from paged_list_source import PagedListSource
from random import Random
from sonla.pbgdpl.options.mappings.shipped import REST_BATCH
from sonla.referenceserver.inbound import PATH
from typing import Any

ALONE = REST_BATCH.text().replace('batch = 50\nrecords = "ban_ghi"\n', "")
WAYS = {"alone": ALONE, "batches": BATCH, "looked-up": BATCH + LOOKUP}
"""How records go out: one in a request, several, several with a partner that is asked."""
MOST = 12
"""Above that, texts go rather than come."""


class KilledSender(KilledPortal):
    """Drive a portal that sends by a mapping and fetches nothing."""

    sent_to = PATH

    def __init__(
        self, process: Any, storage: dict[str, Any], server: Any, mapping: str
    ) -> None:
        super().__init__(process, storage, server, PagedListSource())
        self.mapping = mapping

    def set_up(self) -> None:
        """Make what is sent."""
        address = self.server.inbound_url
        self.given("set_up", push_url=address, mapping=self.mapping)

    def let_data_move(self, chance: Random) -> dict[str, Any]:
        """Let an editor change texts, write new ones and delete others."""
        self.number += 1
        others = [name for name in self.states if name not in OWN_TEXTS]
        few = len(self.states) < MOST
        gone = [] if few else chance.sample(others, min(4, len(others)))
        for name in gone:
            del self.states[name]
        edits = self.edits(chance)
        new = [f"tin-{self.number}-{n}" for n in range(chance.randint(1, 4))]
        self.states.update(dict.fromkeys(new, "published"))
        return {**edits, "new": new, "gone": gone}

    def check(self, finished: bool = True) -> None:
        """Compare both sides: each record is there once, as it is here."""
        found = self.given("report")
        held = ("dirty", "stuck", "unanswered")
        assert not any(found[name] for name in held), found
        resources = self.server.push.resources
        there = {
            one.document["ma_ban_ghi"]: one.document["tieu_de"]
            for one in resources.values()
            if not one.deleted
        }
        assert there == found["titles"]
        doubled = [key for key in resources if "#" in key]
        assert not doubled, "a record was taken in while it was there"
