"""Row: what a reader with a cheap phone waits for, beside a plain page of the same portal."""

from bench.building import HOME_NEWS
from bench.datasets import FOLDER
from bench.load import Address
from bench.measuring import Result
from bench.phone import Load
from bench.phone import load
from bench.phone import phone
from bench.serving import cluster
from bench.serving import Served
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from tools.cluster_parts import Postgres
from urllib.parse import urlsplit

import re

DATASET = "demonstration"
ROUNDS = 3
SLOWER = 1.10
"""The first and the largest paint of a page of ours / those of a plain page."""
MORE_KILOBYTES = 60.0
MORE_BLOCKED = 100.0
"""Milliseconds for which an article may keep a finger waiting longer."""
PLAIN = f"/tin-tuc/tin-{HOME_NEWS - 1}"
"""A news item of Plone's own: title, description, text."""
SECTION = "/pho-bien-giao-duc-phap-luat"
ARTICLES = {"introduction": "LegalIntroduction", "situation": "LifeSituation"}
HIT = re.compile(r'class="pbgdpl-search-title"><a[^>]*?href="([^"]+)"')
Loads = dict[str, list[Load]]


def slow_phone() -> list[Result]:
    """Row: pages of the demonstration behind the proxy on a slow phone / a plain page."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(dir=FOLDER)))
        postgres = Postgres(folder)
        stack.callback(postgres.stop)
        served = stack.enter_context(cluster(DATASET, postgres))
        served.keep_pages()
        loads = loads_of(addresses(served))
    return [result for name in loads if name for result in results(name, loads)]


def addresses(served: Served) -> dict[str, Address]:
    """Name the pages; the plain one has no name."""
    paths = {
        "": PLAIN,
        "homepage": "/",
        "landing page": SECTION,
        **{name: an_item(served, ARTICLES[name]) for name in ARTICLES},
        "list": f"{SECTION}/@@materials",
    }
    return {
        name: Address(served.port, served.site + path) for name, path in paths.items()
    }


def an_item(served: Served, portal_type: str) -> str:
    """Return the path of the newest item of a type, as our search names it."""
    asked = f"{served.site}{SECTION}/@@pbgdpl-search?type={portal_type}"
    body, _headers = Address(served.port, asked).look()
    found = HIT.search(body)
    if found is None:
        raise RuntimeError(f"{asked} finds nothing")
    return urlsplit(found[1]).path


def loads_of(pages: dict[str, Address]) -> Loads:
    """Load all pages in turn, some times; the first time warms up the servers alone."""
    loads: Loads = {name: [] for name in pages}
    with phone() as browser:
        for number in range(ROUNDS + 1):
            for name, address in pages.items():
                if not number:
                    address.look()
                    continue
                loads[name].append(
                    load(browser, f"http://{address.host}{address.path}")
                )
    return loads


def results(name: str, loads: Loads) -> list[Result]:
    """Compare a page with the plain one."""

    def both(fact: Callable[[Load], float]) -> tuple[float, float]:
        ours, plain = (median(map(fact, loads[one])) for one in (name, ""))
        return ours, plain

    blocked, plain_blocked = both(lambda one: one.blocked)
    size, plain_size = both(lambda one: one.kilobytes)
    what = f"slow phone, {name}"
    return [
        Result(f"{what}: first paint", *both(lambda one: one.first_paint), SLOWER),
        Result(f"{what}: largest paint", *both(lambda one: one.largest_paint), SLOWER),
        Result(f"{what}: more KB", size - plain_size, bar=MORE_KILOBYTES, unit="KB"),
        Result(
            f"{what}: blocked for more",
            blocked - plain_blocked,
            bar=MORE_BLOCKED if name in ARTICLES else None,
        ),
    ]
