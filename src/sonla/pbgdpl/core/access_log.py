"""Read access logs, as nginx, Apache and Varnish write them, and write tables of them."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import csv
import gzip
import io
import re
import sys

LINE = re.compile(
    r"(?P<client>\S+) \S+ .*?\[(?P<day>\d{2}/\w{3}/\d{4}):[^\[\]]*\] "
    r'"GET (?P<target>[^\s"]++)[^"]*" (?P<status>\d{3}) \S+ '
    r'"(?P<referer>(?:[^"\\]|\\.)*)" "(?P<agent>(?:[^"\\]|\\.)*)"'
)
"""NCSA combined: client, identity, user, [time], "request", status, bytes, "referer",
"user agent"; what stands behind is some server's own."""

NO_PAGE = re.compile(
    r"@@|\+\+|\.(?:css|js|png|jpe?g|gif|svg|webp|ico|woff2?|xml|json)$"
)
"""Paths of views, parts of pages and files, which are no item that somebody reads."""

ANSWERED = {"200", "304"}
GZIP = b"\x1f\x8b"


def day_of(text: str) -> date | None:
    """Read a day such as 25/Nov/2026; None for none."""
    try:
        return datetime.strptime(text, "%d/%b/%Y").date()
    except ValueError:
        return None


def is_robot(agent: str) -> bool:
    """Return whether a program reads, no person; an empty user agent is one."""
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


def write_table(
    header: Sequence[str], rows: Iterable[Sequence[Any]], output: str
) -> None:
    """Write a CSV file whole, or nothing of it; `-` is the standard output."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    if output == "-":
        sys.stdout.write(stream.getvalue())
        return
    target = Path(output)
    draft = target.with_name(f"{target.name}.part")
    draft.write_text(stream.getvalue(), encoding="utf-8")
    draft.replace(target)
