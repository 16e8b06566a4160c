"""The command `pbgdpl-search-log`: from access logs to a CSV file of searches.

Words and counts by day: no address, no number, no name, and nothing that only one reader
searched for. The same log gives the same numbers.
"""

from argparse import ArgumentParser
from collections import defaultdict
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
from sonla.pbgdpl.search.fruitless.rules import kept_words
from urllib.parse import parse_qs
from urllib.parse import urlsplit

import sys

PAGE = "/@@pbgdpl-search"
HEADER = ("day", "words", "searches", "followed")
MIN_COUNT = 2
"""Words are written down once so many readers have searched for them."""


@dataclass(frozen=True)
class SearchAddress:
    """The address of a page of results."""

    place: str
    """The path of where was searched."""
    words: str
    is_first_page: bool


@dataclass(frozen=True)
class Request:
    """One line of a log that a person asked for, and got."""

    day: date
    reader: str
    target: str
    referer: str


def count(
    lines: Iterable[str], least: int = MIN_COUNT
) -> list[tuple[str, str, int, int]]:
    """Count searches by day and words, and how many went on from there to a text.

    A reader who asks again counts once a day.
    """
    asked: dict[tuple[date, str], set[str]] = defaultdict(set)
    followed: dict[tuple[date, str], set[str]] = defaultdict(set)
    readers: dict[str, set[str]] = defaultdict(set)
    for request in filter(None, map(request_of, lines)):
        search = search_of(request.target)
        origin = search_of(request.referer)
        if search is not None and search.is_first_page:
            asked[request.day, search.words].add(request.reader)
            readers[search.words].add(request.reader)
        elif origin is not None and is_text_in(request.target, origin.place):
            followed[request.day, origin.words].add(request.reader)
    return [
        (day.isoformat(), words, len(who), len(who & followed[day, words]))
        for (day, words), who in sorted(asked.items())
        if len(readers[words]) >= least
    ]


def request_of(line: str) -> Request | None:
    """Read one line; None for what no person asked for, or got."""
    found = LINE.match(line)
    if found is None or is_robot(found["agent"]) or found["status"] not in ANSWERED:
        return None
    day = day_of(found["day"])
    if day is None:
        return None
    reader = f"{found['client']} {found['agent']}"
    return Request(day, reader, found["target"], found["referer"])


def search_of(url: str) -> SearchAddress | None:
    """Read the address of a page of results; None for another one, or without words."""
    if PAGE not in url:
        return None
    try:
        address = urlsplit(url)
        form = parse_qs(address.query, max_num_fields=50)
    except ValueError:
        return None
    if not address.path.endswith(PAGE):
        return None
    typed = (form.get("q") or form.get("SearchableText") or [""])[0]
    words = kept_words(typed)
    place = address.path.removesuffix(PAGE)
    return SearchAddress(place, words, "b_start" not in form) if words else None


def is_text_in(url: str, place: str) -> bool:
    """Return whether an address is that of an item below a path, and no view or file."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return False
    inside = path.startswith(f"{place}/") and path.strip("/") != place.strip("/")
    return inside and NO_PAGE.search(path) is None


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
        "(combined format, packed or not), and how many went on to a text, without robots, "
        "numbers and names. The CSV file is imported on the page @@pbgdpl-searches of the section.",
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
