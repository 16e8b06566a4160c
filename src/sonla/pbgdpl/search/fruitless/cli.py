"""The command `pbgdpl-search-log`: from access logs to a CSV file of searches.

Words and counts by day: no address, no number, no name, and nothing that only one reader
searched for. The same log gives the same numbers.
"""

from argparse import ArgumentParser
from collections import Counter
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from sonla.pbgdpl.core.access_log import ANSWERED
from sonla.pbgdpl.core.access_log import day_of
from sonla.pbgdpl.core.access_log import is_robot
from sonla.pbgdpl.core.access_log import LINE
from sonla.pbgdpl.core.access_log import lines_of
from sonla.pbgdpl.core.access_log import write_table
from sonla.pbgdpl.search.fruitless.rules import kept_words
from urllib.parse import parse_qs
from urllib.parse import urlsplit

import sys

PAGE = "/@@pbgdpl-search"
HEADER = ("day", "words", "searches")
MIN_COUNT = 2
"""Words are written down once so many readers have searched for them."""


def count(lines: Iterable[str], least: int = MIN_COUNT) -> list[tuple[str, str, int]]:
    """Count searches by day and words; a reader who asks again counts once a day."""
    asked: dict[tuple[date, str], set[str]] = defaultdict(set)
    readers: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        found = search_of(line)
        if found is not None:
            day, words, reader = found
            asked[day, words].add(reader)
            readers[words].add(reader)
    numbers = Counter({key: len(who) for key, who in asked.items()})
    return [
        (day.isoformat(), words, number)
        for (day, words), number in sorted(numbers.items())
        if len(readers[words]) >= least
    ]


def search_of(line: str) -> tuple[date, str, str] | None:
    """Read day, words and reader of one line; None for what is no search of a person."""
    found = LINE.match(line)
    if found is None or is_robot(found["agent"]) or found["status"] not in ANSWERED:
        return None
    try:
        address = urlsplit(found["target"])
        form = parse_qs(address.query, max_num_fields=50)
    except ValueError:
        return None
    day = day_of(found["day"])
    if day is None or not address.path.endswith(PAGE) or "b_start" in form:
        return None
    typed = (form.get("q") or form.get("SearchableText") or [""])[0]
    words = kept_words(typed)
    return (day, words, f"{found['client']} {found['agent']}") if words else None


def main(arguments: Sequence[str] | None = None) -> int:
    """Count and write; return the exit status: 2 for what can't be read or written."""
    options = _parser().parse_args(arguments)
    try:
        rows = count(lines_of(options.logs), options.least)
        write_table(HEADER, rows, options.output)
    except (OSError, EOFError) as failure:
        print(f"pbgdpl-search-log: {failure}", file=sys.stderr)
        return 2
    return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="pbgdpl-search-log",
        description="Count searches on @@pbgdpl-search by day and words in access logs "
        "(combined format, packed or not), without robots, numbers and names. The CSV file is "
        "imported on the page @@pbgdpl-searches of the section.",
    )
    parser.add_argument(
        "logs", nargs="+", help="access logs, packed or not; - reads stdin"
    )
    parser.add_argument("--output", default="-", help="file to write; stdout without")
    parser.add_argument(
        "--least",
        type=int,
        default=MIN_COUNT,
        help="write only words that so many readers searched for (default: %(default)s)",
    )
    return parser
