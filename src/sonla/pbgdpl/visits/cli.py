"""The command `pbgdpl-access-log`: from access logs to a CSV file of figures."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from sonla.pbgdpl.visits.access_log import count
from sonla.pbgdpl.visits.access_log import lines_of
from sonla.pbgdpl.visits.access_log import VisitFigure

import csv
import io
import sys

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
