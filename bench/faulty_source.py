"""A source that was good and fails from some moment on, in a child."""

from bench.child import answer_orders
from bench.child import Child
from collections.abc import Callable
from sonla.referenceserver.server import ReferenceServer
from typing import Any

import sys

RECORDS = 200


class FaultySource(Child):
    """Serve records at `url` until `fail`; without the name of a fault by going away."""

    def __init__(self, fault: str) -> None:
        super().__init__("bench.faulty_source", fault)
        self.url: str = self.ask(do="tell")["url"]

    def fail(self) -> None:
        """Let every request meet the fault from now on."""
        self.ask(do="fail")


def serve(fault: str) -> None:
    """Answer until the parent closes the pipe."""
    with ReferenceServer(records=RECORDS, deleted_share=0.0) as server:

        def answer(order: dict[str, Any]) -> dict[str, Any]:
            if order["do"] == "fail":
                server.inject(fault) if fault else server.stop()
            return {"url": server.oai_url}

        def start() -> Callable[[dict[str, Any]], Any]:
            return answer

        answer_orders(start)


if __name__ == "__main__":
    serve(sys.argv[1])
