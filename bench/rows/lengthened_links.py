"""Row: pages that the proxy keeps, asked for by links that social networks have lengthened."""

from bench.datasets import FOLDER
from bench.load import Address
from bench.load import requests_per_second
from bench.measuring import alternate
from bench.measuring import Result
from bench.serving import cluster
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from tools.cluster_parts import Postgres

DATASET = "demonstration"
SECTION = "/pho-bien-giao-duc-phap-luat"
PAGES = {
    "homepage": ("/", "fbclid"),
    "landing page": (SECTION, "fbclid"),
    "landing page, a name that nobody reads": (SECTION, "x"),
    "list": (f"{SECTION}/@@materials", "fbclid"),
}
"""What it is called → path, and what each request has appended."""
SECONDS, ROUNDS, WARM_UP = 4, 7, 4
AS_MANY = 0.9


def lengthened_links() -> list[Result]:
    """Row: requests a second for kept pages, each with a parameter of its own / without."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(dir=FOLDER)))
        postgres = Postgres(folder)
        stack.callback(postgres.stop)
        served = stack.enter_context(cluster(DATASET, postgres))
        served.keep_pages()
        return [
            compare(what, Address(served.port, served.site + path), appended)
            for what, (path, appended) in PAGES.items()
        ]


def compare(what: str, address: Address, appended: str) -> Result:
    """Compare how often a page can be had by either link, in turn."""
    address.look()
    requests_per_second(address, WARM_UP)
    candidate, baseline = alternate(
        partial(requests_per_second, address, SECONDS, appended),
        partial(requests_per_second, address, SECONDS, ""),
        rounds=ROUNDS,
    )
    name = f"lengthened links: {what}"
    return Result(name, candidate, baseline, AS_MANY, unit="/s", at_least=True)
