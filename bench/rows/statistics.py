"""Row: the statistics of a year over 100,000 activities, all of them in that year.

The cache of the database is as large as in `deploy/`, a third of the activities: what is asked of more
objects than it has room for is loaded each time.
"""

from bench.activities import YEAR
from bench.measuring import page_time
from bench.measuring import Result
from bench.reports import LONG_REPORT
from bench.reports import OFFICE
from bench.reports import PASSWORD
from bench.reports import UNIT_REPORT
from bench.wide_form import CODE
from bench.wide_form import COLUMNS
from bench.wide_form import KIND
from bench.wide_form import ROWS
from bench.worker import Worker
from bench.zope_process import DEPLOYED_OBJECTS
from lxml import html
from statistics import median

FORM = "form=ket-qua-pbgdpl&kind=official"
PAGES = (
    ("file of all units", f"/@@pbgdpl-statistics.json?{FORM}&year={YEAR}"),
    ("page, this year and the one before", f"/@@pbgdpl-statistics?{FORM}&year={YEAR}"),
    (
        "page of one indicator by units",
        f"/@@pbgdpl-statistics?{FORM}&year={YEAR}&indicator=ket_qua.nguoi_du",
    ),
)
BAR = 500.0
"""Milliseconds."""
WIDE = f"/@@pbgdpl-statistics?form={CODE}&kind={KIND}&year={YEAR}"
WIDE_PAGES = (
    ("", f"{WIDE}&whole=1"),
    (", its first part", WIDE),
    (", one indicator by units", f"{WIDE}&indicator=r1.c1"),
)
WIDE_BAR = 1500.0
RECORDS = f"/phap-luat/don-vi-0/{UNIT_REPORT}/@@pbgdpl-records?cell=ket_qua.so_cuoc"
ACTIVITIES = f"/phap-luat/@@activities?year={YEAR}"
REPORT = f"/phap-luat/{LONG_REPORT}"
CELLS = f"{REPORT}/@@pbgdpl-cells"
REPORT_BAR = 1000.0
FIGURES, SAVES = 1_300, 3


def statistics() -> list[Result]:
    """Row: time of the statistics of a year over 100,000 activities."""
    results = []
    with (
        Worker("activities-100000", DEPLOYED_OBJECTS) as worker,
        Worker("activities-1000", DEPLOYED_OBJECTS) as small,
    ):
        for name, path in PAGES:
            for each in (worker, small):
                if "Số lượt người tham dự" not in each.get(path).body:
                    raise RuntimeError(f"{path} shows no figures")
            few = page_time(small, path)
            results.append(Result(f"{name}, 1,000 activities", few))
            results.append(
                Result(f"{name}, 100,000 activities", page_time(worker, path), bar=BAR)
            )
        for name, path in WIDE_PAGES:
            words = f"{ROWS} rows × {COLUMNS} columns, 100,000 activities{name}"
            results.append(Result(words, page_time(worker, path), bar=WIDE_BAR))
        worker.login = f"{OFFICE}:{PASSWORD}"
        results.extend(records(worker))
        results.extend(long_report(worker))
    return results


def records(worker: Worker) -> list[Result]:
    """Time the lists of the activities behind a number: of a report, and of the page."""
    results = []
    for words, path in (
        ("records of a cell, one unit of 50, 100,000 activities", RECORDS),
        ("activities of the year, all units, 100,000 activities", ACTIVITIES),
    ):
        if "Hội nghị mẫu số" not in worker.get(path).body:
            raise RuntimeError(f"{path} shows no activities")
        results.append(Result(words, page_time(worker, path), bar=BAR))
    return results


def long_report(worker: Worker) -> list[Result]:
    """Time a report of 1,300 figures: to open it, to open its form, and to save all of them.

    What was typed must be there when the form is opened again.
    """
    times = []
    for number in range(SAVES):
        fields = typed_fields(worker.get(CELLS).body, number)
        times.extend(worker.send(CELLS, fields).times)
        kept = fields_of(worker.get(CELLS).body)
        lost = [
            name for name, value in fields if is_typed(name) and kept.get(name) != value
        ]
        if lost:
            raise RuntimeError(f"typed and not kept: {lost[:5]} of {len(lost)}")
    return [
        Result(
            f"report of {FIGURES:,} figures", page_time(worker, REPORT), bar=REPORT_BAR
        ),
        Result("…, its form", page_time(worker, CELLS), bar=REPORT_BAR),
        Result("…, all of them saved", median(times), bar=REPORT_BAR),
    ]


def fields_of(page: str) -> dict[str, str]:
    """Return the fields of the form of a report with their values."""
    form = html.document_fromstring(page).get_element_by_id("pbgdpl-cells")
    return {one.name: one.value or "" for one in form.inputs if one.name}


def typed_fields(page: str, number: int) -> list[tuple[str, str]]:
    """Fill in all cells of the form of a report, each with a number of its own and a note."""
    fields = fields_of(page)
    numbers = [name for name in fields if name.startswith("actual-")]
    if len(numbers) < 0.8 * FIGURES:
        raise RuntimeError(f"{CELLS} has {len(numbers)} cells to fill in")
    for at, name in enumerate(numbers):
        fields[name] = str(number + at % 900)
        fields[name.replace("actual-", "note-", 1)] = f"Sổ số {number}"
    return [*fields.items(), ("save", "1")]


def is_typed(name: str) -> bool:
    """Return whether a field holds what people type into a cell."""
    return name.startswith(("actual-", "note-"))
