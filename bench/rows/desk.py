"""Row: what people of a section wait for, in the demonstration."""

from bench.badge import Badge
from bench.first_key import address
from bench.first_key import first_key
from bench.first_key import person
from bench.measuring import page_time
from bench.measuring import Result
from bench.serving import one_client
from bench.worker import Worker
from sonla.demonstration.create import DEMO_ACCOUNTS
from statistics import median

DATASET = "demonstration"
TIMES, FORMS = 200, 15
BADGE_BAR, DESK_BAR, FORM_BAR = 1.0, 500.0, 1200.0
"""Milliseconds."""
SECTION = "/pho-bien-giao-duc-phap-luat"
FORM = f"{SECTION}/++add++LegalNews"
ROUND = f"{SECTION}/@@pbgdpl-reports?kind=official&year=2026"
PAGES = {
    "/@@pbgdpl-review": ("desk", "pbgdpl-review"),
    FORM: ("add form", 'id="form"'),
    ROUND: ("collection round of 75 communes", "pbgdpl-round-filter"),
}
"""Page → what it is called, and a sign by which it is known."""
PASSWORDS = {login: password for login, password, _name, _email in DEMO_ACCOUNTS}


def desk() -> list[Result]:
    """Row: number in the toolbar, desk and add form of the demonstration; to the first key."""
    with Badge(DATASET) as badge:
        kept = badge.draw("approver", TIMES)
        anew = badge.draw("approver", TIMES // 10, fresh=True)
    if "pbgdpl-review" not in kept["html"]:
        raise RuntimeError("there is no number in the toolbar")
    with Worker(DATASET) as worker:
        drawn = [
            Result("number in the toolbar, kept", median(kept["times"]), bar=BADGE_BAR),
            Result("number in the toolbar, counted anew", median(anew["times"])),
            *(page(worker, name, DESK_BAR) for name in PASSWORDS),
            page(worker, "editor", FORM_BAR, FORM),
            page(worker, "approver", DESK_BAR, ROUND),
        ]
    return [*drawn, *first_keys("editor")]


def first_keys(login: str) -> list[Result]:
    """Time the way from the click to a letter in the form's title, in a browser."""
    with (
        one_client(DATASET) as served,
        person(served, login, PASSWORDS[login]) as context,
    ):
        url = f"{address(served)}{FORM}"
        # The client draws it for the first time, and the browser keeps nothing yet
        first_key(context, url)
        times = [first_key(context, url) for _time in range(FORMS)]
    return [Result("add form to first key, in a browser", median(times), bar=FORM_BAR)]


def page(
    worker: Worker, login: str, bar: float, path: str = "/@@pbgdpl-review"
) -> Result:
    """Time a page for somebody who is logged in; it must be the page itself."""
    worker.login = f"{login}:{PASSWORDS[login]}"
    what, sign = PAGES[path]
    if sign not in worker.get(path).body:
        raise RuntimeError(f"{path} is not shown to {login}")
    return Result(f"{what} of the {login}", page_time(worker, path), bar=bar)
