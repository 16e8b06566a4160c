"""Row: the pages that citizens read most against Plone's own, over the same catalog."""

from bench.measuring import alternate
from bench.measuring import pages_time
from bench.measuring import Result
from bench.questions import COLLECTION
from bench.worker import Worker

import re

ITEM_BAR, LIST_BAR, QUESTIONS_BAR = 1.25, 0.8, 1.1
SECTION = "/phap-luat"
STOCK_FOLDER = "/tin-tuc"
"""Plone's own listing of a folder: twenty news."""
STOCK_SEARCH = "/@@search?portal_type:list=EducationMaterial&sort_on=effective"
"""Plone's own list of the very materials that the bookcase lists."""
STOCK_ITEM = "/tin-tuc/tin-0"
"""Plone's own view of one text, as long as a material's."""
QUESTIONS = "/phap-luat/@@questions"
STOCK_QUESTIONS = f"/{COLLECTION}"
"""Plone's own list of the same questions, as many on a page."""
CARD = re.compile(
    r'class="is-card\b.*?<a href="http://localhost:8080/Plone(/[^"]+)"', re.DOTALL
)


def public_pages() -> list[Result]:
    """Row: landing page, bookcase, material, questions / Plone's own lists and views."""
    return [*pages_of_texts(), *pages_of_questions()]


def pages_of_texts() -> list[Result]:
    """Measure landing page, bookcase and material among ten thousand texts."""
    with Worker("items-10000") as worker:
        material = a_material(worker)
        return [
            compare(worker, what, ours, stock, sign, bar)
            for what, ours, stock, sign, bar in (
                ("landing page", SECTION, STOCK_FOLDER, "pbgdpl-block", LIST_BAR),
                ("@@materials", "/@@materials", STOCK_SEARCH, "pbgdpl-cards", LIST_BAR),
                (
                    "@@materials, filtered",
                    "/@@materials?language=vi&field=dat-dai",
                    STOCK_SEARCH,
                    "pbgdpl-cards",
                    LIST_BAR,
                ),
                ("material", material, STOCK_ITEM, "pbgdpl-related", ITEM_BAR),
            )
        ]


def pages_of_questions() -> list[Result]:
    """Measure the list of questions among twenty thousand of them."""
    filtered = f"{QUESTIONS}?field=dat-dai&q=th%E1%BB%A7+t%E1%BB%A5c"
    with Worker("questions-20000") as worker:
        return [
            compare(worker, what, ours, STOCK_QUESTIONS, "is-question", QUESTIONS_BAR)
            for what, ours in (
                ("question list over 20,000 questions", QUESTIONS),
                ("question list, filtered", filtered),
            )
        ]


def a_material(worker: Worker) -> str:
    """Return the path of the material that the bookcase shows first."""
    found = CARD.search(worker.get("/@@materials").body)
    if found is None:
        raise RuntimeError("the bookcase shows nothing")
    return found[1]


def compare(
    worker: Worker, what: str, ours: str, stock: str, sign: str, bar: float
) -> Result:
    """Time two pages in turn; an empty page is quick too, so `sign` must be in ours."""
    if sign not in worker.get(ours, 2).body:
        raise RuntimeError(f"{ours} shows nothing")
    worker.get(stock, 2)
    candidate, baseline = alternate(
        lambda: pages_time(worker, [ours], 3),
        lambda: pages_time(worker, [stock], 3),
        rounds=7,
    )
    return Result(what, candidate, baseline, bar)
