"""Rows 1 and 2: what the portlet costs the homepage, and how that grows."""

from bench.measuring import alternate
from bench.measuring import Result
from bench.worker import Worker
from statistics import median

REGION = "pbgdpl-homepage-centre"
REQUESTS = 5
ROUNDS = 41
"""More than elsewhere: the bars are near, and a page is quick."""

NO_CONTENT = "homepage / an empty portal's"


def cost_of_the_portlet() -> list[Result]:
    """Row 1: the homepage with the portlet and 10,000 items / without the add-on.

    The baseline has as many items of Plone's own types. Against an empty portal
    there is no bar: its difference is what any 10,000 items cost Plone.
    """
    results = []
    for baseline, what in (("stock-10000", "homepage"), ("stock-0", NO_CONTENT)):
        barred = baseline == "stock-10000"
        with Worker("items-10000") as ours, Worker(baseline) as stock:
            check(ours, stock)
            for state, fresh, bar in (("uncached", True, 1.25), ("warm", False, 1.05)):
                limit = bar if barred else None
                results.append(compare(ours, stock, f"{what}, {state}", fresh, limit))
    return results


def growth() -> list[Result]:
    """Row 2: the homepage with 100,000 items / with 1,000."""
    with Worker("items-100000") as large, Worker("items-1000") as small:
        check(large)
        check(small)
        return [
            compare(large, small, "homepage, 100,000 / 1,000, uncached", True, 1.2),
            compare(large, small, "homepage, 100,000 / 1,000, warm", False, 1.2),
        ]


def compare(
    candidate: Worker, baseline: Worker, what: str, fresh: bool, bar: float | None
) -> Result:
    """Compare the homepages of two portals; `fresh` empties memory caches each time."""

    def time(worker: Worker) -> float:
        return median(worker.get("", REQUESTS, fresh).times)

    times = alternate(lambda: time(candidate), lambda: time(baseline), ROUNDS)
    return Result(what, *times, bar)


def check(ours: Worker, stock: Worker | None = None) -> None:
    """Warm up and make sure that each page is whole: an error page is fast too."""
    body = ours.get("", 10).body
    if REGION not in body or "/phap-luat/" not in body:
        raise RuntimeError("the homepage does not show the portlet with texts")
    if stock is not None:
        body = stock.get("", 10).body
        if REGION in body or "/tin-tuc/tin-" not in body:
            raise RuntimeError("the homepage without the add-on is not as it should be")
