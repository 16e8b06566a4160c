"""A portal that sends, in a process of its own (`python -m bench.sender FOLDER URL`).

It works as the clock in a server does, see `puller`; what it sends goes out in the batches of
a mapping.
"""

from bench.child import answer_orders
from bench.child import Child
from bench.memory import megabytes
from bench.puller import BUDGET
from bench.puller import Portal
from bench.puller import timed
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import sys

MAPPING = "rest-batch"


class Sender(Child):
    """Send from the folder of a portal, which is changed."""

    def __init__(self, folder: Path, url: str) -> None:
        """Start it; `url` is where records go."""
        super().__init__("bench.sender", str(folder), url)

    def peak(self) -> float:
        """Return the highest resident memory of the child so far, in megabytes."""
        return megabytes("VmHWM", self.process.pid)

    def kill(self) -> None:
        """Let the child die in the middle of what it does."""
        self.process.kill()
        self.process.wait()


class SendingPortal(Portal):
    """Do what is asked, in the child."""

    def configure(self) -> None:
        """Switch sending on, as the mapping says."""
        from plone import api

        import transaction

        settings = {
            "public_address": "https://portal.example",
            "exchange.repository_id": "portal.example",
            "sync.push_url": self.url,
            "sync.push_format": MAPPING,
            "sync.push_enabled": True,
        }
        with self.opened():
            for name, value in settings.items():
                api.portal.set_registry_record(f"sonla.pbgdpl.{name}", value)
            transaction.commit()

    def offer(self) -> str:
        """Enter all texts into the ledger, which were made without Plone's events.

        Return the last transaction.
        """
        from sonla.pbgdpl.exchange.reconciling import rebuild

        import transaction
        import Zope2

        with self.opened() as site:
            rebuild(site)
            transaction.commit()
        return Zope2.DB.storage.lastTransaction().hex()

    def send(self, hours: int) -> dict[str, Any]:
        """Run the exchange once, so many hours from now, with time enough."""
        from sonla.pbgdpl.core.clock import utc_now
        from sonla.pbgdpl.sync.running import run_exchange

        later = timedelta(hours=hours)
        with self.opened() as site, timed() as times:
            result = run_exchange(site, budget=BUDGET, now=lambda: utc_now() + later)
        return {**times, "result": result.as_json()}

    def public(self) -> int:
        """Count the records that others may have."""
        from sonla.pbgdpl.exchange.ledger import ledger_of

        with self.opened() as site:
            return sum(not one.deleted for _uid, one in ledger_of(site).all_entries())


def main() -> None:
    """Answer orders."""
    folder, url = sys.argv[1:]

    def start() -> Callable[[dict[str, Any]], Any]:
        return SendingPortal(Path(folder), url, {}).answer

    answer_orders(start)


if __name__ == "__main__":
    main()
