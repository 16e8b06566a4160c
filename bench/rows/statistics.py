"""Row: the statistics of a year over 100,000 activities, all of them in that year."""

from bench.activities import YEAR
from bench.measuring import page_time
from bench.measuring import Result
from bench.wide_form import CODE
from bench.wide_form import COLUMNS
from bench.wide_form import KIND
from bench.wide_form import ROWS
from bench.worker import Worker

FORM = "form=ket-qua-pbgdpl&kind=official"
PAGES = (
    ("file of all units", f"/@@pbgdpl-statistics.json?{FORM}&year={YEAR}"),
    ("page, this year and the one before", f"/@@pbgdpl-statistics?{FORM}&year={YEAR}"),
    (
        "page of one indicator by units",
        f"/@@pbgdpl-statistics?{FORM}&year={YEAR}&indicator=ket_qua.nguoi_du",
    ),
)
BAR = 1000.0
"""Milliseconds."""
WIDE = f"/@@pbgdpl-statistics?form={CODE}&kind={KIND}&year={YEAR}&indicator=r1.c1"
WIDE_BAR = 1500.0


def statistics() -> list[Result]:
    """Row: time of the statistics of a year over 100,000 activities."""
    results = []
    with Worker("activities-100000") as worker, Worker("activities-1000") as small:
        for name, path in PAGES:
            for each in (worker, small):
                if "Số lượt người tham dự" not in each.get(path).body:
                    raise RuntimeError(f"{path} shows no figures")
            few = page_time(small, path)
            results.append(Result(f"{name}, 1,000 activities", few))
            results.append(
                Result(f"{name}, 100,000 activities", page_time(worker, path), bar=BAR)
            )
        wide = page_time(worker, WIDE)
        words = f"{ROWS} rows × {COLUMNS} columns, 100,000 activities"
        results.append(Result(words, wide, bar=WIDE_BAR))
    return results
