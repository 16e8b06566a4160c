"""What visitors notice of a source that is down, slow, hostile or lying."""

from bench.faulty_source import FaultySource
from bench.faulty_source import RECORDS
from bench.measuring import Result
from bench.puller import Puller

BAR = 1.2
SECONDS = 6.0
"""How long pages are asked for, with runs going on and without."""

SOURCES = {
    "is down": "",
    "is silent": "hang",
    "drips": "slow_drip",
    "sends a gzip bomb": "gzip_bomb",
    "says that all is deleted": "all_deleted",
}
"""What the source does → the fault that does it; empty for a server that went away."""


def visitors() -> list[Result]:
    """Compare a page while run after run meets a faulty source / while nothing runs."""
    return [beside(what, fault) for what, fault in SOURCES.items()]


def beside(what: str, fault: str) -> Result:
    """Compare the times of a page, as a visitor waits for them."""
    with FaultySource(fault) as source, Puller("items-1000", source.url) as puller:
        puller.pull(RECORDS)
        source.fail()
        found = puller.ask(do="beside_visitors", seconds=SECONDS)
    if not found["runs"]:
        raise RuntimeError(f"nothing ran beside the visitors: {found}")
    return Result(f"a page, a source {what}", found["beside"], found["alone"], BAR)
