"""Rows 1 and 2: what the portlet costs the homepage, and how that grows."""

from bench.datasets import DATASETS
from bench.measuring import alternate
from bench.measuring import Result
from bench.worker import Worker
from functools import partial
from statistics import median

REGION = "pbgdpl-homepage-centre"
PAIRS = 7
"""Pairs of processes, of which the median counts: by the luck of its addresses and hash
seed a process is up to four in a hundred quicker or slower than another one, for life."""
ROUNDS = 9
"""Alternations in each pair."""
REQUESTS = 5
"""Requests a side in each round, of which the median counts."""

STATES = {"uncached": True, "warm": False}
"""Whether memory caches are emptied before each request."""

NO_CONTENT = "homepage / an empty portal's"


def cost_of_the_portlet() -> list[Result]:
    """Row 1: the homepage with the portlet and 10,000 items / without the add-on.

    The baseline has as many items of Plone's own types. Against an empty portal
    there is no bar: its difference is what any 10,000 items cost Plone.
    """
    bars = {"uncached": 1.1, "warm": 1.05}
    return [
        *compare("items-10000", "stock-10000", "homepage", bars),
        *compare("items-10000", "stock-0", NO_CONTENT, {}),
    ]


def growth() -> list[Result]:
    """Row 2: the homepage with 100,000 items / with 1,000.

    Plone's menu searches the whole catalog, so a homepage grows without the add-on, too;
    the bar is for what it grows more with it.
    """
    ours = compare("items-100000", "items-1000", "homepage, 100,000 / 1,000", {})
    stock = compare("stock-100000", "stock-1000", "without the add-on", {})
    return [
        *ours,
        *stock,
        *(
            Result(
                f"growth with / without, {state}", with_.ratio, without.ratio, 1.15, ""
            )
            for state, with_, without in zip(STATES, ours, stock, strict=True)
        ),
    ]


def compare(
    candidate: str, baseline: str, what: str, bars: dict[str, float]
) -> list[Result]:
    """Compare the homepages of two data sets, in each state."""
    pairs = [pair_times(candidate, baseline) for _number in range(PAIRS)]
    return [
        Result(
            f"{what}, {state}",
            median(times[state][0] for times in pairs),
            median(times[state][1] for times in pairs),
            bars.get(state),
        )
        for state in STATES
    ]


def pair_times(candidate: str, baseline: str) -> dict[str, tuple[float, float]]:
    """Start a process a side, and take the times of both homepages in each state."""
    with Worker(candidate) as ours, Worker(baseline) as theirs:
        check(ours)
        check(theirs)

        def time(worker: Worker, fresh: bool) -> float:
            return median(worker.get("", REQUESTS, fresh).times)

        return {
            state: alternate(
                partial(time, ours, fresh), partial(time, theirs, fresh), ROUNDS
            )
            for state, fresh in STATES.items()
        }


def check(worker: Worker) -> None:
    """Warm up and make sure that the page is whole: an error page is fast too."""
    body = worker.get("", 10).body
    if DATASETS[worker.dataset].addon:
        whole = REGION in body and "/phap-luat/" in body
    else:
        whole = REGION not in body and "/noi-dung" in body
    if not whole:
        raise RuntimeError(f"the homepage of {worker.dataset} is not as it should be")
