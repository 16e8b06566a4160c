"""Compare the pins with a list of known faults that lies beside this file; no network.

The list has a date, and knows what was put into it. `--update` makes it anew from an
export of the OSV database for PyPI (a folder or zip of JSON files), which somebody has
fetched where there is a network: rows for what is pinned, all others are left out.

Each distribution that the package itself asks for has a row, so that somebody has looked:
one of which no fault is known has the row `NONE`.
"""

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from declared import declared
from packaging.specifiers import SpecifierSet
from pathlib import Path
from pins import LISTS
from pins import normalize
from pins import read_versions
from typing import Any
from zipfile import ZipFile

import argparse
import csv
import json
import sys

LIST = Path(__file__).with_name("advisories.csv")
DRAWN_UP = "# drawn up: "
PROJECT = Path(__file__).parents[1] / "pyproject.toml"
NONE = "NONE"
"""Id of the row of what no fault is known of; it concerns no version."""
HEADER = ("id", "package", "affected", "summary")
OLD_DAYS = 90
"""A list that is older is told of; a day that passes alone breaks no build."""


@dataclass(frozen=True)
class Advisory:
    """Hold one known fault; `affected` are alternatives, each a PEP 440 specifier."""

    id: str
    package: str
    affected: str
    summary: str

    def is_affected(self, version: str) -> bool:
        """Return whether a version has the fault."""
        return any(
            SpecifierSet(part).contains(version, prereleases=True)
            for part in self.affected.split("|")
        )


def read_list(path: Path = LIST) -> tuple[date, list[Advisory]]:
    """Read the list and its date."""
    lines = path.read_text(encoding="utf-8").splitlines()
    (day,) = (
        line.removeprefix(DRAWN_UP) for line in lines if line.startswith(DRAWN_UP)
    )
    rows = csv.DictReader(
        (line for line in lines if not line.startswith("#")), delimiter=";"
    )
    return date.fromisoformat(day), [Advisory(**row) for row in rows]


def problems(pins: dict[str, str], advisories: Iterable[Advisory]) -> Iterator[str]:
    """Yield which pins have a known fault."""
    versions = {normalize(name): version for name, version in pins.items()}
    for one in advisories:
        version = versions.get(normalize(one.package))
        if version is not None and one.is_affected(version):
            yield f"{one.package} {version} has {one.id}: {one.summary}"


def known_faults(advisories: Collection[Advisory]) -> Iterator[str]:
    """Yield which pins of which list have a known fault, once each."""
    known = (
        line for path in LISTS for line in problems(read_versions(path), advisories)
    )
    yield from dict.fromkeys(known)


def pinned_names() -> set[str]:
    """Name what any list pins."""
    return {normalize(name) for path in LISTS for name in read_versions(path)}


def direct_names(project: Path = PROJECT) -> set[str]:
    """Name what the package asks for itself, or uses where it is there."""
    return declared(project)


def unlisted(advisories: Iterable[Advisory], direct: Collection[str]) -> list[str]:
    """Return what nobody looked for faults of."""
    return sorted({*direct} - {normalize(one.package) for one in advisories})


def age_note(drawn_up: date, day: date) -> str:
    """Return how old the list is, when it is old."""
    days = (day - drawn_up).days
    if days <= OLD_DAYS:
        return ""
    return f"advisories.csv is {days} days old: see docs/security.rst to renew it."


# Making the list anew


def from_export(path: Path, pinned: set[str]) -> Iterator[Advisory]:
    """Read what an export of OSV says of pinned distributions."""
    for fact in records(path):
        if fact.get("withdrawn"):
            continue
        for affected in fact.get("affected", ()):
            package = affected.get("package", {})
            name = normalize(package.get("name", ""))
            spec = specifier(affected)
            if package.get("ecosystem") == "PyPI" and name in pinned and spec:
                yield Advisory(fact["id"], name, spec, one_line(fact))


def records(path: Path) -> Iterator[dict[str, Any]]:
    """Read the files of a folder or zip."""
    if path.is_dir():
        yield from (json.loads(one.read_bytes()) for one in sorted(path.glob("*.json")))
        return
    with ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".json"):
                yield json.loads(archive.read(name))


def specifier(affected: dict[str, Any]) -> str:
    """Write the ranges of a record as specifiers; its versions where it has no range."""
    parts = []
    for span in affected.get("ranges", ()):
        if span.get("type") == "ECOSYSTEM":
            parts += ranges(span.get("events", ()))
    return "|".join(parts or (f"=={one}" for one in affected.get("versions", ())))


def ranges(events: Iterable[dict[str, str]]) -> Iterator[str]:
    """Pair the beginnings and ends of ranges."""
    first = ""
    for event in events:
        if "introduced" in event:
            first = event["introduced"]
        elif "fixed" in event:
            yield bounds(first, f"<{event['fixed']}")
            first = ""
        elif "last_affected" in event:
            yield bounds(first, f"<={event['last_affected']}")
            first = ""
    if first:
        yield bounds(first, "")


def bounds(first: str, end: str) -> str:
    """Join both ends of a range; 0 is the beginning of everything."""
    start = "" if first in ("", "0") else f">={first}"
    return ",".join(part for part in (start, end) if part) or ">=0"


def one_line(fact: dict[str, Any]) -> str:
    """Return what a record says of itself, fit for a row."""
    text = fact.get("summary") or fact.get("details") or fact["id"]
    return " ".join(text.replace(";", ",").split())[:120]


def written(advisories: Iterable[Advisory], day: date, source: str) -> str:
    """Write the list."""
    lines = [
        "# Known faults of distributions that this project pins, from public advisories.",
        f"{DRAWN_UP}{day.isoformat()}",
        f"# by: tools/advisories.py --update {source} (data of osv.dev)",
        ";".join(HEADER),
    ]
    lines += sorted(
        f"{one.id};{one.package};{one.affected};{one.summary}"
        for one in set(advisories)
    )
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the pins, or make the list anew; give the status for the shell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", type=Path, metavar="EXPORT")
    options = parser.parse_args(arguments)
    if options.update:
        rows = list(from_export(options.update, pinned_names()))
        for name in unlisted(rows, direct_names()):
            rows.append(Advisory(NONE, name, "<0", "No fault is known of it"))
        text = written(rows, date.today(), options.update.name)
        LIST.write_text(text, encoding="utf-8")
    drawn_up, advisories = read_list(LIST)
    if note := age_note(drawn_up, date.today()):
        print(note, file=sys.stderr)
    faults = list(known_faults(advisories))
    for name in unlisted(advisories, direct_names()):
        faults.append(f"{name} is asked for, and advisories.csv has no row of it.")
    print(*faults, sep="\n", end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
