"""A reference server in a thread of this process."""

from datetime import datetime
from pathlib import Path
from sonla.referenceserver.gateway import PATH as TOKEN_PATH
from sonla.referenceserver.loopback import LoopbackServer
from sonla.referenceserver.loopback import Tls
from sonla.referenceserver.pages import addresses
from sonla.referenceserver.routing import Router
from sonla.referenceserver.settings import Settings
from sonla.referenceserver.state import State
from typing import Any
from typing import Self


class ReferenceServer(State):
    """Serve a state on a free port of the loopback interface.

    A context manager for tests::

        with ReferenceServer(records=10, seed=3) as server:
            server.inject("rate_limited", verb="ListRecords", nth=2, times=1)
            harvest(server.oai_url)

    Everything that `State` can do may be done while it runs.
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        frozen: datetime | None = None,
        push_file: Path | None = None,
        tls: Tls | None = None,
        **settings: Any,
    ) -> None:
        """Open the port; settings are those of `Settings`, the rest that of `State`.

        Raises NotLoopback for a host that others can reach, OSError for a port in use,
        or a file that can't be written.
        """
        self._http = LoopbackServer(host=host, port=port, tls=tls)
        super().__init__(Settings(**settings), self._http.base_url, frozen, push_file)
        self._http.application = Router(self)
        found = addresses(self.base_url)
        self.oai_url = found["oai"]
        self.atom_url = found["atom"]
        self.rss_url = found["rss"]
        self.push_url = found["push"]
        self.inbound_url = found["inbound"]
        self.list_url = found["list"]
        self.token_url = f"{self.base_url}{TOKEN_PATH}"

    def start(self) -> Self:
        """Answer from now on."""
        self._http.start()
        return self

    def stop(self) -> None:
        """Break off everything and give the port back."""
        self._http.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *failure: object) -> None:
        self.stop()
