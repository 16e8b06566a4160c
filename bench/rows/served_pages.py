"""Row: anonymous requests a second over HTTP, of one client and of a cluster."""

from bench.datasets import FOLDER
from bench.load import Address
from bench.load import requests_per_second
from bench.measuring import alternate
from bench.measuring import Result
from bench.pages import Page
from bench.pages import PAGES
from bench.serving import cluster
from bench.serving import one_client
from bench.serving import Served
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from tools.cluster_parts import Postgres

OURS, STOCK = "items-10000", "stock-10000"
SECONDS = 4
ROUNDS = 5
WARM_UP = 2
ANSWERED_BY_PROXY = ("homepage", "landing page", "list")
"""Pages that most readers come by."""
TIMES_AS_MANY = 40
"""The least for which it is worth keeping pages."""


def one_client_requests() -> list[Result]:
    """Row: requests a second of one client / of one without the add-on."""
    with one_client(OURS) as ours, one_client(STOCK) as stock:
        return [compare("one client", page, ours, stock) for page in PAGES]


def cluster_requests() -> list[Result]:
    """Row: requests a second of two clients behind nginx / without the add-on."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(dir=FOLDER)))
        postgres = Postgres(folder)
        stack.callback(postgres.stop)
        ours, stock = (
            stack.enter_context(cluster(dataset, postgres)) for dataset in (OURS, STOCK)
        )
        asked = [compare("cluster", page, ours, stock) for page in PAGES]
        for served in (ours, stock):
            served.keep_pages()
        kept = [compare("cluster, pages kept", page, ours, stock) for page in PAGES]
    return [*asked, *kept, *gain(asked, kept)]


def gain(asked: list[Result], kept: list[Result]) -> list[Result]:
    """Compare how often our pages can be had from the proxy's store and from Zope."""
    return [
        Result(
            f"pages kept / asked of Zope: {page.name}",
            from_store.candidate,
            from_zope.candidate,
            TIMES_AS_MANY,
            unit="/s",
            at_least=True,
        )
        for page, from_zope, from_store in zip(PAGES, asked, kept, strict=True)
        if page.name in ANSWERED_BY_PROXY
    ]


def compare(what: str, page: Page, ours: Served, stock: Served) -> Result:
    """Compare how often a page can be had on both sides, in turn."""
    addresses = []
    for served, addon in ((ours, True), (stock, False)):
        address = Address(served.port, served.site + page.path(addon) or "/")
        body, _headers = address.look()
        if not page.is_whole(body, addon):
            raise RuntimeError(f"{address} is not whole")
        requests_per_second(address, WARM_UP)
        addresses.append(address)
    candidate, baseline = alternate(
        *(partial(requests_per_second, address, SECONDS) for address in addresses),
        rounds=ROUNDS,
    )
    return Result(f"{what}: {page.name}", candidate, baseline, unit="/s", at_least=True)
