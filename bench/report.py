"""The table of results, as printed and as published in `docs/benchmarks.rst`."""

from bench.datasets import DATASETS
from bench.datasets import FOLDER
from bench.measuring import Result
from datetime import date
from pathlib import Path

import json
import os
import platform

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.rst"
HEAD = ("What", "Candidate (ms)", "Baseline (ms)", "Ratio", "Bar", "Kept")
INTRODUCTION = """\
==========
Benchmarks
==========

Written by ``make bench``. Each row compares two pages in one run: requests
alternate, medians count, the publisher is called in-process and its processor
time is taken. Only ratios mean something; the times are those of one machine.
“Uncached” empties the memory caches before each request.

- *homepage* compares with a portal without the add-on that holds 10,000 items of
  Plone's own, because Plone's menus and portlets cost more in a full portal. The
  lines without a bar compare with an empty one. The page is a listing of twenty
  news with portlets on both sides.
- *100,000 / 1,000* is measured on a homepage of written text: what Plone's own
  listings cost grows with all content of a portal, with and without the add-on.
- *@@pbgdpl-search* compares with ``@@search`` for the same words over the same
  items; the bar holds for all queries together.
"""


def table(results: list[Result]) -> str:
    """Write results as a table of reStructuredText."""
    rows = [HEAD, *map(cells, results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    rule = "  ".join("=" * width for width in widths)
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    return "\n".join(
        (rule, lines[0].rstrip(), rule, *(line.rstrip() for line in lines[1:]), rule)
    )


def cells(result: Result) -> tuple[str, ...]:
    """Write one result as cells; a bar of infinity is none."""
    barred = result.bar != float("inf")
    return (
        result.what,
        f"{result.candidate:.1f}",
        f"{result.baseline:.1f}",
        f"{result.ratio:.2f}",
        f"{result.bar:.2f}" if barred else "–",
        ("yes" if result.kept else "NO") if barred else "–",
    )


def write(results: list[Result]) -> None:
    """Write the page of the documentation."""
    machine = (
        f"Measured on {date.today():%d %B %Y} with Python "
        f"{platform.python_version()}, {os.cpu_count()} processors."
    )
    parts = (INTRODUCTION, machine, table(results), data_sets())
    PAGE.write_text("\n\n".join(part.strip() for part in parts) + "\n")


def data_sets() -> str:
    """Say how large the data sets are and how long they took to build."""
    lines = ["Data sets, built once:", ""]
    for name, dataset in DATASETS.items():
        stamp = FOLDER / name / "ready.json"
        if stamp.exists():
            seconds = json.loads(stamp.read_text())["seconds"]
            lines.append(
                f"- ``{name}``: {dataset.items:,} texts of {dataset.words} words, "
                f"{seconds:.0f} s to build"
            )
    return "\n".join(lines)
