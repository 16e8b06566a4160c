"""The command `pbgdpl-access-log`: from access logs to a CSV file of figures.

The same log gives the same numbers, however often and in which order its files are read: a
day is counted whole, from nothing.
"""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote
from urllib.parse import urlsplit

import csv
import gzip
import io
import re
import sys

LINE = re.compile(
    r"(?P<client>\S+) \S+ .*?\[(?P<day>\d{2}/\w{3}/\d{4}):[^\]]*\] "
    r'"GET (?P<target>\S+)[^"]*" (?P<status>\d{3}) \S+ '
    r'"(?:[^"\\]|\\.)*" "(?P<agent>(?:[^"\\]|\\.)*)"'
)
"""NCSA combined: client, identity, user, [time], "request", status, bytes, "referer",
"user agent"; what stands behind is some server's own."""

ANSWERED = {"200", "304"}
PARTS = "206"
DOWNLOAD = re.compile(r"(.*?)/@@(?:download|display-file)/file(?:/[^/]*)?")
NO_PAGE = re.compile(
    r"@@|\+\+|\.(?:css|js|png|jpe?g|gif|svg|webp|ico|woff2?|xml|json)$"
)
MAX_PATH_LENGTH = 1000
GZIP = b"\x1f\x8b"


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


def day_of(text: str) -> date | None:
    """Read a day such as 25/Nov/2026; None for none."""
    try:
        return datetime.strptime(text, "%d/%b/%Y").date()
    except ValueError:
        return None


def is_robot(agent: str) -> bool:
    """Return whether a program reads, no person; who says nothing is one."""
    folded = agent.lower()
    return folded in ("", "-") or any(word in folded for word in robots())


@lru_cache(maxsize=1)
def robots() -> tuple[str, ...]:
    """Read the words by which programs are known."""
    text = (files(__package__) / "data/robots.txt").read_text("utf-8")
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def lines_of(names: Iterable[str]) -> Iterator[str]:
    """Read logs, packed or not, one after another; `-` is the standard input.

    Raises OSError for a file that can't be read.
    """
    for name in names:
        if name == "-":
            yield from sys.stdin
            continue
        with Path(name).open("rb") as raw:
            packed = raw.read(len(GZIP)) == GZIP
            raw.seek(0)
            with gzip.open(raw) if packed else raw as stream:
                for line in stream:
                    yield line.decode("utf-8", "replace")


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
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADER)
    for figure in figures:
        writer.writerow(
            (figure.day.isoformat(), figure.path, figure.views, figure.downloads)
        )
    if output == "-":
        sys.stdout.write(stream.getvalue())
        return
    target = Path(output)
    draft = target.with_name(f"{target.name}.part")
    draft.write_text(stream.getvalue(), encoding="utf-8")
    draft.replace(target)


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
