"""Row: what pages take with 1,000, 10,000 and 100,000 texts, as a picture."""

from bench.measuring import alternate
from bench.measuring import pages_time
from bench.measuring import Result
from bench.pages import Page
from bench.pages import PAGES
from bench.worker import Worker
from statistics import median

SIZES = {1_000: "1000", 10_000: "10000-short", 100_000: "100000"}
"""Texts → what follows `items-` or `stock-` in the name of a data set: all with the same
short texts and a homepage of written text."""
PAIRS = 3
"""Pairs of processes, of which the median counts: see `homepage.py`."""
ROUNDS = 5
REQUESTS = 3

Times = dict[Page, tuple[float, float]]


def growth_of_pages() -> list[Result]:
    """Row: pages with the add-on / Plone's own without it, as content grows."""
    measured = {size: times_with(name) for size, name in SIZES.items()}
    return [
        Result(f"{page.name}, {size:,} texts", *times[page])
        for page in PAGES
        for size, times in measured.items()
    ]


def times_with(name: str) -> Times:
    """Return both sides' times of each page in portals of one size."""
    pairs = [pair_times(name) for _number in range(PAIRS)]
    return {
        page: (
            median(times[page][0] for times in pairs),
            median(times[page][1] for times in pairs),
        )
        for page in PAGES
    }


def pair_times(name: str) -> Times:
    """Start a process a side and take the times of all pages in turn."""
    with Worker(f"items-{name}") as ours, Worker(f"stock-{name}") as stock:
        return {page: compare(page, ours, stock) for page in PAGES}


def compare(page: Page, ours: Worker, stock: Worker) -> tuple[float, float]:
    """Warm up, look whether both pages are whole, and time them in turn."""
    for worker, addon in ((ours, True), (stock, False)):
        if not page.is_whole(worker.get(page.path(addon), 3).body, addon):
            raise RuntimeError(f"the {page.name} of {worker.dataset} is not whole")
    return alternate(
        lambda: pages_time(ours, [page.ours], REQUESTS),
        lambda: pages_time(stock, [page.stock], REQUESTS),
        ROUNDS,
    )
