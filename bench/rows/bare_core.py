"""Row: a portal without any option / the same with all of them."""

from bench.measuring import alternate
from bench.measuring import Result
from bench.rows.desk import PASSWORDS
from bench.rows.desk import SECTION
from bench.worker import Worker
from functools import partial
from statistics import median

ALL, NONE = "demonstration", "demonstration-bare"
PAIRS, REQUESTS = 3, 5
BAR = 1.05
"""A process is up to four in a hundred slower than another one, for life."""
PAGES = (
    ("homepage of a visitor", "", "", "pbgdpl-homepage-centre"),
    ("section with the menus of an editor", "editor", SECTION, "plone-contentmenu"),
)
"""What it is called, who asks, its path, and a sign by which it is known."""


def bare_core() -> list[Result]:
    """Row: homepage and menus of the demonstration with no option / with all, anew each time."""
    pairs = [pair_times() for _number in range(PAIRS)]
    return [
        Result(
            f"{what}, no option / all",
            median(times[what][0] for times in pairs),
            median(times[what][1] for times in pairs),
            BAR,
        )
        for what, *_how in PAGES
    ]


def pair_times() -> dict[str, tuple[float, float]]:
    """Start a process a side, and take the times of each page."""
    with Worker(NONE) as bare, Worker(ALL) as full:
        return {
            what: alternate(
                partial(page, bare, login, path, sign),
                partial(page, full, login, path, sign),
            )
            for what, login, path, sign in PAGES
        }


def page(worker: Worker, login: str, path: str, sign: str) -> float:
    """Return the median time of a page in milliseconds."""
    worker.login = f"{login}:{PASSWORDS[login]}" if login else ""
    answer = worker.get(path, REQUESTS, fresh=True)
    if sign not in answer.body:
        raise RuntimeError(f"{path} is not as it should be")
    return median(answer.times)
