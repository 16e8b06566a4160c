"""The command `pbgdpl-access-log`: from access logs to a CSV file of figures.

The same log gives the same numbers, however often and in which order its files are read: a
day is counted whole, from nothing.
"""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from sonla.pbgdpl.core.access_log import ANSWERED
from sonla.pbgdpl.core.access_log import day_of
from sonla.pbgdpl.core.access_log import is_robot
from sonla.pbgdpl.core.access_log import LINE
from sonla.pbgdpl.core.access_log import lines_of
from sonla.pbgdpl.core.access_log import NO_PAGE
from sonla.pbgdpl.core.access_log import write_table
from urllib.parse import unquote
from urllib.parse import urlsplit

import re
import sys

PARTS = "206"
DOWNLOAD = re.compile(r"(.*?)/@@(?:download|display-file)/file(?:/[^/]*)?")
MAX_PATH_LENGTH = 1000


@dataclass(frozen=True)
class Visit:
    """One line of a log that counts."""

    day: date
    path: str
    download: bool
    reader: str
    """Address and program, which only serve to count the parts of one file once."""
    partial: bool


@dataclass(frozen=True, order=True)
class VisitFigure:
    """The numbers of one path on one day."""

    day: date
    path: str
    views: int
    downloads: int


def count(lines: Iterable[str]) -> list[VisitFigure]:
    """Count views and downloads by day and path.

    A player fetches a film in many parts: of those one counts for each reader and day.
    """
    views: Counter[tuple[date, str]] = Counter()
    downloads: Counter[tuple[date, str]] = Counter()
    begun: set[tuple[date, str, str]] = set()
    for visit in filter(None, map(visit_of, lines)):
        key = (visit.day, visit.path)
        if not visit.download:
            views[key] += 1
        elif not visit.partial:
            downloads[key] += 1
        elif (*key, visit.reader) not in begun:
            begun.add((*key, visit.reader))
            downloads[key] += 1
    return sorted(
        VisitFigure(day, path, views[day, path], downloads[day, path])
        for day, path in {*views, *downloads}
    )


def visit_of(line: str) -> Visit | None:
    """Read one line; None for what counts for nothing, or can't be read."""
    found = LINE.match(line)
    if found is None or is_robot(found["agent"]):
        return None
    status, path = found["status"], path_of_target(found["target"])
    download = DOWNLOAD.fullmatch(path)
    if download is not None:
        if status not in {*ANSWERED, PARTS}:
            return None
        path = download[1]
    elif status not in ANSWERED or NO_PAGE.search(path):
        return None
    day = day_of(found["day"])
    if day is None or len(path) > MAX_PATH_LENGTH:
        return None
    reader = f"{found['client']} {found['agent']}"
    return Visit(day, path, download is not None, reader, status == PARTS)


def path_of_target(target: str) -> str:
    """Return the path of what was asked for; Varnish writes whole addresses."""
    try:
        path = unquote(urlsplit(target).path)
    except ValueError:
        return ""
    return path.rstrip("/").removesuffix("/view") or "/"


HEADER = ("day", "path", "views", "downloads")


def main(arguments: Sequence[str] | None = None) -> int:
    """Count and write; return the exit status: 2 for what can't be read or written."""
    options = _parser().parse_args(arguments)
    try:
        figures = count(lines_of(options.logs))
        if not options.all_days:
            figures = whole_days(figures)
        write([f for f in figures if f.path.startswith(options.under)], options.output)
    except (OSError, EOFError) as failure:
        print(f"pbgdpl-access-log: {failure}", file=sys.stderr)
        return 2
    return 0


def whole_days(figures: list[VisitFigure]) -> list[VisitFigure]:
    """Leave the last day out: the log is still being written."""
    last = max((figure.day for figure in figures), default=None)
    return [figure for figure in figures if figure.day != last]


def write(figures: list[VisitFigure], output: str) -> None:
    """Write the file whole, or nothing of it; `-` is the standard output."""
    rows = ((f.day.isoformat(), f.path, f.views, f.downloads) for f in figures)
    write_table(HEADER, rows, output)


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="pbgdpl-access-log",
        description="Count views and downloads by day and path in access logs (combined "
        "format, packed or not), without robots. The CSV file is taken in on the page "
        "@@pbgdpl-visits of the section; the same days may be taken in again.",
    )
    parser.add_argument(
        "logs", nargs="+", help="access logs, packed or not; - reads stdin"
    )
    parser.add_argument("--output", default="-", help="file to write; stdout without")
    parser.add_argument(
        "--under", default="/", help="count only what begins with this path"
    )
    parser.add_argument(
        "--all-days",
        action="store_true",
        help="count the last day of the logs, too, which may not be over yet",
    )
    return parser
